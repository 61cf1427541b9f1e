"""What looks for something new, again and again, beside the server."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

POLL_SECONDS = 0.2


@contextmanager
def repeated(look: Callable[[], Iterable[str]], what: str, seconds: float = POLL_SECONDS) -> Iterator[None]:
    """Look while the block runs, and print a line for each thing that was found, or that looking for `what` failed."""
    over = threading.Event()

    def poll() -> None:
        while not over.wait(seconds):
            try:
                for line in look():
                    print(line, flush=True)
            except (BotoCoreError, ClientError) as error:
                print(f"cannot look for {what}: {error}", flush=True)

    thread = threading.Thread(target=poll, name=what, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
