"""The day that a request is about."""

from datetime import date

from inputs.errors import FieldError, UnusableRequestError
from ratebook.history import first_day
from ratebook.models import RateTable


def day_of(as_of: date | None, today: date, table: RateTable) -> date:
    """The day that was asked for, or `today` (UTC). Raises `UnusableRequestError` for one before the table begins."""
    day, first = as_of or today, first_day(table)
    if day < first:
        message = f"the rate table begins on {first}; choose that day or a later one"
        raise UnusableRequestError(FieldError("as_of", message))
    return day
