"""What requests of spend are addressed by: a calendar month in UTC, and a name in the path."""

import re
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, StrictStr, WithJsonSchema

from inputs.numbers import invalid
from spend.intake.posted import ProjectName

_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])", flags=re.ASCII)


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value) or value >= "9999":
        raise invalid("must be a month written as YYYY-MM")
    return value


Month = Annotated[
    StrictStr, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]

# API Gateway hands over a path as it was sent, in which a space is %20.
NameInPath = Annotated[ProjectName, BeforeValidator(lambda value: unquote(value) if isinstance(value, str) else value)]
