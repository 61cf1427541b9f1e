"""Where the check of an uploaded file stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from datasets.storage.checks import Asked, Check, Checked, Progress
from datasets.uploads.reasons import AGAIN, STOPPED

STALLED_AFTER = timedelta(minutes=20)
"""A function that checks runs for 15 minutes at most; one that fails is started again within three."""
FORM_HOLDS = timedelta(hours=1)


class Status(StrEnum):
    """What becomes of a check."""

    WAITING = "waiting"
    CHECKING = "checking"
    CHECKED = "checked"
    FAILED = "failed"


@dataclass(frozen=True)
class Standing:
    """Where a check stands: bytes that were checked of how many, why it waits or failed, and what was found."""

    status: Status
    asked: Asked
    bytes: int | None = None
    of_bytes: int | None = None
    reason: str | None = None
    checked: Checked | None = None


def standing(check: Check, now: datetime) -> Standing | None:
    """Where a check stands; `None` where none was asked for, or it has expired. Raises `UploadStorageError`."""
    asked = check.asked()
    if asked is None:
        return None
    checked = check.checked()
    progress = check.progress()
    if progress is None:
        return Standing(Status.WAITING, asked, reason=_waits(asked, now))
    size = progress.files.bytes
    if checked is not None:
        return Standing(Status.CHECKED, asked, size, size, checked=checked)
    done, moved_at = _moved(check, progress)
    if progress.failed is not None:
        return Standing(Status.FAILED, asked, done, size, progress.failed)
    if now - moved_at > STALLED_AFTER:
        return Standing(Status.FAILED, asked, done, size, STOPPED)
    return Standing(Status.CHECKING, asked, done, size)


def _waits(asked: Asked, now: datetime) -> str:
    until = asked.asked_at + FORM_HOLDS
    if now > until:
        return f"no training file arrived before its form expired; {AGAIN}"
    return f"the training file has not arrived; its form holds until {until:%Y-%m-%dT%H:%M:%SZ}"


def _moved(check: Check, progress: Progress) -> tuple[int, datetime]:
    """The bytes that were checked, and when that last became more."""
    if progress.parts is None:
        return progress.bytes, progress.at
    done = check.parts_done()
    return progress.files.bytes * len(done) // progress.parts, max([progress.at, *(each.at for each in done)])
