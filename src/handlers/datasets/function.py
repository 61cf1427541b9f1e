"""Checks of training files over HTTP: parse → one call → render."""

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.utilities.typing import LambdaContext

from datasets.answer import DatasetReport
from datasets.uploads.answer import CheckStanding, CheckWaiting
from handlers.datasets.checks import CheckRequest, check_content
from handlers.datasets.uploads import CHECKS, CheckId, ask_for_upload, owner_of, stands
from handlers.log import logger
from handlers.requests import DATASET_BODY, read_json_value
from handlers.routing import answered, app_that_reads

app = app_that_reads(read_json_value)


@app.post(CHECKS, summary="Check a training file: problems, tokens, and what training on it costs")
def post_check(request: Annotated[CheckRequest, Body()]) -> Response[DatasetReport | CheckWaiting]:
    """Checks a training file that is sent along: problems by line, exact tokens, and the cost at every provider.

    Nothing of it is kept or logged. A file that is too large for a request is uploaded: with `upload` the answer says
    where to send it, and where its report will be. What is uploaded is encrypted, and expires after a day.
    """
    if request.content is not None:
        return Response(HTTPStatus.OK, "application/json", check_content(request, request.content))
    owner = owner_of(app.current_event.raw_event)
    validation = request.upload is not None and request.upload.validation
    return Response(
        HTTPStatus.ACCEPTED, "application/json", ask_for_upload(request.terms, owner, validation=validation)
    )


@app.get(f"{CHECKS}/<id>", summary="Where the check of an uploaded training file stands, and its report")
def get_check(id: CheckId) -> CheckStanding:
    """How far the check is, and the report when it is done, at the rates in force on the day of the check."""
    return stands(id, owner_of(app.current_event.raw_event))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    return answered(app, event, context, DATASET_BODY)
