"""What is not known is unknown: never zero, never a no, and asked for only where the answer matters."""

from decimal import Decimal

import pytest

from rules.outcomes import Outcome, Verdict
from tests.decisions.asking import Ask, flip, outcome, request, rule

MONEY = ("beats-alternatives", "saves-per-call", "payback-within-limit", "outlives-payback")


def test_a_model_whose_fine_tunes_have_no_price_is_unknown_and_not_free(ask: Ask) -> None:
    answer = ask(request({"candidate.model": "gpt-6-luna"}))
    assert answer.verdict is Verdict.NOT_AVAILABLE
    assert answer.monthly.fine_tuned_usd is None
    assert answer.monthly.saving_usd is None
    assert answer.per_call.fine_tuned_usd is None
    assert answer.per_call.saving_usd is None
    assert answer.one_time.total_usd is None
    assert answer.payback.months is None
    assert answer.payback.days is None
    assert answer.payback.training_only_days is None
    assert answer.payback.break_even_calls_per_month is None
    assert answer.payback.limit_months == 3
    for id in MONEY:
        assert outcome(answer, id) is Outcome.UNKNOWN
        assert rule(answer, id).observed == (
            "no price of a fine-tuned gpt-6-luna is known: send overrides, or candidate.hosting.usd_per_unit_hour"
        )
    assert not {"fine_tuning"} & {each.approach for each in answer.alternatives}
    assert '"fine_tuned_usd":null' in answer.model_dump_json()


def test_what_is_known_of_it_is_still_shown(ask: Ask) -> None:
    answer = ask(request({"candidate.model": "gpt-6-luna"}))
    assert [line.name for line in answer.one_time.lines] == ["engineering"]
    assert answer.monthly.current_usd == 10_500
    assert "gpt-6-luna" in {each.model for each in answer.alternatives}


def test_a_fine_tune_without_a_price_of_training_is_unknown_although_its_calls_are_priced(ask: Ask) -> None:
    answer = ask(request({"candidate.model": "gpt-3.5-turbo-0613"}))
    assert {outcome(answer, id) for id in MONEY} == {Outcome.UNKNOWN}
    said = "no price of training gpt-3.5-turbo-0613 by sft is known: send experiments.training_usd"
    assert rule(answer, "saves-per-call").observed == said
    stated = ask(request({"candidate.model": "gpt-3.5-turbo-0613", "experiments": {"training_usd": 10}}))
    assert outcome(stated, "saves-per-call") is not Outcome.UNKNOWN


def test_a_method_that_is_not_offered_is_not_available(ask: Ask) -> None:
    answer = ask(request({"candidate.method": "dpo"}))
    assert answer.verdict is Verdict.NOT_AVAILABLE
    assert "by dpo" in rule(answer, "training-available").observed


LONG: dict[str, object] = {
    "workload.input_tokens": 3000,
    "workload.output_tokens": 300,
    "workload.cacheable_input_tokens": ...,
    "current.model": "gpt-4o-mini",
    "candidate.input_tokens": 500,
    "workload.calls_per_month": 60_000_000,
}


def test_a_prompt_that_may_be_cached_is_asked_about_where_the_answer_decides(ask: Ask) -> None:
    answer = ask(request(LONG))
    beats = rule(answer, "beats-alternatives")
    assert beats.outcome is Outcome.UNKNOWN
    assert beats.observed.endswith("if all of it can be cached")
    assert beats.ask is not None
    assert beats.ask.startswith("How many of the input tokens are the same at the start of every call")
    assert answer.verdict is Verdict.NEED_MORE_INFORMATION


def test_the_longest_prefix_that_still_passes_is_exact_to_the_token(ask: Ask) -> None:
    at_most = int(str(flip(ask(request(LONG)), "beats-alternatives", "workload.cacheable_input_tokens").value))
    for tokens, expected in (
        (0, Outcome.PASS),
        (at_most, Outcome.PASS),
        (at_most + 1, Outcome.FAIL),
        (3000, Outcome.FAIL),
    ):
        answer = ask(request(LONG | {"workload.cacheable_input_tokens": tokens}))
        assert outcome(answer, "beats-alternatives") is expected


@pytest.mark.parametrize(("hours", "at_most"), [("18.55", "1151"), ("18.552", "1151"), ("18.553", "1023")])
def test_a_tie_over_the_horizon_at_the_first_cached_step_still_passes(ask: Ask, hours: str, at_most: str) -> None:
    # 3 million calls save 360 dollars a month against the plain prompt, and 129.60 against 1,024 cached tokens: in 12
    # months 1,555.20, and 300 are what caching costs to start.
    fields: dict[str, object] = {
        "workload.calls_per_month": 3_000_000,
        "engineering.hours": Decimal(hours),
        "experiments": {"training_usd": 0},
    }
    flipped = flip(ask(request(LONG | fields)), "beats-alternatives", "workload.cacheable_input_tokens")
    assert flipped.value == at_most


@pytest.mark.parametrize(
    "fields",
    [
        {"workload.input_tokens": 1023},
        {"current.model": "gpt-4o"},
        {"current.model": "gpt-3.5-turbo", "as_of": "2026-06-01"},
        {"quality_value_usd_per_month": 1_000_000},
    ],
)
def test_it_is_not_asked_about_where_no_answer_changes_anything(ask: Ask, fields: dict[str, object]) -> None:
    assert outcome(ask(request(LONG | fields)), "beats-alternatives") is Outcome.PASS


def test_a_batch_that_is_cheaper_fails_it_whatever_could_be_cached(ask: Ask) -> None:
    answer = ask(request(LONG | {"workload.latency_tolerant": True}))
    assert outcome(answer, "beats-alternatives") is Outcome.FAIL
    assert "in a batch" in rule(answer, "beats-alternatives").observed
    assert answer.verdict is Verdict.DO_NOT_FINE_TUNE


def test_without_a_cached_price_nothing_can_be_cached(ask: Ask) -> None:
    answer = ask(
        request({"current.model": "gpt-3.5-turbo", "as_of": "2026-06-01", "workload.cacheable_input_tokens": 1000})
    )
    assert rule(answer, "beats-alternatives").observed.endswith("neither caching nor batch applies")


def test_writing_the_cache_can_cost_more_than_it_saves_and_then_only_a_short_prefix_flips(ask: Ask) -> None:
    fields: dict[str, object] = {
        "current.model": "gpt-6-luna",
        "workload.input_tokens": 3000,
        "workload.cacheable_input_tokens": 2048,
        "workload.cache_hit_rate": 0,
    }
    answer = ask(request(fields))
    assert outcome(answer, "beats-alternatives") is Outcome.FAIL
    assert flip(answer, "beats-alternatives", "workload.cacheable_input_tokens").value == "1023"


def test_a_fine_tune_that_is_asked_about_by_a_tuned_name_is_priced_by_its_base(ask: Ask) -> None:
    named = ask(request({"candidate.model": "ft:gpt-4o-mini-2024-07-18:acme::abc123"}))
    assert named.per_call.fine_tuned_usd == ask(request()).per_call.fine_tuned_usd


def test_todays_fine_tune_is_priced_at_fine_tuned_prices(ask: Ask) -> None:
    answer = ask(request({"current.model": "ft:gpt-4o-mini-2024-07-18:acme::abc123"}))
    assert answer.per_call.current_usd == Decimal("0.00042")
    assert answer.monthly.current_lines[0].unit_price_usd == Decimal("0.3")
    base = ask(request({"current.model": "gpt-4o-mini-2024-07-18"}))
    assert base.per_call.current_usd == Decimal("0.00021")
