"""Ctrl-C, SIGTERM, a closed terminal: what starts is broken off, what serves is asked to end, and is not disturbed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """The first signal to stop. Those after it are ignored, since what there is to end takes a bounded time."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._raises = True

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Have the signal raise `KeyboardInterrupt` in the block, which must run in the main thread."""
        before = {number: signal.signal(number, self._interrupt) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def deferred(self) -> Iterator[threading.Event]:
        """Have it set the event that is yielded instead, since an exception could come between any two lines."""
        self._raises = False
        try:
            yield self._asked
        finally:
            self._raises = True

    def _interrupt(self, *_: object) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self._asked.set()
        if self._raises:
            raise KeyboardInterrupt
