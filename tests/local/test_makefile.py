import os
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


def test_a_server_is_given_a_port_and_a_state_of_its_own():
    assert "local.server --port 8080" in _make("--dry-run", "run").stdout
    assert "--state" not in _make("--dry-run", "run").stdout
    own = _make("--dry-run", "run", "PORT=8081", "STATE=my folder/local.json").stdout
    assert 'local.server --port 8081 --state "my folder/local.json"' in own


@pytest.mark.parametrize("target", ["invoke", "sam-invoke"])
def test_an_event_must_be_named(target):
    assert 'test -n ""' in _make("--dry-run", target).stdout


@pytest.mark.parametrize(
    "reason",
    [
        "it's wrong",
        'the "page" of 2027',
        "`touch ran`; $(touch ran) $HOME $$ ${x}",
        "$(shell touch ran) \\ & | # % =",
        "é\n2",
    ],
)
@pytest.mark.parametrize("by_environment", [False, True], ids=["as a word", "by the environment"])
def test_a_reason_is_handed_over_as_it_was_written(tmp_path, reason, by_environment):
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nprintf %s "$RATES_ROLLBACK_REASON" > "$0.reason"\nprintf "%s " "$@" > "$0.words"\n')
    python.chmod(0o755)
    words = ["--assume-old=.venv/.installed", "rates-rollback", f"PYTHON={python}", "VERSION=v1"]
    environment = dict(os.environ)
    if by_environment:
        environment["REASON"] = reason
    else:
        words.append(f"REASON={reason}")
    subprocess.run(["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert (tmp_path / "python.reason").read_text() == reason
    assert (tmp_path / "python.words").read_text() == "-m local.rates rollback --bucket  --version v1 "
    assert not (ROOT / "ran").exists()


def test_nothing_but_help_and_clean_runs_without_its_tools():
    for target in TARGETS:
        if target not in {"help", "clean"}:
            prerequisites = re.search(rf"^{target}: (.*) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
            assert prerequisites, target
            assert re.search(r"READY|UV|\.sam/\.installed|sam-build|\$\(BUILT\)", prerequisites[1]), target
