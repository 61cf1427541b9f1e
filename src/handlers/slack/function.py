"""Slack over HTTP: verify → read the form → one call → render. What cannot be answered in time is answered later."""

import json
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from handlers import metrics, wiring
from handlers.failures import answer_failures
from handlers.log import log_trace, logger
from handlers.requests import lower_case_headers
from handlers.resolver import Resolver
from handlers.slack.commands import Asked, at_once, reply
from handlers.slack.credentials import NoSecretError, SecretUnreachableError
from handlers.slack.follow_up import FollowUp
from handlers.slack.in_time import rates_within, seconds_left
from handlers.slack.interactions import Around, answer_interaction
from handlers.slack.messages.message import Message
from handlers.slack.messages.waiting import later_message, unavailable_message
from handlers.slack.signature import verified_body
from handlers.slack.webhook import is_slacks

RETRY = "x-slack-retry-num"
_COMMAND = "/finetune"

app = Resolver()
answer_failures(app)


@app.post("/slack/commands")
def post_command() -> Response[str]:
    """Answers a slash command in the response, to the one who typed it; later where the rates are not there in time."""
    form = _verified_form()
    if form is None:
        return _acknowledged()
    asked = Asked(form.get("text", ""), form.get("command", _COMMAND))
    message = at_once(asked) or _with_rates(replace(asked, page=_page(), editable=_editable()), form)
    return Response(HTTPStatus.OK, "application/json", json.dumps(message.payload()))


def _with_rates(asked: Asked, form: dict[str, str]) -> Message:
    rates = rates_within(seconds_left(app.current_event.raw_event, wiring.now()), wiring.rate_book())
    return _later(asked, form) if rates is None else reply(asked, rates)


@app.post("/slack/interactions")
def post_interaction() -> Response[str]:
    """Answers a click on a button, and a form that was sent."""
    form = _verified_form()
    if form is None:
        return _acknowledged()
    seconds = seconds_left(app.current_event.raw_event, wiring.now())
    around = Around(_page(), _editable(), lambda: rates_within(seconds, wiring.rate_book()))
    answer = answer_interaction(form.get("payload", ""), around)
    return _acknowledged() if answer is None else Response(HTTPStatus.OK, "application/json", json.dumps(answer))


def _verified_form() -> dict[str, str] | None:
    """The fields that Slack sent; `None` for a retry: Slack has our first answer, and would show a second as well."""
    event = app.current_event.raw_event
    body = verified_body(event, wiring.signing_secret(), wiring.now())
    if RETRY in lower_case_headers(event):
        return None
    return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}


def _acknowledged() -> Response[str]:
    return Response(HTTPStatus.OK, "text/plain", "")


def _page() -> str:
    """The address of the web page: this API's own, with the stage where that is part of it."""
    event = app.current_event.raw_event
    headers, stage_and_path = lower_case_headers(event), event["requestContext"]["path"]
    root = stage_and_path.removesuffix(event["path"])
    return f"{headers.get('x-forwarded-proto', 'https')}://{headers.get('host', '')}{root}/"


def _editable() -> bool:
    """Whether a form can be opened."""
    token = wiring.bot_token()
    try:
        return token is not None and bool(token.get())
    except (NoSecretError, SecretUnreachableError):
        return False


def _later(asked: Asked, form: dict[str, str]) -> Message:
    """Have the answer sent later, and say so."""
    response_url = form.get("response_url", "")
    if not is_slacks(response_url):
        return unavailable_message(asked.command)
    follow_up = FollowUp.of(asked, response_url)
    try:
        wiring.follow_ups().send(follow_up, form.get("trigger_id") or response_url)
    except (BotoCoreError, ClientError) as error:
        log_trace("the queue of answers takes none", error)
        return unavailable_message(asked.command)
    return later_message()


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers one API Gateway (REST) event."""
    with metrics.one_request():
        return app.resolve(event, context)
