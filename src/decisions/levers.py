"""The inputs that move the economics of a request, and by how much for each unit of them."""

from collections.abc import Iterator
from copy import replace
from decimal import Decimal
from typing import NamedTuple

from costs.inference import CallTokens, TokenPrices
from costs.quantities import MILLION, Range, total
from decisions.alternatives import Alternative
from decisions.costing import Costs, FineTunedCosts, job_bounds, training_of
from decisions.gather import Gathered
from decisions.pricing import PricedModel, training_cap
from inputs.notes import Notes
from rules.facts import Lever

_ONE = Decimal(1)
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_MOST_TOKENS = Decimal(10_000_000)
_MOST_USD = Decimal(1_000_000_000)


def levers(
    gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]
) -> tuple[Lever, ...]:
    """Every lever of the request; `binding` are the alternatives that fine-tuning has to beat."""
    return (
        _calls(gathered, costs, tuned, binding),
        *_tokens(gathered, costs, tuned, binding),
        *_cache_hits(gathered, costs, tuned, binding),
        *_one_time(gathered, costs, binding),
        Lever(
            input="quality_value_usd_per_month",
            unit="USD a month for better quality",
            value=gathered.quality_value_usd_per_month,
            step=_CENT,
            most=_MOST_USD,
            saving=_ONE,
        ),
    )


def _calls(gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]) -> Lever:
    return Lever(
        input="workload.calls_per_month",
        unit="calls a month",
        value=gathered.calls.per_month.expected,
        step=_ONE,
        most=Decimal(10_000_000_000),
        saving=costs.usd_per_call_today - tuned.usd_per_call,
        current=costs.usd_per_call_today,
        alternatives={each.approach: each.usd_per_call or Decimal(0) for each in binding},
    )


def _tokens(
    gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]
) -> Iterator[Lever]:
    """Tokens of a call, today's and the fine-tuned model's; one lever for both where the second follows the first."""
    calls, stated, today = gathered.calls, gathered.request.candidate, gathered.today
    per_token = calls.per_month.expected / MILLION
    examples = _examples_as_long_as_calls(gathered, costs)
    # An unanswered question about the cache is judged with the whole prompt, which is cached in steps of tokens.
    in_steps = today.caching is not None and not calls.cacheable_known
    batched = today.batched()
    kinds = (
        ("input", calls.input_tokens, calls.after_input_tokens, stated.input_tokens, calls.cacheable_tokens),
        ("output", calls.output_tokens, calls.after_output_tokens, stated.output_tokens, _NOTHING),
    )
    for kind, before, after, stated_after, least in kinds:
        current, fine_tuned = per_token * getattr(today.prices, kind), per_token * getattr(tuned.model.prices, kind)
        batch_price = getattr(batched.prices, kind) if batched else _NOTHING
        candidate = Lever(
            input=f"candidate.{kind}_tokens",
            unit=f"{kind} tokens a fine-tuned call",
            value=after,
            step=_ONE,
            least=max(
                calls.after_cacheable_tokens if kind == "input" else _NOTHING,
                _least_tokens(tuned.model, kind),
                after + examples.fewer,
            ),
            most=min(_most_tokens(tuned.model, kind), after + examples.more),
            saving=-fine_tuned - examples.usd_a_month,
            fixed=examples.usd_a_month,
            one_time=examples.usd_once,
        )
        todays = Lever(
            input=f"workload.{kind}_tokens",
            unit=f"{kind} tokens a call today",
            value=before,
            step=_ONE,
            least=max(least, _least_tokens(today, kind)),
            most=_most_tokens(today, kind),
            saving=current,
            current=current,
            alternatives=None
            if in_steps and kind == "input"
            else {each.approach: per_token * batch_price if each.approach == "batch" else current for each in binding},
        )
        yield todays if stated_after is not None else _together(todays, candidate)
        yield candidate


def _least_tokens(model: PricedModel, kind: str) -> Decimal:
    """The shortest input at the model's prices: below it another price begins, and nothing is linear across that."""
    return Decimal(model.shortest) if kind == "input" else _NOTHING


def _most_tokens(model: PricedModel, kind: str) -> Decimal:
    """The longest input at the model's prices, likewise."""
    most = model.longest if kind == "input" else None
    return _MOST_TOKENS if most is None else min(_MOST_TOKENS, Decimal(most))


def _together(todays: Lever, candidate: Lever) -> Lever:
    """Today's lever where the fine-tuned model's tokens follow it."""
    return replace(
        todays,
        least=max(todays.least, candidate.least),
        most=min(todays.most, candidate.most),
        saving=todays.saving + candidate.saving,
        fixed=candidate.fixed,
        one_time=candidate.one_time,
    )


