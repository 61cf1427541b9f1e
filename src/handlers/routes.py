"""The routes of the API's function: parse → one call → render."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from pydantic import BaseModel, Field

from decisions.answer import DecisionAnswer
from decisions.request import DecisionRequest
from handlers import decisions, metrics, wiring
from handlers.contract import docs_page, docs_policy, openapi_document
from handlers.requests import read_json
from handlers.resolver import Resolver
from handlers.routing import app_that_reads
from handlers.sensitivity import post_sensitivity
from handlers.shorthand import post_shorthand
from handlers.training import post_training_costs
from handlers.usage import post_usage_prices
from inputs.days import day_of
from inputs.errors import FieldError, UnusableRequestError
from inputs.fields import ModelName
from inputs.numbers import Day
from publishing.changes import Changes, changes
from ratebook.book import RateBook, Rates
from ratebook.browsing import (
    Models,
    PublishedTable,
    Versions,
    list_models,
    list_versions,
    resolve_name,
    show_table,
)
from ratebook.history import thresholds_in_force
from rules.description import PolicyDescription, describe

CURRENT = "current"

app = app_that_reads(read_json)

Version = Annotated[str, Path(description="a version from GET /v1/rates, or current", max_length=64)]
AsOf = Annotated[Day | None, Query(description="the day to look at, YYYY-MM-DD; default today (UTC)")]


class RatesHealth(BaseModel):
    """The rate table in force."""

    version: str
    stale: bool
    source: Literal["published", "deployed"] = Field(
        description="published: read from the bucket. deployed: shipped with the code, since nothing was read from a "
        "bucket so far, or, where it is not stale, since there is no bucket to read from"
    )


class Health(BaseModel):
    """Whether the service answers, and with which rates."""

    status: str
    rates: RatesHealth


@app.get("/health", summary="Whether the service answers, and with which rates")
def health() -> Health:
    """No key is needed."""
    rates = _book().current()
    metrics.count_rates(rates, wiring.now())
    source: Literal["published", "deployed"] = "deployed" if rates.published_at is None else "published"
    return Health(status="ok", rates=RatesHealth(version=rates.compiled.version, stale=rates.stale, source=source))


@app.post("/v1/decisions", summary="Should we fine-tune, and when would it pay for itself?")
def post_decision(request: Annotated[DecisionRequest, Body()]) -> DecisionAnswer:
    """POST /v1/decisions: one request in, an explained verdict out. A verdict is a 200, whatever it says."""
    return decisions.post_decision(request)


app.post("/v1/decisions/sensitivity", summary="Which input moves the payback most")(post_sensitivity)
app.post("/v1/shorthand", summary="A decision's inputs from a line as in Slack, and the line of inputs")(post_shorthand)
app.post("/v1/training-costs", summary="What a training job costs, at any provider or on rented GPUs")(
    post_training_costs
)
app.post("/v1/usage-prices", summary="What one call cost, by its usage or by the provider's own answer")(
    post_usage_prices
)


@app.get("/v1/rules", summary="The rules in the order in which they decide, and the thresholds in force")
def get_rules(as_of: AsOf = None) -> PolicyDescription:
    """The policy as it is on a day."""
    rates, day = _on_a_day(as_of)
    return describe(thresholds_in_force(rates.compiled.table, day), day, rates.compiled.version)


@app.get("/v1/models", summary="The models and their prices, or what one name means")
def get_models(
    name: Annotated[ModelName | None, Query(description="a model name as a provider returns it")] = None,
    provider: Annotated[str | None, Query(description="a provider's id, such as azure", max_length=64)] = None,
    as_of: AsOf = None,
) -> Models:
    """Without `name`, every model; with it, what the name means. An unknown name is an answer, not an error."""
    rates, day = _book().current(), as_of or wiring.now().date()
    table = rates.compiled.browsed
    if provider is not None and provider not in table.provider_ids:
        raise UnusableRequestError(
            FieldError("provider", "is not a provider of the rate table", tuple(table.providers))
        )
    return list_models(rates, day, provider) if name is None else resolve_name(rates, name, day, provider)


@app.get("/v1/rates", summary="The versions of the rate table")
def get_versions() -> Versions:
    """Every version that can be asked for, newest first."""
    return list_versions(_book().current(), _book().versions())


@app.get("/v1/rates/<version>", summary="One version of the rate table, whole")
def get_table(version: Version) -> PublishedTable:
    """`current` is the one in force."""
    return show_table(_rates(version))


@app.get("/v1/rates/<version>/changes", summary="What changed since another version, in sentences")
def get_changes(
    version: Version, since: Annotated[str, Query(description="the older version", max_length=64)]
) -> Changes:
    """From `since` to `version`."""
    newer, older = _rates(version).compiled, _rates(since).compiled
    return changes(newer.version, older.version, newer.table, older.table)


@app.get("/", include_in_schema=False)
def get_page() -> Response[str]:
    """The page. Its parameters are the inputs of a decision, which the page reads by itself."""
    from handlers.page.page import page  # noqa: PLC0415 - no other route needs it, and all start with this module

    return page(app.current_event.request_context.path)


@app.get("/assets/<name>", include_in_schema=False)
def get_asset(name: Annotated[str, Path(max_length=64)]) -> Response[str]:
    """What the page consists of."""
    from handlers.page.page import asset  # noqa: PLC0415 - as above

    return asset(name)


@app.get("/openapi.json", include_in_schema=False)
def get_openapi() -> Response[str]:
    """The whole contract."""
    return Response(HTTPStatus.OK, "application/json", openapi_document(*described()))


@app.get("/docs", include_in_schema=False)
def get_docs(form: Annotated[str | None, Query(alias="format")] = None) -> Response[str]:
    """The contract as a page that works without the internet; `?format=json`, which it links to, is the contract."""
    if form == "json":
        return get_openapi()
    from handlers.page.page import HEADERS  # noqa: PLC0415 - as above

    document = docs_page(*described())
    headers = {**HEADERS, "Content-Security-Policy": docs_policy(document)}
    return Response(HTTPStatus.OK, "text/html; charset=utf-8", document, headers=headers)


def described() -> tuple[Resolver, ...]:
    """The apps whose routes are the contract: this one, and those that answer in functions of their own."""
    from handlers.datasets.function import app as datasets  # noqa: PLC0415 - as above
    from handlers.spend.function import app as spend  # noqa: PLC0415 - as above

    return app, spend, datasets


def _book() -> RateBook:
    return wiring.rate_book()


def _rates(version: str) -> Rates:
    return _book().current() if version == CURRENT else _book().version(version)


def _on_a_day(as_of: date | None) -> tuple[Rates, date]:
    """The rates in force, and a day on which they hold."""
    rates = _book().current()
    return rates, day_of(as_of, wiring.now().date(), rates.compiled.table)
