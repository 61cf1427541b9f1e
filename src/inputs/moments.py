"""When something happened, as a day: money is reckoned by days of UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from inputs.numbers import Calendar, invalid

_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", flags=re.ASCII)
_WANTED = "must be a day or a time with its zone: 2026-11-22 or 2026-11-22T10:00:00Z"


@lru_cache(maxsize=1024)
def _day(text: str) -> date:
    """A day as it is written: thousands of calls come of few days."""
    return Calendar().read(text)


@dataclass(frozen=True)
class Moment:
    """A day written as YYYY-MM-DD, or a timestamp as RFC 3339 has it, which is read as its day in UTC."""

    def read(self, value: object) -> date:
        """The day in UTC."""
        if not isinstance(value, str):
            raise invalid(_WANTED)
        if len(value) == len("YYYY-MM-DD"):
            return _day(value)
        if not _TIMESTAMP.fullmatch(value):
            raise invalid(_WANTED)
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC).date()
        except (ValueError, OverflowError) as error:
            raise invalid(_WANTED) from error

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}


DayOfMoment = Annotated[date, Moment()]
