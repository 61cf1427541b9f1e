"""Requests as Slack makes and signs them."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from handlers.slack.function import handler
from local.aws import EXAMPLE_SIGNING_SECRET
from local.function import LocalContext
from local.slack import COMMANDS, CONTENT_TYPE, INTERACTIONS, signed, slash_command
from tests.handlers.http import Answer, request

SETTING, SECRET = "SLACK_SIGNING_SECRET_NAME", EXAMPLE_SIGNING_SECRET
OTHER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def event(
    body: str,
    *,
    signed_with: str = SECRET,
    at: float | None = None,
    encoded: bool = False,
    path: str = COMMANDS,
    **headers: str,
) -> dict[str, Any]:
    """The event of a request that was signed with a secret at a time (seconds since 1970), or now."""
    now = datetime.now(UTC)
    then = now if at is None else datetime.fromtimestamp(at, UTC)
    made: dict[str, Any] = request("POST", path, body, CONTENT_TYPE)
    made["headers"] |= {**signed(body, then, signed_with), **headers}
    made["requestContext"] |= {"path": f"/prod{path}", "requestTimeEpoch": int(now.timestamp() * 1000)}
    if encoded:
        made["body"], made["isBase64Encoded"] = base64.b64encode(body.encode()).decode(), True
    return made


def sent(made: dict[str, Any]) -> Answer:
    """What Slack gets for an event."""
    context: Any = LocalContext("SlackFunction")
    result = json.loads(json.dumps(handler(made, context)))
    many = {name: values[-1] for name, values in (result.get("multiValueHeaders") or {}).items()}
    headers = {name.lower(): value for name, value in ((result.get("headers") or {}) | many).items()}
    return Answer(result["statusCode"], headers, result["body"])


def command(text: str, **changed: Any) -> Answer:
    """What Slack gets for a slash command that it signed now."""
    return sent(event(slash_command(text), **changed))


def interaction(payload: dict[str, Any] | str, **changed: Any) -> Answer:
    """What Slack gets for an interaction that it signed now."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return sent(event(urlencode({"payload": text}), path=INTERACTIONS, **changed))
