"""Clicks on the buttons under a decision, and the form behind one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.error import URLError

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from handlers import wiring
from handlers.asked import understood
from handlers.log import logger
from handlers.refused import ProblemError
from handlers.slack.commands import Asked, decide_on, reply
from handlers.slack.credentials import NoSecretError, SecretUnreachableError
from handlers.slack.follow_up import FollowUp
from handlers.slack.form import CALLBACK_ID, fields_of, form, told_at
from handlers.slack.messages.buttons import EDIT, SHARE
from handlers.slack.messages.decision import USER_ID
from handlers.slack.messages.message import Message
from handlers.slack.messages.waiting import no_form_message
from handlers.slack.webhook import is_slacks
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates
from shorthand.fields import from_fields
from shorthand.writing import write

API = WebClient.BASE_URL
OPEN_SECONDS = 2
_COMMAND = "/finetune"


@dataclass(frozen=True)
class Around:
    """What is around an interaction: the web page, whether a form can be opened, and the rates, if they are in time."""

    page: str
    editable: bool
    rates: Callable[[], Rates | None]


class _Sent(BaseModel):
    """As much of what Slack sends as is used."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _User(_Sent):
    id: str = Field(pattern=USER_ID)


class _Action(_Sent):
    action_id: str
    block_id: str = _COMMAND
    value: str = ""


class _View(_Sent):
    callback_id: str = ""
    private_metadata: str = ""
    state: dict[str, Any] = {}


class Interaction(_Sent):
    """A click on a button, or a form that was sent."""

    type: str
    user: _User
    trigger_id: str = ""
    response_url: str = ""
    actions: tuple[_Action, ...] = ()
    view: _View | None = None


class _Origin(_Sent):
    """What a form is opened with, to answer where it was opened."""

    response_url: str
    command: str


def answer_interaction(payload: str, around: Around) -> dict[str, Any] | None:
    """What Slack is answered; `None` for nothing but that it arrived.

    Raises `ProblemError` for what Slack never sends, and botocore's errors where no answer can be sent later.
    """
    try:
        interaction = Interaction.model_validate_json(payload)
        match interaction.type:
            case "block_actions":
                for action in interaction.actions:
                    _clicked(interaction, action, around)
            case "view_submission" if interaction.view and interaction.view.callback_id == CALLBACK_ID:
                return _submitted(interaction, interaction.view, around)
    except ValidationError as error:
        detail = "the form's payload is not an interaction as Slack sends it"
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not_an_interaction", detail) from error
    return None


def _clicked(interaction: Interaction, action: _Action, around: Around) -> None:
    """A click on a button of ours; that on the link to the web page does all there is to do by itself."""
    if action.action_id == SHARE:
        asked = Asked(action.value, action.block_id, around.page, around.editable, shared_by=interaction.user.id)
        rates = around.rates()
        later = None if rates is None else reply(asked, rates)
        _answer_later(interaction.response_url, interaction.trigger_id, asked, later)
    elif action.action_id == EDIT:
        _open_form(interaction, action, around)


def _open_form(interaction: Interaction, action: _Action, around: Around) -> None:
    """Open the form with what was asked. Where that fails, say so in the channel."""
    token, rates = wiring.bot_token(), around.rates()
    try:
        if token is not None and rates is not None:
            origin = _Origin(response_url=interaction.response_url, command=action.block_id)
            view = form(understood(action.value, rates).inputs, origin.model_dump_json())
            client = WebClient(token.get(), base_url=API, timeout=OPEN_SECONDS)
            client.views_open(trigger_id=interaction.trigger_id, view=view)
            return
    except (SlackApiError, URLError, OSError, NoSecretError, SecretUnreachableError) as error:
        logger.error("the form could not be opened", extra={"reason": type(error).__name__})
    asked = Asked("help", action.block_id)
    _answer_later(interaction.response_url, interaction.trigger_id, asked, no_form_message(action.block_id))


def _submitted(interaction: Interaction, view: _View, around: Around) -> dict[str, Any] | None:
    """A form that was sent: what is wrong is told at its fields, and the form stays open; else the answer is sent."""
    origin = _Origin.model_validate_json(view.private_metadata)
    inputs, wrong = from_fields(fields_of(view.model_dump()))
    if wrong:
        return _at_the_fields(told_at(FieldError(path, message) for path, message in wrong.items()))
    rates = around.rates()
    asked = Asked(write(inputs), origin.command, around.page, around.editable)
    try:
        message = None if rates is None else decide_on(inputs, asked, rates)
    except UnusableRequestError as error:
        return _at_the_fields(told_at(error.errors))
    _answer_later(origin.response_url, interaction.trigger_id, asked, message)
    return {"response_action": "clear"}


def _at_the_fields(errors: Mapping[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": dict(errors)}


def _answer_later(response_url: str, identity: str, asked: Asked, message: Message | None) -> None:
    """Have the answer sent, ready or still to be made. Raises botocore's errors."""
    if not is_slacks(response_url):
        logger.error("an interaction is to be answered at an address that is not Slack's")
        return
    follow_up = FollowUp.of(asked, response_url, None if message is None else message.payload_sent_later())
    wiring.follow_ups().send(follow_up, identity or f"{response_url} {asked.text}")
