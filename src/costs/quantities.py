"""The numbers that every cost is made of: exact decimals, and ranges of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType
from typing import Annotated, Self

from shapes.kinds import Written

MILLION = Decimal(1_000_000)

EXACT = Context(prec=150, rounding=ROUND_HALF_EVEN)
"""Wide enough that no product of accepted inputs is rounded, the finest included (the default of 28 digits is not)."""

PLACES_WRITTEN = 12
_SMALLEST_WRITTEN = Decimal(1).scaleb(-PLACES_WRITTEN)


def plain(value: Decimal) -> str:
    """Write `value` as digits: no exponent, no trailing zeros, at most twelve decimal places.

    >>> plain(Decimal("750.00")), plain(Decimal("9.12E-5"))
    ('750', '0.0000912')
    """
    text = str(value)
    if text.isdigit():
        return text
    point = text.find(".")
    if point > 0 and len(text) - point <= PLACES_WRITTEN + 1 and "E" not in text:
        text = text.rstrip("0").rstrip(".")
        return text if text != "-0" else "0"
    return _plain_at_length(value)


def _plain_at_length(value: Decimal) -> str:
    """The same of a number that is very small, very large, or of more places than are written."""
    if value.as_tuple().exponent < -PLACES_WRITTEN:  # type: ignore[operator]  # finite by construction
        value = value.quantize(_SMALLEST_WRITTEN, context=EXACT)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_each(values: Sequence[Decimal]) -> list[str]:
    """`plain` of many numbers at once, at a third of the time where all of them are short and none is below zero.

    >>> plain_each([Decimal("0.00"), Decimal("12.50"), Decimal("100")])
    ['0', '12.5', '100']
    """
    texts = list(map(str, values))
    joined = "".join(texts)
    if "E" in joined or "-" in joined:
        return list(map(plain, values))
    if "." not in joined:
        return texts
    if max(map(len, texts)) > PLACES_WRITTEN:
        return list(map(plain, values))
    return [text.rstrip("0").rstrip(".") if text[-1] == "0" and "." in text else text for text in texts]


DIGITS = MappingProxyType({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["0.0042"]})
"""JSON schema of what `plain` writes."""

PlainDecimal = Annotated[Decimal, Written(plain, dict(DIGITS))]
"""A decimal that leaves as a string of digits, so that no client reads it as a binary float."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure is between (`low`, `high`) and what it is reckoned to be (`expected`)."""

    low: PlainDecimal
    expected: PlainDecimal
    high: PlainDecimal

    @classmethod
    def of(cls, value: Decimal) -> Self:
        """The range of a figure that is known: its points are one object, which is reckoned with once."""
        return cls(value, value, value)

    def __add__(self, other: Self) -> Self:
        if self.low is self.high and other.low is other.high:
            return self.of(self.expected + other.expected)
        return type(self)(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __mul__(self, other: Self) -> Self:
        """Product of two ranges that are nowhere negative: low with low, high with high."""
        if self.low is self.high and other.low is other.high:
            return self.of(self.expected * other.expected)
        return type(self)(self.low * other.low, self.expected * other.expected, self.high * other.high)

    def scaled(self, factor: Decimal) -> Self:
        """Each point times a `factor` that is not negative."""
        if self.low is self.high:
            return self.of(self.expected * factor)
        return type(self)(self.low * factor, self.expected * factor, self.high * factor)

    def shared(self, among: int) -> Self:
        """Each point divided by `among`: a whole share is exact, where a product with 1/`among` would not be."""
        if self.low is self.high:
            return self.of(self.expected / among)
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
