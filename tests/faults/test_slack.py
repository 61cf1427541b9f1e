"""What Slack is answered in time where the secret, the rates or the queue are away; nothing is promised in vain."""

import json
import uuid
from datetime import timedelta

import pytest

from handlers import wiring
from handlers.slack.credentials import LEAST_BETWEEN_TRIES, TIME_TO_LIVE
from local.slack import slash_command
from ratebook.book import RETRY_AFTER
from tests.faults.ways import ALL, OTHER_JSON, REFUSALS, SECRET, drips, never_answers
from tests.handlers.slack.reading import shown
from tests.handlers.slack.signed import event, sent

PARAMETER, QUEUE, RATES = "ssm GetParameter", "sqs SendMessage", "s3 *"
TO_ASK = ALL | OTHER_JSON
SLOW = {"never answers": never_answers, "drips": drips}


@pytest.fixture(autouse=True)
def _nothing_waits(stack):
    stack.empty()


def _command(stack, text="price gpt-4o"):
    # Another request each time: the queue takes an answer to the same one once.
    return stack.ask(event(slash_command(text, trigger_id=uuid.uuid4().hex)), sent)


def _follow_ups(stack):
    url = stack.local.queue_urls["SlackFollowUps"]
    received = stack.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(each["Body"])["text"] for each in received]


@pytest.mark.parametrize("fault", TO_ASK.values(), ids=TO_ASK)
def test_without_the_secret_nobody_is_refused_for_good_and_it_is_asked_for_again(stack, fault):
    with stack.aws.failing(fault, PARAMETER):
        told = _command(stack)
    assert (told.unavailable(), told.alarms) == ("signing_secret_unavailable", {"ApiFailuresAlarm"})
    assert SECRET not in told.answer.text + str(told.lines)
    stack.clock.move(LEAST_BETWEEN_TRIES)
    assert _command(stack).answer.status == 200


@pytest.mark.parametrize("fault", TO_ASK.values(), ids=TO_ASK)
def test_the_secret_that_was_had_holds_while_its_service_is_away(stack, fault):
    assert _command(stack).answer.status == 200
    with stack.aws.failing(fault, PARAMETER):
        _later_on_our_clock(stack, TIME_TO_LIVE)
        told = _command(stack)
    assert told.answer.status == 200
    assert "2.6" in shown(told.answer.json)


def _later_on_our_clock(stack, span):
    """Let so much time pass; Slack signs with the time of this machine, of which five minutes are let through."""
    held = wiring.signing_secret()
    held._fetched_at -= span  # noqa: SLF001
    held._tried_at -= span  # noqa: SLF001


@pytest.mark.parametrize("jump", [timedelta(minutes=-4), timedelta(minutes=4)])
def test_a_clock_that_jumps_keeps_nobody_from_a_new_secret(stack, jump):
    with stack.aws.failing(REFUSALS["503"], PARAMETER):
        assert _command(stack).answer.status == 503
    stack.clock.move(jump)
    assert _command(stack).answer.status == 200


@pytest.mark.parametrize("fault", REFUSALS.values(), ids=REFUSALS)
def test_rates_that_are_refused_are_answered_stale_at_once(stack, fault, monkeypatch):
    monkeypatch.setattr("handlers.slack.in_time.ANSWER_WITHIN_SECONDS", 5)
    monkeypatch.setattr("handlers.slack.in_time.LEAST_SECONDS", 5)
    with stack.aws.failing(fault, RATES):
        told = _command(stack, "rates")
    assert told.answer.status == 200
    assert "stale: the published rate table could not be read" in shown(told.answer.json)
    stack.clock.move(RETRY_AFTER)
    assert "not stale" in shown(_command(stack, "rates").answer.json)


@pytest.mark.parametrize("fault", SLOW.values(), ids=SLOW)
def test_rates_that_are_slow_are_answered_later(stack, fault):
    with stack.aws.failing(fault, RATES):
        told = _command(stack, "rates")
    assert "follows by itself" in shown(told.answer.json)
    assert _follow_ups(stack) == ["rates"]


@pytest.mark.parametrize("fault", TO_ASK.values(), ids=TO_ASK)
def test_what_the_queue_does_not_take_is_not_promised(stack, fault):
    _command(stack, "help")  # the secret is had
    with stack.aws.failing(never_answers, RATES), stack.aws.failing(fault, QUEUE):
        told = _command(stack, "rates")
    if "stale" not in shown(told.answer.json):  # where nobody listens the rates are refused at once
        assert "Try again" in shown(told.answer.json)
    assert told.answer.status == 200
    assert SECRET not in told.answer.text
