"""What was spent, kept between runs: moto forgets all when its process ends, so its tables are written to a file.

So are the messages that wait in the queue of usage, which was answered to have been taken. They are looked at before
the tables: one that is written meanwhile is kept in both, and counts once when it comes again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moto.core.exceptions import JsonRESTError, ServiceException

from local.aws import USAGE
from local.dynamodb import times_written
from local.kept import Kept, read_kept, unreadable
from local.polling import repeated
from local.queue import put_in, waiting
from local.tables import contents, fill

SECONDS = 1.0
PART_OF_THE_TIME = 0.2
"""What keeping may take of it, since nothing is written to the tables while they are read."""


def restore(path: Path) -> Kept:
    """Put back what was kept, if anything was, and return it. Raises `KeptError`, and `OSError`."""
    if not path.exists():
        return Kept({})
    kept = read_kept(path)
    try:
        fill(kept.tables)
        put_in(USAGE, kept.messages)
    except (JsonRESTError, ServiceException) as error:
        raise unreadable(path, error) from error
    return kept


def keep(path: Path) -> None:
    """Write down what the tables and the queue hold, whole or not at all. Raises `OSError`."""
    messages = tuple(waiting(USAGE).values())
    Kept(contents(), messages).write(path)


@contextmanager
def kept_in(path: Path) -> Iterator[None]:
    """Keep what there is in a file while the block runs, soon after it has changed, and at its end.

    Raises `OSError` at its end; before that it is tried again, and said.
    """
    last = _changes()
    not_before = 0.0

    def look() -> Iterator[str]:
        nonlocal last, not_before
        now, started = _changes(), time.monotonic()
        if now == last or started < not_before:
            return
        try:
            keep(path)
        except OSError as error:
            yield f"cannot keep what was spent: {error}"
            return
        last = now
        not_before = started + (time.monotonic() - started) / PART_OF_THE_TIME

    try:
        with repeated(look, "changes to keep", SECONDS):
            yield
    finally:
        if _changes() != last:
            keep(path)
        if left := len(waiting(USAGE)):
            print(f"{left} messages of usage wait, and are handed over at the next start.", flush=True)


def _changes() -> tuple[int, frozenset[str]]:
    """What is another after anything has changed."""
    return times_written(), frozenset(waiting(USAGE))
