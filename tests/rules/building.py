"""Facts, economics and a policy for tests: everything passes, but for what a test changes of it."""

from collections.abc import Iterable
from copy import replace
from datetime import date
from decimal import Decimal
from typing import Any

from costs.payback import months_to_repay
from rules.facts import Economics, EqualAlternative, Facts, Lever, TrainingOffer
from rules.outcomes import Flip
from rules.thresholds import Span, Thresholds


def span(low: str, high: str) -> Span:
    return Span(low=Decimal(low), high=Decimal(high))


POLICY = Thresholds(
    payback_limit_months=Decimal(3),
    rarely_helps_below_examples=Decimal(100),
    minimum_examples_classification=Decimal(200),
    minimum_examples_generation=Decimal(500),
    comfortable_examples_classification=Decimal(500),
    comfortable_examples_generation=Decimal(1000),
    experiment_runs=span("3", "5"),
    engineering_hours=span("20", "50"),
    engineering_hours_data_preparation=span("8", "20"),
    engineering_hours_evaluation=span("4", "8"),
    engineering_hours_iteration=span("2", "4"),
    engineering_usd_per_hour=Decimal(100),
    zero_shot_hours=span("2", "4"),
    few_shot_hours=span("4", "8"),
    few_shot_examples=Decimal(5),
    system_prompt_hours=span("8", "16"),
    prompt_caching_hours=span("2", "4"),
    batch_hours=span("2", "4"),
    cache_hit_rate=Decimal(1),
    days_per_month=Decimal(30),
    hours_per_month=Decimal(720),
    horizon_months=Decimal(12),
    budget_alert_shares=(Decimal("0.8"), Decimal(1)),
)

OFFER = TrainingOffer(
    provider="OpenAI",
    model="gpt-4o-mini",
    method="sft",
    offered=True,
    open_to="everyone",
    closes_on=date(2027, 1, 6),
    last_open_to="everyone",
    fine_tunes_retire_on=date(2027, 1, 14),
    minimum_examples=10,
)

QUALITY = Lever(
    "quality_value_usd_per_month", "USD a month for better quality", Decimal(0), Decimal("0.01"), saving=Decimal(1)
)


def economics(**changes: Any) -> Economics:
    """A thousand dollars once, and a thousand a month saved by 1,000,000 calls."""
    usual = Economics(
        calls_per_month=Decimal(1_000_000),
        current_usd_per_call=Decimal("0.0015"),
        fine_tuned_usd_per_call=Decimal("0.0005"),
        fixed_usd_per_month=Decimal(0),
        quality_value_usd_per_month=Decimal(0),
        one_time_usd=Decimal(1000),
        saving_usd_per_month=Decimal(1000),
        horizon_months=12,
        payback_months=None,
        payback_months_low=Decimal(1),
        payback_months_high=Decimal(1),
        alternatives=(),
        levers=(),
    )
    changed = replace(usual, **changes)
    saved = changed.calls_per_month * changed.current_usd_per_call - changed.fine_tuned_usd_per_month
    changed = replace(changed, saving_usd_per_month=saved)
    expected = months_to_repay(changed.one_time_usd, changed.saving_usd_per_month)
    return replace(changed, payback_months=expected, levers=(*levers_of(changed), *changed.levers))


def levers_of(of: Economics) -> tuple[Lever, ...]:
    """The levers that need nothing but the economics themselves."""
    calls = Lever(
        input="workload.calls_per_month",
        unit="calls a month",
        value=of.calls_per_month,
        step=Decimal(1),
        most=Decimal(10_000_000_000),
        saving=of.saving_usd_per_call,
        current=of.current_usd_per_call,
        alternatives={each.approach: each.monthly_usd / (of.calls_per_month or 1) for each in of.alternatives},
    )
    hours = Lever(
        "engineering.hours", "hours of engineering", of.one_time_usd / 100, Decimal("0.01"), one_time=Decimal(100)
    )
    return calls, hours, replace(QUALITY, value=of.quality_value_usd_per_month)


def caching(
    monthly_usd: int, upfront_usd: int = 300, *, assumed: bool = False, most: int | None = 1407
) -> EqualAlternative:
    """Today's prompt, cached."""
    return EqualAlternative(
        approach="prompt_caching",
        label="today's prompt cached",
        upfront_usd=Decimal(upfront_usd),
        monthly_usd=Decimal(monthly_usd),
        assumed=assumed,
        most_cacheable_tokens=most,
    )


def batch(monthly_usd: int, upfront_usd: int = 300) -> EqualAlternative:
    """Today's prompt, in a batch."""
    return EqualAlternative("batch", "today's prompt in a batch", Decimal(upfront_usd), Decimal(monthly_usd))


def written(flips: Iterable[Flip]) -> tuple[Flip, ...]:
    """The flips with their sentences as a reader gets them."""
    return tuple(replace(each, says=each.text) for each in flips)


def facts(*, offer: dict[str, Any] | None = None, **changes: Any) -> Facts:
    """A request in which every rule passes on 2026-11-22."""
    usual = Facts(
        as_of=date(2026, 11, 22),
        task="classification",
        offer=replace(OFFER, **(offer or {})),
        has_fine_tuned_before=None,
        recent_fine_tuned_inference=None,
        prompts_optimized=True,
        cheaper_model_tried=True,
        cheaper_models_untried=(),
        models_tried=None,
        quality_gap_measured=True,
        current_quality=None,
        target_quality=None,
        examples=1000,
        economics=economics(),
        unpriced_because=None,
    )
    return replace(usual, **changes)
