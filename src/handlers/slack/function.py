"""Slack's commands over HTTP: verify → read the form → one call → render."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics, wiring
from handlers.failures import answer_failures
from handlers.log import logger
from handlers.resolver import Resolver
from handlers.slack.commands import reply
from handlers.slack.signature import lower_case_headers, verified_body

RETRY = "x-slack-retry-num"
_COMMAND = "/finetune"

app = Resolver()
answer_failures(app)


@app.post("/slack/commands")
def post_command() -> Response[str]:
    """Answers a slash command in the response, to the one who typed it."""
    event = app.current_event.raw_event
    body = verified_body(event, wiring.signing_secret(), wiring.now())
    if RETRY in lower_case_headers(event):
        # Slack has our first answer, or will have it; a second would be shown as well.
        return Response(HTTPStatus.OK, body="")
    form = parse_qs(body, keep_blank_values=True)
    [text, *_], [command, *_] = form.get("text", [""]), form.get("command", [_COMMAND])
    message = reply(text, command, wiring.rate_book().current())
    return Response(HTTPStatus.OK, "application/json", json.dumps(message.payload()))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    metrics.count_request()
    try:
        return app.resolve(event, context)
    finally:
        metrics.publish()
