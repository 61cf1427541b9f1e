"""What looks for something new, again and again, beside the server."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

POLL_SECONDS = 0.2
LAST_SECONDS = 10.0
"""For what is found at the end; what is left then is for whoever comes next."""

type Look = Callable[[], Iterable[str]]


@contextmanager
def repeated(look: Look, what: str, seconds: float = POLL_SECONDS, *, until_none: bool = False) -> Iterator[None]:
    """Look while the block runs, and once more at its end, or `until_none` until nothing is found, with a time limit.

    A line is printed for each thing that was found, or that looking for `what` failed.
    """
    over = threading.Event()

    def poll() -> None:
        while not over.wait(seconds):
            _found(look, what)

    thread = threading.Thread(target=poll, name=what, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        deadline = time.monotonic() + LAST_SECONDS
        while _found(look, what) and until_none and time.monotonic() < deadline:
            pass


def _found(look: Look, what: str) -> bool:
    """Look once. Whether anything was found."""
    found = False
    try:
        for line in look():
            found = True
            print(line, flush=True)
    except (BotoCoreError, ClientError) as error:
        print(f"cannot look for {what}: {error}", flush=True)
        return False
    return found
