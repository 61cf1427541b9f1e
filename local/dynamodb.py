"""DynamoDB inside this process: moto's, with the tables of template.yaml, and transactions that are all or nothing.

moto itself copies the whole table for each write of a transaction, which takes seconds from a few hundred items on,
and lets the writes of several threads mingle, so that undoing one transaction undoes others. Here a transaction checks
every condition before it writes anything, and one thread at a time reads or writes.
"""

import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
)
from moto.dynamodb.models import DynamoDBBackend

from local.template import Template

MOST_WRITES = 100
TABLES = {"LedgerTable": "payback-ledger", "SpendTable": "payback-spend"}
"""The name here of each table, by its logical name in the template."""

_ONE_AT_A_TIME = threading.RLock()


@cache
def use_whole_transactions() -> None:
    """Have moto's DynamoDB do transactions as is said above, in this process."""
    setattr(DynamoDBBackend, "transact_write_items", _transact_write_items)  # noqa: B010 - mypy minds an assignment
    for name in ("put_item", "get_item", "query", "scan", "update_item", "delete_item", "transact_write_items"):
        setattr(DynamoDBBackend, name, _alone(getattr(DynamoDBBackend, name)))


def _alone[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    @wraps(method)
    def alone(*arguments: P.args, **named: P.kwargs) -> R:
        with _ONE_AT_A_TIME:
            return method(*arguments, **named)

    return alone


def _transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    if len(transact_items) > MOST_WRITES:
        raise TooManyTransactionsException
    writes = [next(iter(item.items())) for item in transact_items]
    keys = [(write["TableName"], repr(_key(backend, kind, write))) for kind, write in writes]
    if len(set(keys)) != len(keys):
        raise MultipleTransactionsException
    reasons = [_reason(backend, kind, write) for kind, write in writes]
    if any(code for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)
    for kind, write in writes:
        _do(backend, kind, write)


def _key(backend: DynamoDBBackend, kind: str, write: dict[str, Any]) -> dict[str, Any]:
    if kind != "Put":
        key: dict[str, Any] = write["Key"]
        return key
    table = backend.get_table(write["TableName"])
    names = filter(None, (table.hash_key_attr, table.range_key_attr))
    return {name: write["Item"][name] for name in names}


def _reason(
    backend: DynamoDBBackend, kind: str, write: dict[str, Any]
) -> tuple[str | None, str | None, dict[str, Any] | None]:
    """Why a write must not be done, with the item that stands there where that was asked for."""
    current = backend.get_item(write["TableName"], _key(backend, kind, write))
    names, values = write.get("ExpressionAttributeNames"), write.get("ExpressionAttributeValues")
    condition = write.get("ConditionExpression")
    if condition is None or get_filter_expression(condition, names, values).expr(current):
        return None, None, None
    shown = current is not None and write.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    attributes = current.to_json()["Attributes"] if current is not None and shown else None
    return "ConditionalCheckFailed", "The conditional request failed", attributes


def _do(backend: DynamoDBBackend, kind: str, write: dict[str, Any]) -> None:
    if kind == "Put":
        backend.put_item(write["TableName"], write["Item"])
        return
    key = _key(backend, kind, write)
    if kind == "Delete":
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
