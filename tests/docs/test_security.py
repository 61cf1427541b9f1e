"""docs/security.md names tests that there are, and every test of tests/security/."""

import ast
import re

import pytest

from tests.docs.readme import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
THREATS = re.split(r"^### ", TEXT.partition("\n## Threats\n")[2].partition("\n## ")[0], flags=re.MULTILINE)[1:]


def _tests(path):
    """The tests in a file."""
    return {
        node.name
        for node in ast.parse((ROOT / path).read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda part: part)
def test_a_test_that_is_named_exists(path, name):
    assert name in _tests(path)


def test_every_test_of_security_is_named_by_some_threat():
    there_are = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "tests" / "security").glob("test_*.py")
        for name in _tests(path)
    }
    assert len(there_are) > 30
    assert there_are - set(NAMED) == set()


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat.partition("\n")[0])
def test_a_threat_says_what_stops_it_what_is_left_and_the_test_that_proves_it(threat):
    assert "**Stops it**: " in threat
    assert "**Left**: " in threat
    assert re.search(r"^- `tests/", threat, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:src|local|web|tests)/[\w/.-]+\.\w+)`", TEXT))))
def test_a_file_that_is_named_exists(path):
    assert (ROOT / path).is_file()
