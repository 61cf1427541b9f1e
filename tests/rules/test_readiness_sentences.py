"""The words in which the first rules say what they saw, what they want, what they ask, and what would do."""

from decimal import Decimal
from typing import Any

import pytest

from rules.outcomes import Flip, Judgement, Outcome
from rules.readiness import cheaper_model_first, enough_examples, prompting_first, quality_gap_measured
from tests.rules.building import POLICY, facts, written

PROMPTS = "the prompts are optimised"
QUALITY = "the quality of prompting and the quality that is needed are measured"
CHEAPER = "a cheaper base model was tried, or there is none"


@pytest.mark.parametrize(
    ("answer", "observed", "ask"),
    [
        (True, "the prompts were optimised", None),
        (False, "the prompts were not optimised yet", None),
        (None, "not said", "Have you optimised your prompts (zero-shot, few-shot, system prompt)?"),
    ],
)
def test_what_was_said_of_the_prompts(answer: bool | None, observed: str, ask: str | None) -> None:
    judgement = prompting_first(facts(prompts_optimized=answer), POLICY)
    assert (judgement.observed, judgement.required, judgement.ask) == (observed, PROMPTS, ask)
    yes = Flip("readiness.prompts_optimized", True, "the prompts were optimised")
    assert judgement.flips == (() if answer else (yes,))


@pytest.mark.parametrize(
    ("answer", "observed", "ask"),
    [
        (True, "the quality gap was measured", None),
        (False, "the quality gap was not measured", None),
        (None, "not said", "Did you measure the quality of prompting against the quality that you need?"),
    ],
)
def test_what_was_said_of_the_quality_gap(answer: bool | None, observed: str, ask: str | None) -> None:
    judgement = quality_gap_measured(facts(quality_gap_measured=answer), POLICY)
    assert (judgement.observed, judgement.required, judgement.ask) == (observed, QUALITY, ask)
    yes = Flip("readiness.quality_gap_measured", True, "the quality gap was measured")
    assert judgement.flips == (() if answer else (yes,))


def test_qualities_are_said_to_four_places_and_their_gap_to_two() -> None:
    given: dict[str, Any] = {"current_quality": Decimal("0.912345"), "target_quality": Decimal("0.956789")}
    judgement = quality_gap_measured(facts(quality_gap_measured=None, **given), POLICY)
    assert judgement.observed == "measured: 0.9123 now, 0.9568 needed, 4.44 points apart"
    assert judgement.required == QUALITY


def cheaper(tried: bool | None, untried: tuple[str, ...], names: tuple[str, ...] | None = None) -> Judgement:
    return cheaper_model_first(
        facts(cheaper_model_tried=tried, cheaper_models_untried=untried, models_tried=names), POLICY
    )


def test_a_cheaper_model_that_was_tried_is_enough() -> None:
    judgement = cheaper(True, ("gpt-6-luna",))
    assert (judgement.observed, judgement.required) == ("a cheaper base model was tried", CHEAPER)


@pytest.mark.parametrize(("tried", "outcome"), [(None, Outcome.UNKNOWN), (False, Outcome.FAIL)])
def test_cheaper_models_are_named_in_what_is_seen_asked_and_would_do(tried: bool | None, outcome: Outcome) -> None:
    judgement = cheaper(tried, ("gpt-6-luna", "gpt-5-nano"))
    assert (judgement.outcome, judgement.required) == (outcome, CHEAPER)
    seen = "not said;" if tried is None else "not tried yet,"
    assert judgement.observed == f"{seen} cheaper for this workload: gpt-6-luna, gpt-5-nano"
    asked = "Have you tried a cheaper base model? Cheaper for this workload: gpt-6-luna, gpt-5-nano."
    assert judgement.ask == (asked if tried is None else None)
    assert written(judgement.flips) == (
        Flip("readiness.cheaper_model_tried", True, "a cheaper model was tried and is not good enough"),
        Flip(
            "readiness.models_tried",
            ("gpt-6-luna", "gpt-5-nano"),
            "these were tried too: gpt-6-luna, gpt-5-nano",
        ),
    )


def examples(count: int | None, policy: Any = POLICY, **offer: Any) -> Judgement:
    return enough_examples(facts(examples=count, offer=offer), policy)


def test_how_many_examples_there_are_is_asked_where_it_was_not_said() -> None:
    judgement = examples(None, minimum_examples=None)
    assert (judgement.observed, judgement.required) == ("not said", "at least 200 examples for classification")
    assert judgement.ask == "How many high-quality training examples do you have?"


def test_the_providers_own_minimum_is_named_beside_the_policys() -> None:
    assert examples(1500, minimum_examples=10).required == (
        "at least 200 examples for classification (OpenAI itself takes 10 or more)"
    )
    assert examples(1500).observed == "1,500 examples"


def test_a_policy_that_wants_no_examples_wants_none() -> None:
    lenient = POLICY.model_copy(update={"minimum_examples_classification": Decimal(0)})
    assert examples(0, lenient, minimum_examples=None).outcome is Outcome.PASS
    assert examples(0, lenient, minimum_examples=1).outcome is Outcome.FAIL
