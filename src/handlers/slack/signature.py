"""Whether a request comes from Slack: signed over its raw bytes, with our secret, within five minutes."""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from slack_sdk.signature import Clock, SignatureVerifier

from handlers.refused import ProblemError
from handlers.requests import lower_case_headers
from handlers.slack.credentials import NoSecretError, Secret, SecretUnreachableError

TIMESTAMP = "x-slack-request-timestamp"
SIGNATURE = "x-slack-signature"
WINDOW = timedelta(minutes=5)

# Slack's library reads any number that Python does, and cannot compare what is not ASCII.
_SECONDS = re.compile(r"[0-9]{1,12}")
_SIGNED = re.compile(r"v0=[0-9a-f]{64}")


class _At(Clock):
    """Slack's clock, stopped at the time of the request."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds


def verified_body(event: Mapping[str, Any], secret: Secret, now: datetime) -> str:
    """The body of a request that Slack signed.

    Raises `ProblemError`: 401 for every request that is not Slack's, 503 where the secret cannot be had now.
    """
    headers, seconds = lower_case_headers(event), now.timestamp()
    timestamp, signature = headers.get(TIMESTAMP) or "", headers.get(SIGNATURE) or ""
    # All of this comes before the secret, which strangers must not make us fetch.
    if not _SECONDS.fullmatch(timestamp) or not _SIGNED.fullmatch(signature):
        raise _unauthorized("send Slack's headers X-Slack-Request-Timestamp and X-Slack-Signature as Slack writes them")
    if abs(seconds - int(timestamp)) > WINDOW.total_seconds():
        raise _unauthorized("the request was signed more than five minutes from now")
    body = _raw(event)

    def fits(candidate: str) -> bool:
        return SignatureVerifier(candidate, _At(seconds)).is_valid(body, timestamp, signature)

    held = _from(secret.get)
    if not fits(held):
        renewed = _from(secret.renewed)
        if renewed == held or not fits(renewed):
            raise _unauthorized("the signature does not fit the request")
    return body.decode()


def _raw(event: Mapping[str, Any]) -> bytes:
    """The bytes of the body, which are UTF-8."""
    body = event.get("body") or ""
    try:
        content: bytes = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        content.decode()
    except ValueError as error:  # of base64 and of UTF-8
        raise _unauthorized("the body cannot be read, so its signature cannot be checked") from error
    return content


def _from(source: Callable[[], str]) -> str:
    try:
        return source()
    except NoSecretError as error:
        raise _unauthorized("the signature cannot be checked: the service has no signing secret") from error
    except SecretUnreachableError as error:
        detail = "the signature cannot be checked now; try again"
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "signing_secret_unavailable", detail) from error


def _unauthorized(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNAUTHORIZED, "unauthorized", detail)
