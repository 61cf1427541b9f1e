"""The kinds of number that a request may hold, each with its bounds and a message that says what is allowed.

They stand in annotations: `Annotated[Decimal, Quantity("0", "1")]`, `Annotated[Range, Spread("0", "1000")]`.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from costs.quantities import DIGITS, Range, plain
from inputs.kept import is_kept

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema, PydanticCustomError

MOST_DIGITS = 30
MOST_PLACES = 12
"""Decimal places that an answer is written with: a price that is finer would be shown as another."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", flags=re.ASCII)
"""`date.fromisoformat` reads weeks too, such as 2026-W40-1."""
_MONEY = re.compile(r"-?\d+(?:\.\d+)?", flags=re.ASCII)
_IN_A_STRING = 'must be a number, or one in a string of digits such as "0.15", without exponent, sign of plus or spaces'


def invalid(message: str, field: str | None = None) -> "PydanticCustomError":
    """An error in the caller's words; `field` where it is about another field than the one being read."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - what is right does without

    return PydanticCustomError("not_allowed", "{message}", {"message": message} | ({"field": field} if field else {}))


class Number:
    """Reads one number strictly: no booleans, no NaN, and strings only for money, of digits.

    `beyond` is said of a number out of its bounds, where these alone would not help.
    """

    def __init__(
        self, least: str, most: str, *, money: bool = False, most_places: int = MOST_DIGITS, beyond: str | None = None
    ) -> None:
        self.least, self.most, self.money, self.most_places = Decimal(least), Decimal(most), money, most_places
        self.beyond = beyond or f"must be between {plain(self.least)} and {plain(self.most)}"

    def point(self, value: object) -> Decimal:
        """`value` as a decimal within the bounds, or an error that says what may be written."""
        if type(value) is int and self.least <= value <= self.most:  # as most numbers come
            return Decimal(value)
        number = self._parsed(value)
        if not number.is_finite():
            raise invalid("must be a finite number")
        if not self.least <= number <= self.most:
            raise invalid(self.beyond)
        _, digits, exponent = number.as_tuple()
        places = -exponent if isinstance(exponent, int) else 0
        if len(digits) > MOST_DIGITS or places > MOST_DIGITS:
            raise invalid(f"must have at most {MOST_DIGITS} digits")
        if places > self.most_places and _places(number) > self.most_places:
            raise invalid(f"must have at most {self.most_places} decimal places")
        return number or Decimal(0)  # minus zero too

    def _parsed(self, value: object) -> Decimal:
        wanted = _IN_A_STRING if self.money else "must be a number"
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
            raise invalid(wanted)
        if isinstance(value, str) and not (self.money and _MONEY.fullmatch(value)):
            raise invalid(wanted if self.money else f"{wanted}, without quotes")
        return Decimal(value if isinstance(value, int | Decimal) else str(value))

    def point_schema(self) -> dict[str, Any]:
        """JSON schema of one number."""
        number: dict[str, Any] = {
            "type": "number",
            "minimum": json_number(self.least),
            "maximum": json_number(self.most),
        }
        if not self.money:
            return number
        sign = "-?" if self.least < 0 else ""
        whole, places = len(str(int(self.most))), min(self.most_places, MOST_PLACES)
        return {"anyOf": [number, {"type": "string", "pattern": rf"^{sign}\d{{1,{whole}}}(\.\d{{1,{places}}})?$"}]}

    def read(self, value: object) -> object:
        """What the annotated field becomes."""
        return self.point(value)

    def read_plainly(self, value: object) -> object:
        """The same of what nobody kept."""
        return self.read(value)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the field."""
        return self.point_schema()

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so it is there

        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return self.schema()


def _places(number: Decimal) -> int:
    """The decimal places that a finite number needs; zeros at its end need none."""
    fraction = format(number, "f").partition(".")[2]
    return len(fraction.rstrip("0"))


def json_number(number: Decimal) -> int | float:
    """`number` as JSON has it: whole, or to the 15 digits that a number of JSON keeps wherever it is read."""
    whole = int(number)
    return whole if whole == number else float(number)


class Quantity(Number):
    """A decimal between `least` and `most`, which leaves as digits; `money` may also come as a string of them."""

    def _read_in(self, value: object, info: "ValidationInfo") -> Decimal:
        # An amount may lie in a table as 2E+2, or finer than it would be shown.
        stored = self.money and isinstance(value, str) and is_kept(info)
        return self.point(plain(Decimal(value)) if stored else value)  # type: ignore[arg-type]

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - as above

        digits = core_schema.plain_serializer_function_ser_schema(
            plain, return_schema=core_schema.str_schema(), when_used="json-unless-none"
        )
        return core_schema.with_info_plain_validator_function(self._read_in, serialization=digits)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return dict(DIGITS) if handler.mode == "serialization" else self.schema()


class Whole(Number):
    """An integer between `least` and `most`: 12 and 12.0 are whole; 12.5, "12" and true are refused."""

    def __init__(self, least: str, most: str) -> None:
        super().__init__(least, most)
        self._least, self._most = int(self.least), int(self.most)

    def read(self, value: object) -> int:
        """The integer."""
        if type(value) is int and self._least <= value <= self._most:  # as nearly every count comes
            return value
        number = self.point(value)
        if number != number.to_integral_value():
            raise invalid("must be a whole number")
        return int(number)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the field."""
        return {"type": "integer", "minimum": int(self.least), "maximum": int(self.most)}


class Spread(Number):
    """A `Range`: one number, or `{low, expected, high}` in order; `expected` is the middle where it is left out."""

    def read(self, value: object) -> Range:
        """The range."""
        if not isinstance(value, dict):
            return Range.of(self.point(value))
        if not {"low", "high"} <= set(value) <= {"low", "expected", "high"}:
            raise invalid("must be a number, or an object of low, high and, where it is known, expected")
        low, high = self._end(value, "low"), self._end(value, "high")
        expected = (low + high) / 2 if value.get("expected") is None else self._end(value, "expected")
        if not low <= expected <= high:
            raise invalid("must be in order: low, expected, high")
        return Range(low, expected, high)

    def _end(self, value: dict[str, object], name: str) -> Decimal:
        try:
            return self.point(value[name])
        except ValueError as error:
            raise invalid(f"{name} {error}") from error

    def schema(self) -> dict[str, Any]:
        """JSON schema of the field."""
        point = self.point_schema()
        ends = {
            "type": "object",
            "properties": {"low": point, "expected": {"anyOf": [point, {"type": "null"}]}, "high": point},
            "required": ["low", "high"],
            "additionalProperties": False,
        }
        return {"anyOf": [*point.get("anyOf", [point]), ends]}


@dataclass(frozen=True)
class Calendar:
    """A day written as YYYY-MM-DD; no timestamps, no numbers."""

    def read(self, value: object) -> date:
        """The day."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError as error:
                raise invalid("must be a day of the calendar written as YYYY-MM-DD") from error
        raise invalid("must be a day written as YYYY-MM-DD")

    def read_plainly(self, value: object) -> date:
        """The day."""
        return self.read(value)

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so it is there

        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {"type": "string", "format": "date"}


Day = Annotated[date, Calendar()]
