"""The log: one JSON object a line. Nothing that a caller wrote goes into it."""

import traceback

from aws_lambda_powertools import Logger

SERVICE = "payback"

logger = Logger(service=SERVICE)


def log_trace(message: str, error: BaseException) -> None:
    """Log an error by its kind and where it was raised, and what it came of likewise.

    Not its own words, which Powertools would write: pydantic's, and those of many others, repeat what was sent.
    """
    logger.error(message, extra={"exception_name": type(error).__name__, "exception": trace_of(error)})


def trace_of(error: BaseException) -> str:
    """The frames of an error and of those that it came of, the first cause first; each ends with its kind."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.insert(0, cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join("".join(traceback.format_tb(each.__traceback__)) + type(each).__name__ for each in chain)
