"""What a record says, whatever its form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter, ValidationError

from inputs.names import Named
from inputs.numbers import invalid
from ratebook.models import RateTable
from spend.call import Call
from spend.pricing import Terms

MOST_OF_A_PROJECT = 64
MOST_OF_AN_ID = 256
_PLAIN = re.compile(r"[\w .:@+~&()'!,=-]+")
"""What an address can hold, a key of the tables, and the name of a file."""


def _plain_name(value: str) -> str:
    if not _PLAIN.fullmatch(value):
        raise invalid("must be a name of letters, digits, spaces and any of . _ : @ + ~ & ( ) ' ! , = -")
    return value


RecordId = Annotated[str, Named(MOST_OF_AN_ID, trimmed=True)]
ProjectName = Annotated[str, Named(MOST_OF_A_PROJECT, trimmed=True), AfterValidator(_plain_name)]
_PROJECT: TypeAdapter[str] = TypeAdapter(ProjectName)


@dataclass(frozen=True, slots=True)
class TrainingPaid:
    """What was paid for a training job."""

    on: date
    usd: Decimal
    model: str
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A record that counts: its id, its project where it names one, and what it was spent on."""

    id: str
    project: str | None
    spent: Call | TrainingPaid


@dataclass(frozen=True, slots=True)
class NotBilled:
    """A record of what no provider billed, or billed by another record: why it does not count."""

    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What a record is read with."""

    terms: Terms
    table: RateTable
    today: date


def project_or_warning(name: object, whose: str) -> tuple[str | None, tuple[str, ...]]:
    """The project of a name that others chose. One that cannot be one is told, since they send nothing again."""
    try:
        return _PROJECT.validate_python(name.strip() if isinstance(name, str) else name), ()
    except ValidationError:
        return None, (f"{whose} cannot be the name of a project, so it counts for the one of the address",)


def shown_id(record: Mapping[str, object]) -> str | None:
    """The id of a record that does not count, as far as an answer shows it."""
    id = record.get("id")
    return id[:MOST_OF_AN_ID] if isinstance(id, str) else None
