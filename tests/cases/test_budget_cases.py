"""Budgets that other tools got wrong, over HTTP: the boundary, the month, late records, stale texts, the two kinds."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from operator import add

import pytest

from handlers import wiring
from tests.handlers.http import get, put
from tests.handlers.spend.watching import TUNED, heard, spend


def _budget(usd, *thresholds):
    budget = {"monthly_usd": usd, "thresholds": list(thresholds), "forecast": False}
    assert put("/v1/budgets/support", budget).status == 200


def _spent(month):
    return get("/v1/spend", month=month, project="support").json


@pytest.mark.parametrize(("usd", "alerts"), [("159.99", 0), ("160.00", 1), ("160.01", 1)])
def test_budget_01_reaching_a_threshold_counts(aws, usd, alerts):
    _budget("200", "0.8")
    spend("one", usd)
    assert [each.kind for each in heard(aws)] == ["threshold"] * alerts


def test_budget_01_ten_cents_eight_times_are_eighty(aws):
    assert reduce(add, [0.1] * 8) < 0.8  # what binary floats make of it
    _budget("1", "0.8")
    for number in range(8):
        assert heard(aws) == []
        spend(f"call-{number}", "0.1")
    assert len(heard(aws)) == 1


def test_budget_05_a_new_month_starts_afresh_in_utc(aws):
    _budget("100", "0.8")
    spend("last", "85", at="2026-11-30T23:59:59Z")
    spend("first", "85", at="2026-12-01T00:00:00Z")
    assert [each.month for each in heard(aws)] == ["2026-11", "2026-12"]
    assert heard(aws) == []


def test_budget_05_the_hour_of_another_zone_does_not_move_a_record_to_another_month(aws):
    _budget("100", "0.8")
    spend("here", "85", at="2026-12-01T00:30:00+01:00")
    assert [each.month for each in heard(aws)] == ["2026-11"]


def test_budget_07_late_usage_counts_in_its_own_month_and_its_alert_is_neither_muted_nor_of_another(aws, monkeypatch):
    monkeypatch.setattr(wiring, "now", lambda: datetime(2026, 11, 22, 9, tzinfo=UTC))
    _budget("100", "0.8")
    spend("now", "10", at="2026-11-20")
    before = _spent("2026-11")
    spend("late", "90", at="2026-10-15")
    assert _spent("2026-10")["total_usd"] == "90"
    assert _spent("2026-11") == before
    [alert] = heard(aws)
    assert alert.month == "2026-10"
    assert "for 2026-10: 90% now, threshold 80%" in alert.text


def test_budget_10_the_message_has_the_figures_of_now_and_the_threshold(aws):
    _budget("100", "0.5")
    spend("first", "40")
    assert heard(aws) == []
    spend("second", "43")
    [alert] = heard(aws)
    assert "83% now, threshold 50%" in alert.text
    assert "83% now, threshold 50%" in alert.subject
    assert "left" not in alert.text.lower()


def test_budget_13_fine_tuned_and_base_models_are_told_apart_and_count_together(aws):
    _budget("100", "0.8")
    spend("tuned", "30", model=TUNED)
    spend("base", "55", model="gpt-4o-mini-2024-07-18")
    said = _spent("2026-11")
    assert (said["fine_tuned_usd"], said["base_usd"], said["total_usd"]) == ("30", "55", "85")
    models = {each["model"]: (each["category"], each["cost_usd"]) for each in said["by_model"]}
    assert models == {TUNED: ("fine_tuned", "30"), "gpt-4o-mini-2024-07-18": ("base", "55")}
    assert [each.kind for each in heard(aws)] == ["threshold", "new_fine_tune"]
    assert Decimal(said["total_usd"]) == Decimal(said["fine_tuned_usd"]) + Decimal(said["base_usd"])
