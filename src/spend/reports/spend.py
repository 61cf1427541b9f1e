"""Groups the totals: by month, day, project, provider and model, with fine-tuned and base models apart."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from spend.budgets.budget import Budget
from spend.budgets.position import Position
from spend.ledger import totals
from spend.ledger.entry import Category, Row, Sums
from spend.reports.answer import LimitStatus, SpentIn, SpentOnModel
from spend.storage.table import Table


def rows_of(table: Table, project: str | None, since: str, month: str) -> dict[Row, Sums]:
    """The rows of a project, or of all, from one month to another, both included. Raises `StorageError`."""
    first, last = totals.days_of(since)[0], totals.days_of(month)[1]
    if project is not None:
        return totals.between(table, project, first, last)
    found: dict[Row, Sums] = {}
    for each in totals.months(first, last):
        for name in totals.projects_in(table, each):
            found |= totals.in_month(table, name, each)
    return found


def spent(rows: Mapping[Row, Sums]) -> dict[str, Any]:
    """The figures of `Spent`."""
    whole = totals.added_up(rows.values())
    by_category: dict[Category, Sums] = totals.by(rows, lambda row: row.category)
    return {
        "records": whole.records,
        "unpriced_records": whole.unpriced_records,
        "total_usd": whole.cost_usd,
        **{f"{category}_usd": by_category.get(category, Sums()).cost_usd for category in Category},
        "cache_saving_usd": whole.cache_saving_usd,
        "batch_saving_usd": whole.batch_saving_usd,
    }


def spent_in(rows: Mapping[Row, Sums], name: Callable[[Row], str | None]) -> tuple[SpentIn, ...]:
    """Spend by what a function names each row, in the order of the names."""
    groups: dict[str | None, dict[Row, Sums]] = {}
    for row, sums in rows.items():
        groups.setdefault(name(row), {})[row] = sums
    ordered = sorted(groups.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    return tuple(SpentIn(name=group, **spent(of_group)) for group, of_group in ordered)


def by_model(rows: Mapping[Row, Sums]) -> tuple[SpentOnModel, ...]:
    """Spend by model, the dearest first."""
    groups: dict[tuple[Any, ...], Sums] = totals.by(
        rows, lambda row: (row.model, row.provider, row.base_model, row.category)
    )
    names = ("model", "provider", "base_model", "category")
    found = (SpentOnModel(**dict(zip(names, group, strict=True)), **asdict(sums)) for group, sums in groups.items())
    return tuple(sorted(found, key=lambda each: (-each.cost_usd, each.model, each.provider or "", each.category)))


def statuses(position: Position, budget: Budget) -> tuple[LimitStatus, ...]:
    """How much of each limit of a budget is spent."""
    spent_usd = {limit: position.spent(limit) for limit in budget.amounts}
    return tuple(
        LimitStatus(
            project=position.project,
            limit=limit,
            monthly_usd=amount,
            spent_usd=spent_usd[limit],
            share=spent_usd[limit] / amount,
            forecast_usd=position.forecast(limit),
        )
        for limit, amount in budget.amounts.items()
    )
