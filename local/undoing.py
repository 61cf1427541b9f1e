"""Takes back what was written in moto's tables, where something that belongs to it is refused."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table


@contextmanager
def all_or_nothing(backend: DynamoDBBackend, touched: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[None]:
    """Where the block raises, have the items that it touches as they were, and their stream tell nothing of it.

    `touched` has the table and the key of each item. Nobody else may read or write meanwhile. Raises moto's
    `MockValidationException` for what is no key of the table.
    """
    with ExitStack() as undo:
        for name, key in touched:
            table = backend.get_table(name)
            place = backend.get_keys_value(table, key)
            undo.callback(_put_back, table, place, copy.deepcopy(table.get_item(*place)))
            if table.stream_shard is not None:
                undo.callback(_forget, table.stream_shard.items, len(table.stream_shard.items))
        yield
        undo.pop_all()


def _put_back(table: Table, place: tuple[DynamoType, DynamoType | None], item: Item | None) -> None:
    partition, sort = place
    items: Any = table.items if sort is None else table.items[partition]
    key = partition if sort is None else sort
    if item is None:
        items.pop(key, None)
    else:
        items[key] = item


def _forget(told: list[Any], known: int) -> None:
    del told[known:]
