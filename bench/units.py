"""What DynamoDB would bill for: requests, and write request units by the size of each item that is written."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

BYTES_OF_A_UNIT = 1024
TRANSACTIONAL = 2
"""How many times the units of a plain write the same write costs in a transaction, which prepares it and commits it."""
_EVENT = "before-call.dynamodb"


def item_bytes(item: Mapping[str, Any]) -> int:
    """The size of an item in DynamoDB's own form, by DynamoDB's rules: names and values, and no overhead of storage."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    [(kind, held)] = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            digits = len(Decimal(held).normalize().as_tuple().digits)
            return (digits + 1) // 2 + 1
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _value_bytes(each) for each in held)
        case "M":
            return 3 + len(held) + item_bytes(held)
    raise ValueError(f"no size is known of {kind}")


def write_units(item: Mapping[str, Any]) -> int:
    """The units of a plain write of an item."""
    return -(-item_bytes(item) // BYTES_OF_A_UNIT)


@dataclass
class Meter:
    """Requests and write units that went through the clients that are watched."""

    requests: int = 0
    units: int = 0

    @contextmanager
    def watching(self, *clients: Any) -> Iterator[None]:
        """Count what these clients send while the block runs."""
        for client in clients:
            client.meta.events.register(_EVENT, self._count)
        try:
            yield
        finally:
            for client in clients:
                client.meta.events.unregister(_EVENT, self._count)

    def _count(self, model: Any, params: Mapping[str, Any], **_: Any) -> None:
        sent = json.loads(params["body"])
        self.requests += 1
        match model.name:
            case "PutItem":
                self.units += write_units(sent["Item"])
            case "BatchWriteItem":
                puts = (each["PutRequest"]["Item"] for writes in sent["RequestItems"].values() for each in writes)
                self.units += sum(map(write_units, puts))
            case "TransactWriteItems":
                self.units += TRANSACTIONAL * sum(write_units(_item(each)) for each in sent["TransactItems"])


def _item(write: Mapping[str, Any]) -> dict[str, Any]:
    """The item of a write. Of an update that makes its item, which is as large later, but for a digit or two."""
    if "Put" in write:
        put: dict[str, Any] = write["Put"]["Item"]
        return put
    update = write["Update"]
    names = update["ExpressionAttributeNames"]
    values = {names[f"#{name[1:]}"]: value for name, value in update["ExpressionAttributeValues"].items()}
    return {**update["Key"], **values}
