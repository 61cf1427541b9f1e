"""Slack waits for three seconds: an answer that is late is acknowledged, and sent when it is there."""

import threading
import time

import pytest
from botocore.exceptions import EndpointConnectionError

from handlers import wiring
from handlers.slack.in_time import rates_within, seconds_left
from handlers.slack.queue import FollowUps
from local.slack import slash_command
from tests.handlers.slack.reading import shown
from tests.handlers.slack.signed import command, event, sent


class Slow:
    """A rate book that answers when it is let go."""

    def __init__(self, book):
        self._book, self.let_go = book, threading.Event()

    def current(self):
        assert self.let_go.wait(20)
        return self._book.current()


@pytest.fixture
def slow(monkeypatch):
    book = Slow(wiring.rate_book())
    monkeypatch.setattr(wiring, "rate_book", lambda: book)
    monkeypatch.setattr("handlers.slack.in_time.ANSWER_WITHIN_SECONDS", 0.3)
    yield book
    book.let_go.set()


def test_an_answer_that_is_late_is_acknowledged_and_waits_in_the_queue(slow, queue):
    began = time.monotonic()
    answer = command("rates")
    assert time.monotonic() - began < 3
    assert answer.json["response_type"] == "ephemeral"
    assert "follows by itself" in shown(answer.json)
    [follow_up] = queue.follow_ups
    assert (follow_up.text, follow_up.command, follow_up.payload) == ("rates", "/finetune", None)
    assert follow_up.response_url == "https://hooks.slack.com/commands/1234/5678"


def test_the_same_request_waits_once_however_often_it_comes(slow, queue):
    made = event(slash_command("rates"))
    sent(made)
    sent(made)
    assert len(queue.follow_ups) == 1


def test_nothing_is_sent_to_an_address_that_is_not_slacks(slow, queue):
    answer = sent(event(slash_command("rates", response_url="https://hooks.slack.com.evil.example/x")))
    assert "Try again" in shown(answer.json)
    assert queue.follow_ups == []


def test_a_queue_that_takes_nothing_is_said_to_the_one_who_asks(slow, monkeypatch):
    class Away:
        def send_message(self, **_):
            raise EndpointConnectionError(endpoint_url="https://sqs.invalid")

    monkeypatch.setattr(wiring, "follow_ups", lambda: FollowUps(Away(), "x"))
    assert "Try again" in shown(command("rates").json)


def test_the_next_request_waits_for_the_same_reading(slow):
    assert command("rates").status == 200
    slow.let_go.set()
    assert "639" in shown(command("rates").json) or "models" in shown(command("rates").json)


@pytest.mark.parametrize(("ago", "seconds"), [(0, 2.0), (0.5, 1.5), (1.9, 0.3), (60, 0.3), (-60, 2.0)])
def test_what_is_left_is_reckoned_from_when_the_request_was_taken(ago, seconds):
    now = wiring.now()
    made = {"requestContext": {"requestTimeEpoch": (now.timestamp() - ago) * 1000}}
    assert seconds_left(made, now) == pytest.approx(seconds, abs=0.01)


def test_rates_that_are_there_are_in_time():
    assert rates_within(5, wiring.rate_book()) == wiring.rate_book().current()


@pytest.mark.parametrize("text", ["", "help", "examples", "x" * 4000])
def test_what_needs_no_rates_does_not_wait_for_them(slow, queue, text):
    assert "follows by itself" not in shown(command(text).json)
    assert queue.follow_ups == []
