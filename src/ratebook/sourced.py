"""What every entry of a rate table is made of: strict shapes, figures with their evidence, days, money."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StrictBool, WithJsonSchema

from costs.quantities import DIGITS, plain
from ratebook.checks import NoBoolean


class Strict(BaseModel):
    """Frozen, and refuses a field that it does not know: a mistyped price must not be ignored.

    A model is built when it is first used. A table is read as a whole, so that all but its root never need to be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


# Bounds come first, so that pydantic holds them itself: after a validator of ours it would ask Python for each price.
Usd = Annotated[
    Decimal,
    Field(ge=0, le=Decimal(100_000), allow_inf_nan=False),
    NoBoolean(),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema(dict(DIGITS)),
]
Count = Annotated[int, Field(ge=0), NoBoolean()]
AtLeastOne = Annotated[int, Field(ge=1), NoBoolean()]
Day = Annotated[datetime.date, Field(strict=True)]


class Source(Strict):
    """Where figures come from."""

    title: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.title} ({self.url})" if self.url else self.title


class Sourced(Strict):
    """A figure or fact with its evidence. `source` is a key of the file's `sources`."""

    source: str
    checked_on: Day
    confirmed: StrictBool
    note: str | None = None


class Dated(Sourced):
    """A sourced fact in force from `effective_from` (inclusive, UTC) until the next entry begins."""

    effective_from: Day
    correction: str | None = Field(None, description="why a published entry was changed; required when one is")
    reason: str | None = Field(
        None, description="why the entry differs so much from what is usual that publishing would refuse it"
    )


class Event(Sourced):
    """Something that happens on a day (UTC)."""

    date: Day
