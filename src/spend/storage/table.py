"""A DynamoDB table as plain values: strings, integers, decimals, booleans, lists and mappings of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from spend.errors import BusyError, RefusedError, StorageError

type Item = dict[str, Any]

_WRITES, _READS = TypeSerializer(), TypeDeserializer()
_CONDITION_FAILED = "ConditionalCheckFailedException"
_NEVER = {"ValidationException"}
_TRY_AGAIN = {
    "InternalServerError",
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ReplicatedWriteConflictException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
}


class _ConditionError(Exception):
    """The condition of a write does not hold, `item` being what stands there where that was asked for."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self.item = item
        super().__init__(_CONDITION_FAILED)


class Table:
    """One table, through boto3's client. Every method raises `StorageError`, or one of its kinds."""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self.name = client, name

    def put(self, item: Item) -> None:
        """Put an item in the place of what may be there."""
        with told():
            self.client.put_item(TableName=self.name, Item=written(item))

    def put_new(self, item: Item, key: str) -> Item | None:
        """Put an item where there is none, or else return what is there. `key` is an attribute that every item has."""
        try:
            with told():
                self.client.put_item(
                    TableName=self.name,
                    Item=written(item),
                    ConditionExpression="attribute_not_exists(#key)",
                    ExpressionAttributeNames={"#key": key},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
        except _ConditionError as error:
            return read(error.item)
        return None

    def get(self, key: Item) -> Item | None:
        """The item, as it is now."""
        with told():
            found = self.client.get_item(TableName=self.name, Key=written(key), ConsistentRead=True)
        return read(found["Item"]) if "Item" in found else None

    def delete(self, key: Item) -> Item | None:
        """Take the item out, and return it where there was one."""
        with told():
            found = self.client.delete_item(TableName=self.name, Key=written(key), ReturnValues="ALL_OLD")
        return read(found["Attributes"]) if found.get("Attributes") else None

    def set(self, key: Item, values: Item, only_if: Item) -> bool:
        """Set attributes of an item whose others are as `only_if` says. False where they are not."""
        names = {f"#{name}": name for name in (*values, *only_if)}
        given = {f":new_{name}": value for name, value in values.items()}
        given |= {f":old_{name}": value for name, value in only_if.items()}
        try:
            with told():
                self.client.update_item(
                    TableName=self.name,
                    Key=written(key),
                    UpdateExpression="SET " + ", ".join(f"#{name} = :new_{name}" for name in values),
                    ConditionExpression=" AND ".join(f"#{name} = :old_{name}" for name in only_if),
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues=written(given),
                )
        except _ConditionError:
            return False
        return True

    def under(self, partition: str, first: str = " ", last: str = "\U0010ffff") -> Iterator[Item]:
        """The items of a partition from one sort key to another, both included, as they are now."""
        yield from self._pages(
            "query",
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=written({":pk": partition, ":first": first, ":last": last}),
        )

    def indexed(self, index: str, name: str, value: str, after: str = "") -> Iterator[Item]:
        """The items that an index has under a value, in the order of `sk` after one of them; a moment old at most."""
        yield from self._pages(
            "query",
            IndexName=index,
            KeyConditionExpression="#name = :value AND #sort > :after",
            ExpressionAttributeNames={"#name": name, "#sort": f"{name}_sort"},
            ExpressionAttributeValues=written({":value": value, ":after": after or " "}),
        )

    def everything(self) -> Iterator[Item]:
        """Every item of the table."""
        yield from self._pages("scan", ConsistentRead=True)

    def _pages(self, operation: str, **asked: Any) -> Iterator[Item]:
        with told():
            for page in self.client.get_paginator(operation).paginate(TableName=self.name, **asked):
                if "Items" not in page:  # a list that is none must not be an empty one
                    raise BusyError("an answer without items")
                yield from (read(item) for item in page["Items"])


def written(item: Mapping[str, Any]) -> Item:
    """Plain values as DynamoDB takes them; what is `None` is left out."""
    return {name: _WRITES.serialize(value) for name, value in item.items() if value is not None}


def read(item: Mapping[str, Any]) -> Item:
    """Plain values as DynamoDB gave them."""
    return {name: _READS.deserialize(value) for name, value in item.items()}


def _kind(code: str) -> type[StorageError]:
    if code in _TRY_AGAIN:
        return BusyError
    return RefusedError if code in _NEVER else StorageError


@contextmanager
def told() -> Iterator[None]:
    """Tell boto3's errors in our words."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code == _CONDITION_FAILED:
            there: Any = error.response.get("Item") or {}
            raise _ConditionError(there) from error
        raise _kind(code)(code) from error
    except BotoCoreError as error:
        raise BusyError(type(error).__name__) from error
