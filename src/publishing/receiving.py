"""Takes a file that was dropped in the bucket's `incoming/`: judged, published or refused, and answered beside it.

A file that is wrong changes nothing and is no error. An error means that AWS failed, and that the same file is to be
taken again: each version of it is published once, and answered once. It is announced before the answer is laid down,
so that it is told of again rather than never where the one succeeds and the other does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from publishing.authoring import AuthoringError, Problem
from publishing.changes import sentences
from publishing.incoming import IncomingFile, file_id
from publishing.publish import InForce, PublishConflictError, RefusedError, publish_over, read_in_force
from publishing.reports import Report, nothing_to_do, published, rejected
from ratebook.bucket import INCOMING_PREFIX, REPORT_SUFFIX, is_missing, is_overtaken, report_key
from ratebook.compiled import CompiledTable, CorruptTableError, Pointer
from ratebook.sources import S3Source

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LARGEST_FILE_BYTES = 1_000_000
_MOST_BYTES_READ = LARGEST_FILE_BYTES + 1
TRIES = 5
"""How often a file is laid over a table that somebody else has replaced meanwhile."""

_ANSWERED, _VERSION = "answered", "version"
_ANSWERS_KEPT = 20
_MARKDOWN = "text/markdown; charset=utf-8"


type Announce = Callable[[Report], None]


class TornFileError(RuntimeError):
    """Not all of a file came, or something else did."""


@dataclass(frozen=True)
class Dropped:
    """A file in the bucket, of `size` bytes where it is known. `version_id` is `None` in a bucket without versions."""

    key: str
    etag: str
    version_id: str | None = None
    size: int | None = None

    @property
    def token(self) -> str:
        """What tells this file from any other that was dropped under its key."""
        return self.version_id or self.etag.strip('"')

    @property
    def file(self) -> str:
        """The file's name below `incoming/`."""
        return self.key.removeprefix(INCOMING_PREFIX)

    @property
    def awaits_report(self) -> bool:
        """Whether it was dropped to be answered: it lies in `incoming/`, and is neither a report nor a folder."""
        return self.key.startswith(INCOMING_PREFIX) and not self.key.endswith((REPORT_SUFFIX, "/"))


@dataclass(frozen=True)
class _Answers:
    """The report that lies beside the file: which files under this key were answered, and the version last told of."""

    etag: str | None = None
    tokens: tuple[str, ...] = ()
    version: str | None = None


