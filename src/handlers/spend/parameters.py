"""What requests of spend are addressed by: a calendar month in UTC, and a name in the path."""

import re
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, StrictStr, WithJsonSchema

from inputs.numbers import invalid
from spend.days import FIRST_DAY
from spend.intake.posted import ProjectName
from spend.ledger.entry import month_of

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", flags=re.ASCII)
_FIRST, _LAST = month_of(FIRST_DAY), "2099-12"
"""Between these a record can have been made, or is worth a question."""


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value) or not _FIRST <= value <= _LAST:
        raise invalid(f"must be a month written as YYYY-MM, from {_FIRST} to {_LAST}")
    return value


Month = Annotated[
    StrictStr, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]

# API Gateway hands over a path as it was sent, in which a space is %20.
NameInPath = Annotated[ProjectName, BeforeValidator(lambda value: unquote(value) if isinstance(value, str) else value)]
