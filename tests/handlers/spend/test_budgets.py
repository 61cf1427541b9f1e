"""GET, PUT and DELETE /v1/budgets/{project}, and what is announced of them."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

import pytest

from handlers import wiring
from handlers.spend import alerts
from local.function import LocalContext
from tests.handlers.http import answer, get, put, request
from tests.handlers.spend.watching import TUNED, heard, look, on_the_topic, spend


def _put(**budget):
    said = put("/v1/budgets/support", {"forecast": False} | budget)
    assert said.status == 200, said.text
    return said.json


def _at(monkeypatch, day):
    monkeypatch.setattr(wiring, "now", lambda: datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def test_a_budget_has_thresholds_and_a_forecast_unless_it_says_otherwise(aws):
    said = put("/v1/budgets/support", {"monthly_usd": 200}).json
    assert (said["monthly_usd"], said["thresholds"], said["forecast"]) == ("200", ["0.8", "1"], True)
    assert said["fine_tuned_monthly_usd"] is said["training_monthly_usd"] is None
    assert get("/v1/budgets/support").json == said
    assert list(get("/v1/budgets").json["budgets"]) == ["support"]


def test_where_a_project_stands_is_told_with_its_budget(aws):
    spend("one", "50")
    spend("two", "7", model=TUNED)
    said = _put(monthly_usd="100", fine_tuned_monthly_usd="10")
    total, tuned = said["status"]
    assert (total["limit"], total["spent_usd"], total["share"]) == ("total", "57", "0.57")
    assert (tuned["limit"], tuned["spent_usd"], tuned["share"]) == ("fine_tuned", "7", "0.7")
    assert (said["month"], said["unpriced_records"]) == ("2026-11", 0)


def test_a_budget_is_taken_away(aws):
    _put(monthly_usd="100")
    assert answer(request("DELETE", "/v1/budgets/support")).json == {"budgets": {}}
    assert get("/v1/budgets/support").status == 404
    assert answer(request("DELETE", "/v1/budgets/support")).status == 404


@pytest.mark.parametrize(
    ("budget", "field"),
    [
        ({}, "monthly_usd"),
        ({"monthly_usd": None}, "monthly_usd"),
        ({"monthly_usd": 0}, "monthly_usd"),
        ({"monthly_usd": "-1"}, "monthly_usd"),
        ({"monthly_usd": "1", "thresholds": []}, "thresholds"),
        ({"monthly_usd": "1", "thresholds": [80]}, "thresholds[0]"),
        ({"monthly_usd": "1", "thresholds": ["0"]}, "thresholds[0]"),
        ({"monthly_usd": "1", "thresholds": ["0.8", 0.8]}, "thresholds"),
        ({"monthly_usd": "1", "forecast": "yes"}, "forecast"),
        ({"monthly_usd": "1", "amount": "1"}, "amount"),
    ],
)
def test_a_budget_that_cannot_be_is_refused_by_its_fields_name(aws, budget, field):
    said = put("/v1/budgets/support", budget)
    assert (said.status, list(said.errors)) == (422, [field])
    assert get("/v1/budgets/support").status == 404


@pytest.mark.parametrize("name", ["x" * 65, "a<b", "a%2Fb"])
def test_a_project_that_cannot_be_is_refused(aws, name):
    assert list(put(f"/v1/budgets/{name}", {"monthly_usd": "1"}).errors) == ["project"]


def test_a_name_in_the_path_is_the_one_of_the_records(aws):
    assert put("/v1/budgets/R&D%20(EU)", {"monthly_usd": "10"}).json["project"] == "R&D (EU)"
    spend("one", "9", project="R&D (EU)")
    assert get("/v1/budgets/R&D (EU)").json["status"][0]["spent_usd"] == "9"


def test_each_threshold_is_announced_once(aws):
    _put(monthly_usd="100", thresholds=["0.5", "0.8", "1"])
    spend("one", "60")
    assert [each.alert for each in heard(aws)] == ["2026-11#total#100#0.5"]
    spend("two", "60")
    assert [each.alert for each in heard(aws)] == ["2026-11#total#100#0.8", "2026-11#total#100#1"]
    spend("three", "60")
    assert heard(aws) == []


def test_a_budget_below_what_is_spent_is_announced_when_it_is_set(aws):
    spend("one", "60")
    assert heard(aws) == []
    _put(monthly_usd="50")
    assert len(heard(aws)) == 2


def test_a_budget_that_was_raised_is_another_one(aws):
    _put(monthly_usd="100", thresholds=["0.8"])
    spend("one", "85")
    assert len(heard(aws)) == 1
    _put(monthly_usd="1000", thresholds=["0.8"])
    assert heard(aws) == []
    spend("two", "800")
    [again] = heard(aws)
    assert again.alert == "2026-11#total#1000#0.8"


def test_fine_tuned_models_and_training_have_limits_of_their_own(aws):
    _put(fine_tuned_monthly_usd="10", training_monthly_usd="5", thresholds=["1"])
    spend("base", "500")
    assert heard(aws) == []
    spend("tuned", "10", model=TUNED)
    assert [each.alert for each in heard(aws) if each.kind == "threshold"] == ["2026-11#fine_tuned#10#1"]
    job = {"id": "ftjob", "project": "support", "at": "2026-11-02", "training": {"usd": "5", "model": "m"}}
    _post(job)
    [training] = heard(aws)
    assert training.alert == "2026-11#training#5#1"
    assert "its budget for training of 5 USD" in training.text


def _post(record):
    assert answer(request("POST", "/v1/usage", _json(record))).status == 200


def _json(record):
    return json.dumps(record)


def test_a_project_without_a_budget_is_left_in_peace(aws):
    spend("one", "10000")
    assert heard(aws) == []


def test_ten_functions_that_look_at_once_announce_it_once(aws):
    _put(monthly_usd="100", thresholds=["0.5", "0.8", "1"])
    spend("one", "150")
    with ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(lambda _: wiring.watch().look("support", "2026-11"), range(10)))
    assert sum(sent) == 3
    assert len(on_the_topic(aws)) == 3


def test_the_text_has_the_figures_of_now_the_forecast_the_top_models_and_what_has_no_price(aws, monkeypatch):
    for number in range(5):
        spend(f"base-{number}", "10", at=f"2026-11-{18 + number}")
    spend("mini", "3", model="gpt-4o-mini", at="2026-11-24")
    _post({"id": "u", "project": "support", "model": "nowhere", "at": "2026-11-24", "usage": _FEW})
    _put(monthly_usd="100", thresholds=["0.5"])
    [alert] = heard(aws)
    first, forecast, top, unpriced = alert.text.splitlines()
    assert first == "support has spent 53 USD of its budget of 100 USD for 2026-11: 53% now, threshold 50%."
    # 53 USD in the 7 full days from the 18th to the 24th, and as much a day on the 25th and the 5 days after it.
    assert forecast.startswith("Forecast for 2026-11: 98.43 USD (spent so far, and for today and each day")
    assert top == "Most was spent on: gpt-4o-2024-08-06 50 USD, gpt-4o-mini-2024-07-18 3 USD."
    assert unpriced == "Unpriced records, which are in none of these figures: 1."


_FEW = {"input_tokens": 1, "output_tokens": 1}


def test_a_forecast_over_the_budget_is_announced_once_before_it_is_spent(aws):
    put("/v1/budgets/support", {"monthly_usd": "90", "thresholds": ["1"]})
    for number in range(5):
        spend(f"call-{number}", "10", at=f"2026-11-{20 + number}")
    [alert] = heard(aws)
    assert (alert.kind, alert.alert) == ("forecast", "2026-11#total#90#forecast")
    assert "is forecast to spend 110 USD in 2026-11; its budget is 90 USD: 55.5% now, 50 USD." in alert.text
    spend("more", "10", at="2026-11-24")
    assert heard(aws) == []


def test_two_days_are_too_few_for_a_forecast(aws):
    put("/v1/budgets/support", {"monthly_usd": "90", "thresholds": ["1"]})
    spend("one", "40", at="2026-11-23")
    spend("two", "40", at="2026-11-24")
    assert heard(aws) == []
    assert get("/v1/budgets/support").json["status"][0]["forecast_usd"] is None


def test_a_fine_tune_is_announced_when_it_is_seen_first_and_not_where_it_is_registered(aws):
    spend("one", "1", model=TUNED)
    [alert] = heard(aws)
    assert alert.kind == "new_fine_tune"
    assert f"a fine-tune that was not seen before: {TUNED}, since 2026-11-20" in alert.text
    spend("two", "1", model=TUNED)
    spend("three", "1", model=TUNED, at="2026-12-02")
    assert heard(aws) == []
    known = "ft:gpt-4o-mini-2024-07-18:a::known"
    tuned = {"model": known, "baseline": {"model": "gpt-4o"}, "in_use_from": "2026-11-01"}
    assert put("/v1/fine-tunes/known", tuned).status == 200
    spend("four", "1", model=known)
    assert heard(aws) == []


@pytest.mark.parametrize(("usd", "alerts"), [("20", 0), ("20.01", 1)])
def test_a_day_over_twice_its_trend_is_announced(aws, usd, alerts):
    for number in range(5):
        spend(f"call-{number}", "10", model=TUNED, at=f"2026-11-{20 + number}")
    heard(aws)
    spend("today", usd, model=TUNED, at="2026-11-25")
    found = heard(aws)
    assert [each.kind for each in found] == ["over_trend"] * alerts
    spend("more", "100", model=TUNED, at="2026-11-25")
    assert len(heard(aws)) == 1 - alerts
    if found:
        assert "has spent 20.01 USD on fine-tuned models on 2026-11-25, over 2 times the 10 USD a day" in found[0].text


def test_a_day_that_is_filled_in_late_is_no_surprise(aws):
    for number in range(5):
        spend(f"call-{number}", "10", model=TUNED, at=f"2026-11-{10 + number}")
    heard(aws)
    spend("late", "500", model=TUNED, at="2026-11-15")
    assert heard(aws) == []


def test_a_month_that_is_over_needs_no_forecast(aws, monkeypatch):
    _put(monthly_usd="100", thresholds=["0.8"])
    _at(monkeypatch, "2026-12-03")
    spend("late", "90", at="2026-11-30")
    [alert] = heard(aws)
    assert "Forecast" not in alert.text


def test_what_a_budget_announced_is_told_with_it(aws):
    _put(monthly_usd="100", thresholds=["0.8"])
    spend("one", "85")
    look(aws)
    [told] = get("/v1/budgets/support").json["alerts"]
    assert (told["kind"], told["month"], told["announced"]) == ("threshold", "2026-11", True)
    assert told["first_at"] == "2026-11-25T12:00:00Z"


def test_shares_are_exact(aws):
    _put(monthly_usd="3", thresholds=["1"])
    spend("one", "2.99999")
    assert heard(aws) == []
    said = get("/v1/budgets/support").json["status"][0]
    assert Decimal(said["share"]) < 1
    spend("two", "0.00001")
    [alert] = heard(aws)
    assert "100% now" in alert.text


def test_the_sweep_announces_what_the_stream_never_brought(aws):
    _put(monthly_usd="100", thresholds=["0.8"])
    spend("one", "85")
    spend("late", "85", at="2026-10-31")
    hurried = LocalContext(timeout_seconds=20)
    assert alerts.handler({"detail-type": "Scheduled Event"}, hurried) == {"alerts": 0}
    context = LocalContext(timeout_seconds=120)
    assert alerts.handler({"detail-type": "Scheduled Event"}, context) == {"alerts": 2}
    assert alerts.handler({"detail-type": "Scheduled Event"}, context) == {"alerts": 0}
    assert [each.month for each in on_the_topic(aws)] == ["2026-10", "2026-11"]
