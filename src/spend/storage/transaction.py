"""Several writes that happen all or none, as one DynamoDB transaction."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from spend.errors import BusyError, RefusedError, StorageError
from spend.storage.table import Item, Table, read, told, written

MOST_WRITES = 100
"""As many as DynamoDB takes in one transaction."""

_CANCELED = "TransactionCanceledException"
_CONDITION_FAILED = "ConditionalCheckFailed"
_NEVER = {"ValidationError", "ItemCollectionSizeLimitExceeded"}
_WAITING_HELPS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class CanceledError(Exception):
    """Nothing was written, since of some items the condition does not hold.

    `failed` has the number of each such write and the item that stands there.
    """

    def __init__(self, failed: dict[int, Item]) -> None:
        self.failed = failed
        super().__init__(f"{len(failed)} conditions do not hold")


def put_new(table: Table, item: Item, key: str) -> dict[str, Any]:
    """The write that puts an item where there is none."""
    return {
        "Put": {
            "TableName": table.name,
            "Item": written(item),
            "ConditionExpression": "attribute_not_exists(#key)",
            "ExpressionAttributeNames": {"#key": key},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def replace(table: Table, item: Item, only_if: Item) -> dict[str, Any]:
    """The write that puts an item in the place of one whose attributes are as `only_if` says."""
    return {
        "Put": {
            "TableName": table.name,
            "Item": written(item),
            "ConditionExpression": " AND ".join(f"#{name} = :{name}" for name in only_if),
            "ExpressionAttributeNames": {f"#{name}": name for name in only_if},
            "ExpressionAttributeValues": written({f":{name}": value for name, value in only_if.items()}),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def add(table: Table, key: Item, numbers: Item, attributes: Item) -> dict[str, Any]:
    """The write that adds to the numbers of an item, which is made with `attributes` where there is none."""
    attributes = {name: value for name, value in attributes.items() if value is not None}
    return {
        "Update": {
            "TableName": table.name,
            "Key": written(key),
            "UpdateExpression": "ADD "
            + ", ".join(f"#{name} :{name}" for name in numbers)
            + " SET "
            + ", ".join(f"#{name} = :{name}" for name in attributes),
            "ExpressionAttributeNames": {f"#{name}": name for name in (*numbers, *attributes)},
            "ExpressionAttributeValues": written({f":{name}": value for name, value in (numbers | attributes).items()}),
        }
    }


def transact(client: Any, writes: Sequence[dict[str, Any]], token: str) -> None:
    """Do all the writes or none. The same writes with the same `token` are done once, for ten minutes.

    Raises `CanceledError` where a condition does not hold, `BusyError` where another transaction was in the way or no
    answer tells whether they were done, `RefusedError` where one of them can never be done, and `StorageError`.
    """
    with told():
        try:
            client.transact_write_items(TransactItems=list(writes), ClientRequestToken=token)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != _CANCELED:
                raise
            _say_why(error.response.get("CancellationReasons") or [])


def _say_why(reasons: Sequence[Any]) -> None:
    failed = {
        number: read(reason.get("Item") or {})
        for number, reason in enumerate(reasons)
        if reason.get("Code") == _CONDITION_FAILED
    }
    if failed:
        raise CanceledError(failed)
    codes = {str(reason.get("Code")) for reason in reasons} - {"None"}
    said = ", ".join(sorted(codes)) or _CANCELED
    if codes & _NEVER:
        raise RefusedError(said)
    raise (BusyError if codes <= _WAITING_HELPS else StorageError)(said)
