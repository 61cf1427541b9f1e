"""How figures are written in sentences. Figures in fields stay exact; a sentence rounds."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_A_DOLLAR = Decimal("0.99995")
"""From here on four digits below a dollar would be a whole one."""
_PLACES = tuple(Decimal(1).scaleb(-digits) for digits in range(13))
_CENT = _PLACES[2]


def usd(amount: Decimal) -> str:
    """US dollars to the cent, or to four significant digits below a dollar: "1,234.50 USD", "0.00012 USD"."""
    if amount and abs(amount) < _A_DOLLAR:
        digits = min(len(_PLACES) - 1, 3 - amount.adjusted())
        return f"{_trimmed(amount, digits)} USD"
    return f"{amount.quantize(_CENT, ROUND_HALF_UP):,} USD"


def number(value: Decimal | int, digits: int = 2) -> str:
    """A number with thousands separated and at most `digits` decimal places."""
    whole = int(value)
    return f"{whole:,}" if whole == value else _trimmed(Decimal(value), digits)


def counted(value: Decimal | int, unit: str) -> str:
    """How many of a `unit`, to two places: "1 month", "2.5 months"."""
    count = number(value)
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"


def months(value: Decimal | None) -> str:
    """Months to two places, or "never"."""
    return "never" if value is None else counted(value, "month")


def day(value: date) -> str:
    """A day as it is sent: 2026-11-22."""
    return value.isoformat()


def _trimmed(value: Decimal, digits: int) -> str:
    text = f"{value.quantize(_PLACES[digits], ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
