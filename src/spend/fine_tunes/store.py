"""Registered fine-tunes by name, as they lie in the table of spend."""

from inputs.kept import AS_KEPT
from spend.fine_tunes.fine_tune import FineTune
from spend.storage import keys
from spend.storage.table import Item, Table


def get_fine_tune(table: Table, name: str) -> FineTune | None:
    """The fine-tune of that name, where there is one. Raises `StorageError`."""
    found = table.get(keys.key(keys.FINE_TUNES, name))
    return None if found is None else _fine_tune(found)


def put_fine_tune(table: Table, name: str, tuned: FineTune) -> None:
    """Register a fine-tune under a name. Raises `StorageError`."""
    table.put(keys.key(keys.FINE_TUNES, name) | {"fine_tune": tuned.model_dump_json(exclude_none=True)})


def delete_fine_tune(table: Table, name: str) -> bool:
    """Forget a fine-tune; whether there was one. Raises `StorageError`."""
    return table.delete(keys.key(keys.FINE_TUNES, name)) is not None


def fine_tunes(table: Table) -> dict[str, FineTune]:
    """Every registered fine-tune, by name. Raises `StorageError`."""
    return {item["sk"]: _fine_tune(item) for item in table.under(keys.FINE_TUNES)}


def _fine_tune(item: Item) -> FineTune:
    return FineTune.model_validate_json(item["fine_tune"], context=AS_KEPT)
