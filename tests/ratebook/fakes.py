"""An S3 in a dictionary, whose faults are set by the test, and a clock that stands until it is moved."""

import hashlib
import io
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import CompiledTable, Pointer

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def client_error(code: str, operation: str = "GetObject") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


UNREACHABLE = EndpointConnectionError(endpoint_url="https://s3.invalid")
TOO_SLOW = ReadTimeoutError(endpoint_url="https://s3.invalid")
DENIED = client_error("AccessDenied")
BROKEN = client_error("InternalError")


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


def fake_s3() -> Any:
    """A fake client, for what expects boto3's."""
    return FakeS3()


class FakeS3:
    """As much of a client as reading rates needs. Every request takes `seconds`, and raises `fault` where it is set."""

    def __init__(self):
        self.objects = {}
        self.fault = None
        self.seconds = 0
        self.requests = []
        self.bodies_sent = 0

    def publish(self, compiled: CompiledTable, at: datetime = NOON):
        self.put(version_key(compiled.version), compiled.content, at)
        self.point_at(Pointer(version=compiled.version, sha256=compiled.sha256, published_at=at))

    def point_at(self, pointer: Pointer):
        self.put(CURRENT_KEY, pointer.to_json())

    def put(self, key, body, at=NOON):
        self.objects[key] = (body, at)

    def get_object(self, *, Bucket, Key, IfNoneMatch=None):  # noqa: N803 - as boto3 calls them
        self.requests.append(Key)
        time.sleep(self.seconds)
        if self.fault:
            raise self.fault
        if Key not in self.objects:
            raise client_error("NoSuchKey")
        body, _ = self.objects[Key]
        etag = f'"{hashlib.md5(body).hexdigest()}"'  # noqa: S324 - what S3 does
        if etag == IfNoneMatch:
            raise client_error("304")
        self.bodies_sent += 1
        return {"Body": io.BytesIO(body), "ETag": etag}

    def get_paginator(self, operation):
        assert operation == "list_objects_v2"
        return self

    def paginate(self, *, Bucket, Prefix):  # noqa: N803
        if self.fault:
            raise self.fault
        found = [{"Key": key, "LastModified": at} for key, (_, at) in self.objects.items() if key.startswith(Prefix)]
        yield from ({"Name": Bucket, "Contents": [each]} for each in found)
        yield {"Name": Bucket}
