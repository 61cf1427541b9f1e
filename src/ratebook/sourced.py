"""What every entry of a rate table is made of: strict shapes, figures with their evidence, days, money."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from costs.quantities import PlainDecimal
from ratebook.checks import no_boolean


class Strict(BaseModel):
    """Frozen, and refuses a field that it does not know: a mistyped price must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Usd = Annotated[PlainDecimal, BeforeValidator(no_boolean), Field(ge=0, le=Decimal(100_000), allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(no_boolean), Field(ge=0)]
AtLeastOne = Annotated[int, BeforeValidator(no_boolean), Field(ge=1)]
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
