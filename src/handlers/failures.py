"""One table of errors: what is answered to each, and what is logged."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError

from datasets.errors import UploadStorageError
from handlers.log import log_trace, logger
from handlers.problems import field_errors, invalid_request, problem
from handlers.refused import ProblemError
from handlers.resolver import Resolver
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import RatesUnavailableError, UnknownVersionError
from spend.errors import StorageError

_LATER = {"Retry-After": "10"}
"""Of everything that is unavailable now, in seconds."""


def answer_failures(app: Resolver) -> None:
    """Have `app` answer every error with a problem."""

    def no_route(_: NotFoundError) -> Response[str]:
        return _no_route(app.methods_at(app.current_event.path))

    def invalid(error: RequestValidationError) -> Response[str]:
        return invalid_request(field_errors(error.errors(), app.body_model()))

    def unknown_version(error: UnknownVersionError) -> Response[str]:
        event = app.current_event
        in_query = event.query_string_parameters.get("since") == error.version
        in_path = "since" if in_query else "version"
        return _unknown_version("rates_version" if event.http_method == "POST" else in_path)

    by_route = {RequestValidationError: invalid, UnknownVersionError: unknown_version, NotFoundError: no_route}
    for error, answer in (_ANSWERS | by_route).items():
        app.exception_handler(error)(answer)


def answer_to(error: Exception) -> dict[str, Any]:
    """What Lambda returns where a request in JSON failed outside of the routes."""
    answer = next(_ANSWERS[each] for each in type(error).mro() if each in _ANSWERS)
    failed = answer(error)
    headers = {**failed.headers, "Content-Type": failed.content_type}
    return {
        "statusCode": failed.status_code,
        "body": failed.body,
        "isBase64Encoded": False,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
    }


def _refused(error: ProblemError) -> Response[str]:
    headers = _LATER if error.status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(error.status, error.code, error.detail, error.errors, headers)


def _unusable(error: UnusableRequestError) -> Response[str]:
    return invalid_request(error.errors)


def _unknown_version_in_body(_: UnknownVersionError) -> Response[str]:
    return _unknown_version("rates_version")


def _unknown_version(field: str) -> Response[str]:
    detail = "no rate table of that version was published; GET /v1/rates lists them"
    return problem(HTTPStatus.NOT_FOUND, "unknown_version", detail, [FieldError(field, detail)])


def _unavailable(error: RatesUnavailableError) -> Response[str]:
    logger.warning("rates unavailable", extra={"reason": str(error)})
    detail = "that rate table cannot be read now; try again, or leave the version out for the current one"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "rates_unavailable", detail, headers=_LATER)


def _storage_unavailable(error: StorageError) -> Response[str]:
    logger.error("storage unavailable", extra={"reason": str(error)})
    detail = "what is spent cannot be read or written now; try again"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage_unavailable", detail, headers=_LATER)


def _uploads_unavailable(error: UploadStorageError) -> Response[str]:
    logger.error("uploads unavailable", extra={"reason": str(error)})
    detail = "uploads cannot be kept or read now; try again, or send a file of less than 5 MB as content"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "uploads_unavailable", detail, headers=_LATER)


def _no_route(allowed: tuple[str, ...]) -> Response[str]:
    if not allowed:
        return problem(HTTPStatus.NOT_FOUND, "not_found", "there is no such route; GET /openapi.json lists them")
    detail = f"this route takes {' and '.join(allowed)}"
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", detail, headers={"Allow": ", ".join(allowed)})


def _our_answer_is_wrong(error: ResponseValidationError) -> Response[str]:
    logger.error("answer does not fit its own schema", extra={"fields": [found["loc"] for found in error.errors()]})
    return _our_mistake()


def _unexpected(error: Exception) -> Response[str]:
    """The last resort of the edge: logged with its trace, alarmed as a 5XX, and nothing of it shown."""
    log_trace("unexpected error", error)
    return _our_mistake()


def _our_mistake() -> Response[str]:
    detail = "something is wrong on our side; it was logged, and trying again may help"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail)


_ANSWERS: dict[type[Exception], Callable[[Any], Response[str]]] = {
    ProblemError: _refused,
    UnusableRequestError: _unusable,
    UnknownVersionError: _unknown_version_in_body,
    RatesUnavailableError: _unavailable,
    StorageError: _storage_unavailable,
    UploadStorageError: _uploads_unavailable,
    ResponseValidationError: _our_answer_is_wrong,
    Exception: _unexpected,
}
