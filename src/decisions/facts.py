"""Turns a costed request into the facts that the rules look at."""

from copy import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from costs.inference import CachingSteps
from costs.quantities import MILLION
from decisions.alternatives import Alternative, prompt_caching
from decisions.costing import Costs, FineTunedCosts
from decisions.gather import Gathered
from decisions.levers import levers
from ratebook.history import in_force, never_trained, successor, training_closes_on
from ratebook.names import UnresolvedNameError, resolve
from rules.facts import Economics, EqualAlternative, Facts, TrainingOffer

_LABELS = {"prompt_caching": "today's prompt cached", "batch": "today's prompt in a batch"}


def facts_of(gathered: Gathered, costs: Costs, found: tuple[Alternative, ...]) -> Facts:
    """The facts of a request whose alternatives were `found`."""
    readiness, organization = gathered.request.readiness, gathered.request.organization
    tried = _tried(gathered)
    dataset = gathered.request.dataset
    return Facts(
        as_of=gathered.as_of,
        task=gathered.request.task,
        offer=_offer(gathered),
        has_fine_tuned_before=organization.has_fine_tuned_before,
        recent_fine_tuned_inference=organization.fine_tuned_inference_in_last_60_days,
        prompts_optimized=readiness.prompts_optimized,
        cheaper_model_tried=readiness.cheaper_model_tried,
        cheaper_models_untried=tuple(
            each.model for each in found if each.approach == "cheaper_model" and each.model not in tried
        ),
        models_tried=readiness.models_tried,
        quality_gap_measured=readiness.quality_gap_measured,
        current_quality=readiness.current_quality,
        target_quality=readiness.target_quality,
        examples=dataset.examples if dataset else None,
        economics=_economics(gathered, costs, costs.fine_tuned, found) if costs.fine_tuned else None,
        unpriced_because=costs.unpriced_because,
    )


def _tried(gathered: Gathered) -> frozenset[str]:
    """The models that were tried, by their ids; a name that the table does not know says nothing about its models."""
    tried = set()
    for name in gathered.request.readiness.models_tried or ():
        try:
            tried.add(resolve(gathered.table, name).model_id)
        except UnresolvedNameError:
            gathered.notes.warn(
                "readiness.models_tried names a model that is in no rate table; it counts for nothing here"
            )
    return frozenset(tried)


def _offer(gathered: Gathered) -> TrainingOffer:
    model, candidate = gathered.candidate_model, gathered.candidate
    availability = in_force(gathered.provider.availability, gathered.as_of)
    never = never_trained(gathered.provider, gathered.as_of)
    closes_on = None if never else training_closes_on(gathered.provider, model)
    last = in_force(gathered.provider.availability, closes_on - timedelta(days=1)) if closes_on else None
    return TrainingOffer(
        provider=gathered.provider.title,
        model=candidate.model_id,
        method=gathered.request.candidate.method,
        offered=_trains(gathered) and availability is not None,
        open_to=availability.open_to if availability else None,
        closes_on=closes_on,
        last_open_to=last.open_to if last else None,
        fine_tunes_retire_on=model.fine_tunes_retire_on.date if model.fine_tunes_retire_on else None,
        minimum_examples=model.limits.minimum_examples if model.limits else None,
        successor=successor(gathered.provider, gathered.as_of),
        tier=gathered.offer.tier,
        kept_up=gathered.hosting.production,
        kept_up_in=gathered.provider.default_tier,
    )


def _trains(gathered: Gathered) -> bool:
    """Whether the provider trains the model by that method, be the price known or not."""
    return (
        gathered.training.price is not None or gathered.request.candidate.method in gathered.candidate_model.trainable
    )


def _economics(gathered: Gathered, costs: Costs, tuned: FineTunedCosts, found: tuple[Alternative, ...]) -> Economics:
    binding = _binding(gathered, costs, found)
    economics = Economics(
        calls_per_month=gathered.calls.per_month.expected,
        current_usd_per_call=costs.usd_per_call_today,
        fine_tuned_usd_per_call=tuned.usd_per_call,
        fixed_usd_per_month=tuned.fixed.expected,
        quality_value_usd_per_month=gathered.quality_value_usd_per_month,
        one_time_usd=tuned.one_time.expected,
        saving_usd_per_month=tuned.saving.expected,
        horizon_months=gathered.horizon_months,
        payback_months=tuned.payback.expected,
        payback_months_low=tuned.payback.low,
        payback_months_high=tuned.payback.high,
        alternatives=(),
        levers=levers(gathered, costs, tuned, binding),
    )
    return _against(economics, gathered, costs, binding)


def _binding(gathered: Gathered, costs: Costs, found: tuple[Alternative, ...]) -> tuple[Alternative, ...]:
    """The alternatives of equal quality that fine-tuning must beat.

    Where it was not said how much of a long prompt can be cached, the whole prompt is taken, so that the rule can say
    whether the answer matters.
    """
    return (
        *prompt_caching(gathered, costs, gathered.calls.binding_cacheable_tokens),
        *(each for each in found if each.approach == "batch" and each.applicable),
    )


def _against(economics: Economics, gathered: Gathered, costs: Costs, binding: tuple[Alternative, ...]) -> Economics:
    equal = []
    for each in binding:
        cached = each.approach == "prompt_caching"
        upfront = each.start_usd.expected
        equal.append(
            EqualAlternative(
                approach=each.approach,
                label=_LABELS[each.approach],
                upfront_usd=upfront,
                monthly_usd=each.monthly_usd.expected,
                assumed=cached and not gathered.calls.cacheable_known,
                most_cacheable_tokens=_most_cacheable(economics, gathered, costs, upfront) if cached else None,
            )
        )
    return replace(economics, alternatives=tuple(equal))


def _most_cacheable(economics: Economics, gathered: Gathered, costs: Costs, upfront: Decimal) -> int | None:
    """The longest cacheable prefix with which the cached prompt is no reason against fine-tuning."""
    today, calls = gathered.today, gathered.calls
    steps, prices = today.caching, today.prices
    if steps is None:  # nothing is ever cached
        return None
    gain = calls.hit_rate * (prices.input - prices.read) - (1 - calls.hit_rate) * (prices.write - prices.input)
    per_token = Fraction(economics.calls_per_month * gain / MILLION)
    if per_token <= 0:  # a longer prefix saves nothing, so only one that is too short to be cached is no reason
        return steps.minimum_tokens - 1
    plain_usd = Fraction(economics.calls_per_month * costs.usd_per_call_today)
    fine_tuned = Fraction(economics.fine_tuned_usd_per_month)
    over_horizon = fine_tuned + (Fraction(economics.one_time_usd) - Fraction(upfront)) / gathered.horizon_months
    by_month, by_horizon = (plain_usd - fine_tuned) / per_token, (plain_usd - over_horizon) / per_token
    # By the month fine-tuning must be strictly cheaper; over the horizon it may cost as much.
    most = min(_below(by_month), Fraction(by_horizon))
    return _longest_prefix(most, steps)


def _below(limit: Fraction) -> Fraction:
    """The largest whole number of tokens strictly below `limit`."""
    return Fraction(limit - 1) if limit.denominator == 1 else Fraction(floor(limit))


def _longest_prefix(most_cached: Fraction, steps: CachingSteps) -> int:
    """The longest prefix of which at most `most_cached` tokens are cached."""
    if most_cached < steps.minimum_tokens:
        return steps.minimum_tokens - 1
    whole_steps = floor((most_cached - steps.minimum_tokens) / steps.step_tokens)
    return steps.minimum_tokens + (whole_steps + 1) * steps.step_tokens - 1
