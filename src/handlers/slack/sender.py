"""The function that sends the answers that wait in the queue, one at a time. What Slack will not take is given up."""

from typing import Any
from urllib.error import URLError

from aws_lambda_powertools.utilities.typing import LambdaContext
from slack_sdk.webhook import WebhookClient

from handlers import metrics, wiring
from handlers.log import logger
from handlers.slack.commands import reply
from handlers.slack.follow_up import FollowUp, is_slacks

SEND_SECONDS = 10
_OK, _TOO_MANY, _THEIR_FAULT = 200, 429, 500


class NotSentError(RuntimeError):
    """Slack did not take the answer now; it is tried again."""


def post(address: str, payload: dict[str, Any]) -> bool:
    """Send a message to an address that Slack gave. False where Slack will never take it.

    Raises `NotSentError` where trying again may help.
    """
    try:
        response = WebhookClient(address, timeout=SEND_SECONDS).send_dict(payload)
    except (URLError, OSError) as error:
        raise NotSentError(type(error).__name__) from error
    if response.status_code == _TOO_MANY or response.status_code >= _THEIR_FAULT:
        raise NotSentError(str(response.status_code))
    if response.status_code != _OK:
        # An address holds for half an hour and five answers; nothing that is sent to it later arrives.
        logger.error("Slack refused an answer", extra={"status": response.status_code})
    return response.status_code == _OK


def send(follow_up: FollowUp) -> bool:
    """Send one answer. Returns and raises as `post` does."""
    if not is_slacks(follow_up.response_url):
        logger.error("an answer was to be sent to an address that is not Slack's")
        return False
    payload = follow_up.payload
    if payload is None:
        payload = reply(follow_up.asked, wiring.rate_book().current()).payload_sent_later()
    return post(follow_up.response_url, payload)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Sends the answers of one batch of SQS, which is one; what is raised has SQS hand it over again."""
    with metrics.one_request():
        return {"sent": sum(send(FollowUp.model_validate_json(record["body"])) for record in event["Records"])}
