"""Metrics in the log (embedded metric format), by the names that the alarms watch."""

from datetime import UTC, datetime

import pytest

from handlers import wiring
from local.environment import applied
from tests.handlers.http import answer, body, decide, event, get

SERVICE = {"service": "payback"}


@pytest.fixture
def afternoon(monkeypatch):
    """15:00 UTC of the day on which the newest figure of the snapshot was checked."""
    checked_on = wiring.rate_book().current().compiled.checked_on
    now = datetime(checked_on.year, checked_on.month, checked_on.day, 15, tzinfo=UTC)
    monkeypatch.setattr(wiring, "now", lambda: now)


@pytest.mark.usefixtures("afternoon")
def test_a_decision_is_counted_by_its_verdict(output):
    verdict = answer(event("decision-scenario-4")).json["verdict"]
    assert verdict == "collect_examples"
    assert output.metrics() == {
        "Decisions": (1, SERVICE | {"verdict": "collect_examples"}),
        "Requests": (1, SERVICE),
        "StaleAnswers": (0, SERVICE),
        "RatesAgeSeconds": (15 * 60 * 60, SERVICE),
    }


@pytest.mark.usefixtures("afternoon")
def test_health_is_counted_with_the_age_of_the_rates(output):
    get("/health")
    assert output.metrics() == {
        "Requests": (1, SERVICE),
        "StaleAnswers": (0, SERVICE),
        "RatesAgeSeconds": (15 * 60 * 60, SERVICE),
    }


@pytest.mark.parametrize(
    "ask",
    [
        lambda: get("/v1/rules"),
        lambda: get("/nowhere"),
        lambda: answer(event("decision-invalid")),
        lambda: answer(event("decision-form-encoded")),
    ],
)
def test_every_request_is_counted_once(output, ask):
    ask()
    assert output.metrics() == {"Requests": (1, SERVICE)}


def test_requests_are_counted_one_by_one(output):
    for _ in range(3):
        get("/v1/rules")
        assert output.metrics()["Requests"] == (1, SERVICE)


def test_a_decision_by_an_old_version_says_nothing_of_the_age_of_the_rates(output):
    version = wiring.rate_book().current().compiled.version
    decide(body("decision-minimal") | {"rates_version": version})
    assert set(output.metrics()) == {"Decisions", "Requests"}


def test_nothing_is_written_where_metrics_are_disabled(output):
    with applied({"POWERTOOLS_METRICS_DISABLED": "true"}):
        for _ in range(101):  # Powertools writes its hundredth value all the same, unless it is told to forget
            get("/v1/rates/current/changes")
        answer(event("decision-minimal"))
    assert [list(line) for line in output.lines() if "_aws" in line] == []
    get("/v1/rules")
    assert output.metrics()["Requests"] == (1, SERVICE)
