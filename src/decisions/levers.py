"""The inputs that move the economics of a request, and by how much for each unit of them."""

from collections.abc import Iterator
from decimal import Decimal

from costs.inference import CallTokens, TokenPrices
from costs.quantities import MILLION
from decisions.alternatives import Alternative
from decisions.costing import Costs, FineTunedCosts
from decisions.gather import Gathered
from rules.facts import Lever

_ONE = Decimal(1)
_CENT = Decimal("0.01")
_MOST_TOKENS = Decimal(10_000_000)


def levers(gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]) -> tuple[Lever, ...]:
    """Every lever of the request; `binding` are the alternatives that fine-tuning has to beat."""
    return (
        _calls(gathered, costs, tuned, binding),
        *_tokens(gathered, binding),
        *_cache_hits(gathered, costs, tuned, binding),
        *_one_time(gathered, costs),
        Lever(
            input="quality_value_usd_per_month",
            unit="USD a month for better quality",
            value=gathered.quality_value_usd_per_month,
            step=_CENT,
            most=Decimal(1_000_000_000),
            gained=_ONE,
        ),
    )


def _calls(gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]) -> Lever:
    return Lever(
        input="workload.calls_per_month",
        unit="calls a month",
        value=gathered.calls.per_month.expected,
        step=_ONE,
        most=Decimal(10_000_000_000),
        current=costs.usd_per_call_today,
        fine_tuned=tuned.usd_per_call,
        alternatives={each.approach: each.usd_per_call or Decimal(0) for each in binding},
    )


def _tokens(gathered: Gathered, binding: tuple[Alternative, ...]) -> Iterator[Lever]:
    """Tokens of a call, today's and the fine-tuned model's; one lever for both where the second follows the first."""
    assert gathered.fine_tuned is not None  # there are fine-tuned costs
    calls, request, today = gathered.calls, gathered.request, gathered.today.prices
    tuned = gathered.fine_tuned.prices
    batched = gathered.today.entry
    batch_prices = {
        "input": batched.usd_per_million_batch_input_tokens,
        "output": batched.usd_per_million_batch_output_tokens,
    }
    kinds = (
        ("input", calls.input_tokens, calls.after_input_tokens, request.candidate.input_tokens, calls.cacheable_tokens),
        ("output", calls.output_tokens, calls.after_output_tokens, request.candidate.output_tokens, Decimal(0)),
    )
    for kind, before, after, stated, least in kinds:
        per_token = calls.per_month.expected / MILLION
        current, fine_tuned = per_token * getattr(today, kind), per_token * getattr(tuned, kind)
        follows = stated is None
        prices = {
            each.approach: per_token * (batch_prices[kind] or Decimal(0)) if each.approach == "batch" else current
            for each in binding
        }
        yield Lever(
            input=f"workload.{kind}_tokens",
            unit=f"{kind} tokens a call today",
            value=before,
            step=_ONE,
            least=max(least, calls.after_cacheable_tokens) if follows else least,
            most=_MOST_TOKENS,
            current=current,
            fine_tuned=fine_tuned if follows else Decimal(0),
            alternatives=prices,
        )
        yield Lever(
            input=f"candidate.{kind}_tokens",
            unit=f"{kind} tokens a fine-tuned call",
            value=after,
            step=_ONE,
            least=calls.after_cacheable_tokens if kind == "input" else Decimal(0),
            most=_MOST_TOKENS,
            fine_tuned=fine_tuned,
        )


def _cache_hits(
    gathered: Gathered, costs: Costs, tuned: FineTunedCosts, binding: tuple[Alternative, ...]
) -> Iterator[Lever]:
    """The share of calls that find the prompt's prefix in the cache, where anything is cached."""
    assert gathered.fine_tuned is not None  # there are fine-tuned costs
    calls, today = gathered.calls, gathered.today
    months_calls = calls.per_month.expected
    cached = today.call(calls.input_tokens, calls.output_tokens, calls.cacheable_tokens, calls.hit_rate)
    current = months_calls * _usd_per_hit(costs.call_today, today.prices)
    fine_tuned = months_calls * _usd_per_hit(tuned.call, gathered.fine_tuned.prices)
    alternative = months_calls * _usd_per_hit(cached, today.prices)
    by_approach = {each.approach: alternative for each in binding if each.approach == "prompt_caching"}
    if current or fine_tuned or by_approach:
        yield Lever(
            input="workload.cache_hit_rate",
            unit="of the calls find the cached prefix",
            value=calls.hit_rate,
            step=Decimal("0.0001"),
            most=_ONE,
            current=current,
            fine_tuned=fine_tuned,
            alternatives=by_approach,
        )


def _usd_per_hit(call: CallTokens, prices: TokenPrices) -> Decimal:
    """What a call costs more where its cacheable tokens are read from the cache and not written to it; below zero."""
    read = prices.input if prices.cached_input is None else prices.cached_input
    written = prices.input if prices.cache_write is None else prices.cache_write
    return call.cached_input * (read - written) / MILLION


def _one_time(gathered: Gathered, costs: Costs) -> Iterator[Lever]:
    hours, rate = gathered.engineering_hours.expected, gathered.engineering_usd_per_hour.expected
    retraining = gathered.request.retraining
    often = _ONE / retraining.every_months if retraining else Decimal(0)
    retraining_hours = retraining.hours.expected if retraining and retraining.hours else None
    if retraining and retraining_hours is None:
        retraining_hours = gathered.thresholds.engineering_hours_iteration.middle
    yield Lever("engineering.hours", "hours of engineering", hours, _CENT, most=Decimal(100_000), one_time=rate)
    yield Lever(
        input="engineering.usd_per_hour",
        unit="USD an hour of engineering",
        value=rate,
        step=_CENT,
        most=Decimal(1_000_000_000),
        one_time=hours,
        fixed=(retraining_hours or Decimal(0)) * often,
    )
    experiments = gathered.request.experiments
    if experiments.training_usd is not None:
        # With retraining, what a stated total would be changes what each retraining costs: then it is no lever alone.
        if costs.training is not None and retraining is None:
            total = costs.training.expected
            yield Lever("experiments.training_usd", "USD for all training runs", total, _CENT, one_time=_ONE)
    elif not isinstance(experiments.runs, tuple) and costs.run_usd is not None:
        runs = experiments.runs.expected if experiments.runs else gathered.thresholds.experiment_runs.middle
        yield Lever("experiments.runs", "training runs", runs, _ONE, most=Decimal(1000), one_time=costs.run_usd.expected)
