"""Files that are dropped in the local bucket, and the watcher that stands in for EventBridge."""

import json
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.function import LambdaFunction
from local.incoming import (
    NoReportError,
    StoredFile,
    Watcher,
    drop,
    object_created,
    report_on,
    wait_for_report,
)
from local.template import Function

BUCKET = "rates"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DECLARED = Function("IncomingRatesFunction", "handlers.incoming_rates.handler", memory_mb=512, timeout_seconds=60)


@pytest.fixture
def s3():
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield client


class Recorder:
    """A handler that keeps what it was told of."""

    def __init__(self, answer: Any = None):
        self.told: list[dict[str, Any]] = []
        self._answer = answer or {"verdict": "published"}

    def __call__(self, event, _):
        self.told.append(event)
        return self._answer


def _watcher(s3, handler):
    return Watcher(s3, BUCKET, LambdaFunction(DECLARED, handler))


def _put(s3, key, text):
    return s3.put_object(Bucket=BUCKET, Key=key, Body=text)["VersionId"]


def test_each_version_of_each_file_is_told_of_once_and_in_order(s3):
    handler = Recorder()
    watcher = _watcher(s3, handler)
    first = _put(s3, "incoming/a.yaml", "1")
    assert list(watcher.look()) == ["published incoming/a.yaml: see incoming/a.yaml.report.md"]
    versions = [_put(s3, "incoming/a.yaml", "2"), _put(s3, "incoming/b.yml", "3")]
    assert len(list(watcher.look())) == 2
    assert list(watcher.look()) == []
    told = [event["detail"]["object"]["version-id"] for event in handler.told]
    assert told[0] == first
    assert set(told[1:]) == set(versions)


def test_while_nothing_changes_no_versions_are_listed(s3):
    """moto copies the whole bucket for that and never frees it: five times a second, that is gigabytes an hour."""
    asked: list[str] = []
    s3.meta.events.register("before-call.s3", lambda model, **_: asked.append(model.name))
    watcher = _watcher(s3, Recorder())
    _put(s3, "incoming/a.yaml", "1")
    for _ in range(5):
        list(watcher.look())
    assert asked.count("ListObjectVersions") == 1
    _put(s3, "incoming/a.yaml", "2")
    assert len(list(watcher.look())) == 1


def test_a_report_and_what_lies_elsewhere_are_not_told_of(s3):
    handler = Recorder()
    for key in ("incoming/a.yaml.report.md", "incoming/", "versions/a.yaml", "a.yaml"):
        _put(s3, key, "")
    assert list(_watcher(s3, handler).look()) == []
    assert handler.told == []


def test_a_file_of_a_wrong_name_is_told_of_too(s3):
    _put(s3, "incoming/a.txt", "")
    assert list(_watcher(s3, Recorder({"verdict": "rejected"})).look()) == [
        "rejected incoming/a.txt: see incoming/a.txt.report.md"
    ]


def test_a_function_that_fails_is_told_and_does_not_stop_the_watcher(s3):
    def fail(*_):
        raise LookupError("nowhere")

    watcher = _watcher(s3, fail)
    _put(s3, "incoming/a.yaml", "")
    [line] = watcher.look()
    assert line.startswith("failed incoming/a.yaml: handlers.incoming_rates.handler raised LookupError: nowhere")


def test_a_file_that_was_answered_before_is_told_so(s3):
    _put(s3, "incoming/a.yaml", "")
    [line] = _watcher(s3, Recorder({"verdict": None})).look()
    assert line.startswith("answered before incoming/a.yaml")


def test_an_event_names_the_file_as_s3_does(s3):
    stored = StoredFile(BUCKET, "incoming/a+b.yaml", "e" * 32, 7, NOON, "v1")
    event = object_created(stored)
    assert json.loads(json.dumps(event)) == event
    assert event["time"] == "2026-11-22T12:00:00Z"
    assert event["detail"]["object"] == {
        "key": "incoming/a+b.yaml",
        "size": 7,
        "etag": "e" * 32,
        "version-id": "v1",
        "sequencer": f"{int(NOON.timestamp() * 1000):018X}",
    }
    assert object_created(stored)["id"] == event["id"]


def test_a_dropped_file_lies_under_its_name(s3, tmp_path):
    path = tmp_path / "openai.yaml"
    path.write_text("models: {}\n")
    stored = drop(s3, BUCKET, path)
    assert (stored.key, stored.size) == ("incoming/openai.yaml", 11)
    assert s3.head_object(Bucket=BUCKET, Key=stored.key)["VersionId"] == stored.version_id


def test_the_report_on_this_file_is_waited_for_and_not_an_older_one(s3, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("")
    stored = drop(s3, BUCKET, path)
    report = "incoming/a.yaml.report.md"
    s3.put_object(Bucket=BUCKET, Key=report, Body=b"old", Metadata={"answered": "another"})
    with pytest.raises(NoReportError, match=r"nothing answered incoming/a\.yaml in 0\.3 s; is the stack's function"):
        wait_for_report(s3, stored, seconds=0.3)
    s3.put_object(Bucket=BUCKET, Key=report, Body=b"new", Metadata={"answered": f"{stored.version_id},another"})
    assert wait_for_report(s3, stored, seconds=5) == "new"


def test_the_report_on_the_file_of_an_event_lies_beside_the_file(s3):
    event = object_created(StoredFile(BUCKET, "incoming/openai.yaml", "e", 1, NOON))
    _put(s3, "incoming/openai.yaml.report.md", "# openai.yaml")
    assert report_on(event, s3) == "# openai.yaml"


def test_a_request_and_an_upload_have_no_report(s3):
    uploaded = object_created(StoredFile("payback-datasets", "uploads/a/b/training.jsonl", "e", 1, NOON))
    assert report_on(uploaded, s3) == ""
    assert report_on({"resource": "/health"}, s3) == ""
