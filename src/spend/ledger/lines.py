"""An entry as it lies in the ledger's table, and how the unpriced ones are found there."""

import hashlib
from collections.abc import Iterator
from typing import Any

from spend.ledger.entry import Entry
from spend.storage.table import Item, Table

ID, FINGERPRINT, STATUS, WRITTEN_BY = "id", "fingerprint", "status", "written_by"
PRICED, UNPRICED = "priced", "unpriced"
UNPRICED_INDEX = "unpriced"
UNPRICED_SHARDS = 16
"""Over so many keys the index is spread: all records of a new model are unpriced, and one key takes 1,000 a second."""
_SORT = f"{UNPRICED}_sort"


def item_of(entry: Entry, written_by: str) -> Item:
    """The item, marked with the attempt that writes it. What is `None` or nothing is left out."""
    item = entry.model_dump(mode="json", exclude_none=True) | {WRITTEN_BY: written_by}
    if entry.priced:
        return item | {STATUS: PRICED}
    digest = hashlib.sha256(entry.id.encode()).hexdigest()
    shard = f"{int(digest[:8], 16) % UNPRICED_SHARDS:02}"
    return item | {STATUS: UNPRICED, UNPRICED: shard, _SORT: f"{entry.project}#{entry.day}#{digest[:24]}"}


def entry_of(item: Item) -> Entry:
    """The entry of an item."""
    beside = {STATUS, WRITTEN_BY, UNPRICED, _SORT}
    return Entry.model_validate(_whole({name: value for name, value in item.items() if name not in beside}))


def _whole(value: Any) -> Any:
    """DynamoDB's numbers as the integers that they are: money lies in the ledger as text."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return value if isinstance(value, str | bool) or value is None else int(value)


def unpriced_in(table: Table, shard: int, after: str = "") -> Iterator[tuple[str, Entry]]:
    """The unpriced entries of one shard with their places, from a place on. Raises `StorageError`."""
    for item in table.indexed(UNPRICED_INDEX, UNPRICED, f"{shard:02}", after):
        yield item[_SORT], entry_of(item)


def every_entry(table: Table) -> Iterator[Entry]:
    """Every entry of the ledger. Raises `StorageError`."""
    return (entry_of(item) for item in table.everything())
