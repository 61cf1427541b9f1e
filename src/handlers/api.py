"""The HTTP API: parse → one call → render."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from decisions.answer import DecisionAnswer
from decisions.decide import TableInUse, decide
from decisions.errors import FieldError, UnusableRequestError
from decisions.inputs import Day
from decisions.request import DecisionRequest
from handlers import wiring
from handlers.contract import openapi_document
from handlers.metrics import SERVICE, count_decision, count_rates, count_request, metrics
from handlers.problems import ProblemError, field_errors, invalid_request, problem
from handlers.requests import read_json, readable
from ratebook.book import RateBook, Rates, RatesUnavailableError, UnknownVersionError
from ratebook.browsing import Models, PublishedTable, Versions, list_models, list_versions, resolve_name, show_table
from ratebook.changes import Changes, changes
from ratebook.history import first_day, thresholds_in_force
from rules.description import PolicyDescription, describe

CURRENT = "current"

logger = Logger(service=SERVICE)
app = APIGatewayRestResolver(
    enable_validation=True,
    response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
    json_body_deserializer=read_json,
)

Version = Annotated[str, Path(description="a version from GET /v1/rates, or current", max_length=64)]
AsOf = Annotated[Day | None, Query(description="the day to look at, YYYY-MM-DD; default today (UTC)")]


class RatesHealth(BaseModel):
    """The rate table in force."""

    version: str
    stale: bool


class Health(BaseModel):
    """Whether the service answers, and with which rates."""

    status: str
    rates: RatesHealth


@app.get("/health", summary="Whether the service answers, and with which rates")
def health() -> Health:
    """No key is needed."""
    rates = _book().current()
    count_rates(rates, wiring.now())
    return Health(status="ok", rates=RatesHealth(version=rates.compiled.version, stale=rates.stale))


@app.post("/v1/decisions", summary="Should we fine-tune, and when would it pay for itself?")
def post_decision(request: Annotated[DecisionRequest, Body()]) -> DecisionAnswer:
    """One request in, an explained verdict out. A verdict is a 200, whatever it says."""
    rates = _book().version(request.rates_version) if request.rates_version else _book().current()
    compiled = rates.compiled
    in_use = TableInUse(compiled.table, compiled.version, compiled.sha256, rates.stale_because)
    answer = decide(request, in_use, wiring.now().date())
    count_rates(rates, wiring.now())
    count_decision(answer.verdict)
    logger.info("decision", extra={"decision": _record(request, answer)})
    return answer


def _record(request: DecisionRequest, answer: DecisionAnswer) -> dict[str, Any]:
    """What is kept of a decision: figures and names of our own tables, none of the caller's text."""
    return {
        "verdict": answer.verdict,
        "outcomes": {rule.id: rule.outcome for rule in answer.rules},
        "task": request.task,
        "method": request.candidate.method,
        "one_time_usd": answer.one_time.total_usd and str(answer.one_time.total_usd.expected),
        "monthly_usd": str(answer.monthly.current_usd),
        "saving_usd": answer.monthly.saving_usd and str(answer.monthly.saving_usd.expected),
        "payback_months": answer.payback.months and str(answer.payback.months.expected),
        "rates_version": answer.rates.version,
        "as_of": answer.rates.as_of.isoformat(),
        "stale": answer.rates.stale,
    }


@app.get("/v1/rules", summary="The rules in the order in which they decide, and the thresholds in force")
def get_rules(as_of: AsOf = None) -> PolicyDescription:
    """The policy as it is on a day."""
    rates, day = _on_a_day(as_of)
    return describe(thresholds_in_force(rates.compiled.table, day), day, rates.compiled.version)


@app.get("/v1/models", summary="The models and their prices, or what one name means")
def get_models(
    name: Annotated[str | None, Query(description="a model name as a provider returns it", max_length=256)] = None,
    as_of: AsOf = None,
) -> Models:
    """Without `name`, every model; with it, what the name means. An unknown name is an answer, not an error."""
    rates, day = _on_a_day(as_of)
    return list_models(rates, day) if name is None else resolve_name(rates, name, day)


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


