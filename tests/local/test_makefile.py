import re
import subprocess

import pytest

from local.template import ROOT

TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def _make(*arguments):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_target():
    listed = _make().stdout
    assert listed.startswith("usage: make TARGET")
    assert re.findall(r"^  ([a-z-]+)  ", listed, re.MULTILINE) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_planned(target):
    assert _make("--dry-run", target).returncode == 0


@pytest.mark.parametrize("target", ["invoke", "sam-invoke"])
def test_an_event_must_be_named(target):
    assert 'test -n ""' in _make("--dry-run", target).stdout


def test_nothing_but_help_and_clean_runs_without_its_tools():
    for target in TARGETS:
        if target not in {"help", "clean"}:
            prerequisites = re.search(rf"^{target}: (.*) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
            assert prerequisites, target
            assert re.search(r"READY|UV|\.sam/\.installed|sam-build", prerequisites[1]), target