class _Examples(NamedTuple):
    """What training costs more where an example is as long as a call, for each token by which a call gets longer.

    `fewer` and `more` are by how many tokens a call may change without crossing the provider's cap on an example.
    """

    usd_once: Decimal = _NOTHING
    usd_a_month: Decimal = _NOTHING
    fewer: Decimal = -_MOST_TOKENS
    more: Decimal = _MOST_TOKENS


def _examples_as_long_as_calls(gathered: Gathered, costs: Costs) -> _Examples:
    if gathered.request.dataset and gathered.request.dataset.tokens_per_example:
        return _Examples()
    bounds = job_bounds(gathered.training.price)
    if bounds.minimum_usd is not None or bounds.cap_usd is not None:
        return _Examples(fewer=_NOTHING, more=_NOTHING)  # what a job costs at the least or at the most is not linear
    cap, tokens = training_cap(gathered.candidate_model), gathered.training.tokens_per_example.expected
    if cap is not None and tokens > cap:
        return _Examples(fewer=cap - tokens)
    change = _ONE if tokens < 1 else -_ONE
    training = replace(gathered.training, tokens_per_example=Range.of(tokens + change))
    changed = training_of(replace(gathered, training=training, notes=Notes()))
    if costs.training is None or costs.run_usd is None or changed.lines is None or changed.run_usd is None:
        return _Examples()  # training is not priced
    run_usd = (changed.run_usd.expected - costs.run_usd.expected) / change
    retraining = gathered.request.retraining
    return _Examples(
        usd_once=(total(changed.lines).expected - costs.training.expected) / change,
        usd_a_month=run_usd * retraining.runs.expected / retraining.every_months if retraining else _NOTHING,
        more=_MOST_TOKENS if cap is None else cap - tokens,
    )


def _cache_hits(
    gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]
) -> Iterator[Lever]:
    """The share of calls that find the prompt's prefix in the cache, where anything is cached."""
    calls, today = gathered.calls, gathered.today
    months_calls = calls.per_month.expected
    cached = today.call(calls.input_tokens, calls.output_tokens, calls.binding_cacheable_tokens, calls.hit_rate)
    current = months_calls * _usd_per_hit(costs.call_today, today.prices)
    fine_tuned = months_calls * _usd_per_hit(tuned.call, tuned.model.prices)
    alternative = months_calls * _usd_per_hit(cached, today.prices)
    by_approach = {each.approach: alternative for each in binding if each.approach == "prompt_caching"}
    if current or fine_tuned or by_approach:
        yield Lever(
            input="workload.cache_hit_rate",
            unit="of the calls find the cached prefix",
            value=calls.hit_rate,
            step=Decimal("0.0001"),
            most=_ONE,
            saving=current - fine_tuned,
            current=current,
            alternatives=by_approach,
        )


def _usd_per_hit(call: CallTokens, prices: TokenPrices) -> Decimal:
    """What a call costs more where its cacheable tokens are read from the cache and not written to it; below zero."""
    return call.cached_input * (prices.read - prices.write) / MILLION


def _one_time(gathered: Gathered, costs: Costs, binding: tuple[Alternative, ...]) -> Iterator[Lever]:
    hours, rate = gathered.engineering_hours.expected, gathered.engineering_usd_per_hour.expected
    retraining = gathered.request.retraining
    hours_a_month = gathered.retraining_hours.expected / retraining.every_months if retraining else _NOTHING
    yield Lever("engineering.hours", "hours of engineering", hours, _CENT, most=Decimal(100_000), one_time=rate)
    yield Lever(
        input="engineering.usd_per_hour",
        unit="USD an hour of engineering",
        value=rate,
        step=_CENT,
        most=_MOST_USD,
        one_time=hours,
        saving=-hours_a_month,
        fixed=hours_a_month,
        upfront={each.approach: each.hours.expected for each in binding},
    )
    experiments = gathered.request.experiments
    if experiments.training_usd is not None:
        # With retraining, what a stated total would be changes what each retraining costs: then it is no lever alone.
        if costs.training is not None and retraining is None:
            stated = costs.training.expected
            yield Lever(
                "experiments.training_usd", "USD for all training runs", stated, _CENT, most=_MOST_USD, one_time=_ONE
            )
    elif not isinstance(experiments.runs, tuple) and costs.run_usd is not None:
        runs = gathered.experiment_runs.expected
        yield Lever(
            "experiments.runs", "training runs", runs, _ONE, most=Decimal(1000), one_time=costs.run_usd.expected
        )
