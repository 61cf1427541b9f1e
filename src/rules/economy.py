"""Judges the money: against alternatives of equal quality, per call, by payback, and by the model's lifetime."""

from collections.abc import Iterator
from decimal import Decimal

from rules.facts import Economics, EqualAlternative, Facts, Lever, TrainingOffer
from rules.flips import Condition, flips, monthly_saving_slope, repays_within
from rules.outcomes import Flip, Judgement, Verdict, failed, passed, unknown
from rules.thresholds import Thresholds
from rules.wording import counted, day, months, number, usd


def _unpriced(facts: Facts, required: str) -> Judgement:
    """Unknown, since a price that the rule needs is not known."""
    because = facts.unpriced_because or "a price is not known"
    return unknown(because, required, f"What does it cost? {because[:1].upper()}{because[1:]}.")


def _conditions(economics: Economics, other: EqualAlternative, horizon_months: Decimal) -> Iterator[Condition]:
    """Fine-tuning costs less than `other` by the month, and no more over the horizon with what both cost to start."""
    margin = other.monthly_usd - economics.fine_tuned_usd_per_month
    yield Condition(margin, lambda lever: _slope_against(other, lever), strict=True)
    yield Condition(
        margin * horizon_months + other.upfront_usd - economics.one_time_usd,
        lambda lever: (
            _slope_against(other, lever) * horizon_months
            + lever.upfront.get(other.approach, Decimal(0))
            - lever.one_time
        ),
    )


def _slope_against(other: EqualAlternative, lever: Lever) -> Decimal:
    alternatives = lever.alternatives or {}
    return monthly_saving_slope(lever) - lever.current + alternatives.get(other.approach, Decimal(0))


