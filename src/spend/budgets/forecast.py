"""Where a calendar month will end: what is spent, and for each day that remains the mean of the last full days."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from spend.ledger.totals import days_of

FULL_DAYS, LEAST_FULL_DAYS = 7, 3
METHOD = (
    f"spent so far, and for today and each day that remains the mean of the last {FULL_DAYS} full days, of at least "
    f"{LEAST_FULL_DAYS} since spending began"
)


def forecast(by_day: Mapping[date, Decimal], month: str, today: date) -> Decimal | None:
    """USD at the end of the month. `None` where too few full days tell it, or the month has not begun.

    `by_day` has the spend of each day of the month and of the week before it. A month that is over is what it came to.
    """
    first, last = days_of(month)
    spent = sum((usd for day, usd in by_day.items() if first <= day <= last), start=Decimal(0))
    if today > last:
        return spent
    daily = mean_before(by_day, today)
    if today < first or daily is None:
        return None
    still_today = max(daily - by_day.get(today, Decimal(0)), Decimal(0))
    return spent + still_today + daily * (last - today).days


def mean_before(by_day: Mapping[date, Decimal], today: date) -> Decimal | None:
    """The mean spend of the full days before a day, seven at most, since spending began. `None` for too few."""
    began = min((day for day, usd in by_day.items() if usd), default=today)
    since = max(began, today - timedelta(days=FULL_DAYS))
    days = (today - since).days
    if days < LEAST_FULL_DAYS:
        return None
    return sum((usd for day, usd in by_day.items() if since <= day < today), start=Decimal(0)) / days
