"""What a project may spend in a calendar month (UTC), and at which shares of that somebody is told."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, model_validator

from inputs.numbers import MOST_PLACES, Quantity, invalid
from shapes.frozen import Frozen
from spend.ledger.entry import Category

_AMOUNT = Quantity("0.01", "1000000000", money=True, most_places=MOST_PLACES)
_SHARE = Quantity(
    "0.01", "10", money=True, most_places=4, beyond="must be a share of the amount from 0.01 to 10: 0.8 is 80%"
)
_USUAL = (Decimal("0.8"), Decimal(1))
_OR_USUAL = "or leave it out for 80% and 100%"


class Limit(StrEnum):
    """What an amount limits: all that a project spends, or one part of it."""

    TOTAL = "total"
    FINE_TUNED = "fine_tuned"
    TRAINING = "training"

    def counts(self, category: Category) -> bool:
        """Whether spend of a category counts against it."""
        return self is Limit.TOTAL or self.value == category.value


def _listed(value: object) -> object:
    if not isinstance(value, list | tuple):
        raise invalid(f"must be a list of shares such as [0.8, 1], {_OR_USUAL}")
    if not value:
        raise invalid(f"is empty; give at least 1 share such as 0.8, {_OR_USUAL}")
    return value


def _in_order(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if len(set(values)) != len(values):
        raise invalid("a threshold stands there twice; remove one")
    return tuple(sorted(values))


Amount = Annotated[Decimal, _AMOUNT]
Threshold = Annotated[Decimal, _SHARE]


class Budget(Frozen):
    """The limits of one project, in USD a calendar month, and the shares of each at which an alert is sent."""

    monthly_usd: Amount | None = Field(None, description="for all that the project spends, training included")
    fine_tuned_monthly_usd: Amount | None = Field(None, description="for calls of fine-tuned models")
    training_monthly_usd: Amount | None = Field(None, description="for training jobs, so for experiments")
    thresholds: Annotated[
        tuple[Threshold, ...], Field(min_length=1, max_length=10), BeforeValidator(_listed), AfterValidator(_in_order)
    ] = Field(
        _USUAL,
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
