"""Where a project stands in a month: what is spent of each limit, the forecast, and what most of it went to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from spend.budgets.budget import Limit
from spend.budgets.forecast import FULL_DAYS, forecast
from spend.ledger import totals
from spend.ledger.entry import Category, Row, Sums
from spend.storage.table import Table

TOP_MODELS = 3


@dataclass(frozen=True)
class Position:
    """The rows of a month, and of the week before it, on a day."""

    project: str
    month: str
    today: date
    rows: Mapping[Row, Sums]

    @classmethod
    def read(cls, table: Table, project: str, month: str, today: date) -> "Position":
        """The position as the totals are now. Raises `StorageError`."""
        first, last = totals.days_of(month)
        return cls(project, month, today, totals.between(table, project, first - timedelta(days=FULL_DAYS), last))

    @cached_property
    def of_the_month(self) -> dict[Row, Sums]:
        """The rows of the month itself."""
        return {row: sums for row, sums in self.rows.items() if row.month == self.month}

    def spent(self, limit: Limit) -> Decimal:
        """What the month has come to, in USD, without what has no price."""
        return totals.added_up(_counted(limit, self.of_the_month).values()).cost_usd

    def forecast(self, limit: Limit) -> Decimal | None:
        """What the month is expected to come to, in USD; `None` where that cannot be told yet."""
        return forecast(self.by_day(limit), self.month, self.today)

    def by_day(self, limit: Limit) -> dict[date, Decimal]:
        """USD by day, the week before the month included."""
        counted = _counted(limit, self.rows)
        return {day: sums.cost_usd for day, sums in totals.by(counted, lambda row: row.day).items()}

    @property
    def unpriced(self) -> int:
        """Records of the month that have no price, so that the rest is at least what was spent."""
        return sum(sums.unpriced_records for sums in self.of_the_month.values())

    def top_models(self, limit: Limit) -> tuple[tuple[str, Decimal], ...]:
        """The models on which most of the month was spent, with USD each."""
        counted = _counted(limit, self.of_the_month)
        models = totals.by(counted, lambda row: row.model)
        ranked = sorted(models.items(), key=lambda pair: (-pair[1].cost_usd, pair[0]))
        return tuple((model, sums.cost_usd) for model, sums in ranked[:TOP_MODELS] if sums.cost_usd)

    def fine_tunes(self) -> dict[str, tuple[date, Decimal]]:
        """The fine-tuned models of the month: the first day on which each was called, and USD so far."""
        found = {row: sums for row, sums in self.of_the_month.items() if row.category is Category.FINE_TUNED}
        models = totals.by(found, lambda row: row.model)
        firsts = {model: min(row.day for row in found if row.model == model) for model in models}
        return {model: (firsts[model], sums.cost_usd) for model, sums in models.items()}


def _counted(limit: Limit, rows: Mapping[Row, Sums]) -> dict[Row, Sums]:
    """The rows that count against a limit."""
    return {row: sums for row, sums in rows.items() if limit.counts(row.category)}
