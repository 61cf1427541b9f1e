"""Where rate tables are read from: the snapshot that is deployed with the code, and S3."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ratebook.bucket import CURRENT_KEY, VERSIONS_PREFIX, is_missing, is_unchanged, version_key
from ratebook.compiled import VERSION, CompiledTable, CorruptTableError, Pointer, read_compiled, read_pointer
from ratebook.quick_s3 import Connected, NotQuickError, Object, QuickReader

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_s3 import S3Client

SNAPSHOT = Path(__file__).with_name("snapshot.json")


def read_snapshot(path: Path = SNAPSHOT) -> CompiledTable:
    """The table that is deployed with the code, whose content is read when it is needed. Raises `OSError`."""
    return CompiledTable(path.read_bytes())


@dataclass(frozen=True)
class Current:
    """The pointer to the version in force, as S3 gave it."""

    pointer: Pointer
    etag: str


class S3Source:
    """Reads published tables from a bucket. Errors are those of `unreadable`."""

    def __init__(self, s3: "S3Client", bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def prepare(self) -> None:
        """Make what is needed to ask; nothing is asked."""

    @contextmanager
    def connected(self) -> "Iterator[S3Source]":
        """For a pointer and its table: boto3 keeps its connections by itself."""
        yield self

    def current(self, known_etag: str | None) -> Current | None:
        """The pointer; `None` where it is still the one with `known_etag` (S3 then sends nothing)."""
        found = self._get(CURRENT_KEY, known_etag)
        return None if found is None else Current(read_pointer(found.body), found.etag)

    def table(self, version: str, sha256: str | None = None) -> CompiledTable | None:
        """The table of `version`; `None` where it was never published."""
        try:
            found = self._get(version_key(version))
        except _client_error() as error:
            if is_missing(error):
                return None
            raise
        return None if found is None else read_compiled(found.body, sha256)

    def versions(self) -> Iterator[tuple[str, datetime]]:
        """Every published version and when its object was written."""
        from botocore.parsers import ResponseParserError  # noqa: PLC0415 - no other reading needs it

        try:
            yield from self._listed()
        except ResponseParserError as error:
            raise CorruptTableError("what was answered is no list") from error

    def _listed(self) -> Iterator[tuple[str, datetime]]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=VERSIONS_PREFIX)
        for page in pages:
            if page.get("Name") != self._bucket:  # else an answer of another kind would be a list of no versions
                raise CorruptTableError("what was answered is no list of this bucket")
            for found in page.get("Contents", []):
                version = found["Key"].removeprefix(VERSIONS_PREFIX).removesuffix(".json")
                if VERSION.fullmatch(version):
                    yield version, found["LastModified"]

    def _get(self, key: str, known_etag: str | None = None) -> Object | None:
        """An object; `None` where it is still the one with `known_etag`."""
        try:
            if known_etag is None:
                found = self._s3.get_object(Bucket=self._bucket, Key=key)
            else:
                found = self._s3.get_object(Bucket=self._bucket, Key=key, IfNoneMatch=known_etag)
        except _client_error() as error:
            if is_unchanged(error):
                return None
            raise
        return Object(found["Body"].read(), found["ETag"])


class QuickS3Source(S3Source):
    """The same without boto3 where that is enough. What is not read so is read by the `client`, which is made then."""

    def __init__(
        self, client: "Callable[[], S3Client]", bucket: str, reader: QuickReader, connected: Connected | None = None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._reader = reader
        self._connected = connected

    @cached_property
    def _s3(self) -> "S3Client":  # type: ignore[override]  # the same, made when it is needed
        return self._client()

    def prepare(self) -> None:
        """Make boto3's client, which alone knows the credentials of a process that started from a snapshot."""
        _ = self._s3

    @contextmanager
    def connected(self) -> Iterator[S3Source]:
        """For a pointer and its table: the same source over one connection."""
        with self._reader.connected() as connected:
            yield QuickS3Source(lambda: self._s3, self._bucket, self._reader, connected)

    def _get(self, key: str, known_etag: str | None = None) -> Object | None:
        try:
            if self._connected is not None:
                return self._connected.get(self._bucket, key, known_etag)
            with self._reader.connected() as connected:
                return connected.get(self._bucket, key, known_etag)
        except NotQuickError:
            return super()._get(key, known_etag)


def unreadable() -> tuple[type[Exception], ...]:
    """What reading from S3 may raise: botocore's errors, what passes through it in a body, and wrong content.

    Asked for where something was raised: who reads without boto3 never imports it.
    """
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    return (BotoCoreError, _client_error(), HTTPError, OSError, CorruptTableError)


def _client_error() -> "type[ClientError]":
    from botocore.exceptions import ClientError  # noqa: PLC0415 - as above

    return ClientError