@app.get("/openapi.json", include_in_schema=False)
def get_openapi() -> Response[str]:
    """The whole contract."""
    return Response(HTTPStatus.OK, "application/json", openapi_document(app))


@app.get("/docs", include_in_schema=False)
def get_docs() -> Response[str]:
    """The contract as a page that works without the internet."""
    from handlers.contract import docs_page  # noqa: PLC0415  a page of a megabyte; other requests start without it

    return Response(HTTPStatus.OK, "text/html; charset=utf-8", docs_page(app))


def _book() -> RateBook:
    return wiring.rate_book()


def _rates(version: str) -> Rates:
    return _book().current() if version == CURRENT else _book().version(version)


def _on_a_day(as_of: date | None) -> tuple[Rates, date]:
    """The rates in force, and a day on which they hold."""
    rates = _book().current()
    day, first = as_of or wiring.now().date(), first_day(rates.compiled.table)
    if day < first:
        raise UnusableRequestError(FieldError("as_of", f"the rate table begins on {first}; choose that day or a later one"))
    return rates, day


@app.exception_handler(ProblemError)
def _refused(error: ProblemError) -> Response[str]:
    return problem(error.status, error.code, error.detail, error.errors)


@app.exception_handler(RequestValidationError)
def _invalid(error: RequestValidationError) -> Response[str]:
    return invalid_request(field_errors(error.errors()))


@app.exception_handler(UnusableRequestError)
def _unusable(error: UnusableRequestError) -> Response[str]:
    return invalid_request(error.errors)


@app.exception_handler(UnknownVersionError)
def _unknown_version(error: UnknownVersionError) -> Response[str]:
    detail = "no rate table of that version was published; GET /v1/rates lists them"
    field = "rates_version" if app.current_event.http_method == "POST" else "version"
    return problem(HTTPStatus.NOT_FOUND, "unknown_version", detail, [FieldError(field, detail)])


@app.exception_handler(RatesUnavailableError)
def _unavailable(error: RatesUnavailableError) -> Response[str]:
    logger.warning("rates unavailable", extra={"reason": str(error)})
    detail = "that rate table cannot be read now; try again, or leave the version out for the current one"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "rates_unavailable", detail, headers={"Retry-After": "10"})


@app.not_found
def _no_route(error: NotFoundError) -> Response[str]:
    path = app.current_event.path
    allowed = sorted({route.method for route in app._static_routes + app._dynamic_routes if route.rule.match(path)})
    if allowed:
        detail = f"this route takes {' and '.join(allowed)}"
        return problem(
            HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", detail, headers={"Allow": ", ".join(allowed)}
        )
    return problem(HTTPStatus.NOT_FOUND, "not_found", "there is no such route; GET /openapi.json lists them")


@app.exception_handler(ResponseValidationError)
def _our_answer_is_wrong(error: ResponseValidationError) -> Response[str]:
    logger.error("answer does not fit its own schema", extra={"fields": [found["loc"] for found in error.errors()]})
    return _our_mistake()


@app.exception_handler(Exception)
def _unexpected(error: Exception) -> Response[str]:
    """The last resort of the edge: logged with its trace, alarmed as a 5XX, and nothing of it shown."""
    logger.exception("unexpected error", exc_info=error)
    return _our_mistake()


def _our_mistake() -> Response[str]:
    detail = "something is wrong on our side; it was logged, and trying again may help"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    count_request()
    try:
        event = readable(event)
    except ProblemError as error:
        refused = _refused(error)
        headers = {**refused.headers, "Content-Type": refused.content_type or ""}
        return {"statusCode": refused.status_code, "headers": headers, "body": refused.body, "isBase64Encoded": False}
    return app.resolve(event, context)
