"""Files that are dropped in a bucket's `incoming/`: EventBridge's word of them, and what stands in for it here."""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.environment import REGION
from local.function import FunctionFailedError, LambdaFunction
from local.polling import POLL_SECONDS, repeated
from local.proxy import ACCOUNT_ID
from local.template import Template
from publishing.receiving import Dropped
from ratebook.bucket import INCOMING_PREFIX, is_missing, report_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SOURCE, DETAIL_TYPE = "aws.s3", "Object Created"


class NoReportError(RuntimeError):
    """Nothing answered the file in time."""


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in a bucket. `version_id` is `None` in a bucket that keeps no versions."""

    bucket: str
    key: str
    etag: str
    size: int
    at: datetime
    version_id: str | None = None


def object_created(stored: StoredFile) -> dict[str, Any]:
    """What EventBridge tells of a file that was put in a bucket."""
    versioned = {"version-id": stored.version_id} if stored.version_id else {}
    identity = f"{stored.bucket}/{stored.key}/{stored.version_id or stored.etag}"
    return {
        "version": "0",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, identity)),
        "detail-type": DETAIL_TYPE,
        "source": SOURCE,
        "account": ACCOUNT_ID,
        "time": f"{stored.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": REGION,
        "resources": [f"arn:aws:s3:::{stored.bucket}"],
        "detail": {
            "version": "0",
            "bucket": {"name": stored.bucket},
            "object": {
                "key": stored.key,
                "size": stored.size,
                "etag": stored.etag,
                **versioned,
                "sequencer": f"{int(stored.at.timestamp() * 1000):018X}",
            },
            "request-id": uuid.uuid5(uuid.NAMESPACE_OID, identity).hex[:16].upper(),
            "requester": ACCOUNT_ID,
            "source-ip-address": "203.0.113.10",
            "reason": "PutObject",
        },
    }


def drop(s3: "S3Client", bucket: str, path: Path) -> StoredFile:
    """Put the file at `path` in `incoming/`. Raises `OSError`, and botocore's errors."""
    content, key = path.read_bytes(), f"{INCOMING_PREFIX}{path.name}"
    done = s3.put_object(Bucket=bucket, Key=key, Body=content, ContentType="application/yaml")
    return StoredFile(
        bucket, key, done["ETag"].strip('"'), len(content), datetime.now(UTC), done.get("VersionId") or None
    )


def report_on(event: Mapping[str, Any], s3: "S3Client") -> str:
    """The report on the file that an event is about; empty for an event of any other kind."""
    detail = event.get("detail")
    if not isinstance(detail, dict) or not detail.get("object", {}).get("key", "").startswith(INCOMING_PREFIX):
        return ""
    found = s3.get_object(Bucket=detail["bucket"]["name"], Key=report_key(detail["object"]["key"]))
    return found["Body"].read().decode()


def wait_for_report(s3: "S3Client", stored: StoredFile, seconds: float) -> str:
    """The text of the report on a file that was dropped. Raises `NoReportError` where there is none in time."""
    deadline = time.monotonic() + seconds
    token = stored.version_id or stored.etag
    while time.monotonic() < deadline:
        try:
            found = s3.get_object(Bucket=stored.bucket, Key=report_key(stored.key))
            if token in found["Metadata"].get("answered", "").split(","):
                return found["Body"].read().decode()
        except ClientError as error:
            if not is_missing(error):
                raise
        time.sleep(POLL_SECONDS)
    raise NoReportError(f"nothing answered {stored.key} in {seconds:g} s; is the stack's function deployed and well?")


class Watcher:
    """Hands every file that is dropped in a bucket to its function, each version of it once."""

    def __init__(self, s3: "S3Client", bucket: str, function: LambdaFunction) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._function = function
        self._seen: set[tuple[str, str]] = set()
        self._lying_there: list[tuple[str, str, datetime]] = []

    def look(self) -> Iterator[str]:
        """Answer what is new, and say how. Raises botocore's errors."""
        # Only then are versions listed: moto copies all of the bucket for that, and keeps the copies.
        if self._has_changed():
            yield from self._answer_new_versions()

    def _has_changed(self) -> bool:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=INCOMING_PREFIX)
        found = [
            (each["Key"], each["ETag"], each["LastModified"]) for page in pages for each in page.get("Contents", [])
        ]
        changed, self._lying_there = found != self._lying_there, found
        return changed

    def _answer_new_versions(self) -> Iterator[str]:
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=INCOMING_PREFIX)
        found = [version for page in pages for version in page.get("Versions", [])]
        for version in sorted(found, key=lambda version: version["LastModified"]):
            identity = (version["Key"], version["VersionId"])
            etag = version["ETag"].strip('"')
            if identity in self._seen or not Dropped(version["Key"], etag, version["VersionId"]).awaits_report:
                continue
            self._seen.add(identity)
            yield self._answer(
                StoredFile(
                    self._bucket,
                    version["Key"],
                    etag,
                    version["Size"],
                    version["LastModified"],
                    version["VersionId"],
                )
            )

    def _answer(self, stored: StoredFile) -> str:
        event = object_created(stored)
        try:
            answer = self._function.invoke(event, event["id"])
        except FunctionFailedError as error:
            return f"failed {stored.key}: {error}"
        verdict = answer.get("verdict") if isinstance(answer, dict) else None
        return f"{verdict or 'answered before'} {stored.key}: see {report_key(stored.key)}"


@contextmanager
def watched(s3: "S3Client", bucket: str, template: Template) -> Iterator[None]:
    """Answer the files that are dropped in `bucket` while the block runs, and print a line for each."""
    (rule,) = [rule for rule in template.event_rules() if rule.bucket == "RatesBucket"]
    watcher = Watcher(s3, bucket, LambdaFunction.imported(template.functions()[rule.function]))
    with repeated(watcher.look, "dropped files"):
        yield
