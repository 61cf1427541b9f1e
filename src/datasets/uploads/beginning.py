"""Takes a training file that has arrived: checks it in one pass, or has it checked in parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from datasets.errors import ReplacedError, UploadStorageError
from datasets.findings import Findings
from datasets.storage.bucket import Stored
from datasets.storage.checks import Asked, Check, Checked, Files, Progress
from datasets.storage.keys import File
from datasets.uploads.one_pass import Clock, SecondsLeft, TooSlowError, check_in_one_pass
from datasets.uploads.parts import Part, planned
from datasets.uploads.reasons import NO_VALIDATION, REPLACED

type Split = Callable[[Check, Sequence[Part]], None]
"""Has the parts checked elsewhere, once however often it is asked."""


class Outcome(StrEnum):
    """What became of a file that arrived."""

    CHECKED = "checked"
    SPLIT = "split"
    FAILED = "failed"
    NOTHING_TO_DO = "nothing to do"


@dataclass(frozen=True)
class Limits:
    """The most bytes that are checked in one pass, and the seconds that are left for it."""

    one_pass_bytes: int
    seconds_left: SecondsLeft


@dataclass(frozen=True)
class Taken:
    """What became of a file, and what was found where it was checked."""

    outcome: Outcome
    bytes: int = 0
    findings: Findings | None = None


def take(check: Check, training: Stored, limits: Limits, split: Split, clock: Clock) -> Taken:
    """Check a training file that has arrived. Its event may come again, and changes nothing where that is done.

    Raises `UploadStorageError`, after which the same event may be taken again.
    """
    asked = check.asked()
    progress = None if asked is None else _begun(check, asked, training, clock())
    if asked is None or progress is None:
        return Taken(Outcome.NOTHING_TO_DO)
    if progress.failed is not None:
        return Taken(Outcome.FAILED, progress.files.bytes)
    try:
        return _checked(check, asked, progress, limits, split, clock)
    except ReplacedError:
        check.put_progress(progress.model_copy(update={"failed": REPLACED}))
        return Taken(Outcome.FAILED, progress.files.bytes)


def _begun(check: Check, asked: Asked, training: Stored, now: datetime) -> Progress | None:
    """How far the check is; `None` where it is over, or another training file came first."""
    validation = check.stored(File.VALIDATION) if asked.validation else None
    failed = NO_VALIDATION if asked.validation and validation is None else None
    first = Progress(files=Files(training=training, validation=validation), at=now, failed=failed)
    if check.begin(first):
        return first
    there = check.progress()
    if there is None:
        raise UploadStorageError("another try writes its progress just now")
    over = there.failed is not None or there.files.training != training or check.checked() is not None
    return None if over else there


def _checked(check: Check, asked: Asked, progress: Progress, limits: Limits, split: Split, clock: Clock) -> Taken:
    files = progress.files
    if progress.parts is None and files.bytes <= limits.one_pass_bytes:
        try:
            findings = check_in_one_pass(check, files, asked.terms, clock, limits.seconds_left)
        except TooSlowError:
            pass
        else:
            check.put_checked(Checked(findings, clock()))
            return Taken(Outcome.CHECKED, files.bytes, findings)
    parts = planned(check, files, asked.terms)
    check.put_progress(Progress(files=files, at=clock(), parts=len(parts)))
    split(check, parts)
    return Taken(Outcome.SPLIT, files.bytes)
