"""The function as API Gateway calls it."""

import pytest

from handlers import wiring
from local.calls import EVENTS
from local.slack import COMMANDS, fresh, slash_command
from tests.handlers.http import event as recorded
from tests.handlers.http import request
from tests.handlers.slack.signed import OTHER, command, event, sent


def test_an_empty_command_is_told_how_to_use_it():
    answer = command("")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["response_type"] == "ephemeral"
    assert "Usage" in answer.json["text"]


def test_a_command_without_text_is_an_empty_one():
    assert "Usage" in sent(event("command=%2Ffinetune")).json["text"]


def test_the_command_is_called_what_the_workspace_calls_it():
    body = slash_command("", command="/payback")
    assert "/payback gpt-4o" in sent(event(body)).json["text"]


def test_a_retry_is_not_answered_a_second_time():
    answer = command("help", **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert (answer.status, answer.text) == (200, "")


def test_a_retry_that_is_not_slacks_is_refused():
    assert command("help", signed_with=OTHER, **{"X-Slack-Retry-Num": "1"}).status == 401


def test_another_method_and_another_path_are_told_so():
    answer = sent(request("GET", "/slack/commands"))
    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert sent(request("POST", "/slack/other", "")).status == 404


def test_a_mistake_of_ours_is_a_500_that_shows_nothing_of_it(monkeypatch):
    def broken():
        raise RuntimeError("of ours")

    monkeypatch.setattr(wiring, "rate_book", broken)
    answer = command("rates")
    assert (answer.status, answer.problem()["code"]) == (500, "internal_error")
    assert "of ours" not in answer.text


def test_a_request_is_counted(output):
    command("help")
    assert output.metrics()["Requests"][0] == 1


RECORDED = {name: 401 if "wrong" in name else 200 for name, call in EVENTS.items() if call.resource == COMMANDS}


@pytest.mark.parametrize(("name", "status"), RECORDED.items())
def test_every_recorded_event_is_answered_as_it_should_be(name, status):
    assert sent(fresh(recorded(name), wiring.now())).status == status
    assert sent(recorded(name)).status == 401  # five minutes are over
