"""Proves that the totals are what the ledger's lines come to."""

from dataclasses import dataclass

from spend.ledger import lines, totals
from spend.ledger.entry import Row, Sums, summed
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
    added = summed((entry.row, entry.sums) for entry in lines.every_entry(records))
    kept = totals.every_row(spend)
    differing = (row for row in sorted({*added, *kept}, key=repr) if added.get(row, Sums()) != kept.get(row, Sums()))
    differences = tuple(Difference(row, added.get(row, Sums()), kept.get(row, Sums())) for row in differing)
    return Reconciliation(totals.added_up(added.values()).records, len(kept), differences)
