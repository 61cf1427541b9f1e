"""Events of datasets: requests, a file that has arrived, what the state machine sends; and what lies in the bucket.

A folder beside an event has the objects that are there when it comes: see `local.event_files`.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import boto3
from moto import mock_aws

from datasets.storage.bucket import Bucket
from datasets.storage.checks import Asked, Check, Files, Progress
from datasets.storage.keys import File, Place
from datasets.terms import CheckTerms
from datasets.uploads import parts
from local.aws import DATASETS_BUCKET
from local.environment import REGION, forget_real_credentials
from local.incoming import StoredFile, object_created

ID = "5d41402abc4b2a76b9719d911017c592"
"""Of a check that was asked for without a key, as on this machine."""
PLACE = Place("no-key", ID)
UPLOADED, SHARD, MERGE = "dataset-uploaded", "dataset-shard", "dataset-merge"
_SHARD_BYTES = 1600
_TERMS: dict[str, Any] = {"model": "gpt-4o-mini", "provider": "openai", "task": "classification"}
_TICKETS = {
    "My invoice of May is wrong": "billing",
    "I cannot log in since this morning": "access",
    "Where is the dark mode?": "product",
    "The export stops at 99 %": "fault",
    "Please cancel my contract": "billing",
    "My password is not accepted": "access",
}


def _example(question: str, reply: str) -> str:
    said = {"system": "Which team takes the ticket?", "user": question, "assistant": reply}
    return json.dumps({"messages": [{"role": role, "content": content} for role, content in said.items()]})


def _file(times: int) -> str:
    lines = [_example(f"{ticket} ({time})", team) for time in range(times) for ticket, team in _TICKETS.items()]
    return "\n".join(lines) + "\n"


TRAINING = _file(3) + '{"messages": [{"role": "user", "content": "And now?"}]}\n' + _file(1)
"""24 good examples, of which 6 stand there twice, and one without an answer."""

SENT_ALONG: Mapping[str, Any] = {**_TERMS, "content": TRAINING, "validation_content": _file(1)}
ASKED: Mapping[str, Any] = {**_TERMS, "upload": {"validation": True}}
NEITHER: Mapping[str, Any] = _TERMS


def made(at: datetime) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, bytes]]]:
    """The events by their names, and what lies in the bucket before each, by the event's name and the object's key."""
    forget_real_credentials()
    with mock_aws():
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket=DATASETS_BUCKET)
        check = Check(Bucket(s3, DATASETS_BUCKET), PLACE)
        return _made(s3, check, at)


def _made(s3: Any, check: Check, at: datetime) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, bytes]]]:
    terms, key = CheckTerms(**_TERMS), PLACE.upload(File.TRAINING)
    check.put_asked(Asked(terms=terms, asked_at=at, validation=False))
    s3.put_object(Bucket=DATASETS_BUCKET, Key=key, Body=TRAINING.encode())
    lying = {UPLOADED: _objects(s3)}
    stored = check.stored(File.TRAINING)
    if stored is None:
        raise LookupError("what was put is not there")
    files = Files(training=stored, validation=None)
    planned = parts.planned(check, files, terms, _SHARD_BYTES)
    check.put_progress(Progress(files=files, at=at, parts=len(planned)))
    lying[SHARD] = _objects(s3)
    for part in planned:
        parts.check_part(check, part)
    lying[MERGE] = _objects(s3)
    shards = [part.model_dump(mode="json") for part in planned]
    whose = {"owner": PLACE.owner, "id": PLACE.id}
    events = {
        UPLOADED: object_created(StoredFile(DATASETS_BUCKET, key, stored.etag, stored.bytes, at)),
        SHARD: {**whose, "shard": shards[1]},
        MERGE: {**whose, "shards": shards},
    }
    return events, lying


def _objects(s3: Any) -> dict[str, bytes]:
    found = s3.list_objects_v2(Bucket=DATASETS_BUCKET)["Contents"]
    return {each["Key"]: s3.get_object(Bucket=DATASETS_BUCKET, Key=each["Key"])["Body"].read() for each in found}
