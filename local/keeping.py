"""What was spent, kept between runs: moto forgets all when its process ends, so its tables are written to a file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from local.dynamodb import TABLES
from local.polling import repeated

SECONDS = 5.0


class KeptError(RuntimeError):
    """The file of what was kept cannot be read."""


def restore(client: Any, path: Path) -> int:
    """Put back what was kept; how many records of usage. Raises `KeptError`."""
    if not path.exists():
        return 0
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        for table in TABLES.values():
            for item in kept[table]:
                client.put_item(TableName=table, Item=item)
        return len(kept[TABLES["LedgerTable"]])
    except (ValueError, KeyError, TypeError, ClientError, ParamValidationError) as error:
        raise KeptError(f"{path} cannot be read ({type(error).__name__}): move it away to start without it") from error


def keep(client: Any, path: Path) -> None:
    """Write down what the tables hold, whole or not at all."""
    kept = {table: list(_items(client, table)) for table in TABLES.values()}
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(kept), encoding="utf-8")
    new.replace(path)


def _items(client: Any, table: str) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


@contextmanager
def kept_in(client: Any, path: Path) -> Iterator[None]:
    """Keep what the tables hold in a file while the block runs: when they have changed, and at its end."""
    size = _size(client)

    def look() -> Iterator[str]:
        nonlocal size
        now = _size(client)
        if now != size:
            keep(client, path)
            size = now
        yield from ()

    try:
        with repeated(look, "changes to keep", SECONDS):
            yield
    finally:
        keep(client, path)


def _size(client: Any) -> tuple[int, ...]:
    """How many items there are: what changes without that is kept at the end."""
    return tuple(client.describe_table(TableName=table)["Table"]["ItemCount"] for table in TABLES.values())
