"""One sentence with the verdict and its reason, and what to do next."""

from copy import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.catalogue import CATALOGUE, in_words
from rules.engine import judge_all
from rules.explanation import headline, next_steps
from rules.facts import Facts
from tests.rules.building import POLICY, caching, economics, facts
from tests.rules.cases import RULES


def said(of: Facts) -> str:
    return headline(judge_all(of, POLICY), of)


def steps(of: Facts) -> tuple[str, ...]:
    return next_steps(judge_all(of, POLICY), POLICY)


def test_a_fine_tune_that_passes_says_what_it_costs_and_saves() -> None:
    assert said(facts()) == ("Fine-tune: 1,000.00 USD once saves 1,000.00 USD a month and is repaid in 1 month.")
    assert steps(facts()) == (
        "Train, evaluate against today's prompt, and compare the month's bill with the saving promised.",
    )


def test_a_failure_is_the_opening_of_its_verdict_and_what_was_observed() -> None:
    assert said(facts(prompts_optimized=False)) == "Improve the prompts first: the prompts were not optimised yet."
    assert said(facts(as_of=date(2027, 1, 6))) == "Not available: training of gpt-4o-mini closed on 2027-01-06."
    assert said(facts(economics=economics(alternatives=(caching(400),)))).startswith("Use prompt caching instead: ")


@pytest.mark.parametrize(
    ("changes", "opening"),
    [
        ({}, "Fine-tune: "),
        ({"offer": {"offered": False}}, "Not available: "),
        ({"prompts_optimized": False}, "Improve the prompts first: "),
        (
            {"cheaper_model_tried": False, "cheaper_models_untried": ("gpt-6-luna",)},
            "Try a cheaper base model first: ",
        ),
        ({"quality_gap_measured": False}, "Measure the quality gap first: "),
        ({"examples": 50}, "Collect more examples first: "),
        ({"economics": economics(alternatives=(caching(400),))}, "Use prompt caching instead: "),
        ({"economics": economics(one_time_usd=Decimal(4500))}, "Do not fine-tune: "),
        ({"economics": None}, "More information is needed: "),
    ],
)
def test_the_headline_opens_with_what_to_do(changes: dict[str, Any], opening: str) -> None:
    assert said(facts(**changes)).startswith(opening)


def test_a_model_that_is_shut_down_too_early_says_how_many_days_are_left() -> None:
    assert said(facts(as_of=date(2026, 12, 16))) == (
        "Do not fine-tune: pays back in 30 days, "
        "required: at most 29 days: fine-tunes of gpt-4o-mini are shut down on 2027-01-14."
    )


def test_a_payback_that_is_too_long_says_how_long_it_may_be_and_what_quality_must_be_worth() -> None:
    slow = facts(
        economics=economics(
            one_time_usd=Decimal(4500), payback_months_low=Decimal("4.5"), payback_months_high=Decimal("4.5")
        ),
        current_quality=Decimal("0.92"),
        target_quality=Decimal("0.95"),
    )
    assert said(slow) == (
        "Do not fine-tune: pays back in 4.5 months: 4,500.00 USD once, 1,000.00 USD saved a month, "
        "required: at most 3 months; the 3 points of quality would have to be worth 500.00 USD a month."
    )


@pytest.mark.parametrize(
    ("current", "target", "gap"),
    [
        ("0.92", "0.95", "the 3 points of quality"),
        ("0.94", "0.95", "the 1 point of quality"),
        ("0.95", "0.92", "better quality"),
        ("0.95", "0.95", "better quality"),
        (None, "0.95", "better quality"),
        ("0.92", None, "better quality"),
    ],
)
def test_what_would_have_to_be_worth_it_is_the_gap_where_one_is_known(
    current: str | None, target: str | None, gap: str
) -> None:
    dearer = facts(
        economics=economics(
            fine_tuned_usd_per_call=Decimal("0.002"), payback_months_low=None, payback_months_high=None
        ),
        current_quality=None if current is None else Decimal(current),
        target_quality=None if target is None else Decimal(target),
    )
    assert f"; {gap} would have to be worth 833.34 USD a month." in said(dearer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"prompts_optimized": None},
            "More information is needed: Have you optimised your prompts (zero-shot, few-shot, system prompt)?",
        ),
        (
            {"prompts_optimized": None, "quality_gap_measured": None},
            "More information is needed: 2 questions are open.",
        ),
        (
            {"prompts_optimized": None, "examples": 150},
            (
                "More information is needed: one question is open; as things stand, enough-examples fails: "
                "150 examples: 50 more for classification."
            ),
        ),
    ],
)
def test_open_questions_are_counted_and_what_fails_anyway_is_said(changes: dict[str, Any], sentence: str) -> None:
    assert said(facts(**changes)) == sentence


def test_a_price_that_four_rules_miss_is_one_question_asked_once() -> None:
    unpriced = facts(economics=None, unpriced_because="no price of it is known")
    assert said(unpriced) == "More information is needed: What does it cost? No price of it is known."
    assert steps(unpriced) == ("What does it cost? No price of it is known.",)


def test_without_rules_about_money_a_pass_promises_no_money() -> None:
    readiness = CATALOGUE[:5]
    for found in (facts(economics=None), facts(economics=economics(fixed_usd_per_month=Decimal(1000)))):
        assert headline(judge_all(found, POLICY, readiness), found) == "Fine-tune: every rule passes."
    slight = facts(economics=economics(fixed_usd_per_month=Decimal("999.50"), one_time_usd=Decimal(2)))
    assert headline(judge_all(slight, POLICY, readiness), slight) == (
        "Fine-tune: 2.00 USD once saves 0.5 USD a month and is repaid in 4 months."
    )


def test_where_no_worth_of_quality_would_do_none_is_named() -> None:
    money = replace(economics(one_time_usd=Decimal(4500)), levers=())
    assert said(facts(economics=money)) == (
        "Do not fine-tune: pays back in 4.5 months (1 at best, 1 at worst): 4,500.00 USD once, "
        "1,000.00 USD saved a month, required: at most 3 months."
    )


def test_the_step_for_a_rule_about_money_names_every_figure_that_would_do() -> None:
    [step] = steps(facts(economics=economics(one_time_usd=Decimal(4500)), offer={"fine_tunes_retire_on": None}))
    assert step == (
        "Wait for more calls, or spend fewer hours or runs: payback-within-limit passes with "
        "at least 1,500,000 calls a month (now 1,000,000), or at most 30 hours of engineering (now 45), "
        "or at least 500 USD a month for better quality (now 0)."
    )


def test_the_step_for_money_that_nothing_flips_is_the_remedy_alone() -> None:
    [step] = steps(
        facts(economics=replace(economics(one_time_usd=Decimal(4500)), levers=()), offer={"fine_tunes_retire_on": None})
    )
    assert step == "Wait for more calls, or spend fewer hours or runs."


def test_next_steps_are_the_questions_and_remedies_in_the_order_of_the_rules() -> None:
    found = steps(facts(prompts_optimized=None, quality_gap_measured=False, examples=3))
    assert found[0] == "Have you optimised your prompts (zero-shot, few-shot, system prompt)?"
    assert found[1] == "Build an evaluation set (4-8 hours) and score today's prompt on it."
    remedy = in_words(RULES["enough-examples"].remedy, POLICY)
    assert found[2] == f"{remedy[0].upper()}{remedy[1:]}."
    assert len(found) == 3
