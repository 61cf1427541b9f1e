"""Proves that the totals of spend are what its ledger comes to, on the running local server or in a stack's tables."""

import argparse
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import boto3

from costs.quantities import plain
from local.aws import client
from local.dynamodb import TABLES
from local.environment import forget_real_credentials
from local.state import STATE_PATH, NotRunningError, running
from spend.errors import StorageError
from spend.ledger.entry import Sums
from spend.ledger.reconciling import Difference, Reconciliation, reconcile
from spend.storage.table import Table

LOOKS, SECONDS_BETWEEN = 3, 2.0
"""What is written while both are read differs for a moment; what differs each time is a drift."""


def main(arguments: list[str] | None = None) -> int:
    """Compare, and say what differs. Returns the exit code: 0, 1 where something differs, 2 where nothing was read."""
    parser = argparse.ArgumentParser(prog="make spend-reconcile", description="Compare the totals with the ledger.")
    parser.add_argument("--ledger", default="", help="the table of the ledger; default the running local server's")
    parser.add_argument("--spend", default="", help="the table of the totals; default as above")
    parser.add_argument("--state", type=Path, default=STATE_PATH, help="the local server's file, where it has its own")
    options = parser.parse_args(arguments)
    if bool(options.ledger) != bool(options.spend):
        print("name both tables, LEDGER=… SPEND=…, or neither for the local server", file=sys.stderr)
        return 2
    try:
        dynamodb: Any = boto3.client("dynamodb") if options.ledger else _local(options.state)
        names = (options.ledger, options.spend) if options.ledger else TABLES.values()
        found = stable(*(Table(dynamodb, name) for name in names))
    except (NotRunningError, StorageError) as error:
        print(f"cannot compare: {error}", file=sys.stderr)
        return 2
    print(f"{found.lines:,} lines of the ledger against {found.rows:,} rows of the totals")
    for difference in found.differences:
        print(told(difference))
    print("they differ" if found.differences else "the totals are what the ledger comes to, to the last digit")
    return 1 if found.differences else 0


def _local(state: Path) -> Any:
    """A client of the running local server, which needs nobody's credentials. Raises `NotRunningError`."""
    endpoint_url = running(state).endpoint_url
    forget_real_credentials()
    return client("dynamodb", endpoint_url)


def stable(records: Table, spend: Table) -> Reconciliation:
    """What was compared, with the rows that differed each time they were looked at. Raises `StorageError`."""
    found = reconcile(records, spend)
    for _ in range(LOOKS - 1):
        if not found.differences:
            break
        time.sleep(SECONDS_BETWEEN)
        before = {difference.row for difference in found.differences}
        found = reconcile(records, spend)
        left = tuple(difference for difference in found.differences if difference.row in before)
        found = Reconciliation(found.lines, found.rows, left)
    return found


def told(difference: Difference) -> str:
    """What differs in a row."""
    row, ledger, totals = difference.row, asdict(difference.ledger), asdict(difference.totals)
    where = f"{row.project} {row.day} {row.provider or '-'} {row.model}"
    figures = (
        f"{name} {_figure(ledger[name])} in the ledger, {_figure(totals[name])} in the totals"
        for name in asdict(Sums())
        if ledger[name] != totals[name]
    )
    return f"  {where}: " + "; ".join(figures)


def _figure(value: Any) -> str:
    return str(value) if isinstance(value, int) else plain(value)


if __name__ == "__main__":
    sys.exit(main())
