"""Proves that the totals are what the ledger's lines come to."""

from collections.abc import Iterable
from dataclasses import dataclass

from spend.ledger import lines, totals
from spend.ledger.entry import Entry, Row, Sums
from spend.storage.table import Table


@dataclass(frozen=True)
class Difference:
    """One row whose totals are not what its lines come to."""

    row: Row
    ledger: Sums
    totals: Sums


@dataclass(frozen=True)
class Reconciliation:
    """How many lines and rows were compared, and which rows differ."""

    lines: int
    rows: int
    differences: tuple[Difference, ...]


def reconcile(records: Table, spend: Table) -> Reconciliation:
    """Add up every line of the ledger, and compare with the totals. Raises `StorageError`.

    What is written while both are read may differ for a moment; a difference that stays is a drift.
    """
    count, added = _added(lines.every_entry(records))
    kept = totals.every_row(spend)
    differing = (row for row in sorted({*added, *kept}, key=repr) if added.get(row, Sums()) != kept.get(row, Sums()))
    differences = tuple(Difference(row, added.get(row, Sums()), kept.get(row, Sums())) for row in differing)
    return Reconciliation(count, len(kept), differences)


def _added(entries: Iterable[Entry]) -> tuple[int, dict[Row, Sums]]:
    count, rows = 0, dict[Row, Sums]()
    for count, entry in enumerate(entries, start=1):  # noqa: B007 - it is wanted after the loop
        rows[entry.row] = rows.get(entry.row, Sums()) + entry.sums
    return count, rows
