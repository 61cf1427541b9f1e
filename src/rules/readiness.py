"""Judges what must be so before money is looked at: availability, prompts, cheaper models, quality, examples."""

from datetime import timedelta
from decimal import Decimal

from rules import readiness_wording as wording
from rules.facts import Facts
from rules.outcomes import Flip, Judgement, Said, Sentence, failed, passed, unknown
from rules.thresholds import Thresholds

_EVERYONE = "everyone"
_HAS_FINE_TUNED = "organizations_that_have_fine_tuned"
_RECENT_INFERENCE = "organizations_with_recent_fine_tuned_inference"
_NOBODY = "nobody"
_INFERENCE = "organization.fine_tuned_inference_in_last_60_days"


def training_available(facts: Facts, thresholds: Thresholds) -> Judgement:
    """May this organisation still create this training job, by offer, date and eligibility."""
    offer = facts.offer
    needs = Said(wording.trains, (offer, facts.as_of))
    if offer.open_to == _NOBODY and (not offer.offered or offer.closes_on is None):
        return failed(Said(wording.takes_no_jobs, (offer,)), needs)
    if not offer.offered:
        return failed(Said(wording.not_trained, (offer,)), needs)
    if offer.closes_on is not None and facts.as_of >= offer.closes_on:
        last = (offer.closes_on - timedelta(days=1)).isoformat()
        flip = Flip("as_of", last, Said(wording.last_day, (last,)))
        could = _open_to(offer.last_open_to, facts)
        return failed(Said(wording.training_closed, (offer, offer.closes_on)), needs, *([flip] if could else []))
    if offer.open_to == _RECENT_INFERENCE and facts.recent_fine_tuned_inference is False:
        flip = Flip(_INFERENCE, True, "calls to a fine-tuned model in the last 60 days")
        could = facts.has_fine_tuned_before is not False
        return failed(Said(wording.only_with_recent_inference, (offer,)), needs, *([flip] if could else []))
    if not _open_to(offer.open_to, facts):
        return _needs_history(facts, needs)
    return passed(Said(wording.trains_until, (offer,)), needs)


def _open_to(whom: str | None, facts: Facts) -> bool:
    """Whether what the organisation said makes it one of `whom`; recent inference that was not said is taken so."""
    if whom == _EVERYONE:
        return True
    before, recent = facts.has_fine_tuned_before, facts.recent_fine_tuned_inference
    if whom == _HAS_FINE_TUNED:
        return before is True or (before is None and recent is True)
    if whom == _RECENT_INFERENCE:
        return recent is not False and (before is True or (before is None and recent is True))
    return False


def _needs_history(facts: Facts, needs: Sentence) -> Judgement:
    flip = Flip("organization.has_fine_tuned_before", True, "an organisation that has fine-tuned before")
    if facts.has_fine_tuned_before is None:
        saw = Said(wording.only_with_history, (facts.offer, "; whether yours has was not said"))
        return unknown(saw, needs, Said(wording.has_history, (facts.offer,)), flip)
    return failed(Said(wording.only_with_history, (facts.offer, ", and yours has not")), needs, flip)


def prompting_first(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Were the prompts optimised."""
    return _answered(
        facts.prompts_optimized,
        "readiness.prompts_optimized",
        yes="the prompts were optimised",
        no="the prompts were not optimised yet",
        needs="the prompts are optimised",
        ask="Have you optimised your prompts (zero-shot, few-shot, system prompt)?",
    )


def cheaper_model_first(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Was a cheaper base model tried, or are there none left to try."""
    needs = "a cheaper base model was tried, or there is none"
    untried = facts.cheaper_models_untried
    if facts.cheaper_model_tried:
        return passed("a cheaper base model was tried", needs)
    if not untried:
        every = (
            "every cheaper model of the rate table was tried"
            if facts.models_tried is not None
            else "no model is cheaper"
        )
        return passed(every, needs)
    tried_too = Said(wording.untried, ("these were tried too: {}", untried))
    flips = (
        Flip("readiness.cheaper_model_tried", True, "a cheaper model was tried and is not good enough"),
        Flip("readiness.models_tried", (*(facts.models_tried or ()), *untried), tried_too),
    )
    if facts.cheaper_model_tried is None and facts.models_tried is None:
        saw = Said(wording.untried, ("not said; cheaper for this workload: {}", untried))
        ask = Said(wording.untried, ("Have you tried a cheaper base model? Cheaper for this workload: {}.", untried))
        return unknown(saw, needs, ask, *flips)
    return failed(Said(wording.untried, ("not tried yet, cheaper for this workload: {}", untried)), needs, *flips)


def quality_gap_measured(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Is the gap between prompting and the target measured."""
    needs = "the quality of prompting and the quality that is needed are measured"
    current, target = facts.current_quality, facts.target_quality
    if facts.quality_gap_measured is None and current is not None and target is not None:
        return passed(Said(wording.measured, (current, target)), needs)
    return _answered(
        facts.quality_gap_measured,
        "readiness.quality_gap_measured",
        yes="the quality gap was measured",
        no="the quality gap was not measured",
        needs=needs,
        ask="Did you measure the quality of prompting against the quality that you need?",
    )


def enough_examples(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Are there enough examples for the task, and for the provider."""
    count, task, offer = facts.examples, facts.task, facts.offer
    needed = max(int(thresholds.minimum_examples(task)), offer.minimum_examples or 0)
    needs = Said(wording.examples_for, (needed, task, offer))
    if count is not None and count >= needed:
        return passed(Said(wording.examples, (count,)), needs)
    flip = Flip("dataset.examples", Decimal(needed), Said(wording.at_least_examples, (needed,)))
    if count is None:
        return unknown("not said", needs, "How many high-quality training examples do you have?", flip)
    saw = Said(wording.too_few_examples, (count, needed, task, thresholds.rarely_helps_below_examples))
    return failed(saw, needs, flip)


def _answered(answer: bool | None, input: str, *, yes: str, no: str, needs: str, ask: str) -> Judgement:
    """A rule that is one question to the caller."""
    if answer:
        return passed(yes, needs)
    flip = Flip(input, True, yes)
    return unknown("not said", needs, ask, flip) if answer is None else failed(no, needs, flip)
