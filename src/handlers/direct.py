"""Answers what is asked most without the resolver, which takes longer to load than a decision takes.

Only what goes well is answered here, in the words that the resolver would use. All else is left to it: its table of
errors (`handlers.failures`) is the only one.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from decisions.request import DecisionRequest
from handlers.decisions import post_decision
from handlers.requests import read_json, readable
from handlers.writing import written

type Answered = Callable[[dict[str, Any]], str]


def _decision(body: dict[str, Any]) -> str:
    return written(post_decision(DecisionRequest.model_validate(body)))


def _usage_price(body: dict[str, Any]) -> str:
    from handlers.usage import post_usage_prices  # noqa: PLC0415 - a decision does without
    from spend.record import UsagePriceRequest  # noqa: PLC0415

    return post_usage_prices(UsagePriceRequest.model_validate(body)).model_dump_json(ensure_ascii=True)


_ROUTES: Mapping[tuple[str, str], Answered] = {
    ("POST", "/v1/decisions"): _decision,
    ("POST", "/v1/usage-prices"): _usage_price,
}


def answer(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer to an API Gateway (REST) event; `None` for the resolver to answer it, whatever the reason."""
    route = _ROUTES.get((event.get("httpMethod", ""), event.get("path", "")))
    if route is None or event.get("queryStringParameters") or event.get("multiValueQueryStringParameters"):
        return None
    try:
        body = route(read_json(readable(event)["body"]))
    except Exception:  # noqa: BLE001 - the resolver asks again, and answers and logs whatever it was
        return None
    return {
        "statusCode": HTTPStatus.OK,
        "body": body,
        "isBase64Encoded": False,
        "multiValueHeaders": {"Content-Type": ["application/json"]},
    }
