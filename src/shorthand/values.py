"""How one value is typed and written: 50k, 1.5M, 20-50, $100, 92%, yes. Nothing is guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from costs.quantities import plain

_TIMES: Mapping[str, int] = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}
NUMBER = r"\d{1,15}(?:\.\d{1,12})?[kmb]?"
_NUMBER = re.compile(rf"\$?({NUMBER})%?", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(rf"\$?({NUMBER})-\$?({NUMBER})(?:-\$?({NUMBER}))?", re.IGNORECASE | re.ASCII)
DAY_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


class WrongValueError(ValueError):
    """The text is no value of its kind; the message says what to write."""


@dataclass(frozen=True)
class Kind:
    """One way of typing a value: an `example`, or the few `choices` that there are. `read` raises `WrongValueError`."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    example: str
    choices: tuple[str, ...] = ()


def number(text: str) -> Decimal:
    """A number such as 200, 1.5M or 50k. Raises `WrongValueError`."""
    found = _NUMBER.fullmatch(text)
    if found is None or "%" in text:
        raise WrongValueError("must be a number, such as 200, 50k or 1.5M")
    return _scaled(found[1])


def _scaled(text: str) -> Decimal:
    digits = text.rstrip("kmbKMB")
    return Decimal(digits) * _TIMES[text[len(digits) :].lower()]


def spread(text: str) -> Decimal | dict[str, Decimal]:
    """A number, or a range: 20-50, or 20-35-50 with the expected one between. Raises `WrongValueError`."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return number(text)
    low, second, third = (_scaled(part) if part else None for part in found.groups())
    if low is None or second is None:
        raise WrongValueError("must be a number or a range, such as 20-50")
    return {"low": low, "high": second} if third is None else {"low": low, "expected": second, "high": third}


def share(text: str) -> Decimal:
    """A part of one: 92% or 0.92. Raises `WrongValueError`."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise WrongValueError("must be a share, such as 92% or 0.92")
    return _scaled(found[1]) / (100 if text.endswith("%") else 1)


def yes_or_no(text: str) -> bool:
    """Yes or no. Raises `WrongValueError`."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise WrongValueError("must be yes or no")


def day(text: str) -> str:
    """A day as YYYY-MM-DD, which is how a request has it. Raises `WrongValueError`."""
    if not DAY_FORM.fullmatch(text):
        raise WrongValueError("must be a day written as YYYY-MM-DD")
    return text


def _epochs(text: str) -> Decimal | str:
    return "auto" if text.lower() == "auto" else number(text)


def one_of(*allowed: str) -> Kind:
    """A kind with a few values."""

    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise WrongValueError(f"must be one of {', '.join(allowed)}")
        return text.lower()

    return Kind(read, str, allowed[0], allowed)


def write_number(value: Decimal | int) -> str:
    """As short as it can be read back: 1.5M, 50k, 200."""
    exact = Decimal(value)
    for letter, times in (("M", 10**6), ("k", 10**4)):
        if exact >= times and exact % 1000 == 0:
            return f"{plain(exact / (10**6 if letter == 'M' else 1000))}{letter}"
    return plain(exact)


def _write_spread(value: Decimal | int | Mapping[str, Decimal]) -> str:
    if not isinstance(value, Mapping):
        return write_number(value)
    return "-".join(write_number(value[name]) for name in ("low", "expected", "high") if name in value)


def _write_epochs(value: Decimal | int | str) -> str:
    return value if isinstance(value, str) else write_number(value)


def quoted(text: str) -> str:
    """A name as it is typed: in quotes where it has a space, a comma or another mark that would end it."""
    return text if re.fullmatch(r"[\w.:/@+*-]+", text) and "->" not in text else f'"{text}"'


COUNT = Kind(number, write_number, "200 or 50k")
SPREAD = Kind(spread, _write_spread, "35, or a range: 20-50")
SHARE = Kind(share, lambda value: plain(Decimal(value)), "92% or 0.92")
YES_NO = Kind(yes_or_no, lambda value: "yes" if value else "no", "yes", ("yes", "no"))
DAY = Kind(day, str, "2026-12-31")
NAME = Kind(str, quoted, "a name")
EPOCHS = Kind(_epochs, _write_epochs, "3 or auto")
