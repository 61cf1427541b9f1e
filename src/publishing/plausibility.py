"""Which prices are plausible in which unit, and which unit a price looks like that is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costs.quantities import plain
from rules.wording import number


@dataclass(frozen=True)
class Unit:
    """A unit of price, what usually lies within it, and what is mistaken for it: a unit, and the factor to this one."""

    name: str
    least: Decimal
    most: Decimal
    mistaken: tuple[tuple[str, Decimal], ...] = ()

    def holds(self, price: Decimal) -> bool:
        """Whether the price is usual in this unit; what is free is."""
        return not price or self.least <= price <= self.most


_ONE = Decimal(1)
_MONTH_HOURS = Decimal(720)
_PER_1_000 = (
    ("USD per 1,000 tokens", Decimal(1_000)),
    ("USD per token", Decimal(1_000_000)),
    ("USD per billion tokens", _ONE / 1_000),
    ("millionths of a USD per million tokens", _ONE / 1_000_000),
)
_BY_THE_HOUR = (
    ("USD per minute", Decimal(60)),
    ("USD per second", Decimal(3_600)),
    ("USD per month", _ONE / _MONTH_HOURS),
    ("USD per million tokens", _ONE),
)

# The cheapest and the dearest model that is sold anywhere cost 0.01 and 600 USD per million tokens; a cached token of
# the cheapest costs 0.001. A GPU is rented from 0.1 USD an hour, a machine of eight for up to 130.
_UNITS = (
    (
        re.compile(r"usd_per_million_(batch_)?cached_input_tokens"),
        Unit("USD per million tokens", Decimal("0.0005"), Decimal(500), _PER_1_000),
    ),
    (
        re.compile(r"usd_per_million_\w+_tokens"),
        Unit("USD per million tokens", Decimal("0.005"), Decimal(1_000), _PER_1_000),
    ),
    (re.compile(r"usd_per_training_hour"), Unit("USD per hour", Decimal("0.5"), Decimal(1_000), _BY_THE_HOUR)),
    (
        re.compile(r"usd_per_(training_gpu|deployment|unit|instance)_hour"),
        Unit("USD per hour", Decimal("0.02"), Decimal(1_000), _BY_THE_HOUR),
    ),
    (
        re.compile(r"usd_per_unit_minute"),
        Unit("USD per minute", Decimal("0.001"), Decimal(10), (("USD per hour", _ONE / 60),)),
    ),
    (
        re.compile(r"usd_per_(model|unit)_month_storage"),
        Unit("USD per month", Decimal("0.01"), Decimal(1_000), (("USD per hour", _MONTH_HOURS),)),
    ),
)


def unit_of(field: str) -> Unit | None:
    """The unit of a field that holds a price; `None` for any other field."""
    return next((unit for pattern, unit in _UNITS if pattern.fullmatch(field)), None)


def implausible(field: str, price: Decimal) -> Iterator[str]:
    """Why `price` can hardly be one of `field`, and what it looks like; nothing where it can."""
    unit = unit_of(field)
    if unit is None or unit.holds(price):
        return
    amount = "little" if price < unit.least else "much"
    usual = f"{plain(price)} is too {amount} for {unit.name}, where {plain(unit.least)} to {number(unit.most)} is usual"
    for name, factor in unit.mistaken:
        converted = price * factor
        if factor != 1 and unit.holds(converted):
            yield f"{usual}; it looks like {name}, which is {number(converted, 6)} here"
            return
    yield usual
