"""Judges what must be so before money is looked at: availability, prompts, cheaper models, quality, examples."""

from datetime import timedelta
from decimal import Decimal

from rules.facts import Facts
from rules.outcomes import Flip, Judgement, failed, passed, unknown
from rules.thresholds import Thresholds
from rules.wording import day, number

_EVERYONE = "everyone"
_HAS_FINE_TUNED = "organizations_that_have_fine_tuned"
_RECENT_INFERENCE = "organizations_with_recent_fine_tuned_inference"
_NOBODY = "nobody"
_INFERENCE = "organization.fine_tuned_inference_in_last_60_days"
_NAMED_MODELS = 5


def training_available(facts: Facts, thresholds: Thresholds) -> Judgement:
    """May this organisation still create this training job, by offer, date and eligibility."""
    offer = facts.offer
    required = f"{offer.provider} trains {offer.model} by {offer.method} for this organisation on {day(facts.as_of)}"
    if offer.open_to == _NOBODY and (not offer.offered or offer.closes_on is None):
        since = f" since {day(offer.closes_on)}" if offer.closes_on else ""
        return failed(f"{offer.provider} takes no training jobs{since}{_in_its_place(offer.successor)}", required)
    if not offer.offered:
        return failed(
            f"{offer.provider} does not train {offer.model} by {offer.method}, or no price of it is known", required
        )
    if offer.closes_on is not None and facts.as_of >= offer.closes_on:
        last = day(offer.closes_on - timedelta(days=1))
        flip = Flip("as_of", last, f"{last} was the last day on which it could be trained")
        could = _open_to(offer.last_open_to, facts)
        return failed(
            f"training of {offer.model} closed on {day(offer.closes_on)}{_in_its_place(offer.successor)}",
            required,
            *([flip] if could else []),
        )
    if offer.open_to == _RECENT_INFERENCE and facts.recent_fine_tuned_inference is False:
        flip = Flip(_INFERENCE, True, "calls to a fine-tuned model in the last 60 days")
        return failed(
            f"{offer.provider} trains only for organisations with fine-tuned inference in the last 60 days",
            required,
            *([flip] if facts.has_fine_tuned_before is not False else []),
        )
    if not _open_to(offer.open_to, facts):
        return _needs_history(facts, required)
    until = f" until {day(offer.closes_on)}" if offer.closes_on else ""
    return passed(f"{offer.provider} trains {offer.model} by {offer.method}{until}", required)


def _in_its_place(successor: str | None) -> str:
    return f"; the provider offers {successor} in its place" if successor else ""


def _open_to(whom: str | None, facts: Facts) -> bool:
    """Whether what the organisation said makes it one of `whom`; recent inference that was not said is taken so."""
    before, recent = facts.has_fine_tuned_before, facts.recent_fine_tuned_inference
    if whom == _HAS_FINE_TUNED:
        return before is True or (before is None and recent is True)
    if whom == _RECENT_INFERENCE:
        return recent is not False and (before is True or (before is None and recent is True))
    return whom == _EVERYONE


def _needs_history(facts: Facts, required: str) -> Judgement:
    observed = f"{facts.offer.provider} trains only for organisations that have fine-tuned before"
    flip = Flip("organization.has_fine_tuned_before", True, "an organisation that has fine-tuned before")
    if facts.has_fine_tuned_before is None:
        ask = f"Has your organisation fine-tuned a model at {facts.offer.provider} before?"
        return unknown(f"{observed}; whether yours has was not said", required, ask, flip)
    return failed(f"{observed}, and yours has not", required, flip)


def prompting_first(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Were the prompts optimised."""
    return _answered(
        facts.prompts_optimized,
        "readiness.prompts_optimized",
        yes="the prompts were optimised",
        no="the prompts were not optimised yet",
        required="the prompts are optimised",
        ask="Have you optimised your prompts (zero-shot, few-shot, system prompt)?",
    )


def cheaper_model_first(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Was a cheaper base model tried, or are there none left to try."""
    required = "a cheaper base model was tried, or there is none"
    untried = facts.cheaper_models_untried
    if facts.cheaper_model_tried:
        return passed("a cheaper base model was tried", required)
    if not untried:
        every = (
            "every cheaper model of the rate table was tried"
            if facts.models_tried is not None
            else "no model is cheaper"
        )
        return passed(every, required)
    names = ", ".join(untried[:_NAMED_MODELS]) + (
        f" and {len(untried) - _NAMED_MODELS} more" if len(untried) > _NAMED_MODELS else ""
    )
    flips = (
        Flip("readiness.cheaper_model_tried", True, "a cheaper model was tried and is not good enough"),
        Flip("readiness.models_tried", (*(facts.models_tried or ()), *untried), f"these were tried too: {names}"),
    )
    if facts.cheaper_model_tried is None and facts.models_tried is None:
        ask = f"Have you tried a cheaper base model? Cheaper for this workload: {names}."
        return unknown(f"not said; cheaper for this workload: {names}", required, ask, *flips)
    return failed(f"not tried yet, cheaper for this workload: {names}", required, *flips)


def quality_gap_measured(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Is the gap between prompting and the target measured."""
    required = "the quality of prompting and the quality that is needed are measured"
    current, target = facts.current_quality, facts.target_quality
    if facts.quality_gap_measured is None and current is not None and target is not None:
        gap = f"{number((target - current) * 100)} points apart" if target > current else "the target is met already"
        return passed(f"measured: {number(current, 4)} now, {number(target, 4)} needed, {gap}", required)
    return _answered(
        facts.quality_gap_measured,
        "readiness.quality_gap_measured",
        yes="the quality gap was measured",
        no="the quality gap was not measured",
        required=required,
        ask="Did you measure the quality of prompting against the quality that you need?",
    )


def enough_examples(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Are there enough examples for the task, and for the provider."""
    policy_minimum = int(thresholds.minimum_examples(facts.task))
    needed = max(policy_minimum, facts.offer.minimum_examples or 0)
    required = f"at least {number(needed)} examples for {facts.task}"
    if facts.offer.minimum_examples:
        required += f" ({facts.offer.provider} itself takes {facts.offer.minimum_examples} or more)"
    flip = Flip("dataset.examples", Decimal(needed), f"at least {number(needed)} examples")
    if facts.examples is None:
        return unknown("not said", required, "How many high-quality training examples do you have?", flip)
    if facts.examples >= needed:
        return passed(f"{number(facts.examples)} examples", required)
    observed = f"{number(facts.examples)} examples: {number(needed - facts.examples)} more for {facts.task}"
    if facts.examples < thresholds.rarely_helps_below_examples:
        below = number(thresholds.rarely_helps_below_examples)
        observed += f"; below {below} a fine-tune barely moves the model, so improve the prompts meanwhile"
    return failed(observed, required, flip)


def _answered(answer: bool | None, input: str, *, yes: str, no: str, required: str, ask: str) -> Judgement:
    """A rule that is one question to the caller."""
    if answer is None:
        return unknown("not said", required, ask, Flip(input, True, yes))
    return passed(yes, required) if answer else failed(no, required, Flip(input, True, yes))
