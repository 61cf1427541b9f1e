"""Slack's side of the slash command: what it sends, how it signs it, and `make slack`, which types a command here."""

import argparse
import html
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from slack_sdk.signature import SignatureVerifier

from local.aws import EXAMPLE_SIGNING_SECRET, SIGNING_SECRET_NAME, client
from local.environment import forget_real_credentials
from local.state import STATE_PATH, NotRunningError, read_state

COMMANDS, INTERACTIONS = "/slack/commands", "/slack/interactions"
CONTENT_TYPE = "application/x-www-form-urlencoded"
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def slash_command(text: str, **changed: str) -> str:
    """The body with which Slack tells of `/finetune text`; its own marks in the text are escaped, as Slack does."""
    fields = {
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "team_id": "T0001",
        "team_domain": "example",
        "channel_id": "C2147483705",
        "channel_name": "costs",
        "user_id": "U2147483697",
        "user_name": "ada",
        "command": "/finetune",
        "text": html.escape(text, quote=False),
        "api_app_id": "A123456",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/1234/5678",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    }
    return urlencode(fields | changed)


def interaction(payload: Mapping[str, Any]) -> str:
    """The body with which Slack tells of a click or a form."""
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str, at: datetime, secret: str = EXAMPLE_SIGNING_SECRET) -> dict[str, str]:
    """The headers by which Slack proves at a time that `body` is its own."""
    timestamp = str(int(at.timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {TIMESTAMP: timestamp, SIGNATURE: str(signature)}


def fresh(event: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A recorded event as if it were sent `now`, since Slack's signatures hold for five minutes.

    A signature that did not fit still does not. An event that is not Slack's stays as it is.
    """
    made = dict(event)
    headers = made.get("headers") or {}
    if SIGNATURE in headers:
        then = datetime.fromtimestamp(int(headers[TIMESTAMP]), UTC)
        right = signed(made["body"], then) == {name: headers[name] for name in (TIMESTAMP, SIGNATURE)}
        anew = signed(made["body"], now)
        changed = anew if right else {TIMESTAMP: anew[TIMESTAMP]}
        made["headers"] = headers | changed
        made["multiValueHeaders"] = made["multiValueHeaders"] | {name: [value] for name, value in changed.items()}
    return made


def shown(message: Mapping[str, Any]) -> str:
    """A message's text, without Slack's own mark-up of `&`, `<` and `>`."""
    return html.unescape("\n\n".join(_shown(block) for block in message.get("blocks", ())))


def _shown(block: Mapping[str, Any]) -> str:
    if block["type"] == "actions":
        return " ".join(f"[{button['text']['text']}]" for button in block["elements"])
    if "fields" in block:
        return "\n".join(field["text"].replace("\n", ": ", 1) for field in block["fields"])
    return "\n".join(text["text"] for text in (block.get("text"), *block.get("elements", ())) if text)


def main(arguments: list[str] | None = None) -> int:
    """Type a command to the server that runs here. Returns the exit code: 1 where nothing answers it."""
    parser = argparse.ArgumentParser(prog="make slack", description="Type /finetune to the running local server.")
    parser.add_argument("text", nargs="?", default=os.environ.get("SLACK_TEXT", ""), help="what stands after /finetune")
    text: str = parser.parse_args(arguments).text
    forget_real_credentials()
    try:
        state = read_state(STATE_PATH)
        parameter = client("ssm", state.endpoint_url).get_parameter(Name=SIGNING_SECRET_NAME, WithDecryption=True)
        body = slash_command(text)
        headers = {"Content-Type": CONTENT_TYPE, "User-Agent": USER_AGENT}
        headers |= signed(body, datetime.now(UTC), parameter["Parameter"]["Value"])
        request = Request(f"{state.address}{COMMANDS}", body.encode(), headers)  # noqa: S310 - this machine's address
        with urlopen(request, timeout=30) as response:  # noqa: S310
            print(shown(json.load(response)))
    except HTTPError as error:
        with error:
            print(error.read().decode(), file=sys.stderr)
        return 1
    except (NotRunningError, URLError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
