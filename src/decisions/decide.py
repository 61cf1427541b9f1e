"""The use case: gather, cost, judge, answer."""

from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from costs.cumulative import Cumulative
from costs.payback import (
    break_even_calls_per_month,
    calls_to_repay,
    months_to_repay,
    rounded,
    whole_calls,
)
from costs.quantities import EXACT, NOTHING, plain
from decisions.alternatives import Alternative, alternatives
from decisions.answer import (
    AlternativeAnswer,
    CumulativeCost,
    DecisionAnswer,
    FlipAnswer,
    FlipValue,
    Horizon,
    HoursSpan,
    Monthly,
    OneTime,
    Payback,
    PerCall,
    RatesUsed,
    RuleAnswer,
)
from decisions.costing import Costs, cost
from decisions.facts import facts_of
from decisions.gather import Gathered, gather
from decisions.notes import sources_of, warn_of_hardware, warn_of_prices_and_dates, warn_of_ranges
from decisions.request import DecisionRequest
from ratebook.models import RateTable
from rules.catalogue import in_words
from rules.engine import Judged, judge_all, verdict_of
from rules.explanation import headline, next_steps
from rules.facts import Facts
from rules.outcomes import Flip


class TableInUse(NamedTuple):
    """The rate table to decide with, and how it is named in the answer."""

    table: RateTable
    version: str
    sha256: str
    stale_because: str | None = None


def decide(request: DecisionRequest, rates: TableInUse, today: date) -> DecisionAnswer:
    """The verdict on `request`. `today` (UTC) stands for an `as_of` that was left out.

    Raises `UnusableRequestError` where the rate table shows that the request cannot be decided.
    """
    with localcontext(EXACT):
        gathered = gather(request, rates.table, today)
        if rates.stale_because:
            gathered.notes.warn(f"{rates.stale_because}; a newer table may exist")
        costs = cost(gathered)
        found = alternatives(gathered, costs)
        facts = facts_of(gathered, costs, found)
        judged = judge_all(facts, gathered.thresholds)
        warn_of_prices_and_dates(gathered)
        warn_of_hardware(gathered, costs)
        warn_of_ranges(gathered, costs)
        return _answer(gathered, costs, found, facts, judged, rates)


def _answer(
    gathered: Gathered,
    costs: Costs,
    found: tuple[Alternative, ...],
    facts: Facts,
    judged: tuple[Judged, ...],
    rates: TableInUse,
) -> DecisionAnswer:
    tuned = costs.fine_tuned
    return DecisionAnswer(
        verdict=verdict_of(judged),
        headline=headline(judged, facts),
        next_steps=next_steps(judged, gathered.thresholds),
        rules=tuple(_rule(each, gathered) for each in judged),
        one_time=OneTime(lines=costs.one_time_lines, total_usd=costs.one_time),
        monthly=Monthly(
            current_usd=costs.monthly_today.expected,
            current_lines=costs.lines_today,
            fine_tuned_usd=tuned.monthly.expected if tuned else None,
            fine_tuned_lines=tuned.lines if tuned else (),
            quality_value_usd=gathered.quality_value_usd_per_month,
            saving_usd=tuned.saving if tuned else None,
        ),
        per_call=PerCall(
            current_usd=costs.usd_per_call_today,
            fine_tuned_usd=tuned.usd_per_call if tuned else None,
            saving_usd=costs.usd_per_call_today - tuned.usd_per_call if tuned else None,
        ),
        payback=_payback(gathered, costs, facts),
        alternatives=tuple(_alternative(each, gathered, costs) for each in found),
        horizon=_horizon(gathered, costs, found),
        assumptions=tuple(gathered.notes.assumptions),
        warnings=tuple(dict.fromkeys(gathered.notes.warnings)),
        rates=rates_used(gathered, rates),
    )


def rates_used(gathered: Gathered, rates: TableInUse) -> RatesUsed:
    """The rate table as an answer names it."""
    return RatesUsed(
        version=rates.version,
        sha256=rates.sha256,
        as_of=gathered.as_of,
        stale=rates.stale_because is not None,
        sources=sources_of(gathered),
    )


