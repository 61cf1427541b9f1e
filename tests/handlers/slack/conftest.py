"""The deployed function with a signing secret that nobody has to fetch, and a queue that keeps what it is given."""

import pytest

from handlers import wiring
from handlers.slack.credentials import Secret
from handlers.slack.follow_up import FollowUp
from handlers.slack.queue import FollowUps
from tests.handlers.slack.signed import SECRET, SETTING


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    held = Secret(lambda: SECRET, wiring.now, SETTING)
    monkeypatch.setattr(wiring, "signing_secret", lambda: held)
    return held


@pytest.fixture(autouse=True)
def token(monkeypatch):
    """No form, unless a test has a token."""
    monkeypatch.setattr(wiring, "bot_token", lambda: None)


class Waiting:
    """A queue in memory that knows, as SQS does, what it was given before."""

    def __init__(self):
        self.messages = {}

    def send_message(self, **message):
        self.messages.setdefault(message["MessageDeduplicationId"], message)
        return {"MessageId": message["MessageDeduplicationId"]}

    @property
    def follow_ups(self):
        return [FollowUp.model_validate_json(message["MessageBody"]) for message in self.messages.values()]


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    waiting = Waiting()
    monkeypatch.setattr(wiring, "follow_ups", lambda: FollowUps(waiting, "https://sqs/follow-ups.fifo"))
    return waiting
