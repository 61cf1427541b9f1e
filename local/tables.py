"""What the tables of this process hold, read and filled past HTTP: a page at a time takes a minute for 10,000 items."""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from local.dynamodb import TABLES, one_at_a_time
from local.environment import REGION
from local.proxy import ACCOUNT_ID

type Items = list[dict[str, Any]]
"""Items in DynamoDB's JSON: `{"id": {"S": "one"}}`."""


def contents() -> dict[str, Items]:
    """The items of each table by its name, all as they are at one moment."""
    with one_at_a_time():
        return {
            name: [item.to_json()["Attributes"] for item in _items(_backend().get_table(name))]
            for name in TABLES.values()
        }


def fill(items: Mapping[str, Iterable[dict[str, Any]]]) -> None:
    """Put items in the tables, by the table's name. The stream tells of them, so that what was due is looked at.

    Raises moto's `JsonRESTError` for an item that a table does not take.
    """
    with one_at_a_time():
        for name, each in items.items():
            for item in each:
                _backend().put_item(name, item)


def _backend() -> DynamoDBBackend:
    return dynamodb_backends[ACCOUNT_ID][REGION]


def _items(table: Table) -> list[Item]:
    held: Any = table.items  # by partition, and then by sort key where the table has one
    if table.has_range_key:
        return [item for partition in held.values() for item in partition.values()]
    return list(held.values())
