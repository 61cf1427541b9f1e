"""Checks of training files over HTTP: parse → one call → render."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics
from handlers.datasets.checks import post_check
from handlers.failures import answer_failures, refusal
from handlers.log import logger
from handlers.problems import ProblemError
from handlers.requests import MOST_DATASET_BYTES, only_known_parameters, read_json_value, readable
from handlers.resolver import Resolver

app = Resolver(
    enable_validation=True,
    response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
    json_body_deserializer=read_json_value,
)
answer_failures(app)
app.use(middlewares=[only_known_parameters])

app.post("/v1/datasets/checks", summary="Check a training file: problems, tokens, and what training on it costs")(
    post_check
)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    with metrics.one_request():
        try:
            return app.resolve(readable(event, MOST_DATASET_BYTES), context)
        except ProblemError as error:
            return refusal(error)
