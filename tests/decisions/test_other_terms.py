"""Terms that OpenAI does not have and other providers do: hosting by the hour, storage, billed validation tokens."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from decisions.decide import TableInUse
from ratebook.models import RateTable
from rules.outcomes import Outcome
from tests.decisions.asking import Ask, asking, outcome, request

SINCE = {"effective_from": "2025-09-01", "source": "pricing", "checked_on": "2026-11-22", "confirmed": True}
LONG: dict[str, object] = {
    "current.model": "gpt-4o-mini",
    "workload": {
        "calls_per_month": 3_264_000,
        "input_tokens": 3000,
        "output_tokens": 300,
        "cacheable_input_tokens": 2816,
    },
    "candidate.input_tokens": 500,
}


def with_terms(table: RateTable, hosting: dict[str, object] | None, model: dict[str, Any]) -> Ask:
    """OpenAI's table, but for these terms of hosting and of gpt-4o-mini."""
    document = table.model_dump(mode="json", exclude_none=True)
    provider = document["providers"]["openai"]
    provider["models"]["gpt-4o-mini-2024-07-18"] |= model
    provider["hosting"] = [hosting | SINCE] if hosting else []
    changed = RateTable.model_validate_json(json.dumps(document))
    return asking(TableInUse(changed, "test", "0"), date(2026, 11, 22))


@pytest.fixture
def azure(table: RateTable) -> Ask:
    """Tokens at the base price, and 1.70 an hour for the deployment."""
    mini = table.providers["openai"].models["gpt-4o-mini-2024-07-18"]
    base = [entry.model_dump(mode="json", exclude_none=True) for entry in mini.base]
    hosting: dict[str, object] = {"usd_per_deployment_hour": "1.70", "usd_per_model_month_storage": "0"}
    return with_terms(table, hosting, {"fine_tuned": base})


def test_hosting_needs_3_264_000_calls_a_month_against_the_plain_prompt(azure: Ask) -> None:
    answer = azure(request(LONG))
    assert answer.per_call.saving_usd == Decimal("0.000375")
    assert answer.payback.hosting_break_even_calls_per_month == "3264000"
    assert answer.monthly.fine_tuned_lines[-1].cost_usd.expected == 1224
    assert answer.monthly.saving_usd is not None
    assert answer.monthly.saving_usd.expected == 0
    assert answer.payback.months is None


def test_and_7_472_528_against_the_cached_one(azure: Ask) -> None:
    answer = azure(request(LONG | {"current": {"model": "gpt-4o-mini", "prompt_caching": True}}))
    assert answer.per_call.saving_usd == Decimal("0.0001638")
    assert answer.payback.hosting_break_even_calls_per_month == "7472528"


def test_a_call_that_saves_does_not_pay_for_hosting_by_itself(azure: Ask) -> None:
    answer = azure(request(LONG | {"workload.calls_per_month": 1000}))
    assert outcome(answer, "saves-per-call") is Outcome.PASS
    assert outcome(answer, "payback-within-limit") is Outcome.FAIL


def test_break_even_within_the_limit_pays_for_hosting_too(azure: Ask) -> None:
    answer = azure(request(LONG))
    # A month needs 1,224 dollars and a third of 3,518, at 0.000375 a call.
    assert answer.payback.break_even_calls_per_month == "6391112"
    assert answer.payback.break_even_calls is None  # at this volume hosting eats every saving
    enough = azure(request(LONG | {"workload.calls_per_month": 6_391_112}))
    assert outcome(enough, "payback-within-limit") is Outcome.PASS
    one_short = azure(request(LONG | {"workload.calls_per_month": 6_391_111}))
    assert outcome(one_short, "payback-within-limit") is Outcome.FAIL


def test_a_stored_model_is_billed_by_the_month(table: RateTable) -> None:
    storage: dict[str, object] = {"usd_per_deployment_hour": "0", "usd_per_model_month_storage": "1.95"}
    lines = with_terms(table, storage, {})(request()).monthly.fine_tuned_lines
    assert lines[-1].name == "storage of fine-tuned gpt-4o-mini-2024-07-18"
    assert lines[-1].cost_usd.expected == Decimal("1.95")


def test_where_no_hosting_price_is_published_there_is_no_line_for_it(table: RateTable) -> None:
    answer = with_terms(table, None, {})(request())
    assert [line.unit for line in answer.monthly.fine_tuned_lines] == ["million tokens", "million tokens"]
    assert answer.payback.hosting_break_even_calls_per_month is None


def test_validation_tokens_are_billed_where_the_provider_bills_them(table: RateTable) -> None:
    price = SINCE | {"usd_per_million_training_tokens": "3", "bills_validation_tokens": True}
    together = with_terms(table, None, {"training": {"sft": [price]}})
    answer = together(request({"dataset.validation_tokens": 100_000, "experiments.runs": 1}))
    assert answer.one_time.lines[0].cost_usd.expected == Decimal("4.80")


def test_a_model_nobody_retires_outlives_any_payback(table: RateTable) -> None:
    lasting = with_terms(table, None, {"fine_tunes_retire_on": None})
    answer = lasting(request({"workload.calls_per_month": 400_000}))
    assert outcome(answer, "outlives-payback") is Outcome.PASS
    assert answer.payback.retires_on is None


def test_training_that_closes_for_one_model_closes_the_day_before(table: RateTable) -> None:
    closes = {"date": "2026-11-22", "source": "deprecations", "checked_on": "2026-11-22", "confirmed": True}
    closing = with_terms(table, None, {"training_closes_on": closes})
    assert outcome(closing(request({"as_of": "2026-11-21"})), "training-available") is Outcome.PASS
    assert outcome(closing(request({"as_of": "2026-11-22"})), "training-available") is Outcome.FAIL
