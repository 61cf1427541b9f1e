"""Events that tell secrets wherever a caller, or whoever fills a queue or a bucket, may write something."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from local.aws import EXAMPLE_SIGNING_SECRET
from local.invoke import read_event
from local.slack import signed

EVENTS = Path(__file__).parents[2] / "events"
NAMES = sorted(path.stem for path in EVENTS.glob("*.json"))
KEPT = {"type", "trigger_id", "action_id", "block_id", "callback_id"} | {
    *("eventSourceARN", "eventSource", "source", "detail-type", "sk", "messageId", "receiptHandle", "etag")
}
"""Fields by which it is known what was done in Slack, or that AWS itself writes; all others tell the secret."""


def told(name: str, secret: str, *, instead: bool) -> Iterator[dict[str, Any]]:
    """An event with `secret` in each header, parameter and text of its body, `instead` of what was there or after it.

    Of its body first everywhere at once, and then in one place after another, so that what is checked later is reached.
    """
    event = read_event(EVENTS / f"{name}.json")
    if "httpMethod" not in event:
        yield from _spoilt_everywhere_and_each(event, secret, instead=instead)
        return
    yield _carried(_asked(copy.deepcopy(event), secret), secret)
    for changed in _bodies(event, secret, instead=instead):
        yield _carried(changed, secret)


def _carried(event: dict[str, Any], secret: str) -> dict[str, Any]:
    """A request with the secret in all that stands around its body."""
    for header in ("Authorization", "X-Api-Key", "Cookie", "Referer", "X-Amzn-Trace-Id", "User-Agent"):
        event["headers"][header] = event["multiValueHeaders"][header] = secret
        event["multiValueHeaders"][header] = [secret]
    event["requestContext"]["identity"] |= {"apiKey": secret, "apiKeyId": secret, "userAgent": secret}
    if event["path"].startswith("/slack/"):
        then = datetime.now(UTC)
        event["requestContext"]["requestTimeEpoch"] = int(then.timestamp() * 1000)
        event["headers"] |= signed(event["body"] or "", then, EXAMPLE_SIGNING_SECRET)
    return event


def _asked(event: dict[str, Any], secret: str) -> dict[str, Any]:
    """A request with the secret in its parameters too, of which one is unknown, so that it is refused for that."""
    asked = dict.fromkeys(event["queryStringParameters"] or (), secret) | {"key": secret, secret: secret}
    parameters = {name: [value] for name, value in asked.items()}
    return event | {"queryStringParameters": asked, "multiValueQueryStringParameters": parameters}


def _bodies(event: dict[str, Any], secret: str, *, instead: bool) -> Iterator[dict[str, Any]]:
    body = event["body"]
    yield copy.deepcopy(event)
    if body is None:
        return
    yield copy.deepcopy(event) | {"body": f"{body}{secret}"}
    if event["path"].startswith("/slack/"):
        yield from _forms(event, secret, instead=instead)
        return
    try:
        value = json.loads(body)
    except ValueError:
        return
    for spoilt in _spoilt_everywhere_and_each(value, secret, instead=instead):
        yield copy.deepcopy(event) | {"body": json.dumps(spoilt)}


def _forms(event: dict[str, Any], secret: str, *, instead: bool) -> Iterator[dict[str, Any]]:
    """A form that Slack sends, each of its fields telling the secret; the address to answer at remains Slack's."""
    fields = dict(parse_qsl(event["body"], keep_blank_values=True))
    addressed = {"response_url": f"https://hooks.slack.com/commands/{urlencode({'t': secret})}"}
    everywhere = {name: _spoilt(value, secret, instead=instead) for name, value in fields.items()}
    if "payload" in fields:
        for spoilt in _spoilt_everywhere_and_each(json.loads(fields["payload"]), secret, instead=instead):
            yield copy.deepcopy(event) | {"body": urlencode({"payload": json.dumps(spoilt)})}
        return
    for changed in (everywhere, everywhere | addressed, fields | addressed | {"text": secret}):
        yield copy.deepcopy(event) | {"body": urlencode(changed)}


def _spoilt_everywhere_and_each(value: Any, secret: str, *, instead: bool) -> Iterator[Any]:
    places = list(_places(value))
    everywhere = value
    for place in places:
        everywhere = _put(everywhere, place, secret, instead=instead)
    yield everywhere
    for place in places:
        yield _put(value, place, secret, instead=instead)
    if isinstance(value, dict):
        yield {**value, secret: secret}


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the texts in a JSON value are, but for what says which event it is."""
    if isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            if name not in KEPT:
                yield from _places(each, (*place, name))
    elif isinstance(value, str):
        yield place


def _put(value: Any, place: tuple[Any, ...], secret: str, *, instead: bool) -> Any:
    made = copy.deepcopy(value)
    holder = made
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = _spoilt(holder[place[-1]], secret, instead=instead)
    return made


def _spoilt(text: str, secret: str, *, instead: bool) -> str:
    if text.startswith("totals#"):  # a key of the table, of which a caller wrote the project alone
        return text.replace("support", secret)
    return secret if instead else f"{text}{secret}"
