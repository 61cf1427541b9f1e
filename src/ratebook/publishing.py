"""Publishes a rate table to S3: one immutable object per version, and a pointer that is moved only by its last reader.

Two people who publish at once cannot lose one's work: the pointer is written on condition that it is still the one that
was read (`If-Match`), so the second is told to look at the first's version and to publish again.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import ValidationError

from ratebook.compiled import CompiledTable, Pointer, compile_table
from ratebook.models import RateTable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CURRENT_KEY = "current.json"
VERSIONS_PREFIX = "versions/"
JSON = "application/json"
_CONDITION_FAILED = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_MISSING = {"NoSuchKey", "404"}


class PublishConflictError(RuntimeError):
    """Somebody else published since the pointer was read; nothing of theirs was changed."""


def error_code(error: ClientError) -> str:
    """S3's own code of an error, such as `NoSuchKey`."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_missing(error: ClientError) -> bool:
    """True where S3 says that there is no such object."""
    return error_code(error) in _MISSING


def version_key(version: str) -> str:
    """Key of the object that holds `version`."""
    return f"{VERSIONS_PREFIX}{version}.json"


def read_pointer(s3: "S3Client", bucket: str) -> tuple[Pointer, str] | None:
    """The pointer and its ETag; `None` in a bucket that nothing was published to. Raises `ValidationError`."""
    found = _pointer_object(s3, bucket)
    return (Pointer.model_validate_json(found[0]), found[1]) if found else None


def _pointer_object(s3: "S3Client", bucket: str) -> tuple[bytes, str] | None:
    try:
        found = s3.get_object(Bucket=bucket, Key=CURRENT_KEY)
    except ClientError as error:
        if is_missing(error):
            return None
        raise
    return found["Body"].read(), found["ETag"]


def _understood(body: bytes) -> Pointer | None:
    try:
        return Pointer.model_validate_json(body)
    except ValidationError:
        return None


def publish(s3: "S3Client", bucket: str, table: RateTable, published_at: datetime) -> Pointer:
    """Make `table` the current version of `bucket` and return the pointer to it.

    Publishing what is already current changes nothing, and a damaged pointer is replaced. Raises
    `PublishConflictError` where somebody else published in between, and botocore's `ClientError` where S3 refuses.
    """
    compiled = compile_table(table)
    before = _pointer_object(s3, bucket)
    current = before and _understood(before[0])
    if current and current.sha256 == compiled.sha256:
        return current
    _put_version(s3, bucket, compiled)
    pointer = Pointer(version=compiled.version, sha256=compiled.sha256, published_at=published_at)
    body = pointer.model_dump_json().encode()
    try:
        if before:
            s3.put_object(Bucket=bucket, Key=CURRENT_KEY, Body=body, ContentType=JSON, IfMatch=before[1])
        else:
            s3.put_object(Bucket=bucket, Key=CURRENT_KEY, Body=body, ContentType=JSON, IfNoneMatch="*")
    except ClientError as error:
        if error_code(error) in _CONDITION_FAILED:
            raise PublishConflictError(
                "somebody else published meanwhile: look at theirs, then publish again"
            ) from error
        raise
    return pointer


def _put_version(s3: "S3Client", bucket: str, compiled: CompiledTable) -> None:
    """Write the version's object once. Its name is its content's digest, so one that exists is the same one."""
    try:
        s3.put_object(
            Bucket=bucket,
            Key=version_key(compiled.version),
            Body=compiled.content,
            ContentType=JSON,
            IfNoneMatch="*",
        )
    except ClientError as error:
        if error_code(error) not in _CONDITION_FAILED:
            raise
