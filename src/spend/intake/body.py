"""A provider's answer as it came, as the whole record."""

from typing import Any

from inputs.errors import FieldError, UnusableRequestError
from spend.accounting.incomplete import NO_ANSWER, is_error, part_of_a_stream
from spend.accounting.reading import PLACE
from spend.intake.own import response_id
from spend.intake.posted import NotBilled, Posted, Reader, shown_id
from spend.pricing import understood
from spend.record import UsageRecord


def is_body(value: dict[str, Any]) -> bool:
    """Whether a record is a provider's answer, by what none of the other forms has."""
    usage = value.get("usage")
    counted = usage.keys() & {"prompt_tokens", "inputTokens"} if isinstance(usage, dict) else set()
    whole = "usageMetadata" in value or counted or value.get("object") == "response" or value.get("type") == "message"
    return bool(whole) or is_error(value) or part_of_a_stream(value) is not None


def read_body(value: dict[str, Any], reader: Reader) -> Posted | NotBilled:
    """The call that was answered. Raises `UnusableRequestError`."""
    if is_error(value):
        return NotBilled(shown_id(value), NO_ANSWER)
    try:
        call = understood(UsageRecord(response=value), reader.terms, reader.table, reader.today)
    except UnusableRequestError as error:
        raise UnusableRequestError(*(_without_response(field) for field in error.errors)) from error
    id = response_id(value)
    if id is None:
        message = "this answer has no id of its own to count by; send {id, project, at, response}"
        raise UnusableRequestError(FieldError("id", message))
    return Posted(id, None, call)


def _without_response(error: FieldError) -> FieldError:
    """The error where the answer is the record itself."""
    return FieldError(error.field.removeprefix(PLACE).removeprefix("."), error.message, error.allowed)
