"""The totals: what the ledger's lines come to, row by row, kept beside it so that nobody has to add them up."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from spend.ledger.entry import Category, Row, Sums, month_of, summed
from spend.storage import keys
from spend.storage.table import Item, Table
from spend.storage.transaction import add

_NUMBERS = tuple(field.name for field in fields(Sums))
_NAMED = tuple(field.name for field in fields(Row))


def addition(table: Table, row: Row, sums: Sums, shard: str) -> dict[str, Any]:
    """The write that adds to a row, in one of its shards."""
    numbers = {name: value for name, value in asdict(sums).items() if value}
    return add(table, _key(row, shard), numbers or {"records": 0}, _attributes(row))


def _key(row: Row, shard: str) -> Item:
    described = {name: value for name, value in _attributes(row).items() if name not in {"project", "day"}}
    # A digest, since a model's name may be longer than a key, and hold anything.
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:24]
    return keys.key(keys.totals(row.project, row.month), f"{row.day}#{digest}#{shard}")


def _attributes(row: Row) -> Item:
    return asdict(row) | {"day": row.day.isoformat(), "category": str(row.category)}


def between(table: Table, project: str, first: date, last: date) -> dict[Row, Sums]:
    """The rows of a project from one day to another, both included, as they are now. Raises `StorageError`."""
    return _rows(
        item
        for month in months(first, last)
        for item in table.under(keys.totals(project, month), f"{first}", f"{last}~")
    )


def in_month(table: Table, project: str, month: str) -> dict[Row, Sums]:
    """The rows of a project in a calendar month, YYYY-MM. Raises `StorageError`."""
    return between(table, project, *days_of(month))


def every_row(table: Table) -> dict[Row, Sums]:
    """The rows of all projects and months, shards together. Raises `StorageError`."""
    return _rows(item for item in table.everything() if item["pk"].startswith(keys.TOTALS))


def _rows(items: Iterable[Item]) -> dict[Row, Sums]:
    """The rows that are not nothing, shards together."""
    found = summed((_row(item), _sums(item)) for item in items)
    return {row: sums for row, sums in found.items() if sums}


def projects_in(table: Table, month: str) -> tuple[str, ...]:
    """The projects that have totals in a month, in alphabetical order. Raises `StorageError`."""
    return tuple(item["sk"] for item in table.under(keys.projects(month)))


def added_up(rows: Iterable[Sums]) -> Sums:
    """The sum of sums."""
    return sum(rows, start=Sums())


def by[Group](rows: Mapping[Row, Sums], group: Callable[[Row], Group]) -> dict[Group, Sums]:
    """The sums of rows that a function puts in the same group."""
    return summed((group(row), sums) for row, sums in rows.items())


def months(first: date, last: date) -> Iterator[str]:
    """The calendar months from one day to another."""
    day = first.replace(day=1)
    while day <= last:
        yield month_of(day)
        day = (day + timedelta(days=31)).replace(day=1)


def days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month, YYYY-MM."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _row(item: Mapping[str, Any]) -> Row:
    named: dict[str, Any] = {name: item.get(name) for name in _NAMED}
    return Row(**named | {"day": date.fromisoformat(item["day"]), "category": Category(item["category"])})


def _sums(item: Mapping[str, Any]) -> Sums:
    values = {name: item.get(name, Decimal(0)) for name in _NUMBERS}
    whole: dict[str, Any] = {name: value if name.endswith("_usd") else int(value) for name, value in values.items()}
    return Sums(**whole)
