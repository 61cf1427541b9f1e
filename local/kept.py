"""The file of what is kept between runs: what it holds, and whether the code that reads it later can."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from local.aws import USAGE
from local.dynamodb import TABLES
from local.files import write_whole
from local.tables import Items
from spend.budgets.store import budgets
from spend.fine_tunes.store import fine_tunes
from spend.ledger.lines import every_entry
from spend.ledger.totals import every_row
from spend.storage.table import Item, Table, read

LEDGER, SPEND = TABLES["LedgerTable"], TABLES["SpendTable"]

_Kind = Literal["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]
_ITEMS: TypeAdapter[Items] = TypeAdapter(
    list[dict[str, Annotated[dict[_Kind, Any], Field(min_length=1, max_length=1)]]]
)
_BODIES: TypeAdapter[list[str]] = TypeAdapter(list[Annotated[str, Field(min_length=1)]])
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What the readers of items raise for what is none of theirs: they trust that the ledger wrote it."""


class KeptError(RuntimeError):
    """The file of what was kept cannot be read."""


@dataclass(frozen=True)
class Kept:
    """The items of the tables by their names, and the bodies of the messages of usage that wait."""

    tables: Mapping[str, Items]
    messages: Sequence[str] = ()

    def write(self, path: Path) -> None:
        """Write it down, whole or not at all. Raises `OSError`."""
        write_whole(path, json.dumps({**self.tables, USAGE: self.messages}))


def read_kept(path: Path) -> Kept:
    """What a file holds, in which every report can be read. Raises `KeptError` that says what to do, and `OSError`."""
    try:
        held = json.loads(path.read_bytes())
        tables = {name: _ITEMS.validate_python(held[name]) for name in TABLES.values()}
        kept = Kept(tables, _BODIES.validate_python(held.get(USAGE, [])))
        _read_as_reports_do(kept)
    except _UNREADABLE as error:
        raise unreadable(path, error) from error
    return kept


def unreadable(path: Path, error: Exception) -> KeptError:
    """That a file cannot be read, and what to do."""
    return KeptError(f"{path} cannot be read ({type(error).__name__}): move it away to start without it")


def _read_as_reports_do(kept: Kept) -> None:
    records, spend = _KeptTable(kept.tables[LEDGER]), _KeptTable(kept.tables[SPEND])
    for _ in every_entry(records):
        pass
    every_row(spend)
    budgets(spend)
    fine_tunes(spend)


class _KeptTable(Table):
    """A table as far as readers of all of it need one."""

    def __init__(self, items: Items) -> None:
        super().__init__(None, "kept")
        self._items = [read(item) for item in items]

    def everything(self) -> Iterator[Item]:
        return iter(self._items)

    def under(self, partition: str, first: str = " ", last: str = "\U0010ffff") -> Iterator[Item]:
        return (item for item in self._items if item["pk"] == partition and first <= item["sk"] <= last)
