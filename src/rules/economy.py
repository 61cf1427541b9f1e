"""Judges the money: against alternatives of equal quality, per call, by payback, and by the model's lifetime."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rules import economy_wording as wording
from rules.facts import EqualAlternative, Facts, Lever
from rules.flips import Condition, flips, parted
from rules.outcomes import Flip, Judgement, Said, Sentence, Verdict, failed, passed, unknown
from rules.thresholds import Thresholds

_NOTHING = Decimal(0)


def _unpriced(facts: Facts, needs: Sentence) -> Judgement:
    """Unknown, since a price that the rule needs is not known."""
    because = facts.unpriced_because or "a price is not known"
    return unknown(because, needs, Said(wording.what_it_costs, (because,)))


def beats_alternatives(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does fine-tuning beat the same prompt, cached or sent in a batch."""
    economics = facts.economics
    if economics is None:
        return _unpriced(facts, "less than today's prompt cached or batched")
    horizon, alternatives = economics.horizon_months, economics.alternatives
    monthly, once = economics.fine_tuned_usd_per_month, economics.one_time_usd
    needs = Said(wording.less_than_today, (horizon,))
    beaten_by, unmet, met = [], [], []
    for other in alternatives:
        lacking, given = parted(_conditions(other, monthly, once, Decimal(horizon)))
        if lacking:
            beaten_by.append(other)
        unmet += lacking
        met += given
    if not beaten_by:
        return passed(Said(wording.beside, (monthly, once, alternatives)), needs)
    levers = [lever for lever in economics.levers if lever.alternatives is not None]
    found = (*_shorter_prefix(beaten_by), *flips(levers, unmet, met))
    worst = _cheapest([other for other in beaten_by if not other.assumed] or beaten_by, horizon)
    saw = Said(wording.beside, (monthly, once, (worst,)))
    if worst.assumed:
        ask = "How many of the input tokens are the same at the start of every call (system prompt, examples)?"
        return unknown(saw, needs, ask, *found)
    verdict = Verdict.USE_PROMPT_CACHING if worst.approach == "prompt_caching" else Verdict.DO_NOT_FINE_TUNE
    return failed(saw, needs, *found, verdict=verdict)


def _conditions(
    other: EqualAlternative, monthly: Decimal, once: Decimal, months: Decimal
) -> tuple[Condition, Condition]:
    """Fine-tuning costs no more than `other` over so many months, with what both cost to start, and less by the month.

    `monthly` is its bill in USD, `once` in USD what it costs to start.
    """
    approach = other.approach

    def by_month(lever: Lever) -> Decimal:
        alternatives = lever.alternatives or {}
        return lever.saving - lever.current + alternatives.get(approach, _NOTHING)

    def over_months(lever: Lever) -> Decimal:
        return by_month(lever) * months + lever.upfront.get(approach, _NOTHING) - lever.one_time

    margin = other.monthly_usd - monthly
    return (
        Condition(margin * months + other.upfront_usd - once, over_months),
        Condition(margin, by_month, strict=True),
    )


def _cheapest(alternatives: list[EqualAlternative], horizon_months: int) -> EqualAlternative:
    return min(alternatives, key=lambda other: other.upfront_usd + other.monthly_usd * horizon_months)


def _shorter_prefix(beaten_by: list[EqualAlternative]) -> Iterator[Flip]:
    """With so little that can be cached fine-tuning wins, where caching alone is in its way."""
    most = beaten_by[0].most_cacheable_tokens
    if most is not None and len(beaten_by) == 1:
        yield Flip("workload.cacheable_input_tokens", Decimal(most), Said(wording.cacheable, (most,)))


def saves_per_call(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does a call cost less, or is the better quality worth the difference."""
    economics = facts.economics
    needs = "calls that cost less than today's, or quality that is worth the difference"
    if economics is None:
        return _unpriced(facts, needs)
    saving = economics.saving_usd_per_call
    worth = Condition(
        economics.calls_per_month * saving + economics.quality_value_usd_per_month,
        lambda lever: lever.saving + lever.fixed,
        strict=True,
    )
    if worth.holds():
        return passed(Said(wording.call_costs, (saving, economics)), needs)
    saw = Said(wording.no_calls if saving > 0 else wording.call_costs, (saving, economics))
    return failed(saw, needs, *flips(economics.levers, [worth]))


def payback_within_limit(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Do the savings exceed training, experiments and engineering within the limit."""
    economics = facts.economics
    if economics is None:
        return _unpriced(facts, "a payback within the limit")
    limit = thresholds.payback_limit_months
    needs = Said(wording.at_most_months, (limit,))
    saving, once = economics.saving_usd_per_month, economics.one_time_usd
    saw = Said(wording.payback, (saving, economics))
    repaid = Condition(saving * limit - once, lambda lever: lever.saving * limit - lever.one_time)
    return _repaid_in_time(repaid, saving, economics.levers, saw, needs)


def _repaid_in_time(
    repaid: Condition, saving: Decimal, levers: Iterable[Lever], saw: Sentence, needs: Sentence
) -> Judgement:
    """By the margin that is left when time is up, and by whether `saving`, USD a month, is any.

    A cost of nothing is not repaid by savings of nothing.
    """
    saves = Condition(saving, _saving, strict=True)
    if not saves.holds():  # then no input helps that changes only what is paid once
        helpful = [lever for lever in levers if lever.saving]
        return failed(saw, needs, *flips(helpful, *parted((repaid, saves))))
    if repaid.holds():
        return passed(saw, needs)
    return failed(saw, needs, *flips(levers, [repaid], [saves]))


def _saving(lever: Lever) -> Decimal:
    return lever.saving


def outlives_payback(facts: Facts, thresholds: Thresholds) -> Judgement:
    """Does the fine-tune answer long enough to repay itself."""
    economics, offer = facts.economics, facts.offer
    if economics is None:
        return _unpriced(facts, "the fine-tuned model outlives its payback")
    if not offer.kept_up:  # what the provider removes by itself repays nothing, however cheap it is
        return failed(Said(wording.not_kept_up, (offer,)), Said(wording.kept_up, (offer,)))
    retires_on = offer.fine_tunes_retire_on
    if retires_on is None:
        return passed("no retirement date is announced", "the fine-tuned model outlives its payback")
    days = Decimal((retires_on - facts.as_of).days)
    needs = Said(wording.days_left, (max(days, _NOTHING), offer.model, retires_on))
    if days <= 0:
        return failed(Said(wording.shut_down, (offer.model, retires_on)), needs)
    saving, once, a_month = economics.saving_usd_per_month, economics.one_time_usd, thresholds.days_per_month
    months = economics.payback_months
    saw = Said(wording.days_to_repay, (None if months is None else months * a_month,))
    repaid = Condition(saving * days - once * a_month, lambda lever: lever.saving * days - lever.one_time * a_month)
    return _repaid_in_time(repaid, saving, economics.levers, saw, needs)
