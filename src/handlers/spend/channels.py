"""Where alerts are announced: an SNS topic, and an incoming webhook of Slack."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from handlers.aws import Topics
from handlers.log import logger
from handlers.slack.credentials import NoSecretError, Secret, SecretUnreachableError
from handlers.slack.messages.blocks import header, section
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import escaped
from handlers.slack.webhook import NotSentError, is_slacks, post
from spend.budgets.alerts import Alert
from spend.budgets.delivery import NotDeliveredError

_MOST_OF_A_SUBJECT = 99


class SnsChannel:
    """Everyone who subscribed to a topic. The attributes of a message let a subscription choose, and tell it apart."""

    name = "sns"

    def __init__(self, topics: Topics, arn: str) -> None:
        self._topics, self._arn = topics, arn

    def send(self, alert: Alert) -> bool:
        """Publish it. Raises `NotDeliveredError`."""
        attributes = {"project": alert.project, "month": alert.month, "kind": str(alert.kind), "alert": alert.name}
        try:
            sent = self._topics.publish(
                TopicArn=self._arn,
                Subject=subject(alert.subject),
                Message=alert.text,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
                },
            )
        except (BotoCoreError, ClientError, ResponseParserError) as error:
            raise NotDeliveredError(f"SNS: {type(error).__name__}") from error
        if "MessageId" not in sent:
            raise NotDeliveredError("SNS: an answer without the message's id")
        return True


def subject(text: str) -> str:
    """A subject as SNS takes it: less than 100 characters of ASCII on one line."""
    plain = text.encode("ascii", errors="replace").decode()
    return plain if len(plain) <= _MOST_OF_A_SUBJECT else f"{plain[: _MOST_OF_A_SUBJECT - 3]}..."


class SlackChannel:
    """The channel of an incoming webhook, whose address is a secret."""

    name = "slack"

    def __init__(self, webhook: Secret, send: Callable[[str, dict[str, Any]], bool] = post) -> None:
        self._webhook, self._send = webhook, send

    def send(self, alert: Alert) -> bool:
        """Post it. Raises `NotDeliveredError`."""
        try:
            address = self._webhook.get()
        except NoSecretError:
            return False
        except SecretUnreachableError as error:
            raise NotDeliveredError("Slack: its webhook cannot be read") from error
        if not is_slacks(address):
            logger.error("the webhook is no address of Slack's")
            return False
        try:
            return self._send(address, message(alert).payload())
        except NotSentError as error:
            raise NotDeliveredError(f"Slack: {error}") from error


def message(alert: Alert) -> Message:
    """The alert for everyone in the channel."""
    lines = (escaped(line) for line in alert.text.split("\n"))
    return Message(escaped(alert.subject), (header(alert.subject), section(*lines)), in_channel=True)
