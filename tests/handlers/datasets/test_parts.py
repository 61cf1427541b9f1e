"""A file that is checked in parts by the state machine of the template: the same report as of one pass over it."""

import json
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import MissingError, UploadStorageError
from datasets.files import check_files
from datasets.formats.formats import Format
from datasets.storage.checks import Files
from datasets.storage.keys import File, Place
from datasets.terms import CheckTerms
from datasets.uploads import beginning, parts
from datasets.uploads.reasons import REPLACED, STOPPED
from handlers import wiring
from handlers.datasets import sharded
from handlers.settings import ONE_PASS_BYTES
from local.environment import applied
from local.function import LocalContext
from local.machine import ExecutionFailedError
from tests.handlers.datasets.account import BUCKET, example, file_of

SHARD_BYTES = 1000


@pytest.fixture
def split(account, monkeypatch):
    """The account, where every file is checked in parts of a thousand bytes."""
    monkeypatch.setattr(beginning, "planned", partial(parts.planned, shard_bytes=SHARD_BYTES))
    with applied({"DATASET_ONE_PASS_BYTES": "0"}):
        yield account


def _sent(account, content=None, validation=None, **body):
    asked = account.upload(validation=validation is not None, **body)
    if validation is not None:
        account.send(asked, validation, "validation")
    assert account.arrive(account.send(asked, file_of(40) if content is None else content)) == "split"
    return asked


def test_a_large_file_is_split_and_the_machine_is_started_with_its_parts(split):
    asked = _sent(split)
    [(name, given)] = split.started()
    assert (name, given["id"]) == (asked["id"], asked["id"])
    size = len(file_of(40))
    shards = given["shards"]
    assert [shard["start"] for shard in shards] == list(range(0, size, SHARD_BYTES))
    assert [shard["end"] for shard in shards] == [*range(SHARD_BYTES, size, SHARD_BYTES), size]
    assert {(shard["file"], shard["format"], shard["size"]) for shard in shards} == {("training", "chat", size)}


def test_the_machine_reports_what_one_pass_does(account, monkeypatch):
    files = {"content": file_of(40) + b"not json\n" + file_of(3), "validation": file_of(5)}
    whole = account.upload(validation=True)
    account.send(whole, files["validation"], "validation")
    account.arrive(account.send(whole, files["content"]))
    monkeypatch.setattr(beginning, "planned", partial(parts.planned, shard_bytes=SHARD_BYTES))
    with applied({"DATASET_ONE_PASS_BYTES": "0"}):
        asked = _sent(account, **files)
    account.run()
    in_parts, in_one = (account.stands(each).json for each in (asked, whole))
    assert in_parts["status"] == "checked"
    assert in_parts["report"] == in_one["report"]
    assert in_parts["report"]["duplicates"]["examples"] == 3
    assert in_parts["report"]["overlap"]["examples"] == 8 - 3


def test_a_file_of_a_gigabyte_is_checked_in_one_pass_and_a_larger_one_in_parts(account, monkeypatch):
    started = []
    monkeypatch.setattr(beginning, "check_in_one_pass", lambda *_: check_files([file_of(1)]))
    monkeypatch.setattr("handlers.datasets.machine.Machine.start", lambda *asked: started.append(asked))
    for size, outcome in ((ONE_PASS_BYTES, "checked"), (ONE_PASS_BYTES + 1, "split")):
        told = account.send(account.upload(), file_of(1))
        told["detail"]["object"]["size"] = size
        assert account.arrive(told) == outcome
    assert len(started) == 1


def test_the_machine_is_started_once_however_often_the_event_comes(split):
    asked = split.upload()
    told = split.send(asked, file_of(40))
    assert [split.arrive(told) for _ in range(3)] == ["split"] * 3
    split.run()
    [execution] = split.stepfunctions.list_executions(stateMachineArn=split.machine)["executions"]
    split.stepfunctions.stop_execution(executionArn=execution["executionArn"])  # it is over, and its name is known
    assert split.arrive(told) == "nothing to do"
    assert len(split.started()) == 1


def test_a_machine_that_cannot_be_started_is_started_by_the_next_try(split):
    asked = split.upload()
    told = split.send(asked, file_of(40))
    split.stepfunctions.delete_state_machine(stateMachineArn=split.machine)
    with pytest.raises(split.stepfunctions.exceptions.StateMachineDoesNotExist):
        split.arrive(told)
    assert split.stands(asked).json["status"] == "checking"


