"""S3 fails under training files: a caller is asked to come again, and a check that failed is taken by the next try."""

import json
from datetime import UTC, datetime

import pytest

from datasets.errors import UploadStorageError
from handlers.datasets import sharded, uploaded
from local.aws import DATASETS_BUCKET
from local.function import LocalContext
from local.incoming import StoredFile, object_created
from tests.faults import alarms
from tests.faults.ways import ALL, OTHER_JSON, REFUSALS, SECRET
from tests.handlers.datasets.account import file_of
from tests.handlers.http import request

CHECKS = "/v1/datasets/checks"
KEPT, FILES = "s3 * /payback-datasets/checks/*", "s3 * /payback-datasets/uploads/*"
READ = ALL | OTHER_JSON
TO_WRITE = {"never answers": ALL["never answers"], "refused": ALL["refused"], "hangs up": ALL["hangs up"]} | REFUSALS
"""S3 answers a PUT with a 200 and nothing, of which no half can be lost."""


def _asked(stack):
    told = stack.ask(request("POST", CHECKS, '{"upload": {}}'))
    assert told.answer.status == 202
    return told.answer.json


def _arrived(stack, asked, examples=5):
    """The event of a training file that came."""
    key, content = asked["upload"]["training"]["fields"]["key"], file_of(examples)
    put = stack.client("s3").put_object(Bucket=DATASETS_BUCKET, Key=key, Body=content)
    return object_created(StoredFile(DATASETS_BUCKET, key, put["ETag"].strip('"'), len(content), datetime.now(UTC)))


def _checked(event):
    return uploaded.handler(event, LocalContext("DatasetCheckFunction", timeout_seconds=900))["outcome"]


def _stands(stack, asked):
    return stack.ask(request("GET", asked["result"]))


@pytest.mark.parametrize("fault", TO_WRITE.values(), ids=TO_WRITE)
def test_an_upload_that_cannot_be_asked_for_now_is_unavailable(stack, fault):
    with stack.aws.failing(fault, KEPT):
        told = stack.ask(request("POST", CHECKS, '{"upload": {}}'))
    assert told.unavailable() == "uploads_unavailable"
    assert "ApiFailuresAlarm" in told.alarms
    assert SECRET not in told.answer.text + str(told.lines)


@pytest.mark.parametrize("fault", READ.values(), ids=READ)
def test_a_check_that_cannot_be_read_now_is_unavailable_and_no_missing_one(stack, fault):
    asked = _asked(stack)
    with stack.aws.failing(fault, KEPT):
        told = _stands(stack, asked)
    assert told.unavailable() == "uploads_unavailable"
    assert "ApiFailuresAlarm" in told.alarms
    assert SECRET not in told.answer.text + str(told.lines)
    assert _stands(stack, asked).answer.json["status"] == "waiting"


@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
@pytest.mark.parametrize("objects", [KEPT, FILES], ids=["what is kept", "the file"])
def test_a_file_that_cannot_be_checked_is_an_error_that_rings_and_the_next_try_checks_it_rightly(stack, objects, fault):
    asked = _asked(stack)
    event = _arrived(stack, asked)
    with stack.aws.failing(fault, objects), pytest.raises(UploadStorageError) as raised:
        _checked(event)
    assert type(raised.value) is UploadStorageError  # by its name the state machine tries again
    assert SECRET not in str(raised.value)
    assert alarms.firing(alarms.raised("DatasetCheckFunction")) == {"DatasetCheckErrorsAlarm"}
    assert _checked(event) == "checked"
    report = _stands(stack, asked).answer.json["report"]
    assert (report["training"]["examples"], report["training"]["errors"]) == (5, 0)


@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
def test_a_part_that_cannot_be_read_is_tried_again_by_the_state_machine(stack, fault):
    asked = _asked(stack)
    key = asked["upload"]["training"]["fields"]["key"]
    _arrived(stack, asked)
    head = stack.client("s3").head_object(Bucket=DATASETS_BUCKET, Key=key)
    size = head["ContentLength"]
    shard = {"file": "training", "number": 0, "start": 0, "end": size, "size": size, "format": "chat"}
    event = {"owner": key.split("/")[1], "id": asked["id"], "shard": shard | {"etag": head["ETag"].strip('"')}}
    context = LocalContext("DatasetShardFunction", timeout_seconds=600)
    with stack.aws.failing(fault, FILES), pytest.raises(UploadStorageError) as raised:
        sharded.check_shard(event, context)
    assert type(raised.value) is UploadStorageError
    assert sharded.check_shard(event, context)["lines"] == 5


OLDER = {"another shape": b'{"terms": 1}', "a version with more": b'{"later": true}', "no object": b"[1]"}


@pytest.mark.parametrize("kept", OLDER.values(), ids=OLDER)
@pytest.mark.parametrize("name", ["request", "progress", "findings"])
def test_what_another_version_kept_of_a_check_is_unavailable_and_no_mistake(stack, name, kept):
    asked = _asked(stack)
    assert _checked(_arrived(stack, asked)) == "checked"
    owner = asked["upload"]["training"]["fields"]["key"].split("/")[1]
    key = f"checks/{owner}/{asked['id']}/{name}.json"
    stack.client("s3").put_object(Bucket=DATASETS_BUCKET, Key=key, Body=kept)
    assert _stands(stack, asked).unavailable() == "uploads_unavailable"


def test_a_file_that_is_sent_along_is_checked_though_all_of_s3_is_away(stack):
    body = {"content": file_of(3).decode(), "model": "gpt-4o-mini", "provider": "openai"}
    with stack.aws.failing(REFUSALS["503"], "s3 *"):
        told = stack.ask(request("POST", CHECKS, json.dumps(body)))
    said = told.answer.json
    assert (told.answer.status, said["training"]["examples"], said["rates"]["stale"]) == (200, 3, True)
    assert any("a newer table may exist" in each for each in said["warnings"])
    assert told.alarms == {"StaleRatesAlarm"}
