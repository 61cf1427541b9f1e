"""How amounts are written in the lines and notes of a training job."""

from decimal import Decimal

from costs.quantities import Range
from costs.training_jobs import grouped


def span(amount: Range) -> str:
    """An amount, or its ends where it is not known exactly: "1,000", "1 to 2.5"."""
    low, high = grouped(amount.low), grouped(amount.high)
    return low if low == high else f"{low} to {high}"


def counted(amount: Range | Decimal | int, unit: str) -> str:
    """How many of a `unit`, exactly: "1 hour", "1.5 hours", "1 to 2 hours"."""
    count = span(amount) if isinstance(amount, Range) else grouped(Decimal(amount))
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"
