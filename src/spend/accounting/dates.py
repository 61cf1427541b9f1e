"""The day on which a provider says that it answered: seconds since 1970, or a timestamp as RFC 3339 has it."""

from datetime import UTC, date, datetime

from pydantic_core import PydanticCustomError

from inputs.moments import Moment
from inputs.numbers import Quantity
from spend.accounting.reading import Made, Part

_SECONDS = Quantity(str(int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())), "253402300799")
"""From the year in which the first of these APIs opened to the last second of the calendar."""


def made_at(body: Part, *names: str) -> Made | None:
    """The day under the first of the names that is there; `None` where none is.

    A field that holds no such moment says nothing of the price, so it is not refused: its day is `None`.
    """
    name = next((name for name in names if body.values.get(name) is not None), None)
    return None if name is None else Made(_day(body.values[name]), body.at(name))


def _day(value: object) -> date | None:
    try:
        if isinstance(value, str):
            return Moment().read(value)
        return datetime.fromtimestamp(int(_SECONDS.point(value)), UTC).date()
    except PydanticCustomError:
        return None
