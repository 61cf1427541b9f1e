"""The numbers that every cost is made of: exact decimals, and ranges of them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import PlainSerializer, WithJsonSchema

MILLION = Decimal(1_000_000)

EXACT = Context(prec=150, rounding=ROUND_HALF_EVEN)
"""Wide enough that no product of accepted inputs is rounded, the finest included (the default of 28 digits is not)."""

_SMALLEST_WRITTEN = Decimal("1e-12")


def plain(value: Decimal) -> str:
    """Write `value` as digits: no exponent, no trailing zeros, at most twelve decimal places.

    >>> plain(Decimal("750.00")), plain(Decimal("9.12E-5"))
    ('750', '0.0000912')
    """
    if value.as_tuple().exponent < -12:  # type: ignore[operator]  # finite by construction
        value = value.quantize(_SMALLEST_WRITTEN, context=EXACT)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


DIGITS = MappingProxyType({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["0.0042"]})
"""JSON schema of what `plain` writes."""

PlainDecimal = Annotated[Decimal, PlainSerializer(plain, return_type=str), WithJsonSchema(dict(DIGITS))]
"""A decimal that leaves as a string of digits, so that no client reads it as a binary float."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure is between (`low`, `high`) and what it is reckoned to be (`expected`)."""

    low: PlainDecimal
    expected: PlainDecimal
    high: PlainDecimal

    @classmethod
    def of(cls, value: Decimal) -> Self:
        """The range of a figure that is known."""
        return cls(value, value, value)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __mul__(self, other: Self) -> Self:
        """Product of two ranges that are nowhere negative: low with low, high with high."""
        return type(self)(self.low * other.low, self.expected * other.expected, self.high * other.high)

    def scaled(self, factor: Decimal) -> Self:
        """Each point times a `factor` that is not negative."""
        return type(self)(self.low * factor, self.expected * factor, self.high * factor)

    def shared(self, among: int) -> Self:
        """Each point divided by `among`: a whole share is exact, where a product with 1/`among` would not be."""
        return type(self)(self.low / among, self.expected / among, self.high / among)


NOTHING = Range.of(Decimal(0))


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a bill: `quantity` `unit`s at `unit_price_usd` each, expected, and the range of the cost in USD."""

    name: str
    quantity: PlainDecimal
    unit: str
    unit_price_usd: PlainDecimal
    cost_usd: Range


def total(lines: tuple[CostLine, ...]) -> Range:
    """Sum of the lines' costs in USD; no lines cost nothing."""
    return sum((line.cost_usd for line in lines), start=NOTHING)