def _rule(each: Judged, gathered: Gathered) -> RuleAnswer:
    rule, judgement = each.rule, each.judgement
    return RuleAnswer(
        id=rule.id,
        question=rule.question,
        outcome=judgement.outcome,
        observed=judgement.observed,
        required=judgement.required,
        because=rule.because,
        source=rule.source,
        remedy=in_words(rule.remedy, gathered.thresholds),
        flips_when=tuple(
            FlipAnswer(input=flip.input, value=_flip_value(flip), text=flip.text) for flip in judgement.flips
        ),
        ask=judgement.ask,
    )


def _flip_value(flip: Flip) -> FlipValue:
    if isinstance(flip.value, Decimal):
        return plain(flip.value)
    return list(flip.value) if isinstance(flip.value, tuple) else flip.value


def _payback(gathered: Gathered, costs: Costs, facts: Facts) -> Payback:
    limit, days = gathered.thresholds.payback_limit_months, gathered.thresholds.days_per_month
    retires_on = facts.offer.fine_tunes_retire_on
    tuned, one_time, training = costs.fine_tuned, costs.one_time, costs.training
    if tuned is None or one_time is None or training is None:
        return Payback(
            months=None,
            days=None,
            training_only_days=None,
            break_even_calls=None,
            break_even_calls_per_month=None,
            hosting_break_even_calls_per_month=None,
            limit_months=limit,
            retires_on=retires_on,
        )
    saving_per_call = costs.usd_per_call_today - tuned.usd_per_call
    fixed = tuned.fixed.expected - gathered.quality_value_usd_per_month
    training_only = months_to_repay(training.expected, tuned.saving.expected)
    hosting = tuned.hosting.expected
    never = tuned.payback.never
    return Payback(
        months=None if never else tuned.payback.rounded(),
        days=None if never else tuned.payback.scaled(days).rounded(),
        training_only_days=None if training_only is None else rounded(training_only * days),
        break_even_calls=_whole(
            calls_to_repay(one_time.expected, saving_per_call, gathered.calls.per_month.expected, tuned.saving.expected)
        ),
        break_even_calls_per_month=_whole(break_even_calls_per_month(one_time.expected, limit, saving_per_call, fixed)),
        hosting_break_even_calls_per_month=_whole(whole_calls(hosting, saving_per_call)) if hosting else None,
        limit_months=limit,
        retires_on=retires_on,
    )


def _whole(calls: int | None) -> str | None:
    return None if calls is None else str(calls)


def _alternative(each: Alternative, gathered: Gathered, costs: Costs) -> AlternativeAnswer:
    return AlternativeAnswer(
        approach=each.approach,
        provider=each.provider,
        model=each.model,
        upfront_usd=each.upfront_usd.expected,
        monthly_usd=each.monthly_usd.expected,
        usd_per_call=each.usd_per_call,
        saving_usd=costs.monthly_today.expected - each.monthly_usd.expected,
        engineering_hours=HoursSpan(low=each.hours.low, high=each.hours.high),
        quality_ceiling=each.quality_ceiling,
        equal_quality=each.equal_quality,
        applicable=each.applicable,
        total_usd=each.total_usd,
        hosting_break_even_calls_per_month=_hosting_break_even(each, costs),
        note=each.note,
    )


def _hosting_break_even(each: Alternative, costs: Costs) -> str | None:
    """Against what is billed by the call too; `None` where hosting costs nothing or a call saves nothing."""
    tuned = costs.fine_tuned
    if tuned is None or each.usd_per_call is None or not tuned.hosting.expected or each.approach == "fine_tuning":
        return None
    return _whole(whole_calls(tuned.hosting.expected, each.usd_per_call - tuned.usd_per_call))


def _horizon(gathered: Gathered, costs: Costs, found: tuple[Alternative, ...]) -> Horizon:
    months = gathered.horizon_months
    today = CumulativeCost(
        approach="today",
        model=gathered.today.model_id,
        usd_by_month=Cumulative(NOTHING, costs.monthly_today, months),
    )
    others = (
        CumulativeCost(
            approach=each.approach,
            model=each.model,
            usd_by_month=Cumulative(each.start_usd, each.monthly_usd, months),
        )
        for each in found
    )
    days = gathered.thresholds.days_per_month
    return Horizon(months=months, days_per_month=days, cumulative=(today, *others))
