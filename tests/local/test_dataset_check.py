"""`make dataset-check` on the running local server: files that are sent along, uploaded, and checked in parts."""

import subprocess
from pathlib import Path

import pytest

from local import dataset_client
from local.dataset_check import main
from local.dataset_client import MOST_SENT_ALONG, Api, NotCheckedError
from local.template import ROOT
from tests.handlers.datasets.account import example, file_of
from tests.local.running import address_in, read_until, start

IN_PARTS = {"DATASET_ONE_PASS_BYTES": "6000000"}
"""A file of more bytes is checked in parts."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    state = tmp_path_factory.mktemp("server") / "local.json"
    process = start("--port", "0", "--state", str(state), **IN_PARTS)
    yield address_in(read_until(process, "^curl "))
    process.kill()
    process.wait(30)
    process.stdout.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(dataset_client, "SECONDS", 0.1)


@pytest.fixture
def file(tmp_path):
    def written(content, name="training.jsonl"):
        path: Path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def test_a_file_that_fits_is_sent_along(address, file, capsys):
    assert main([str(file(file_of(20))), "--url", address, "--model", "gpt-4o-mini"]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("training.jsonl: usable\n")
    assert "openai gpt-4o-mini-2024-07-18" in out.out
    assert out.err == ""


def test_a_file_with_errors_exits_with_1(address, file, capsys):
    assert main([str(file(file_of(20) + b"not json\n")), "--url", address]) == 1
    assert "training.jsonl: not usable, with 1 error" in capsys.readouterr().out


def test_a_file_that_is_not_utf_8_is_uploaded_since_no_request_can_hold_it(address, file, capsys):
    assert main([str(file(file_of(20) + b"\xff\n")), "--url", address]) == 1
    out = capsys.readouterr()
    assert "training.jsonl: 0.0 MB uploaded" in out.err
    assert "line 21: error: the line is not UTF-8" in out.out


@pytest.mark.parametrize("megabytes", [5.5, 7], ids=["in one pass", "in parts"])
def test_a_larger_file_is_uploaded_with_its_validation_file_and_reported_on(address, file, capsys, megabytes):
    reply = "word " * 2000
    examples = int(megabytes * 1_000_000 / len(example("Question 999?", reply)))
    training, validation = file(file_of(examples, reply)), file(file_of(3, reply), "validation.jsonl")
    assert main([str(training), "--validation", str(validation), "--url", address, "--model", "gpt-4o-mini"]) == 0
    out = capsys.readouterr()
    assert "validation.jsonl: 0.0 MB uploaded\ntraining.jsonl: " in out.err
    assert f"  {examples:,} examples in {examples:,} lines" in out.out
    assert "3 examples of the validation file in training too, by line: 1 = 1, 2 = 2, 3 = 3" in out.out


def test_what_the_api_refuses_is_told_and_exits_with_2(address, file, capsys):
    assert main([str(file(file_of(2))), "--url", address, "--model", "no-such-model"]) == 2
    assert "cannot check: 422 Unprocessable Content: model: is no model that" in capsys.readouterr().err


def test_a_file_that_is_not_there_exits_with_2(address, tmp_path, capsys):
    assert main([str(tmp_path / "nothing.jsonl"), "--url", address]) == 2
    assert "nothing.jsonl" in capsys.readouterr().err


def test_where_nothing_answers_it_says_so(file, capsys):
    assert main([str(file(file_of(2))), "--url", "http://127.0.0.1:9"]) == 2
    assert "cannot check: no answer: " in capsys.readouterr().err


def test_an_upload_that_fails_is_told(address, file):
    path = file(b"\xff")

    def refused(form, *_):
        raise NotCheckedError("403 Forbidden")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dataset_client, "_send", refused)
        with pytest.raises(NotCheckedError, match="403 Forbidden"):
            Api(address).check(path, None, {}, print)


def test_what_is_sent_along_fits_into_lambdas_event_however_much_is_escaped(file):
    quotes = '{"text": "' + '\\"' * 700_000 + '"}\n'
    assert len(quotes) < MOST_SENT_ALONG / 3
    assert dataset_client._sent_along(file(quotes.encode()), None, {}) is None  # noqa: SLF001
    assert dataset_client._sent_along(file(quotes[:500_000].encode()), None, {}) is not None  # noqa: SLF001


def test_a_key_is_sent_and_read_from_the_environment(file, monkeypatch):
    seen = []

    def check(api, *_):
        seen.append(api)
        raise NotCheckedError("seen")

    monkeypatch.setenv("DATASET_API_KEY", "a-key")
    monkeypatch.setattr(Api, "check", check)
    assert main([str(file(b"x")), "--url", "http://127.0.0.1:9"]) == 2
    assert seen == [Api("http://127.0.0.1:9", "a-key")]


def test_make_hands_a_key_over_by_the_environment_and_no_command_line():
    planned = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "dataset-check", "FILE=a b.jsonl", "API_KEY=s3cret$x"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "s3cret" not in planned
    assert 'local.dataset_check "a b.jsonl"' in planned
