"""A bucket as JSON, streams of bytes and forms that a file is sent with. Every method raises `UploadStorageError`."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from datasets.errors import MissingError, ReplacedError, UploadStorageError
from ratebook.bucket import JSON, error_code, is_missing, is_overtaken

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WINDOW_BYTES = 4 * 1024 * 1024
"""Read by one request. S3 closes a stream that is read as slowly as tokens are counted, so none is kept open."""
TRIES = 3
"""How often a window is asked for whose bytes did not all come; boto3 itself tries again only up to the first byte."""
ENCRYPTION = "AES256"
_WHILE_READING = (HTTPError, OSError)
"""What passes through botocore while a body is read."""
_RANGE = re.compile(r"bytes (?P<first>[0-9]+)-(?P<last>[0-9]+)/(?P<size>[0-9]+)")
_BEYOND_THE_END = "InvalidRange"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object: its size in bytes, and the tag that tells it from any other that is written under its key."""

    etag: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An object in a list, and when it was written."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Form:
    """Where a file is sent by POST, and the fields of the form that stand before it."""

    url: str
    fields: Mapping[str, str]


class Bucket:
    """One bucket, through boto3's client."""

    def __init__(self, s3: "S3Client", name: str) -> None:
        self._s3, self._name = s3, name

    def json(self, key: str) -> dict[str, Any] | None:
        """The JSON object under a key."""
        try:
            with told():
                found = self._s3.get_object(Bucket=self._name, Key=key)["Body"].read()
        except MissingError:
            return None
        try:
            value = json.loads(found)
        except ValueError as error:
            raise UploadStorageError("what is kept is no JSON") from error
        if not isinstance(value, dict):
            raise UploadStorageError("what is kept is no JSON object")
        return value

    def put_json(self, key: str, value: Mapping[str, Any]) -> None:
        """Put JSON in the place of what may be there."""
        with told():
            self._s3.put_object(Bucket=self._name, Key=key, Body=_written(value), ContentType=JSON)

    def put_new_json(self, key: str, value: Mapping[str, Any]) -> bool:
        """Put JSON where there is nothing. False where there is something."""
        try:
            with told():
                self._s3.put_object(Bucket=self._name, Key=key, Body=_written(value), ContentType=JSON, IfNoneMatch="*")
        except ReplacedError:
            return False
        return True

    def put_file(self, key: str, file: IO[bytes]) -> None:
        """Put what a file holds from its current place on."""
        with told():
            self._s3.put_object(Bucket=self._name, Key=key, Body=file)

    def stored(self, key: str) -> Stored | None:
        """The object under a key, without its content."""
        try:
            with told():
                found = self._s3.head_object(Bucket=self._name, Key=key)
        except MissingError:
            return None
        return Stored(found["ETag"].strip('"'), found["ContentLength"])

    def read(self, key: str, start: int = 0, etag: str | None = None, window: int = WINDOW_BYTES) -> Iterator[bytes]:
        """The object's bytes from `start` on, so many at once. Raises `ReplacedError` for another."""
        place, size = start, start + 1
        while place < size:
            content, size = self._window(key, place, place + window, etag)
            if content:
                yield content
            place += window

    def _window(self, key: str, start: int, end: int, etag: str | None) -> tuple[bytes, int]:
        """The bytes from `start` up to `end`, and the size of the object."""
        asked: dict[str, Any] = {"Bucket": self._name, "Key": key, "Range": f"bytes={start}-{end - 1}"}
        if etag is not None:
            asked["IfMatch"] = f'"{etag}"'
        for _ in range(TRIES):
            try:
                return self._range(asked)
            except _BrokenOffError:
                continue
        raise UploadStorageError(f"not all of the bytes came in {TRIES} tries")

    def _range(self, asked: Mapping[str, Any]) -> tuple[bytes, int]:
        try:
            with told():
                found = self._s3.get_object(**asked)
        except _BeyondTheEndError:
            return b"", 0
        try:
            content = found["Body"].read()
        except (BotoCoreError, *_WHILE_READING) as error:
            raise _BrokenOffError(type(error).__name__) from error
        range = _RANGE.fullmatch(found.get("ContentRange", ""))
        if range is None or len(content) != int(range["last"]) - int(range["first"]) + 1:
            raise _BrokenOffError("not the bytes that were asked for")
        return content, int(range["size"])

    def under(self, prefix: str) -> Iterator[Listed]:
        """The objects whose keys begin so, by key."""
        with told():
            for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix):
                for found in page.get("Contents", []):
                    yield Listed(found["Key"], found["LastModified"])

    def form(self, key: str, most_bytes: int, seconds: int) -> Form:
        """A form with which whoever has it may send one file under this key, encrypted at rest, for so many seconds."""
        encrypted = {"x-amz-server-side-encryption": ENCRYPTION}
        with told():
            made = self._s3.generate_presigned_post(
                self._name,
                key,
                Fields=dict(encrypted),
                Conditions=[["content-length-range", 1, most_bytes], encrypted],
                ExpiresIn=seconds,
            )
        return Form(made["url"], made["fields"])


class _BeyondTheEndError(UploadStorageError):
    """The object ends before what was asked for."""


class _BrokenOffError(UploadStorageError):
    """Not all of the bytes came."""


def _written(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


@contextmanager
def told() -> Iterator[None]:
    """Tell boto3's errors in our words, which have its code and nothing of a key or a file."""
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        if is_missing(error):
            raise MissingError(code) from error
        if is_overtaken(error):
            raise ReplacedError(code) from error
        raise (_BeyondTheEndError if code == _BEYOND_THE_END else UploadStorageError)(code) from error
    except ResponseParserError as error:
        raise UploadStorageError("what was answered is no answer of S3") from error
    except (BotoCoreError, *_WHILE_READING) as error:
        raise UploadStorageError(type(error).__name__) from error
