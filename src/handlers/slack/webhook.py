"""Posts a message to an address that Slack gave: a command's `response_url`, or an incoming webhook."""

from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk.webhook import WebhookClient

from handlers.log import logger

SLACK = "slack.com"
SEND_SECONDS = 10
_OK, _TOO_MANY, _THEIR_FAULT = 200, 429, 500


class NotSentError(RuntimeError):
    """Slack did not take the message now; it is tried again."""


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
        # A command's address holds for half an hour and five answers; a webhook until somebody takes it away.
        logger.error("Slack refused a message", extra={"status": response.status_code})
    return response.status_code == _OK


def is_slacks(address: str) -> bool:
    """Whether an address is Slack's own: by https, at slack.com or below it, at no port of its own, for no user."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = port is None and "@" not in parts.netloc and "\\" not in address and address.isascii()
    return parts.scheme == "https" and plain and (host == SLACK or host.endswith(f".{SLACK}"))
