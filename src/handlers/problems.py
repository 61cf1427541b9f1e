"""Errors as RFC 9457 problems: one table, one shape, and never the value that was sent."""

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inputs.errors import FieldError
from shapes.schemas import KIND
from shapes.shape import Shape

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler import Response

PROBLEM_JSON = "application/problem+json"
_KEY = "[key]"
_SHOULD = re.compile(r"^\w+ should ")
_MOST_OF_A_NAME = 64
MOST_ERRORS = 50
"""Told in one answer. Each names what is allowed: all those of a long body would be longer than an answer may be."""
_AND_MORE = FieldError("body", f"has more mistakes than these; mend the first {MOST_ERRORS} and send it again")


type Model = type[BaseModel | Shape]
"""What a value was read as."""


class ProblemField(BaseModel):
    """One field that is wrong, what to write instead, and what is allowed where that can be listed."""

    model_config = ConfigDict(extra="forbid")

    field: str
    message: str
    allowed: tuple[str, ...] | None = None


class Problem(BaseModel):
    """A request that cannot be answered, and how to mend it (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field("about:blank", description="about:blank; the code says which problem it is")
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[ProblemField, ...] = ()


def problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    errors: Iterable[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> "Response[str]":
    """The answer for one problem."""
    from aws_lambda_powertools.event_handler import Response  # noqa: PLC0415 - what goes well does without

    fields = tuple(
        ProblemField(field=error.field, message=error.message, allowed=error.allowed or None) for error in errors
    )
    body = Problem(title=status.phrase, status=status, code=code, detail=detail, errors=fields)
    return Response(
        status_code=status,
        content_type=PROBLEM_JSON,
        body=json.dumps(body.model_dump(mode="json", exclude_none=True)),
        headers=dict(headers or {}),
    )


def invalid_request(errors: Iterable[FieldError]) -> "Response[str]":
    """The answer for a request whose fields are wrong."""
    found = tuple(errors)
    if len(found) > MOST_ERRORS:
        found = (*found[:MOST_ERRORS], _AND_MORE)
    detail = "; ".join(f"{error.field}: {error.message}" for error in found[:3])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, found)


def field_errors(
    errors: Iterable[Mapping[str, Any]], request: Model | None, most: int = MOST_ERRORS + 1
) -> list[FieldError]:
    """Pydantic's errors about the body of a `request` in the words of a caller, and as many as may be told of it.

    One more than are told in one answer, unless it is said, so that the answer says that there are more.
    """
    found = list(errors)
    telling = (error for error in found if not _follows(error, found))
    return [_field_error(error, request) for error in islice(telling, most)]


def _follows(error: Mapping[str, Any], errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a list is called too short only because its items were refused, which is told already."""
    place = tuple(error["loc"])
    inside = (other["loc"] for other in errors if len(other["loc"]) > len(place))
    return error["type"] == "too_short" and any(tuple(other[: len(place)]) == place for other in inside)


def errors_of(error: ValidationError, model: Model | None, most: int = MOST_ERRORS + 1) -> list[FieldError]:
    """The errors of a value that was read by itself, with its fields as they are; `model` is what it was read as."""
    # A field's place begins with where the value was, as in a request over HTTP.
    errors = ({**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False))
    return field_errors(errors, model, most)


_MESSAGES = {
    "missing": "is missing; it is required",
    "bool_type": "must be true or false",
    "string_type": "must be a string",
    "string_unicode": "holds half a character (a lone surrogate); send whole ones",
    "model_type": "must be an object with fields",
    "model_attributes_type": "must be an object with fields",
    "dict_type": "must be an object with fields",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
}


def _field_error(error: Mapping[str, Any], request: Model | None) -> FieldError:
    context = error.get("ctx") or {}
    # The first part is where the value was: body, query or path. Parts that name a branch of a union, or that say that
    # a key is meant, are no fields.
    location = [part for part in error["loc"][1:] if not str(part).startswith(KIND) and part != _KEY]
    field = context.get("field") or _path(location) or "body"
    match error["type"]:
        case "not_allowed":
            return FieldError(field, context["message"])
        case "extra_forbidden":
            return _unknown_field(location, request)
        case "too_long" | "too_short":
            return FieldError(field, _length(error["type"], context, error.get("input")))
        case "literal_error" | "enum":
            allowed = tuple(value.strip(" '") for value in context["expected"].replace(" or ", ", ").split(","))
            return FieldError(field, "must be one of the allowed values", allowed)
    return FieldError(field, _MESSAGES.get(error["type"]) or _SHOULD.sub("must ", error["msg"]))


def _length(kind: str, context: Mapping[str, Any], value: object) -> str:
    """How long a text or a list may be. Of a text that is checked after it was read pydantic speaks as of a list."""
    most = kind == "too_long"
    bound = context["max_length" if most else "min_length"]
    counted = "character" if isinstance(value, str) else "item"
    return f"must have at {'most' if most else 'least'} {bound} {counted}{'' if bound == 1 else 's'}"


def _path(location: list[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


def _unknown_field(location: list[str | int], request: Model | None) -> FieldError:
    return unknown(str(location[-1]), _fields_at(location[:-1], request), location[:-1])


def unknown(name: str, known: tuple[str, ...], place: list[str | int] | None = None) -> FieldError:
    """An unknown field or parameter, with those that there are, and the one that was probably meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - as above

    name = name[:_MOST_OF_A_NAME]
    nearest = get_close_matches(name, known, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return FieldError(_path([*(place or ()), name]), f"is not a field{hint}", known)


def _fields_at(location: list[str | int], request: Model | None) -> tuple[str, ...]:
    """The fields of the request's object at `location`."""
    model = request
    for part in location:
        # What is no field is a key of a mapping, all of whose values are alike.
        if model is not None and isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation)
    return tuple(model.model_fields) if model else ()


def _model_in(annotation: object) -> Model | None:
    """The model in an annotation such as `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Shape):
        return annotation
    return next((model for each in get_args(annotation) if (model := _model_in(each))), None)