def test_progress_is_the_share_of_parts_that_are_done(split, monkeypatch):
    asked = _sent(split)
    shares, check_part = [], parts.check_part

    def seen(*given):
        shares.append(split.stands(asked).json)
        return check_part(*given)

    monkeypatch.setattr(parts, "check_part", seen)
    split.run()
    number = len(split.started()[0][1]["shards"])
    assert [each["status"] for each in shares] == ["checking"] * number
    assert [each["progress"]["share"] for each in shares] == pytest.approx(
        [n / number for n in range(number)], abs=1e-3
    )
    assert split.stands(asked).json["progress"]["share"] == 1


def test_a_part_that_s3_does_not_give_is_tried_again(split, monkeypatch):
    asked = _sent(split)
    tries, check_part = count(), parts.check_part

    def failing(*given):
        if next(tries) in {1, 2, 5}:
            raise UploadStorageError("SlowDown")
        return check_part(*given)

    monkeypatch.setattr(parts, "check_part", failing)
    split.run()
    assert split.stands(asked).json["report"]["training"]["examples"] == 40


def test_a_part_that_cannot_be_checked_fails_the_check_and_the_caller_is_told(split, monkeypatch, output):
    asked = _sent(split)
    monkeypatch.setattr(parts, "check_part", lambda *_: 1 / 0)
    with pytest.raises(ExecutionFailedError, match="DatasetCheckFailed"):
        split.run()
    said = split.stands(asked).json
    assert (said["status"], said["reason"], said["report"]) == ("failed", STOPPED, None)
    [line] = [line for line in output.lines() if line.get("level") == "ERROR" and "given up" in line["message"]]
    assert line["shards"] == len(split.started()[0][1]["shards"])


def test_a_file_that_is_written_over_while_its_parts_are_checked_is_told(split):
    asked = _sent(split)
    split.send(asked, file_of(41))
    with pytest.raises(ExecutionFailedError):
        split.run()
    said = split.stands(asked).json
    assert (said["status"], said["reason"]) == ("failed", REPLACED)


def test_doing_everything_again_changes_nothing(split):
    asked = _sent(split)
    split.run()
    before, said = split.kept(), split.stands(asked).json
    split.run()
    assert split.stands(asked).json == said
    again = split.kept()
    for key in before:
        if "/shards/" in key:
            assert again[key] == before[key]


def test_a_check_that_is_done_is_not_told_to_have_failed(split):
    asked = _sent(split)
    split.run()
    [(_, given)] = split.started()
    sharded.merge(given | {"failure": {"Error": "States.Timeout", "Cause": ""}}, LocalContext())
    assert split.stands(asked).json["status"] == "checked"


def test_what_was_not_checked_is_not_merged(split):
    _sent(split)
    [(_, given)] = split.started()
    with pytest.raises(MissingError):
        sharded.merge(given, LocalContext())


def test_a_file_without_a_known_format_is_reported_on_all_the_same(split):
    asked = _sent(split, b'{"x": 1}\n' * 300)
    split.run()
    report = split.stands(asked).json["report"]
    assert (report["usable"], report["format"], report["training"]["lines"]) == (False, None, 300)


LINES = st.sampled_from(
    [
        example().encode(),
        example("Où ? — 東京 🦀", "Là").encode(),
        b'{"prompt": "a", "completion": "b"}',
        b'{"messages": 3}',
        b"not json",
        b"\xff\xfe",
        b"",
        b"   ",
        b"{",
        example("x" * 120).encode(),
    ]
)


@st.composite
def _files(draw):
    ends = st.sampled_from([b"\n", b"\r\n"])
    content = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    for line in draw(st.lists(LINES, min_size=1, max_size=12)):
        content += line + draw(ends)
    return content if draw(st.booleans()) else content.rstrip(b"\r\n") or b"x"


@given(
    training=_files(),
    validation=st.none() | _files(),
    shard_bytes=st.integers(1, 900),
    format=st.sampled_from([None, Format.CHAT]),
)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_a_file_is_cut_its_parts_come_to_what_one_pass_finds(
    account, training, validation, shard_bytes, format
):
    if len(training) // shard_bytes > 30:
        shard_bytes = len(training) // 30 + 1
    asked = account.upload(validation=validation is not None, **({"format": format} if format else {}))
    if validation is not None:
        account.send(asked, validation, "validation")
    account.send(asked, training)
    owner = asked["upload"]["training"]["fields"]["key"].split("/")[1]
    check = wiring.upload_checks(patient=True).at(Place(owner, asked["id"]))
    files = Files.model_validate({file: check.stored(file) for file in File})
    planned = parts.planned(check, files, CheckTerms(format=format), shard_bytes)
    for part in reversed(planned):
        parts.check_part(check, part)
    in_one = check_files([training], None if validation is None else [validation], format)
    assert json.dumps(parts.merged(check, planned).as_json()) == json.dumps(in_one.as_json())
    for key in account.kept(""):
        account.s3.delete_object(Bucket=BUCKET, Key=key)
