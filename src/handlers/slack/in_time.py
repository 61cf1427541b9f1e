"""Slack waits for three seconds: what of them is left, and the rates where they can be had in them."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from datetime import datetime
from typing import Any

from ratebook.book import RateBook, Rates

ANSWER_WITHIN_SECONDS = 2.0
"""From when API Gateway took the request. The third second is for the way to us and back, and for the answer itself."""
LEAST_SECONDS = 0.3

# One thread: a reading that is late is waited for by the next one, and not begun again beside it.
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rates")


def seconds_left(event: Mapping[str, Any], now: datetime) -> float:
    """How long may still be waited for the rates, a little in any case."""
    received: float = event["requestContext"]["requestTimeEpoch"] / 1000
    return max(LEAST_SECONDS, min(ANSWER_WITHIN_SECONDS, received + ANSWER_WITHIN_SECONDS - now.timestamp()))


def rates_within(seconds: float, book: RateBook) -> Rates | None:
    """The rates in force; `None` where they are not there in time."""
    try:
        return _reader.submit(book.current).result(timeout=seconds)
    except TooLateError:
        return None
