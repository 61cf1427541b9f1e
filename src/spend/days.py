"""The day whose prices a call has: the one that was sent, or else the one on which the provider says it answered."""

from datetime import date, timedelta

from spend.accounting.reading import Made
from spend.record import UsageRecord

FIRST_DAY = date(2020, 1, 1)
"""No model was sold by the token before the year in which the first of these APIs opened."""
_CLOCKS_DIFFER_BY = timedelta(days=1)


def billed_on(record: UsageRecord, made: Made | None, today: date) -> tuple[date | None, tuple[str, ...]]:
    """The day of the call in UTC, `None` where nobody told it, and a warning where it is not the one that was sent.

    A day in the future is no day on which a provider can have answered, so it is not believed.
    """
    if record.at is not None or made is None:
        return record.at, ()
    if made.on is None or made.on > today + _CLOCKS_DIFFER_BY:
        warning = f"{made.field} is no moment at which a call can have been answered: priced as of {today}; send at"
        return None, (warning,)
    return made.on, (f"at was not sent: priced as of {made.on}, the day of {made.field} in UTC",)
