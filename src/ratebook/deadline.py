"""A call that is given up in time, whatever it waits for."""

from collections.abc import Callable


def within[T](seconds: float, call: Callable[[], T]) -> T:
    """What a call returns; raises what it raises, and `TimeoutError` where it takes longer.

    A time-out of a socket is not enough: it begins anew with each byte, and what drips is waited for until Lambda
    stops the function. A call that is given up goes on by itself until its own time-outs, and nobody hears of it.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - an answer without S3 starts without it

    reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
    try:
        return reader.submit(call).result(seconds)
    finally:
        reader.shutdown(wait=False)
