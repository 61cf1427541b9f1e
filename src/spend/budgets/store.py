"""Budgets by project, as they lie in the table of spend."""

from inputs.kept import AS_KEPT
from spend.budgets.budget import Budget
from spend.storage import keys
from spend.storage.table import Item, Table


def get_budget(table: Table, project: str) -> Budget | None:
    """The budget of a project, where it has one. Raises `StorageError`."""
    found = table.get(keys.key(keys.BUDGETS, project))
    return None if found is None else _budget(found)


def put_budget(table: Table, project: str, budget: Budget) -> None:
    """Set the budget of a project. Raises `StorageError`."""
    table.put(keys.key(keys.BUDGETS, project) | budget.model_dump(mode="json", exclude_none=True))


def delete_budget(table: Table, project: str) -> bool:
    """Take the budget of a project away; whether it had one. Raises `StorageError`."""
    return table.delete(keys.key(keys.BUDGETS, project)) is not None


def budgets(table: Table) -> dict[str, Budget]:
    """The budgets of all projects. Raises `StorageError`."""
    return {item["sk"]: _budget(item) for item in table.under(keys.BUDGETS)}


def announced(table: Table, project: str) -> tuple[Item, ...]:
    """The alerts of a project: those that were announced, and those that are being. Raises `StorageError`."""
    return tuple(table.under(keys.alerts(project)))


def _budget(item: Item) -> Budget:
    fields = {name: value for name, value in item.items() if name not in {"pk", "sk"}}
    return Budget.model_validate(fields, context=AS_KEPT)
