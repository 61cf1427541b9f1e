"""What is said of training that is or is not to be had, and of what there is in its place."""

from datetime import date
from typing import Any

import pytest

from rules.outcomes import Flip, Judgement, Outcome
from rules.readiness import training_available
from tests.rules.building import POLICY, facts, written

REQUIRED = "OpenAI trains gpt-4o-mini by sft for this organisation on 2026-11-22"
BEFORE = Flip("organization.has_fine_tuned_before", True, "an organisation that has fine-tuned before")
RECENTLY = Flip(
    "organization.fine_tuned_inference_in_last_60_days", True, "calls to a fine-tuned model in the last 60 days"
)
HAS_FINE_TUNED, RECENT = "organizations_that_have_fine_tuned", "organizations_with_recent_fine_tuned_inference"


def judged(offer: dict[str, Any], **changes: Any) -> Judgement:
    return training_available(facts(offer=offer, **changes), POLICY)


@pytest.mark.parametrize(
    ("offer", "observed"),
    [
        ({"closes_on": None}, "OpenAI takes no training jobs"),
        ({"closes_on": None, "offered": False}, "OpenAI takes no training jobs"),
        (
            {"closes_on": None, "successor": "prompt caching"},
            "OpenAI takes no training jobs; the provider offers prompt caching in its place",
        ),
        ({"offered": False}, "OpenAI takes no training jobs since 2027-01-06"),
        (
            {"offered": False, "closes_on": date(2024, 9, 15), "successor": "custom models"},
            "OpenAI takes no training jobs since 2024-09-15; the provider offers custom models in its place",
        ),
    ],
)
def test_a_provider_that_trains_nobody_says_since_when_and_what_there_is_instead(
    offer: dict[str, Any], observed: str
) -> None:
    judgement = judged({"open_to": "nobody"} | offer)
    assert (judgement.outcome, judgement.observed, judgement.required) == (Outcome.FAIL, observed, REQUIRED)
    assert judgement.flips == ()


def test_one_model_that_closes_is_not_the_whole_provider() -> None:
    # Offered, and closed on a day: that day is what speaks against it, not the provider.
    judgement = judged({"open_to": "nobody"}, as_of=date(2027, 1, 6))
    assert judgement.observed == "training of gpt-4o-mini closed on 2027-01-06"


def test_training_that_closed_names_its_successor_and_its_last_day() -> None:
    judgement = judged({"successor": "gpt-6-luna"}, as_of=date(2027, 1, 6))
    assert judgement.observed == (
        "training of gpt-4o-mini closed on 2027-01-06; the provider offers gpt-6-luna in its place"
    )
    assert judgement.required == "OpenAI trains gpt-4o-mini by sft for this organisation on 2027-01-06"
    last = Flip("as_of", "2027-01-05", "2027-01-05 was the last day on which it could be trained")
    assert written(judgement.flips) == (last,)


def test_what_is_not_offered_says_so_of_model_and_method() -> None:
    judgement = judged({"offered": False, "open_to": None, "closes_on": None})
    assert judgement.observed == "OpenAI does not train gpt-4o-mini by sft, or no price of it is known"
    assert judgement.required == REQUIRED


def test_recent_inference_that_is_missing_is_named_and_flips_it() -> None:
    judgement = judged({"open_to": RECENT}, recent_fine_tuned_inference=False)
    assert judgement.observed == "OpenAI trains only for organisations with fine-tuned inference in the last 60 days"
    assert judgement.required == REQUIRED
    assert judgement.flips == (RECENTLY,)


def test_a_history_that_was_not_said_is_asked_for() -> None:
    judgement = judged({"open_to": HAS_FINE_TUNED})
    assert judgement.outcome is Outcome.UNKNOWN
    assert judgement.observed == (
        "OpenAI trains only for organisations that have fine-tuned before; whether yours has was not said"
    )
    assert judgement.ask == "Has your organisation fine-tuned a model at OpenAI before?"
    assert (judgement.required, judgement.flips) == (REQUIRED, (BEFORE,))


def test_a_history_that_is_missing_is_said_to_be_missing() -> None:
    judgement = judged({"open_to": HAS_FINE_TUNED}, has_fine_tuned_before=False)
    assert judgement.observed == ("OpenAI trains only for organisations that have fine-tuned before, and yours has not")
    assert (judgement.required, judgement.flips) == (REQUIRED, (BEFORE,))


def test_an_offer_whose_circle_is_not_known_is_open_to_nobody_who_never_trained() -> None:
    assert judged({"open_to": "partners"}, has_fine_tuned_before=False).outcome is Outcome.FAIL