def beats_alternatives(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does fine-tuning beat the same prompt, cached or sent in a batch."""
    economics = facts.economics
    if economics is None:
        return _unpriced(facts, "less than today's prompt cached or batched")
    horizon = Decimal(economics.horizon_months)
    required = f"less than today's prompt cached or batched, by the month and over {months(horizon)}"
    against = {other: tuple(_conditions(economics, other, horizon)) for other in economics.alternatives}
    beaten_by = [other for other, conditions in against.items() if not all(condition.holds for condition in conditions)]
    fine_tuned = f"fine-tuned {usd(economics.fine_tuned_usd_per_month)} a month and {usd(economics.one_time_usd)} once"
    if not beaten_by:
        others = "; ".join(_described(other) for other in economics.alternatives)
        return passed(f"{fine_tuned}; {others or 'neither caching nor batch applies'}", required)
    found = _beating_flips(
        economics, beaten_by, [condition for conditions in against.values() for condition in conditions]
    )
    beaten_by = [other for other in beaten_by if not other.assumed] or beaten_by
    worst = min(beaten_by, key=lambda other: other.upfront_usd + other.monthly_usd * horizon)
    observed = f"{fine_tuned}; {_described(worst)}"
    if worst.assumed:
        ask = "How many of the input tokens are the same at the start of every call (system prompt, examples)?"
        return unknown(observed, required, ask, *found)
    verdict = Verdict.USE_PROMPT_CACHING if worst.approach == "prompt_caching" else Verdict.DO_NOT_FINE_TUNE
    return failed(observed, required, *found, verdict=verdict)


def _described(other: EqualAlternative) -> str:
    assumed = ", if all of it can be cached" if other.assumed else ""
    return f"{other.label} {usd(other.monthly_usd)} a month and {usd(other.upfront_usd)} once{assumed}"


def _beating_flips(economics: Economics, beaten_by: list[EqualAlternative], every: list[Condition]) -> tuple[Flip, ...]:
    """What makes fine-tuning beat `beaten_by` and keeps it ahead of the alternatives that it beats already."""
    found = list(flips((lever for lever in economics.levers if lever.alternatives is not None), every))
    most = beaten_by[0].most_cacheable_tokens
    if most is not None and len(beaten_by) == 1:
        text = f"at most {number(most)} tokens that can be cached"
        found.insert(0, Flip("workload.cacheable_input_tokens", Decimal(most), text))
    return tuple(found)


def saves_per_call(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does a call cost less, or is the better quality worth the difference."""
    economics = facts.economics
    required = "calls that cost less than today's, or quality that is worth the difference"
    if economics is None:
        return _unpriced(facts, required)
    worth = Condition(
        economics.calls_per_month * economics.saving_usd_per_call + economics.quality_value_usd_per_month,
        lambda lever: lever.current - lever.fine_tuned + lever.gained,
        strict=True,
    )
    saving = economics.saving_usd_per_call
    change = "costs as much" if saving == 0 else f"costs {usd(abs(saving))} {'less' if saving > 0 else 'more'}"
    today, fine_tuned = usd(economics.current_usd_per_call), usd(economics.fine_tuned_usd_per_call)
    observed = f"a call {change} ({today} today, {fine_tuned} fine-tuned)"
    if economics.quality_value_usd_per_month:
        observed += f"; better quality is worth {usd(economics.quality_value_usd_per_month)} a month"
    if worth.holds:
        return passed(observed, required)
    if saving > 0:
        observed += "; but there are no calls"
    return failed(observed, required, *flips(economics.levers, [worth]))


def payback_within_limit(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Do the savings exceed training, experiments and engineering within the limit."""
    economics = facts.economics
    if economics is None:
        return _unpriced(facts, "a payback within the limit")
    limit = thresholds.payback_limit_months
    required = f"at most {months(limit)}"
    conditions = repays_within(economics, limit)
    observed = _payback(economics)
    if all(condition.holds for condition in conditions):
        return passed(observed, required)
    return failed(observed, required, *flips(economics.levers, conditions))


def _payback(economics: Economics) -> str:
    saving = economics.saving_usd_per_month
    expected = economics.one_time_usd / saving if saving > 0 else None
    low, high = economics.payback_months_low, economics.payback_months_high
    if expected is None and low is None:
        return f"it never pays back: {usd(economics.one_time_usd)} once, and each month {_loss(saving)}"
    spread = "" if low == high == expected else f" ({_short(low)} at best, {_short(high)} at worst)"
    once = f"{usd(economics.one_time_usd)} once"
    if expected is None:
        return f"it is not expected to pay back{spread}: {once}, and each month {_loss(saving)}"
    return f"pays back in {months(expected)}{spread}: {once}, {usd(saving)} saved a month"


def _loss(saving: Decimal) -> str:
    return "saves nothing" if saving == 0 else f"costs {usd(-saving)} more"


def _short(value: Decimal | None) -> str:
    return "never" if value is None else number(value)


def outlives_payback(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does the fine-tune answer long enough to repay itself."""
    economics = facts.economics
    if economics is None:
        return _unpriced(facts, "the fine-tuned model outlives its payback")
    if not facts.offer.kept_up:
        return _not_kept_up(facts.offer)
    retires_on = facts.offer.fine_tunes_retire_on
    if retires_on is None:
        return passed("no retirement date is announced", "the fine-tuned model outlives its payback")
    days = (retires_on - facts.as_of).days
    required = (
        f"at most {counted(max(days, 0), 'day')}: fine-tunes of {facts.offer.model} are shut down on {day(retires_on)}"
    )
    saving = economics.saving_usd_per_month
    taken = economics.one_time_usd / saving * thresholds.days_per_month if saving > 0 else None
    observed = "it never pays back" if taken is None else f"pays back in {counted(taken, 'day')}"
    if days <= 0:
        return failed(f"fine-tunes of {facts.offer.model} were shut down on {day(retires_on)}", required)
    conditions = repays_within(economics, Decimal(days), thresholds.days_per_month)
    if all(condition.holds for condition in conditions):
        return passed(observed, required)
    return failed(observed, required, *flips(economics.levers, conditions))


def _not_kept_up(offer: TrainingOffer) -> Judgement:
    """A deployment that the provider removes by itself repays nothing, however cheap it is."""
    where = offer.tier or offer.provider
    kept_up = f", such as {offer.kept_up_in}" if offer.kept_up_in else ""
    return failed(
        f"a {where} deployment is for trying the model out: the provider removes it by itself",
        f"a deployment that is kept up until it has repaid its cost{kept_up}",
    )
