"""Answers what is asked most without the resolver, which takes longer to load than a decision takes.

The answers are the resolver's, to the byte: those that go well, and what is wrong by the same table of errors.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from decisions.request import DecisionRequest
from handlers.decisions import post_decision
from handlers.reading import read_as
from handlers.requests import read_json, readable
from handlers.writing import written
from inputs.errors import FieldError, UnusableRequestError

type Answered = Callable[[dict[str, Any]], str]


def _decision(body: dict[str, Any]) -> str:
    return written(post_decision(read_as(DecisionRequest, body)))


def _usage_price(body: dict[str, Any]) -> str:
    from handlers.usage import post_usage_prices  # noqa: PLC0415 - a decision does without
    from spend.record import UsagePriceRequest  # noqa: PLC0415

    return post_usage_prices(read_as(UsagePriceRequest, body)).model_dump_json(ensure_ascii=True)


_ROUTES: Mapping[tuple[str, str], Answered] = {
    ("POST", "/v1/decisions"): _decision,
    ("POST", "/v1/usage-prices"): _usage_price,
}


def answer(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer to an API Gateway (REST) event; `None` where it is of another route, or has parameters."""
    route = _ROUTES.get((event.get("httpMethod", ""), event.get("path", "")))
    if route is None or event.get("queryStringParameters") or event.get("multiValueQueryStringParameters"):
        return None
    try:
        body = route(_body(event))
    except Exception as error:  # noqa: BLE001 - the edge, as the resolver is: the table of errors has a row for each
        from handlers.failures import answer_to  # noqa: PLC0415 - what goes well does without

        return answer_to(error)
    return {
        "statusCode": HTTPStatus.OK,
        "body": body,
        "isBase64Encoded": False,
        "multiValueHeaders": {"Content-Type": ["application/json"]},
    }


def _body(event: Mapping[str, Any]) -> dict[str, Any]:
    """What the body says. Raises `ProblemError` or `UnusableRequestError` where it is not one of ours."""
    text = readable(event)["body"]
    if not text:
        raise UnusableRequestError(FieldError("body", "is missing; it is required"))
    return read_json(text)
