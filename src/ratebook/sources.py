"""Where rate tables are read from: the snapshot that is deployed with the code, and S3."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ratebook.bucket import CURRENT_KEY, VERSIONS_PREFIX, is_missing, is_unchanged, version_key
from ratebook.compiled import VERSION, CompiledTable, CorruptTableError, Pointer, read_compiled

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SNAPSHOT = Path(__file__).with_name("snapshot.json")


def read_snapshot(path: Path = SNAPSHOT) -> CompiledTable:
    """The table that is deployed with the code. Raises `CorruptTableError`, `OSError`."""
    return read_compiled(path.read_bytes())


@dataclass(frozen=True)
class Current:
    """The pointer to the version in force, as S3 gave it."""

    pointer: Pointer
    etag: str


class S3Source:
    """Reads published tables from a bucket.

    Errors are botocore's, `CorruptTableError` of a table, or pydantic's `ValidationError` of the pointer.
    """

    def __init__(self, s3: "S3Client", bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def current(self, known_etag: str | None) -> Current | None:
        """The pointer; `None` where it is still the one with `known_etag` (S3 then sends nothing)."""
        try:
            if known_etag is None:
                found = self._s3.get_object(Bucket=self._bucket, Key=CURRENT_KEY)
            else:
                found = self._s3.get_object(Bucket=self._bucket, Key=CURRENT_KEY, IfNoneMatch=known_etag)
        except ClientError as error:
            if is_unchanged(error):
                return None
            raise
        return Current(Pointer.model_validate_json(found["Body"].read()), found["ETag"])

    def table(self, version: str, sha256: str | None = None) -> CompiledTable | None:
        """The table of `version`; `None` where it was never published."""
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=version_key(version))
        except ClientError as error:
            if is_missing(error):
                return None
            raise
        return read_compiled(found["Body"].read(), sha256)

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
