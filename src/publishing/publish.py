"""Publishes a rate table to S3: one immutable object per version, and a pointer that is moved only by its last reader.

Two people who publish at once cannot lose one's work: the pointer is written on condition that it is still the one that
was read (`If-Match`), so the second is told to look at the first's version and to publish again. Each move of the
pointer is kept as an object of its own, by its time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from publishing.findings import Finding
from publishing.review import review
from ratebook.bucket import CURRENT_KEY, JSON, is_missing, is_overtaken, publication_key, version_key
from ratebook.compiled import VERSION, CompiledTable, CorruptTableError, Pointer, compile_table, read_pointer
from ratebook.models import RateTable
from ratebook.sources import S3Source

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class PublishConflictError(RuntimeError):
    """Somebody else published since the pointer was read; nothing of theirs was changed."""


class RefusedError(ValueError):
    """The table must not follow the one in force; `findings` says why, one for each edit to make."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


class RollbackError(ValueError):
    """There is nothing to go back to, or no reason to."""


@dataclass(frozen=True)
class InForce:
    """What a bucket's pointer was when it was read; `pointer` or `table` is `None` where it is damaged.

    Where nothing was published yet, `etag` is `None` and `table`, if any, is what the next one is compared with.
    """

    etag: str | None
    pointer: Pointer | None
    table: CompiledTable | None


def read_in_force(s3: "S3Client", bucket: str) -> InForce | None:
    """The pointer and the table that it names; `None` in a bucket that nothing was published to."""
    found = _pointer_object(s3, bucket)
    if found is None:
        return None
    body, etag = found
    try:
        pointer = read_pointer(body)
    except CorruptTableError:
        return InForce(etag, None, None)
    try:
        table = S3Source(s3, bucket).table(pointer.version, pointer.sha256)
    except CorruptTableError:
        table = None
    return InForce(etag, pointer, table)


def _pointer_object(s3: "S3Client", bucket: str) -> tuple[bytes, str] | None:
    try:
        found = s3.get_object(Bucket=bucket, Key=CURRENT_KEY)
    except ClientError as error:
        if is_missing(error):
            return None
        raise
    return found["Body"].read(), found["ETag"]


def publish(
    s3: "S3Client",
    bucket: str,
    table: RateTable,
    published_at: datetime,
    *,
    by: str | None = None,
) -> Pointer:
    """Make `table` the current version of `bucket` and return the pointer to it.

    Publishing what is already current changes nothing. A damaged pointer is replaced, and there being nothing to
    compare with, the table is judged as a first one. Raises `RefusedError`, `PublishConflictError` where somebody else
    published in between, and botocore's `ClientError` where S3 refuses.
    """
    return publish_over(s3, bucket, table, read_in_force(s3, bucket), published_at, by=by)


def publish_over(
    s3: "S3Client",
    bucket: str,
    table: RateTable,
    before: InForce | None,
    published_at: datetime,
    *,
    by: str | None = None,
) -> Pointer:
    """As `publish`, over what was read before with `read_in_force`, and only if that is still so."""
    compiled = compile_table(table)
    current = before.pointer if before else None
    if current and current.sha256 == compiled.sha256:
        return current
    published = before.table.table if before and before.table else None
    findings = review(table, published, published_at.astimezone(UTC).date())
    if findings:
        raise RefusedError(findings)
    _put_once(s3, bucket, version_key(compiled.version), compiled.content)
    pointer = Pointer(
        version=compiled.version,
        sha256=compiled.sha256,
        published_at=published_at,
        previous=current.version if current else None,
        by=by,
    )
    _move(s3, bucket, pointer, before)
    return pointer


def rollback(s3: "S3Client", bucket: str, version: str, reason: str, at: datetime, *, by: str | None = None) -> Pointer:
    """Make a version that was published before the current one again, and return the pointer to it.

    Raises `RollbackError` that says what to do, `CorruptTableError` where the version is damaged,
    `PublishConflictError` and botocore's `ClientError` as `publish` does.
    """
    if not reason.strip():
        raise RollbackError("say why: REASON='...' is kept with the version")
    before = read_in_force(s3, bucket)
    if before and before.pointer and before.pointer.version == version:
        raise RollbackError(f"{version} is in force already")
    table = S3Source(s3, bucket).table(version) if VERSION.fullmatch(version) else None
    if table is None or table.version != version:
        raise RollbackError(f"{version} was never published here; GET /v1/rates lists the versions")
    pointer = Pointer(
        version=version,
        sha256=table.sha256,
        published_at=at,
        action="rolled_back",
        previous=before.pointer.version if before and before.pointer else None,
        reason=reason.strip(),
        by=by,
    )
    _move(s3, bucket, pointer, before)
    return pointer


def _move(s3: "S3Client", bucket: str, pointer: Pointer, before: InForce | None) -> None:
    """Write the pointer on condition that it is as it was `before`, and a record of the move beside it.

    A publisher that stops between the two leaves a move without a record; whoever moves the pointer next writes it.
    """
    if before and before.pointer:
        _record(s3, bucket, before.pointer)
    body = pointer.to_json()
    try:
        if before and before.etag:
            s3.put_object(Bucket=bucket, Key=CURRENT_KEY, Body=body, ContentType=JSON, IfMatch=before.etag)
        else:
            s3.put_object(Bucket=bucket, Key=CURRENT_KEY, Body=body, ContentType=JSON, IfNoneMatch="*")
    except ClientError as error:
        if is_overtaken(error):
            raise PublishConflictError(
                "somebody else published meanwhile: look at theirs, then publish again"
            ) from error
        raise
    _record(s3, bucket, pointer)


def _record(s3: "S3Client", bucket: str, pointer: Pointer) -> None:
    _put_once(s3, bucket, publication_key(pointer.version, pointer.published_at), pointer.to_json())


def _put_once(s3: "S3Client", bucket: str, key: str, body: bytes) -> None:
    """Write an object that is named by what it holds, so one that exists is the same one."""
    try:
        s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=JSON, IfNoneMatch="*")
    except ClientError as error:
        if not is_overtaken(error):
            raise
