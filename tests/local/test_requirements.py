"""The pins: complete, hashed, the same where they overlap, and naming no index of packages."""

import re

import pytest

from local.template import ROOT

PINS = [ROOT / "src" / "requirements.txt", *sorted((ROOT / "requirements").glob("*.txt"))]


def _pinned(path):
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==(\S+)", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_its_hashes(path):
    requirements = path.read_text().replace("\\\n", "").splitlines()
    for line in requirements:
        assert line.lstrip().startswith("#") or re.match(r"\S+==\S+ .*--hash=sha256:", line), line


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_no_pin_says_where_it_came_from(path):
    assert not re.search(r"://|--(index|extra-index|find-links)|@ ", path.read_text())


def test_what_is_tested_is_what_is_deployed():
    deployed = _pinned(ROOT / "src" / "requirements.txt")
    assert deployed
    assert deployed.items() <= _pinned(ROOT / "requirements" / "dev.txt").items()


@pytest.mark.parametrize(("source", "compiled"), [(p.with_suffix(".in"), p) for p in PINS[1:]], ids=lambda p: p.name)
def test_what_is_asked_for_is_pinned(source, compiled):
    asked = re.findall(r"^([A-Za-z][A-Za-z0-9-]*)", source.read_text(), re.MULTILINE)
    assert {name.lower() for name in asked} <= set(_pinned(compiled))
