"""When a fine-tune has saved its one-time cost: so far, at its pace, and as was promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from spend.fine_tunes.fine_tune import FineTune

DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Repayment:
    """What is left to repay, in USD, and the days. `repaid_on` is `None` while anything is left."""

    left_usd: Decimal
    repaid_on: date | None
    expected_on: date | None


def repayment(one_time_usd: Decimal, saved_by_day: Mapping[date, Decimal]) -> Repayment:
    """How far the savings of each day, in USD and possibly negative, have repaid a cost.

    A cost that was repaid and is not any more, since hosting went on and calls did not, counts as repaid from the last
    day on which it became so.
    """
    saved, repaid_on = Decimal(0), None
    for day, usd in sorted(saved_by_day.items()):
        saved += usd
        repaid_on = None if saved < one_time_usd else repaid_on or day
    left, daily = max(one_time_usd - saved, Decimal(0)), saved / len(saved_by_day)
    expected = days_on(max(saved_by_day), left / daily) if repaid_on is None and daily > 0 else None
    return Repayment(left, repaid_on, expected)


def promised_day(tuned: FineTune) -> date | None:
    """The last of the days in which it was to be repaid; `None` where that was never, or nobody said."""
    if tuned.promised is None or tuned.promised.payback_months is None:
        return None
    days = tuned.promised.payback_months * DAYS_OF_A_MONTH
    # The day from which it is in use is the first of them.
    return days_on(tuned.in_use_from, max(days - 1, Decimal(0)))


def days_on(day: date, days: Decimal) -> date | None:
    """So many days later, begun ones counted whole; `None` beyond the calendar."""
    try:
        return day + timedelta(days=int(days.to_integral_value(rounding="ROUND_CEILING")))
    except OverflowError:
        return None
