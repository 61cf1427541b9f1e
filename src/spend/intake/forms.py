"""Tells in which form a record comes, and reads it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from inputs.errors import FieldError, UnusableRequestError
from spend.call import Call
from spend.days import FIRST_DAY
from spend.intake.body import is_body, read_body
from spend.intake.litellm import is_payload, read_payload
from spend.intake.own import read_training, read_usage
from spend.intake.posted import NotBilled, Posted, Reader, RecordId
from spend.intake.span import EXPORT, is_span, read_span, spans_of

MOST_RECORDS = 1000
_RECORDS = "records"
_BESIDE = {_RECORDS, "deployments", "overrides"}
_MOST_OF_A_NAME = 64
_ID: TypeAdapter[str] = TypeAdapter(RecordId)
_AHEAD = timedelta(days=366)


def records_of(body: object) -> tuple[tuple[str, object], ...]:
    """The records of a body, each with its place in it: `records`, a bare list, an OTLP export, or one record.

    Raises `UnusableRequestError` where there are none, or too many.
    """
    if isinstance(body, Mapping) and _RECORDS in body:
        others = sorted(set(body) - _BESIDE)
        if others:
            raise UnusableRequestError(*map(_no_field, others))
        return _listed(_RECORDS, body[_RECORDS])
    if isinstance(body, Mapping) and EXPORT in body:
        spans = tuple(spans_of(body))
        if not spans:
            message = f"has no spans; send at least one under {EXPORT}[].scopeSpans[].spans[]"
            raise UnusableRequestError(FieldError(EXPORT, message))
        _check_number(EXPORT, len(spans))
        return spans
    return _listed("", body) if isinstance(body, list) else (("", body),)


def _no_field(name: str) -> FieldError:
    name = name[:_MOST_OF_A_NAME]
    if name == "project":
        return FieldError(
            name, "is not a field beside records; send it as ?project=… in the address, or in each record"
        )
    return FieldError(name, "is not a field beside records", tuple(sorted(_BESIDE)))


def _listed(name: str, values: object) -> tuple[tuple[str, object], ...]:
    if not isinstance(values, list):
        raise UnusableRequestError(FieldError(name, "must be a list of records"))
    _check_number(name, len(values))
    return tuple((f"{name}[{number}]", value) for number, value in enumerate(values))


def _check_number(name: str, records: int) -> None:
    if not 1 <= records <= MOST_RECORDS:
        message = f"must have 1 to {MOST_RECORDS:,} records; send more in several requests"
        raise UnusableRequestError(FieldError(name or "body", message))


def read_record(value: object, reader: Reader) -> Posted | NotBilled:
    """What a record says. Raises `ValidationError` and `UnusableRequestError`, whose fields are the record's."""
    if not isinstance(value, dict):
        raise UnusableRequestError(FieldError("", "must be an object with fields"))
    found = _read(value, reader)
    if isinstance(found, Posted):
        _check_id(found.id)
    if isinstance(found, Posted) and not FIRST_DAY <= found.spent.on <= reader.today + _AHEAD:
        message = f"must be between {FIRST_DAY} and {_AHEAD.days} days from now: {found.spent.on} cannot be right"
        raise UnusableRequestError(FieldError("at", message))
    return _dated(found) if isinstance(found, Posted) else found


def _dated(posted: Posted) -> Posted:
    """The same, with a warning where nobody told the day."""
    call = posted.spent
    if not isinstance(call, Call) or call.dated:
        return posted
    warning = f"counted on {call.on}, on which it came, since nothing tells when it was made; send at"
    return replace(posted, spent=replace(call, warnings=(*call.warnings, warning)))


def _check_id(id: str) -> None:
    """Raises `UnusableRequestError` for an id that the ledger could not keep, wherever in the record it came from."""
    try:
        _ID.validate_python(id)
    except ValidationError as error:
        raise UnusableRequestError(FieldError("id", error.errors()[0]["msg"])) from error


def _read(value: dict[str, Any], reader: Reader) -> Posted | NotBilled:
    if is_span(value):
        return read_span(value, reader)
    if is_payload(value):
        return read_payload(value, reader)
    if is_body(value):
        return read_body(value, reader)
    return read_training(value, reader) if "training" in value else read_usage(value, reader)
