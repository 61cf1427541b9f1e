"""What a project may spend in a calendar month (UTC), and at which shares of that somebody is told."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator

from costs.quantities import PlainDecimal
from inputs.fields import Request
from inputs.numbers import Quantity, invalid
from spend.ledger.entry import Category

_AMOUNT = Quantity("0.01", "1000000000", money=True)
_SHARE = Quantity("0.01", "1000", money=True, most_places=4)
_MOST_SHARE = 10


class Limit(StrEnum):
    """What an amount limits: all that a project spends, or one part of it."""

    TOTAL = "total"
    FINE_TUNED = "fine_tuned"
    TRAINING = "training"

    def counts(self, category: Category) -> bool:
        """Whether spend of a category counts against it."""
        return self is Limit.TOTAL or self.value == category.value


def _share(value: Decimal) -> Decimal:
    if value > _MOST_SHARE:
        raise invalid("is a share of the budget: write 0.8 for 80%")
    return value


def _in_order(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if len(set(values)) != len(values):
        raise invalid("a threshold stands there twice; remove one")
    return tuple(sorted(values))


Amount = Annotated[PlainDecimal, _AMOUNT]
Threshold = Annotated[PlainDecimal, _SHARE, AfterValidator(_share)]


class Budget(Request):
    """The limits of one project, in USD a calendar month, and the shares of each at which an alert is sent."""

    monthly_usd: Amount | None = Field(None, description="for all that the project spends, training included")
    fine_tuned_monthly_usd: Amount | None = Field(None, description="for calls of fine-tuned models")
    training_monthly_usd: Amount | None = Field(None, description="for training jobs, so for experiments")
    thresholds: Annotated[tuple[Threshold, ...], Field(min_length=1, max_length=10), AfterValidator(_in_order)] = Field(
        (Decimal("0.8"), Decimal("1.0")),
        description="shares of each amount at which an alert is sent once a month; reaching one counts",
    )
    forecast: StrictBool = Field(True, description="an alert also when the month is forecast to reach an amount")

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not self.amounts:
            raise invalid("is missing; give it, fine_tuned_monthly_usd or training_monthly_usd", "monthly_usd")
        return self

    @property
    def amounts(self) -> dict[Limit, Decimal]:
        """What is limited, and to how many USD a month."""
        named = {
            Limit.TOTAL: self.monthly_usd,
            Limit.FINE_TUNED: self.fine_tuned_monthly_usd,
            Limit.TRAINING: self.training_monthly_usd,
        }
        return {limit: amount for limit, amount in named.items() if amount is not None}
