"""The words in which the rules about money say what they saw, what they want, and what they ask."""

from copy import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.economy import beats_alternatives, outlives_payback, payback_within_limit, saves_per_call
from rules.facts import EqualAlternative
from rules.outcomes import Judgement, Outcome, Verdict
from tests.rules.building import POLICY, batch, caching, economics, facts

LESS = "less than today's prompt cached or batched, by the month and over 12 months"
WORTH = "calls that cost less than today's, or quality that is worth the difference"
KEPT_UP = "a deployment that is kept up until it has repaid its cost"


def against(*alternatives: EqualAlternative) -> Judgement:
    return beats_alternatives(facts(economics=economics(alternatives=alternatives)), POLICY)


def test_alternatives_are_beaten_by_the_month_and_over_the_horizon() -> None:
    assert against().required == LESS
    assert against(caching(400)).required == LESS
    assert against(caching(400, assumed=True)).required == LESS


def test_every_alternative_that_is_beaten_is_named_with_its_bill() -> None:
    assert against(caching(900), batch(800)).observed == (
        "fine-tuned 500.00 USD a month and 1,000.00 USD once; "
        "today's prompt cached 900.00 USD a month and 300.00 USD once; "
        "today's prompt in a batch 800.00 USD a month and 300.00 USD once"
    )


def test_the_alternative_that_is_named_is_the_cheapest_over_the_horizon() -> None:
    # Over twelve months 450 a month are 5,400, and 400 a month with 500 to start are 5,300.
    judgement = against(caching(450, 0), batch(400, 500))
    assert "in a batch 400.00 USD" in judgement.observed
    assert judgement.verdict is Verdict.DO_NOT_FINE_TUNE
    assert "cached 450.00 USD" in against(caching(450, 0), batch(400, 700)).observed


def test_what_can_be_cached_is_asked_for_where_it_decides() -> None:
    judgement = against(caching(400, assumed=True))
    assert judgement.outcome is Outcome.UNKNOWN
    assert judgement.ask == (
        "How many of the input tokens are the same at the start of every call (system prompt, examples)?"
    )


def test_calls_are_to_cost_less_or_quality_is_to_be_worth_it() -> None:
    assert saves_per_call(facts(), POLICY).required == WORTH
    dearer = economics(fine_tuned_usd_per_call=Decimal("0.002"), quality_value_usd_per_month=Decimal(100))
    judgement = saves_per_call(facts(economics=dearer), POLICY)
    assert (judgement.outcome, judgement.required) == (Outcome.FAIL, WORTH)
    assert judgement.observed == (
        "a call costs 0.0005 USD more (0.0015 USD today, 0.002 USD fine-tuned); "
        "better quality is worth 100.00 USD a month"
    )


@pytest.mark.parametrize(
    ("changes", "observed"),
    [
        (
            {"payback_months_low": Decimal("0.5"), "payback_months_high": Decimal(2)},
            "pays back in 1 month (0.5 at best, 2 at worst): 1,000.00 USD once, 1,000.00 USD saved a month",
        ),
        (
            {"fixed_usd_per_month": Decimal("999.5"), "one_time_usd": Decimal(1)},
            "pays back in 2 months (1 at best, 1 at worst): 1.00 USD once, 0.5 USD saved a month",
        ),
    ],
)
def test_a_saving_of_cents_is_a_saving_and_both_ends_are_said(changes: dict[str, Decimal], observed: str) -> None:
    judgement = payback_within_limit(facts(economics=economics(**changes)), POLICY)
    assert (judgement.observed, judgement.required) == (observed, "at most 3 months")


def lasting(as_of: date = date(2026, 11, 22), offer: dict[str, Any] | None = None, **changes: Any) -> Judgement:
    return outlives_payback(facts(as_of=as_of, offer=offer, economics=economics(**changes)), POLICY)


def test_a_model_without_a_retirement_date_outlives_any_payback() -> None:
    judgement = lasting(offer={"fine_tunes_retire_on": None}, fixed_usd_per_month=Decimal(2000))
    assert (judgement.observed, judgement.required) == (
        "no retirement date is announced",
        "the fine-tuned model outlives its payback",
    )


@pytest.mark.parametrize(
    ("as_of", "fixed", "observed", "left"),
    [
        (date(2026, 12, 16), "0", "pays back in 30 days", "29 days"),
        (date(2026, 11, 22), "1000", "it never pays back", "53 days"),
        (date(2026, 11, 22), "999.5", "pays back in 60,000 days", "53 days"),
        (date(2027, 1, 13), "0", "pays back in 30 days", "1 day"),
        (date(2027, 1, 14), "0", "fine-tunes of gpt-4o-mini were shut down on 2027-01-14", "0 days"),
        (date(2027, 6, 1), "0", "fine-tunes of gpt-4o-mini were shut down on 2027-01-14", "0 days"),
    ],
)
def test_days_to_repay_are_said_beside_the_days_that_are_left(
    as_of: date, fixed: str, observed: str, left: str
) -> None:
    judgement = lasting(as_of, fixed_usd_per_month=Decimal(fixed))
    assert (judgement.outcome, judgement.observed) == (Outcome.FAIL, observed)
    assert judgement.required == f"at most {left}: fine-tunes of gpt-4o-mini are shut down on 2027-01-14"


@pytest.mark.parametrize(
    ("offer", "where", "such_as"),
    [
        ({"tier": "developer", "kept_up_in": "global"}, "developer", ", such as global"),
        ({"tier": "developer"}, "developer", ""),
        ({}, "OpenAI", ""),
    ],
)
def test_a_deployment_for_trying_out_repays_nothing_and_one_that_is_kept_up_is_named(
    offer: dict[str, Any], where: str, such_as: str
) -> None:
    judgement = lasting(offer={"kept_up": False, **offer})
    assert (judgement.outcome, judgement.flips) == (Outcome.FAIL, ())
    assert judgement.observed == (
        f"a {where} deployment is for trying the model out: the provider removes it by itself"
    )
    assert judgement.required == KEPT_UP + such_as


@pytest.mark.parametrize(
    ("judge", "required"),
    [
        (beats_alternatives, "less than today's prompt cached or batched"),
        (saves_per_call, WORTH),
        (payback_within_limit, "a payback within the limit"),
        (outlives_payback, "the fine-tuned model outlives its payback"),
    ],
)
def test_without_prices_each_rule_still_says_what_it_wants_and_asks_for_the_price(judge: Any, required: str) -> None:
    unpriced = facts(economics=None)
    judgement = judge(unpriced, POLICY)
    assert (judgement.outcome, judgement.required) == (Outcome.UNKNOWN, required)
    assert judgement.observed == "a price is not known"
    assert judgement.ask == "What does it cost? A price is not known."
    assert judge(replace(unpriced, unpriced_because="USD an hour is not known"), POLICY).ask == (
        "What does it cost? USD an hour is not known."
    )
