"""What the functions behind API Gateway have in common: how their routes are made, and how an event is answered."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics
from handlers.failures import answer_failures, refusal
from handlers.problems import ProblemError
from handlers.requests import BODY, Limit, only_known_parameters, readable
from handlers.resolver import Resolver


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


def answered(app: Resolver, event: Mapping[str, Any], context: LambdaContext, limit: Limit = BODY) -> dict[str, Any]:
    """The answer to one API Gateway (REST) event."""
    with metrics.one_request():
        try:
            return app.resolve(readable(event, limit), context)
        except ProblemError as error:
            return refusal(error)
