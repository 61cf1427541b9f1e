"""Checks uploaded files in one pass, and tells how far it is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from datasets.files import check_files
from datasets.findings import Findings
from datasets.storage.checks import Check, Files, Progress
from datasets.storage.keys import File
from datasets.terms import CheckTerms

TOLD_EVERY = timedelta(seconds=2)
JUDGED_AFTER = timedelta(seconds=30)
"""Before that the pace of a check says little of how long it will take."""
MARGIN = 1.5
"""The end of a file may be slower than its beginning, and fingerprints are compared after it."""

type Clock = Callable[[], datetime]
type SecondsLeft = Callable[[], float]


class TooSlowError(Exception):
    """At this pace the time would be over before the file is."""


class _Pace:
    """Tells of the bytes that are read, at most every two seconds, and gives up on what cannot be done in time."""

    def __init__(self, check: Check, files: Files, clock: Clock, seconds_left: SecondsLeft) -> None:
        self._check, self._files, self._clock, self._seconds_left = check, files, clock, seconds_left
        self._read = 0
        self._began = self._told = clock()

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks, each told of when the next is asked for: then it was checked."""
        for chunk in chunks:
            yield chunk
            self._read += len(chunk)
            now = self._clock()
            if now - self._told >= TOLD_EVERY:
                self._told = now
                self._check.put_progress(Progress(files=self._files, at=now, bytes=self._read))
                self._judge(now - self._began)

    def _judge(self, taken: timedelta) -> None:
        needed = taken.total_seconds() * (self._files.bytes / self._read - 1) * MARGIN
        if taken >= JUDGED_AFTER and needed > self._seconds_left():
            raise TooSlowError


def check_in_one_pass(
    check: Check, files: Files, terms: CheckTerms, clock: Clock, seconds_left: SecondsLeft
) -> Findings:
    """What is found in the files.

    Raises `TooSlowError` where that would take longer than there is time, `ReplacedError` where a file was written
    over, and `UploadStorageError`.
    """
    pace = _Pace(check, files, clock, seconds_left)
    training = pace.counted(check.read(File.TRAINING, files.training))
    validation = None
    if files.validation is not None:
        validation = pace.counted(check.read(File.VALIDATION, files.validation))
    return check_files(training, validation, terms.read_as)
