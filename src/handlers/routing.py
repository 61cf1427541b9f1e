"""What the functions behind API Gateway have in common: how their routes are made, and how an event is answered."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics
from handlers.failures import answer_failures, answer_to
from handlers.problems import unknown
from handlers.refused import ProblemError
from handlers.requests import BODY, Limit, readable
from handlers.resolver import Resolver
from inputs.errors import UnusableRequestError

PAGE = "/"
"""Its parameters are a form's fields, and what is wrong with them is told in the form."""


def app_that_reads(body: Callable[[str], Any]) -> Resolver:
    """Routes whose bodies are read so, checked strictly, and whose failures are problems."""
    app = Resolver(
        enable_validation=True,
        response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
        json_body_deserializer=body,
    )
    answer_failures(app)
    app.use(middlewares=[only_known_parameters])
    return app


def only_known_parameters(app: Resolver, next_middleware: NextMiddleware) -> Response[Any]:
    """Refuses a query parameter that the route does not take: a misspelt `as_of` must not be taken for today."""
    known = app.parameters()
    others = [name for name in app.current_event.query_string_parameters if name not in known]
    if app.current_event.path == PAGE:
        return next_middleware(app)
    routed = app.current_event.http_method in app.methods_at(app.current_event.path)
    if routed and others:
        raise UnusableRequestError(*(unknown(name, known) for name in others))
    return next_middleware(app)


def answered(app: Resolver, event: Mapping[str, Any], context: LambdaContext, limit: Limit = BODY) -> dict[str, Any]:
    """The answer to one API Gateway (REST) event, counted."""
    with metrics.one_request():
        return resolved(app, event, context, limit)


def resolved(app: Resolver, event: Mapping[str, Any], context: LambdaContext, limit: Limit = BODY) -> dict[str, Any]:
    """The answer to one API Gateway (REST) event."""
    try:
        return app.resolve(readable(event, limit), context)
    except ProblemError as error:
        return answer_to(error)
