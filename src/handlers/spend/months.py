"""A calendar month in UTC, as requests write it."""

import re
from typing import Annotated

from pydantic import AfterValidator, StrictStr, WithJsonSchema

from inputs.numbers import invalid

_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])", flags=re.ASCII)


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value) or value >= "9999":
        raise invalid("must be a month written as YYYY-MM")
    return value


Month = Annotated[
    StrictStr, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]
