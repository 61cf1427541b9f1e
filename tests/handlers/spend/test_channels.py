"""Where alerts are announced: once, whatever fails on the way, and nothing of a name becomes markup."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from handlers import wiring
from handlers.slack.credentials import Secret, SecretUnreachableError
from handlers.slack.webhook import NotSentError
from handlers.spend.channels import SlackChannel, SnsChannel, message, subject
from local.dynamodb import TABLES
from spend.budgets.alerts import Alert, AlertKind
from spend.budgets.delivery import HOLD, Announcer, NotDeliveredError
from spend.storage.table import Table

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WEBHOOK = "https://hooks.slack.com/services/T0/B0/x"
ALERT = Alert(
    "support",
    "2026-11",
    AlertKind.THRESHOLD,
    "2026-11#total#100#0.8",
    "support: 83% now",
    "83% now\nMost: <!channel> & co",
)


class Channel:
    """Keeps what it is sent; the first calls do as is planned."""

    def __init__(self, name, *planned):
        self.name, self._planned, self.sent = name, list(planned), []

    def send(self, alert):
        planned = self._planned.pop(0) if self._planned else True
        if isinstance(planned, BaseException):
            raise planned
        self.sent.append(alert.name)
        return planned


@pytest.fixture
def announcer(aws):
    def made(*channels, at=NOW):
        return Announcer(Table(aws["dynamodb"], TABLES["SpendTable"]), channels, lambda: at)

    return made


def test_an_alert_is_sent_to_every_channel_and_once(announcer):
    sns, slack = Channel("sns"), Channel("slack")
    assert announcer(sns, slack).announce(ALERT)
    assert not announcer(sns, slack).announce(ALERT)
    assert sns.sent == slack.sent == [ALERT.name]


def test_a_channel_that_fails_does_not_keep_it_from_the_others_and_gets_it_later(announcer):
    sns, slack = Channel("sns"), Channel("slack", NotDeliveredError("away"), NotDeliveredError("away"))
    for _ in range(2):
        with pytest.raises(NotDeliveredError):
            announcer(sns, slack).announce(ALERT)
    assert announcer(sns, slack).announce(ALERT)
    assert sns.sent == slack.sent == [ALERT.name]


def test_a_channel_that_will_never_take_it_is_not_asked_again(announcer):
    sns, slack = Channel("sns"), Channel("slack", False)
    assert announcer(sns, slack).announce(ALERT)
    assert not announcer(sns, slack).announce(ALERT)
    assert slack.sent == [ALERT.name]


def test_what_another_was_stopped_in_is_taken_over_after_its_hold(announcer, aws):
    class Stopped(BaseException):
        pass

    sns, slack = Channel("sns"), Channel("slack", Stopped())
    with pytest.raises(Stopped):
        announcer(sns, slack).announce(ALERT)
    assert not announcer(sns, slack, at=NOW + HOLD - timedelta(seconds=1)).announce(ALERT)
    assert announcer(sns, slack, at=NOW + HOLD).announce(ALERT)
    assert sns.sent == slack.sent == [ALERT.name]


def test_without_a_channel_it_is_noted(announcer):
    assert announcer().announce(ALERT)
    assert not announcer().announce(ALERT)


class Topic:
    def __init__(self, error=None):
        self.published, self._error = [], error

    def publish(self, **message):
        if self._error:
            raise self._error
        self.published.append(message)
        return {"MessageId": str(len(self.published))}


def test_a_subscription_can_choose_by_the_attributes_of_a_message():
    topic = Topic()
    assert SnsChannel(topic, "arn").send(ALERT)
    [published] = topic.published
    attributes = {name: value["StringValue"] for name, value in published["MessageAttributes"].items()}
    assert attributes == {
        "project": "support",
        "month": "2026-11",
        "kind": "threshold",
        "alert": "2026-11#total#100#0.8",
    }
    assert (published["TopicArn"], published["Message"]) == ("arn", ALERT.text)


def test_a_topic_that_is_away_is_tried_again():
    error = ClientError({"Error": {"Code": "Throttling", "Message": "no"}}, "Publish")
    with pytest.raises(NotDeliveredError):
        SnsChannel(Topic(error), "arn").send(ALERT)


@pytest.mark.parametrize("text", ["x" * 200, "Größe: 83% now", "one line"])
def test_a_subject_is_as_sns_takes_it(text):
    assert len(subject(text)) < 100
    assert subject(text).isascii()


def _slack(address, sent):
    webhook = Secret(lambda: address, lambda: NOW, "SLACK_WEBHOOK_NAME")

    def send(to, payload):
        sent.append((to, payload))
        return True

    return SlackChannel(webhook, send)


def test_an_alert_is_posted_to_the_webhook_for_all_in_the_channel_and_mentions_nobody():
    sent: list[Any] = []
    assert _slack(WEBHOOK, sent).send(ALERT)
    [(address, payload)] = sent
    assert (address, payload["response_type"]) == (WEBHOOK, "in_channel")
    text = json.dumps(payload["blocks"])
    assert "<!channel>" not in text
    assert "&lt;!channel&gt; &amp; co" in text


@pytest.mark.parametrize("address", ["https://hooks.example.org/x", "http://hooks.slack.com/x", "nothing"])
def test_nothing_is_posted_to_an_address_that_is_not_slacks(address):
    sent: list[Any] = []
    assert _slack(address, sent).send(ALERT) is False
    assert sent == []


def test_a_webhook_that_cannot_be_read_now_is_tried_again():
    def away():
        raise SecretUnreachableError("away")

    with pytest.raises(NotDeliveredError):
        SlackChannel(Secret(away, lambda: NOW, "SLACK_WEBHOOK_NAME")).send(ALERT)


def test_a_slack_that_is_away_is_tried_again():
    def away(address, payload):
        raise NotSentError("503")

    with pytest.raises(NotDeliveredError):
        SlackChannel(Secret(lambda: WEBHOOK, lambda: NOW, "SLACK_WEBHOOK_NAME"), away).send(ALERT)


def test_a_long_alert_fits_in_slacks_blocks():
    long = Alert("p" * 64, "2026-11", AlertKind.THRESHOLD, "x", "s" * 500, "\n".join(["line " * 200] * 30))
    message(long).payload()


def test_the_webhook_is_a_secret_of_the_settings(aws, monkeypatch):
    monkeypatch.setenv("SLACK_WEBHOOK_NAME", "/payback/slack/webhook")
    wiring.watch.cache_clear()
    names = [channel.name for channel in wiring.watch().announcer.channels]
    assert names == ["sns", "slack"]
