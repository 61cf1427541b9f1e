"""The right answer to a call, worked out anew by the use cases: nothing of the server, its routes or its caches."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from bench.load.calls import (
    DECISIONS,
    HEALTH,
    MODELS,
    RULES,
    SENSITIVITY,
    SHORTHAND,
    TRAINING,
    USAGE_PRICES,
)
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from decisions.sensitivity import sensitivity
from handlers.asked import understood
from handlers.problems import errors_of
from handlers.shorthand import ShorthandRequest
from inputs.days import day_of
from inputs.errors import FieldError, UnusableRequestError
from inputs.numbers import Calendar
from local.calls import Call
from ratebook.book import Rates
from ratebook.browsing import list_models, resolve_name
from ratebook.compiled import CompiledTable
from ratebook.history import thresholds_in_force
from rules.description import describe
from shapes.shape import Shape
from shorthand.fields import to_fields
from shorthand.reading import MOST_CHARACTERS, Reading
from shorthand.requests import CannotBeTypedError, from_request, to_request
from shorthand.writing import write
from spend.answer import UsagePriceAnswer
from spend.pricing import Terms, price_record
from spend.record import UsagePriceRequest
from training.request import TrainingCostsRequest
from training.training_costs import training_costs

type Json = Any


@dataclass(frozen=True)
class Right:
    """A status, and a body; of a refusal the code, and the fields with what is wrong in each."""

    status: int
    body: Json


SOURCE = "published"
"""Where the rates are from that are asked for: both servers have a bucket."""


def right_answer(call: Call, compiled: CompiledTable, today: date) -> Right:
    """What `call` is to be answered with by the rates of `compiled` on `today` (UTC)."""
    try:
        return Right(HTTPStatus.OK, _ANSWERS[call.resource](_asked(call), compiled, today))
    except _RefusedError as error:
        return Right(error.status, {"code": error.code, "errors": None})
    except ValidationError as error:
        return _invalid(errors_of(error, _MODELS[call.resource]))
    except UnusableRequestError as error:
        return _invalid(error.errors)


def told(status: int, body: Json, right: Right) -> Right:
    """As much of what was answered as `right` has: of a refusal before its fields are read only the code."""
    if right.status == HTTPStatus.OK:
        return Right(status, body)
    if not isinstance(body, dict) or "code" not in body:
        return Right(status, body)
    fields = {error["field"]: error["message"] for error in body["errors"]} if right.body["errors"] else None
    return Right(status, {"code": body["code"], "errors": fields})


class _RefusedError(Exception):
    """The body is none that could be read."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def _invalid(errors: "tuple[FieldError, ...] | list[FieldError]") -> Right:
    fields = {error.field: error.message for error in errors}
    return Right(HTTPStatus.UNPROCESSABLE_ENTITY, {"code": "invalid_request", "errors": fields})


def _asked(call: Call) -> Json:
    """The query, or the body as exact JSON. Raises `_RefusedError`."""
    if call.method == "GET":
        return dict(call.query)
    if call.content_type != "application/json":
        raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
    try:
        body = json.loads(call.body or "", parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "not_json") from error
    if not isinstance(body, dict):
        raise _RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "not_json")
    return body


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _json(answer: BaseModel | Shape) -> Json:
    return json.loads(answer.model_dump_json())


def _in_use(compiled: CompiledTable) -> TableInUse:
    return TableInUse(compiled.table, compiled.version, compiled.sha256)


def _decision(asked: Json, compiled: CompiledTable, today: date) -> Json:
    return _json(decide(DecisionRequest.model_validate(asked), _in_use(compiled), today))


def _sensitivity(asked: Json, compiled: CompiledTable, today: date) -> Json:
    return _json(sensitivity(DecisionRequest.model_validate(asked), _in_use(compiled), today))


def _training(asked: Json, compiled: CompiledTable, today: date) -> Json:
    return _json(training_costs(TrainingCostsRequest.model_validate(asked), Rates(compiled, None), today))


def _usage_price(asked: Json, compiled: CompiledTable, today: date) -> Json:
    request = UsagePriceRequest.model_validate(asked)
    price = price_record(request, Terms(request.deployments, request.overrides), compiled.table, today)
    return _json(UsagePriceAnswer(**dict(price), rates_version=compiled.version, stale=False))


def _models(asked: Json, compiled: CompiledTable, today: date) -> Json:
    rates, as_of, provider = Rates(compiled, None), _day(asked) or today, asked.get("provider")
    if provider is not None and provider not in compiled.browsed.provider_ids:
        raise UnusableRequestError(FieldError("provider", "is not a provider of the rate table"))
    name = asked.get("name")
    return _json(list_models(rates, as_of, provider) if name is None else resolve_name(rates, name, as_of, provider))


def _rules(asked: Json, compiled: CompiledTable, today: date) -> Json:
    day = day_of(_day(asked), today, compiled.table)
    return _json(describe(thresholds_in_force(compiled.table, day), day, compiled.version))


def _day(asked: Mapping[str, str]) -> date | None:
    try:
        return Calendar().read(asked["as_of"]) if "as_of" in asked else None
    except PydanticCustomError as error:
        raise UnusableRequestError(FieldError("as_of", error.message())) from error


def _health(_: Json, compiled: CompiledTable, __: date) -> Json:
    return {"status": "ok", "rates": {"version": compiled.version, "stale": False, "source": SOURCE}}


def _shorthand(asked: Json, compiled: CompiledTable, _: date) -> Json:
    request = ShorthandRequest.model_validate(asked)
    reading = Reading(_inputs(request.request), (), ()) if request.request else _typed(request.text or "", compiled)
    line = write(reading.inputs)
    again = _typed(line, compiled)
    kept = len(line) <= MOST_CHARACTERS and again.inputs == reading.inputs and not again.problems
    body = {
        "text": line if kept else None,
        "request": to_request(reading.inputs),
        "fields": to_fields(reading.inputs),
        "problems": [{"word": each.word, "message": each.message} for each in reading.problems],
        "questions": [
            {"input": each.path, "question": each.text, "example": each.example} for each in reading.questions
        ],
    }
    return json.loads(json.dumps(body))


def _inputs(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        DecisionRequest.model_validate(request)
        return from_request(request)
    except ValidationError as error:
        errors = [(each.field, each.message) for each in errors_of(error, DecisionRequest)]
    except CannotBeTypedError as error:
        errors = [(path, "cannot be typed; send it as JSON to POST /v1/decisions") for path in error.paths]
    raise UnusableRequestError(*(FieldError(f"request.{field}", message) for field, message in errors))


def _typed(text: str, compiled: CompiledTable) -> Reading:
    return understood(text, Rates(compiled, None))


_ANSWERS: Mapping[str, Callable[[Json, CompiledTable, date], Json]] = {
    DECISIONS: _decision,
    SENSITIVITY: _sensitivity,
    TRAINING: _training,
    USAGE_PRICES: _usage_price,
    SHORTHAND: _shorthand,
    MODELS: _models,
    RULES: _rules,
    HEALTH: _health,
}
_MODELS: Mapping[str, type[BaseModel] | type[Shape]] = {
    DECISIONS: DecisionRequest,
    SENSITIVITY: DecisionRequest,
    TRAINING: TrainingCostsRequest,
    USAGE_PRICES: UsagePriceRequest,
    SHORTHAND: ShorthandRequest,
}
