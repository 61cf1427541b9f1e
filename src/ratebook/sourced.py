"""What every entry of a rate table is made of: strict shapes, figures with their evidence, days, money."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from costs.quantities import DIGITS, plain
from shapes.kinds import Bounds, Day, Described, Flag, Least, Written
from shapes.shape import Shape

Usd = Annotated[Decimal, Bounds(most=Decimal(100_000)), Written(plain, dict(DIGITS))]
Count = Annotated[int, Meta(ge=0), Least(0)]
AtLeastOne = Annotated[int, Meta(ge=1), Least(1)]


class Source(Shape):
    """Where figures come from."""

    title: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.title} ({self.url})" if self.url else self.title


class Sourced(Shape):
    """A figure or fact with its evidence. `source` is a key of the file's `sources`."""

    source: str
    checked_on: Day
    confirmed: Flag
    note: str | None = None


class Dated(Sourced):
    """A sourced fact in force from `effective_from` (inclusive, UTC) until the next entry begins."""

    effective_from: Day
    correction: Annotated[str | None, Described("why a published entry was changed; required when one is")] = None
    reason: Annotated[
        str | None,
        Described("why the entry differs so much from what is usual that publishing would refuse it"),
    ] = None


class Event(Sourced):
    """Something that happens on a day (UTC)."""

    date: Day
