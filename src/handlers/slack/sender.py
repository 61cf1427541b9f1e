"""The function that sends the answers that wait in the queue, one at a time. What Slack will not take is given up."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics, wiring
from handlers.log import logger
from handlers.slack.commands import reply
from handlers.slack.follow_up import FollowUp
from handlers.slack.webhook import is_slacks, post


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
