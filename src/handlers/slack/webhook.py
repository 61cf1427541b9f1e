"""Posts a message to an address that Slack gave: a command's `response_url`, or an incoming webhook."""

import json
import re
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from handlers.log import logger

SEND_SECONDS = 10
_OK, _TOO_MANY, _THEIR_FAULT = 200, 429, 500
_HOST = re.compile(r"(?:[a-z0-9.-]+\.)?slack\.com", re.IGNORECASE)
_ADDRESS = re.compile(r"[!-~]+")
"""What an address is written in: neither a space nor what ends a line, which `urlsplit` takes out without a word."""


class _WhereItIsSent(HTTPRedirectHandler):
    """Follows no redirection: what is asked is Slack, and not whom it may name. Slack's own library goes anywhere."""

    def redirect_request(self, *_: object) -> None:
        """Nothing, so that the answer is the redirection itself."""


_opener = build_opener(_WhereItIsSent)


class NotSentError(RuntimeError):
    """Slack did not take the message now; it is tried again."""


def post(address: str, payload: dict[str, Any]) -> bool:
    """Send a message to an address that Slack gave. False where Slack will never take it.

    Raises `NotSentError` where trying again may help.
    """
    status = _answered(address, json.dumps(payload).encode())
    if status == _TOO_MANY or status >= _THEIR_FAULT:
        raise NotSentError(str(status))
    if status != _OK:
        # A command's address holds for half an hour and five answers; a webhook until somebody takes it away.
        logger.error("Slack refused a message", extra={"status": status})
    return status == _OK


def _answered(address: str, body: bytes) -> int:
    """The status of the answer, of which nothing else is read. Raises `NotSentError` where there is none."""
    headers = {"Content-Type": "application/json;charset=utf-8"}
    request = Request(address, body, headers, method="POST")  # noqa: S310 - Slack's, as both callers have looked
    try:
        with _opener.open(request, timeout=SEND_SECONDS) as response:
            status: int = response.status
    except HTTPError as error:
        with error:
            return error.code
    except (URLError, OSError, HTTPException) as error:
        raise NotSentError(type(error).__name__) from error
    return status


def is_slacks(address: str) -> bool:
    """Whether an address is Slack's own: by https, at slack.com or below it, at no port of its own, for no user."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    written = _ADDRESS.fullmatch(address) is not None and parts.scheme == "https"
    return written and _HOST.fullmatch(parts.netloc) is not None
