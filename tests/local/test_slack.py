"""Slack's side: what it sends, and what becomes of a recorded event later on."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import yaml
from slack_sdk.signature import Clock, SignatureVerifier

from local.aws import EXAMPLE_SIGNING_SECRET
from local.calls import EVENTS
from local.events import EVENTS_PATH
from local.slack import COMMANDS, SIGNATURE, TIMESTAMP, fresh, main, shown, signed, slash_command
from local.template import ROOT, Template

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SLACK = [name for name, call in EVENTS.items() if call.resource == COMMANDS]


class _Clock(Clock):
    def __init__(self, at):
        self._at = at

    def now(self):
        return self._at.timestamp()


def _fits(event, at):
    return SignatureVerifier(EXAMPLE_SIGNING_SECRET, _Clock(at)).is_valid_request(event["body"], event["headers"])


@pytest.mark.parametrize("name", SLACK)
def test_a_recorded_event_is_signed_anew_where_its_signature_was_right(name):
    recorded = json.loads((EVENTS_PATH / f"{name}.json").read_text())
    right = name != "slack-command-wrong-signature"
    assert not _fits(recorded, NOW)
    made = fresh(recorded, NOW)
    assert _fits(made, NOW) is right
    assert not _fits(made, NOW + timedelta(minutes=6))
    assert int(made["headers"][TIMESTAMP]) == int(NOW.timestamp())
    assert made["headers"] == {key: values[-1] for key, values in made["multiValueHeaders"].items()}
    assert made["body"] == recorded["body"]


def test_an_event_that_is_not_slacks_stays_as_it_is():
    recorded = json.loads((EVENTS_PATH / "health.json").read_text())
    assert fresh(recorded, NOW) == recorded


def test_slack_escapes_its_own_marks_in_what_is_typed():
    assert parse_qs(slash_command("a -> b"))["text"] == ["a -&gt; b"]


def test_a_signature_is_slacks_own():
    headers = signed("command=x", NOW, "secret")
    assert SignatureVerifier("secret", _Clock(NOW)).is_valid("command=x", headers[TIMESTAMP], headers[SIGNATURE])


def test_a_message_is_shown_as_text():
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "a -&gt; b"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Once*\n5 USD"}]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Share"}}]},
    ]
    assert shown({"blocks": blocks}).startswith("Title\n\na -> b\n\n*Once*: 5 USD\n\n[Share]")


def test_without_a_server_it_says_how_to_start_one(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("local.slack.STATE_PATH", tmp_path / "none.json")
    assert main(["help"]) == 1
    assert capsys.readouterr().err == "no server runs here: start `make run`\n"


def test_the_manifest_names_the_route_and_asks_for_no_more_than_the_command():
    manifest = yaml.safe_load((ROOT / "docs" / "slack-app-manifest.yaml").read_text())
    [command] = manifest["features"]["slash_commands"]
    stage = Template.read().default("StageName")
    assert command["url"].endswith(f".amazonaws.com/{stage}{COMMANDS}")
    assert COMMANDS in {route.path for route in Template.read().routes()}
    assert command["command"] == "/finetune"
    assert manifest["oauth_config"] == {"scopes": {"bot": ["commands"]}}
    # Slack's limits for a manifest.
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(command["usage_hint"]) <= 1000
