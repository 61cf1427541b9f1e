"""DynamoDB inside this process: moto's, with the tables of template.yaml, and transactions that are all or nothing.

moto itself copies the whole table for each write of a transaction, which takes seconds from a few hundred items on,
and lets the writes of several threads mingle, so that undoing one transaction undoes others. Here a transaction checks
every condition before it writes anything, puts back what it wrote where one of its writes is refused, and one thread at
a time reads or writes.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, wraps
from typing import Any

from boto3.dynamodb.types import DYNAMODB_CONTEXT
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodbstreams.models import DynamoDBStreamsBackend

from local.template import Template
from local.undoing import all_or_nothing

MOST_WRITES = 100
TABLES = {"LedgerTable": "payback-ledger", "SpendTable": "payback-spend"}
"""The name here of each table, by its logical name in the template."""

_ONE_AT_A_TIME = threading.RLock()


class _Written:
    """How often was written, in the whole process as moto's tables are."""

    times = 0


@cache
def use_whole_transactions() -> None:
    """Have moto's DynamoDB do transactions as is said above, in this process."""
    _replace("transact_write_items", lambda _: _transact_write_items)
    _replace("update_item", _whole_update)
    _replace("get_item", _copied)
    for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
        _replace(name, _counted)
    for name in ("get_item", "query", "scan"):
        _replace(name, _alone)
    setattr(DynamoType, "__add__", _exact_sum(DynamoType.__add__))  # noqa: B010
    # What the stream tells is read alone too, or a reader would have seen what is put back.
    setattr(DynamoDBStreamsBackend, "get_records", _alone(DynamoDBStreamsBackend.get_records))  # noqa: B010


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Have the tables stay as they are while the block runs: every other thread that reads or writes waits."""
    with _ONE_AT_A_TIME:
        yield


def times_written() -> int:
    """How often was written so far: another number than before says that something may have changed."""
    return _Written.times


def _replace(name: str, by: Callable[[Any], Any]) -> None:
    setattr(DynamoDBBackend, name, by(getattr(DynamoDBBackend, name)))


def _alone[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    @wraps(method)
    def alone(*arguments: P.args, **named: P.kwargs) -> R:
        with _ONE_AT_A_TIME:
            return method(*arguments, **named)

    return alone


def _counted[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    @wraps(method)
    def counted(*arguments: P.args, **named: P.kwargs) -> R:
        with _ONE_AT_A_TIME:
            _Written.times += 1
            return method(*arguments, **named)

    return counted


def _copied[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    """A reader has the item as it is now, while moto changes it in its place."""

    @wraps(method)
    def copied(*arguments: P.args, **named: P.kwargs) -> R:
        return copy.deepcopy(method(*arguments, **named))

    return copied


def _whole_update(method: Callable[..., Item]) -> Callable[..., Item]:
    @wraps(method)
    def whole(backend: DynamoDBBackend, table_name: str, key: dict[str, Any], *arguments: Any, **named: Any) -> Item:
        with _ONE_AT_A_TIME, all_or_nothing(backend, [(table_name, key)]):
            return method(backend, table_name, key, *arguments, **named)

    return whole


def _exact_sum(method: Callable[[DynamoType, DynamoType], DynamoType]) -> Callable[..., DynamoType]:
    """Numbers add up as DynamoDB's do: moto reads one with an exponent, such as 1E-12, for an integer, and fails."""

    @wraps(method)
    def add(mine: DynamoType, other: DynamoType) -> DynamoType:
        if not (mine.is_number() and other.is_number()):
            return method(mine, other)
        total = DYNAMODB_CONTEXT.add(Decimal(mine.value), Decimal(other.value))
        return DynamoType({"N": format(total, "f")})

    return add


def _transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    if len(transact_items) > MOST_WRITES:
        raise TooManyTransactionsException
    writes = [next(iter(item.items())) for item in transact_items]
    touched = [(write["TableName"], _key(backend, kind, write)) for kind, write in writes]
    if len({(name, repr(sorted(key.items()))) for name, key in touched}) != len(touched):
        raise MultipleTransactionsException
    reasons = [_reason(backend, write, key) for (_, write), (_, key) in zip(writes, touched, strict=True)]
    if any(code for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)
    with all_or_nothing(backend, touched):
        for (kind, write), (_, key) in zip(writes, touched, strict=True):
            _do(backend, kind, write, key)


def _key(backend: DynamoDBBackend, kind: str, write: dict[str, Any]) -> dict[str, Any]:
    if kind != "Put":
        key: dict[str, Any] = write["Key"]
        return key
    table = backend.get_table(write["TableName"])
    backend.get_keys_value(table, write["Item"])  # which refuses an item without its key
    return {name: write["Item"][name] for name in table.table_key_attrs}


def _reason(
    backend: DynamoDBBackend, write: dict[str, Any], key: dict[str, Any]
) -> tuple[str | None, str | None, dict[str, Any] | None]:
    """Why a write must not be done, with the item that stands there where that was asked for."""
    current = backend.get_item(write["TableName"], key)
    names, values = write.get("ExpressionAttributeNames"), write.get("ExpressionAttributeValues")
    condition = write.get("ConditionExpression")
    if condition is None or get_filter_expression(condition, names, values).expr(current):
        return None, None, None
    shown = current is not None and write.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    attributes = current.to_json()["Attributes"] if current is not None and shown else None
    return "ConditionalCheckFailed", "The conditional request failed", attributes


def _do(backend: DynamoDBBackend, kind: str, write: dict[str, Any], key: dict[str, Any]) -> None:
    if kind == "Put":
        backend.put_item(write["TableName"], write["Item"])
    elif kind == "Delete":
        backend.delete_item(write["TableName"], key)
    elif kind == "Update":
        backend.update_item(
            write["TableName"],
            key,
            update_expression=write["UpdateExpression"],
            expression_attribute_names=write.get("ExpressionAttributeNames", {}),
            expression_attribute_values=write.get("ExpressionAttributeValues", {}),
        )


def empty_tables(client: Any) -> None:
    """Take every item out of the tables."""
    for name in TABLES.values():
        attributes = [key["AttributeName"] for key in client.describe_table(TableName=name)["Table"]["KeySchema"]]
        for page in client.get_paginator("scan").paginate(TableName=name):
            for item in page["Items"]:
                client.delete_item(TableName=name, Key={attribute: item[attribute] for attribute in attributes})


def create_tables(client: Any, template: Template) -> None:
    """Make the tables of the template."""
    for logical, name in TABLES.items():
        declared = template.of_type("AWS::DynamoDB::Table")[logical]
        kept = ("KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes")
        asked = {what: declared[what] for what in kept if what in declared}
        if "StreamSpecification" in declared:
            asked["StreamSpecification"] = {"StreamEnabled": True} | declared["StreamSpecification"]
        client.create_table(TableName=name, **asked)
