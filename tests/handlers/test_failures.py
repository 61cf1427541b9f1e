"""Mistakes on our side: a 500 that shows nothing, and a log that shows everything."""

import pytest

from decisions.answer import DecisionAnswer
from handlers import decisions, routes
from tests.handlers.http import answer, event, get

HIDDEN = "a secret of ours"


@pytest.fixture
def broken(monkeypatch):
    """Has the use case do something else."""
    return lambda replacement: monkeypatch.setattr(decisions, "decide", replacement)


def _raises(*_):
    raise ZeroDivisionError(HIDDEN)


def test_an_unexpected_error_is_a_500_that_shows_nothing(broken):
    broken(_raises)
    found = answer(event("decision-scenario-1"))
    assert (found.status, found.problem()["code"]) == (500, "internal_error")
    assert HIDDEN not in found.text
    assert "ZeroDivision" not in found.text


def test_an_unexpected_error_is_logged_with_its_trace_and_counted_as_a_request(broken, output):
    broken(_raises)
    answer(event("decision-scenario-1"))
    lines = output.lines()
    [line] = [line for line in lines if line.get("level") == "ERROR"]
    assert line["exception_name"] == "ZeroDivisionError"
    assert "_raises" in line["exception"]
    assert line["function_request_id"]
    assert [line["Requests"] for line in lines if "Requests" in line] == [[1]]
    assert not any("decision" in line for line in lines)


@pytest.mark.parametrize("wrong", [{"version": HIDDEN}, HIDDEN, None, [HIDDEN]])
def test_an_answer_that_does_not_fit_its_schema_is_our_mistake_and_not_the_callers(monkeypatch, output, wrong):
    monkeypatch.setattr(routes, "show_table", lambda _: wrong)
    found = get("/v1/rates/current")
    assert (found.status, found.problem()["code"]) == (500, "internal_error")
    assert HIDDEN not in found.text
    [line] = [line for line in output.lines() if line.get("level") == "ERROR"]
    assert line["message"] == "answer does not fit its own schema"
    assert line["fields"]
    assert HIDDEN not in str(line)


def test_an_answer_that_cannot_be_made_is_our_mistake_and_not_the_callers(broken):
    broken(lambda *_: DecisionAnswer.model_validate({"verdict": HIDDEN}))
    found = answer(event("decision-scenario-1"))
    assert (found.status, found.problem()["code"]) == (500, "internal_error")
    assert HIDDEN not in found.text


def test_one_failure_does_not_reach_the_next_request(broken, monkeypatch):
    broken(_raises)
    assert answer(event("decision-scenario-1")).status == 500
    monkeypatch.undo()
    assert answer(event("decision-scenario-1")).status == 200
    assert get("/health").status == 200
