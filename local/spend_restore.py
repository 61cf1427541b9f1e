"""Makes a stack's tables of spend what they were: copies restored tables over them, whose names the stack keeps."""

import argparse
import sys
from dataclasses import dataclass
from typing import Any

import boto3

from spend.errors import StorageError
from spend.ledger.reconciling import reconcile
from spend.storage.table import Item, Table

LEDGER_KEY, SPEND_KEY = ("id",), ("pk", "sk")


@dataclass(frozen=True)
class Copied:
    """Items that were written, and items that were deleted, since the restored table has none under their keys."""

    written: int
    deleted: int


def copy_over(restored: Table, live: Table, key: tuple[str, ...]) -> Copied:
    """Have `live` hold exactly what `restored` holds. Doing it again changes nothing. Raises `StorageError`."""
    wanted = {_key(item, key): item for item in restored.everything()}
    there = {_key(item, key): item for item in live.everything()}
    differing = [item for place, item in wanted.items() if there.get(place) != item]
    for item in differing:
        live.put(item)
    gone = there.keys() - wanted.keys()
    for place in gone:
        live.delete(dict(zip(key, place, strict=True)))
    return Copied(len(differing), len(gone))


def _key(item: Item, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(item[name]) for name in key)


def main(arguments: list[str] | None = None) -> int:
    """Copy, and say what was done. Returns the exit code: 0, 1 where nothing was changed, 2 where it broke off."""
    parser = argparse.ArgumentParser(prog="make spend-restore", description="Copy restored tables over a stack's.")
    for name in ("from_ledger", "from_spend", "ledger", "spend"):
        parser.add_argument(name)
    options = parser.parse_args(arguments)
    names = (options.from_ledger, options.from_spend, options.ledger, options.spend)
    if len({*names, ""}) != len(names) + 1:
        print("name four different tables: FROM_LEDGER=… FROM_SPEND=… LEDGER=… SPEND=…", file=sys.stderr)
        return 1
    dynamodb: Any = boto3.client("dynamodb")
    from_ledger, from_spend, ledger, spend = (Table(dynamodb, name) for name in names)
    try:
        if reconcile(from_ledger, from_spend).differences:
            print("the restored tables differ from each other: restore both to the same second", file=sys.stderr)
            return 1
        for restored, live, key in ((from_ledger, ledger, LEDGER_KEY), (from_spend, spend, SPEND_KEY)):
            done = copy_over(restored, live, key)
            print(f"{live.name}: {done.written:,} items written, {done.deleted:,} deleted")
    except StorageError as error:
        print(f"broken off, run it again: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