class Inbox:
    """The incoming files of one bucket. `first` is what a file is laid over where nothing was published yet."""

    def __init__(self, s3: "S3Client", bucket: str, first: CompiledTable, clock: Callable[[], datetime]) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._first = first
        self._clock = clock

    def take(self, dropped: Dropped, announce: Announce | None = None) -> Report | None:
        """Judge, publish, announce and answer a file; `None` where that was done before, or the file was taken away.

        Raises botocore's errors and those of `announce`, `TornFileError`, `CorruptTableError` where the table in force
        cannot be read, and `PublishConflictError` where others published at each of five tries.
        """
        answers = self._answers(dropped.key)
        if dropped.token in answers.tokens:
            return None
        content = self._content(dropped)
        if content is None:
            return None
        try:
            report = self._judged(dropped, content, answers.version)
        except AuthoringError as error:
            report = rejected(dropped.file, error.problems)
        if announce is not None:
            announce(report)
        return report if self._answer(dropped, report) else None

    def _content(self, dropped: Dropped) -> bytes | None:
        """The file's bytes, one more than the limit at the most."""
        try:
            if dropped.version_id:
                found = self._s3.get_object(Bucket=self._bucket, Key=dropped.key, VersionId=dropped.version_id)
            else:
                found = self._s3.get_object(Bucket=self._bucket, Key=dropped.key)
        except ClientError as error:
            if is_missing(error):
                return None
            raise
        content = found["Body"].read(_MOST_BYTES_READ)
        # Without versions another file may lie there by now.
        if dropped.version_id and dropped.size is not None and len(content) != min(dropped.size, _MOST_BYTES_READ):
            raise TornFileError(f"{len(content)} bytes came of a file of {dropped.size}")
        return content

    def _judged(self, dropped: Dropped, content: bytes, told: str | None) -> Report:
        """The report on a file, after one that told of a version; raises `AuthoringError` where it must be mended."""
        file_id(dropped.file)  # first of all, for what is no rate file is not asked to be UTF-8
        file = IncomingFile(dropped.file, _text(dropped.file, content))
        for _ in range(TRIES):
            before = read_in_force(self._s3, self._bucket) or InForce(None, None, self._first)
            if before.table is None:
                raise CorruptTableError("the table in force is damaged, so nothing can be laid over it")
            table = file.over(before.table.table)
            if table == before.table.table:
                return self._unchanged(dropped, before.table, before.pointer, told)
            try:
                pointer = publish_over(self._s3, self._bucket, table, before, self._clock(), by=dropped.key)
            except RefusedError as error:
                raise AuthoringError([file.problem(finding) for finding in error.findings]) from error
            except PublishConflictError:
                continue
            return published(dropped.file, pointer, list(sentences(table, before.table.table)))
        raise PublishConflictError(f"others published at each of {TRIES} tries; drop the file again")

    def _unchanged(self, dropped: Dropped, table: CompiledTable, pointer: Pointer | None, told: str | None) -> Report:
        """The report on a file that says nothing new: unless it was published itself, and nobody was told yet."""
        if pointer is None or pointer.by != dropped.key or pointer.version == told:
            return nothing_to_do(dropped.file, table.version)
        before = S3Source(self._s3, self._bucket).table(pointer.previous) if pointer.previous else self._first
        changes = sentences(table.table, before.table) if before else ()
        return published(dropped.file, pointer, list(changes))

    def _answers(self, key: str) -> _Answers:
        try:
            found = self._s3.head_object(Bucket=self._bucket, Key=report_key(key))
        except ClientError as error:
            if is_missing(error):
                return _Answers()
            raise
        metadata = found["Metadata"]
        return _Answers(found["ETag"], tuple(metadata.get(_ANSWERED, "").split(",")), metadata.get(_VERSION))

    def _answer(self, dropped: Dropped, report: Report) -> bool:
        """Lay the report beside its file; false where somebody else answered this file meanwhile."""
        for _ in range(TRIES):
            answers = self._answers(dropped.key)
            if dropped.token in answers.tokens:
                return False
            tokens = (dropped.token, *filter(None, answers.tokens))[:_ANSWERS_KEPT]
            metadata = {_ANSWERED: ",".join(tokens)}
            version = report.version or answers.version
            if version is not None:
                metadata[_VERSION] = version
            try:
                self._put_report(dropped.key, report, metadata, answers.etag)
            except ClientError as error:
                if not is_overtaken(error):
                    raise
            else:
                return True
        raise PublishConflictError(f"the report on {dropped.file} was written by others at each of {TRIES} tries")

    def _put_report(self, key: str, report: Report, metadata: dict[str, str], etag: str | None) -> None:
        text, where, bucket = report.text.encode(), report_key(key), self._bucket
        if etag:
            self._s3.put_object(
                Bucket=bucket, Key=where, Body=text, ContentType=_MARKDOWN, Metadata=metadata, IfMatch=etag
            )
        else:
            self._s3.put_object(
                Bucket=bucket, Key=where, Body=text, ContentType=_MARKDOWN, Metadata=metadata, IfNoneMatch="*"
            )


def _text(file: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE_BYTES:
        message = f"is larger than {LARGEST_FILE_BYTES:,} bytes; drop it in parts, by model"
        raise AuthoringError([Problem(file, 1, "", message)])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AuthoringError([Problem(file, line, "", "is not UTF-8; save it as UTF-8")]) from error
