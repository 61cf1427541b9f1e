"""Calls so long that the whole of them is at other rates: on both sides of the limit."""

from decimal import Decimal

from rules.outcomes import Outcome
from tests.decisions.asking import Ask, flip, outcome, request, rule, with_fields

PAYBACK = "payback-within-limit"

LUNA = {"current.model": "gpt-5.6-luna", "workload.output_tokens": 0, "candidate.input_tokens": 1000}


def usd_per_call(ask: Ask, tokens: int) -> Decimal:
    return ask(request(LUNA | {"workload.input_tokens": tokens})).per_call.current_usd


def test_the_last_token_at_the_standard_rate_and_the_first_at_the_long_one(ask: Ask) -> None:
    assert usd_per_call(ask, 272_000) == Decimal("0.0544")
    assert usd_per_call(ask, 272_001) == Decimal("0.4") * 272_001 / 1_000_000


def test_examples_in_the_prompt_that_make_it_long_make_all_of_it_dearer(ask: Ask) -> None:
    body = request(LUNA | {"workload.input_tokens": 272_000, "dataset.tokens_per_example": 100})
    few_shot = next(each for each in ask(body).alternatives if each.approach == "few_shot_prompting")
    assert few_shot.usd_per_call == Decimal("0.4") * 272_500 / 1_000_000


def _tokens_that_flip(ask: Ask, tokens: int, calls: int) -> int | None:
    """The input tokens with which the payback rule passes, checked; `None` where none is named."""
    body = request(LUNA | {"workload.input_tokens": tokens, "workload.calls_per_month": calls})
    answer = ask(body)
    assert outcome(answer, PAYBACK) is Outcome.FAIL
    if "workload.input_tokens" not in {each.input for each in rule(answer, PAYBACK).flips_when}:
        return None
    found = int(str(flip(answer, PAYBACK, "workload.input_tokens").value))
    assert outcome(ask(with_fields(body, {"workload.input_tokens": found})), PAYBACK) is Outcome.PASS
    assert outcome(ask(with_fields(body, {"workload.input_tokens": found - 1})), PAYBACK) is Outcome.FAIL
    return found


def test_a_flip_is_named_on_this_side_of_the_limit_and_never_across_it(ask: Ask) -> None:
    near, far, long = (_tokens_that_flip(ask, *case) for case in ((100_000, 50_000), (100_000, 1000), (300_000, 9000)))
    assert near is not None
    assert 100_000 < near <= 272_000
    assert far is None
    assert long is not None
    assert long > 300_000


def test_a_limit_where_longer_calls_are_sold_is_no_limit(ask: Ask) -> None:
    body = request(
        {
            "current": {"provider": "anthropic", "model": "claude-sonnet-4-5"},
            "workload.input_tokens": 250_000,
            "workload.output_tokens": 0,
            "candidate.input_tokens": 1000,
        }
    )
    assert ask(body).per_call.current_usd == Decimal("1.5")
