"""What the first five rules say, and what would flip them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.facts import Facts
from rules.outcomes import Flip, Judgement, Outcome
from rules.readiness import (
    cheaper_model_first,
    enough_examples,
    prompting_first,
    quality_gap_measured,
    training_available,
)
from tests.rules.building import POLICY, facts, written

BEFORE, RECENTLY = "organization.has_fine_tuned_before", "organization.fine_tuned_inference_in_last_60_days"
HAS_FINE_TUNED, RECENT = "organizations_that_have_fine_tuned", "organizations_with_recent_fine_tuned_inference"


def inputs(judgement: Judgement) -> list[str]:
    return [flip.input for flip in judgement.flips]


@pytest.mark.parametrize(
    ("open_to", "before", "recently", "outcome", "flips"),
    [
        ("everyone", False, False, Outcome.PASS, []),
        (HAS_FINE_TUNED, True, None, Outcome.PASS, []),
        (HAS_FINE_TUNED, True, False, Outcome.PASS, []),
        (HAS_FINE_TUNED, None, True, Outcome.PASS, []),
        (HAS_FINE_TUNED, None, None, Outcome.UNKNOWN, [BEFORE]),
        (HAS_FINE_TUNED, None, False, Outcome.UNKNOWN, [BEFORE]),
        (HAS_FINE_TUNED, False, None, Outcome.FAIL, [BEFORE]),
        (RECENT, True, True, Outcome.PASS, []),
        (RECENT, None, True, Outcome.PASS, []),
        (RECENT, True, None, Outcome.PASS, []),
        (RECENT, True, False, Outcome.FAIL, [RECENTLY]),
        (RECENT, None, False, Outcome.FAIL, [RECENTLY]),
        (RECENT, False, False, Outcome.FAIL, []),
        (RECENT, None, None, Outcome.UNKNOWN, [BEFORE]),
        (RECENT, False, None, Outcome.FAIL, [BEFORE]),
    ],
)
def test_who_may_train_and_which_answer_alone_would_open_it(
    open_to: str, before: bool | None, recently: bool | None, outcome: Outcome, flips: list[str]
) -> None:
    answers: dict[str, Any] = {"has_fine_tuned_before": before, "recent_fine_tuned_inference": recently}
    judgement = training_available(facts(offer={"open_to": open_to}, **answers), POLICY)
    assert judgement.outcome is outcome
    assert inputs(judgement) == flips
    names = {BEFORE: "has_fine_tuned_before", RECENTLY: "recent_fine_tuned_inference"}
    for flip in judgement.flips:
        flipped = facts(offer={"open_to": open_to}, **(answers | {names[flip.input]: flip.value}))
        assert training_available(flipped, POLICY).outcome is Outcome.PASS


def test_closed_training_names_the_last_day_on_which_this_organisation_could() -> None:
    closed = training_available(facts(as_of=date(2027, 2, 1)), POLICY)
    assert closed.observed == "training of gpt-4o-mini closed on 2027-01-06"
    assert [(flip.input, flip.value) for flip in closed.flips] == [("as_of", "2027-01-05")]


def test_closed_training_names_no_day_on_which_this_organisation_could_not_either() -> None:
    closed = training_available(facts(as_of=date(2027, 2, 1), offer={"last_open_to": RECENT}), POLICY)
    assert closed.outcome is Outcome.FAIL
    assert closed.flips == ()


def test_what_is_not_offered_is_said_before_when_it_closes() -> None:
    judgement = training_available(facts(as_of=date(2027, 2, 1), offer={"offered": False}), POLICY)
    assert judgement.observed == "OpenAI does not train gpt-4o-mini by sft, or no price of it is known"


def test_an_open_offer_says_until_when() -> None:
    assert training_available(facts(), POLICY).observed == "OpenAI trains gpt-4o-mini by sft until 2027-01-06"
    assert training_available(facts(offer={"closes_on": None}), POLICY).observed == "OpenAI trains gpt-4o-mini by sft"


@pytest.mark.parametrize(
    ("judge", "field", "input"),
    [
        (prompting_first, "prompts_optimized", "readiness.prompts_optimized"),
        (quality_gap_measured, "quality_gap_measured", "readiness.quality_gap_measured"),
    ],
)
def test_a_yes_flips_a_question(judge: Any, field: str, input: str) -> None:
    for answer in (False, None):
        changes: dict[str, Any] = {field: answer}
        judgement = judge(facts(**changes), POLICY)
        assert [(flip.input, flip.value) for flip in judgement.flips] == [(input, True)]


def test_cheaper_models_are_named_and_each_may_be_tried_by_name() -> None:
    judgement = cheaper_model_first(
        facts(cheaper_model_tried=None, models_tried=("gpt-5-nano",), cheaper_models_untried=("gpt-6-luna", "gpt-5")),
        POLICY,
    )
    assert judgement.observed == "not tried yet, cheaper for this workload: gpt-6-luna, gpt-5"
    assert [(flip.input, flip.value) for flip in judgement.flips] == [
        ("readiness.cheaper_model_tried", True),
        ("readiness.models_tried", ("gpt-5-nano", "gpt-6-luna", "gpt-5")),
    ]


def test_without_an_untried_model_it_says_whether_they_were_tried_or_are_not_there() -> None:
    none, tried = facts(cheaper_model_tried=None), facts(cheaper_model_tried=None, models_tried=("gpt-6-luna",))
    assert cheaper_model_first(none, POLICY).observed == "no model is cheaper"
    assert cheaper_model_first(tried, POLICY).observed == "every cheaper model of the rate table was tried"


def test_five_cheaper_models_are_named_and_the_rest_counted() -> None:
    def observed(count: int) -> str:
        names = tuple(f"m{number}" for number in range(count))
        return cheaper_model_first(facts(cheaper_model_tried=False, cheaper_models_untried=names), POLICY).observed

    assert observed(5).endswith("m0, m1, m2, m3, m4")
    assert observed(7).endswith("m3, m4 and 2 more")


@pytest.mark.parametrize(
    ("current", "target", "observed"),
    [
        ("0.92", "0.95", "measured: 0.92 now, 0.95 needed, 3 points apart"),
        ("0.925", "0.95", "measured: 0.925 now, 0.95 needed, 2.5 points apart"),
        ("0.95", "0.95", "measured: 0.95 now, 0.95 needed, the target is met already"),
        ("0.97", "0.95", "measured: 0.97 now, 0.95 needed, the target is met already"),
    ],
)
def test_two_measures_are_a_measured_gap(current: str, target: str, observed: str) -> None:
    given = facts(quality_gap_measured=None, current_quality=Decimal(current), target_quality=Decimal(target))
    assert quality_gap_measured(given, POLICY).observed == observed


def examples(count: int | None, task: str = "classification", least: int | None = 10) -> Judgement:
    found: Facts = facts(examples=count, task=task, offer={"minimum_examples": least})
    return enough_examples(found, POLICY)


def test_the_articles_fifty_examples_need_150_more_and_barely_move_the_model() -> None:
    assert examples(50).observed == (
        "50 examples: 150 more for classification; "
        "below 100 a fine-tune barely moves the model, so improve the prompts meanwhile"
    )


def test_from_a_hundred_examples_on_only_the_number_is_missing() -> None:
    assert "barely" in examples(99).observed
    assert examples(100).observed == "100 examples: 100 more for classification"


@pytest.mark.parametrize(
    ("task", "least", "needed"),
    [
        ("classification", None, 200),
        ("classification", 10, 200),
        ("generation", 10, 500),
        ("classification", 201, 201),
        ("generation", 499, 500),
    ],
)
def test_the_number_needed_is_the_policys_or_the_providers_own(task: str, least: int | None, needed: int) -> None:
    assert examples(needed, task, least).outcome is Outcome.PASS
    judgement = examples(needed - 1, task, least)
    assert judgement.outcome is Outcome.FAIL
    assert written(judgement.flips) == (Flip("dataset.examples", Decimal(needed), f"at least {needed} examples"),)
    assert written(examples(None, task, least).flips) == written(judgement.flips)
    assert ("itself takes" in judgement.required) == (least is not None)
