"""What a rate table says on one day, whatever is asked: the policy with its sources, and the models to compare with.

It is worked out once for a table and a day, so that a decision looks at what it needs and not at the whole table.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from decisions.pricing import PricedModel, at_list_prices, most_input_tokens
from ratebook.history import first_day, in_force, thresholds_in_force
from ratebook.kept import PerTable
from ratebook.models import Model, RateTable
from ratebook.names import NameParts, ResolvedModel
from ratebook.offers import Offer

_MOST_DAYS = 8
"""Of how many days of a table this is kept: nearly everybody asks for today."""


class Compared(NamedTuple):
    """A base model that is worth trying and still answers, with prompts of `most_input_tokens` at the most.

    `at_list_prices` has it once for calls of ordinary length, and once more where long ones have prices of their own.
    """

    found: ResolvedModel
    offer: Offer
    most_input_tokens: int | None
    caveats: str | None
    at_list_prices: tuple[PricedModel, ...]

    def at(self, input_tokens: Decimal) -> PricedModel | None:
        """The model at its list prices for calls of so many tokens; `None` where it has none."""
        for each in self.at_list_prices:
            if each.holds_for(input_tokens):
                return each
        return None


class OnDay:
    """A rate table on a day. It does not hold the table, only what it needs of it."""

    def __init__(self, table: RateTable, day: date) -> None:
        self.thresholds = thresholds_in_force(table, day)
        self.policy_sources = tuple(
            str(table.policy.sources[entry.source])
            for entries in table.policy.thresholds.values()
            if (entry := in_force(entries, day)) is not None
        )
        self._day = day
        self._providers = table.providers
        self._compared: dict[tuple[str, bool], tuple[Compared, ...]] = {}

    def compared(self, interface: str, *, batch: bool) -> tuple[Compared, ...]:
        """Every model of an interface that a decision may name as a cheaper one, in the order of the table."""
        found = self._compared.get((interface, batch))
        if found is None:
            found = self._compared[interface, batch] = tuple(self._read_compared(interface, batch))
        return found

    def _read_compared(self, interface: str, batch: bool) -> Iterator[Compared]:
        for provider_id, provider in self._providers.items():
            for model_id, model in provider.models.items():
                if not model.compared or model.interface != interface:
                    continue
                if model.retires_on is not None and model.retires_on.date <= self._day:
                    continue
                found = ResolvedModel(model_id, provider_id, model_id, model, NameParts(model_id))
                offer = Offer(provider, model, provider.default_tier, None, model)
                listed = at_list_prices(found, offer, self._day, batch=batch)
                yield Compared(found, offer, most_input_tokens(model), _caveats(model), listed)


def _caveats(model: Model) -> str | None:
    caveats = []
    if model.bills_reasoning:
        caveats.append("bills reasoning tokens as output, on top of the answer's")
    if model.retires_on is not None:
        caveats.append(f"shut down on {model.retires_on.date}")
    return "; ".join(caveats) or None


class _Days:
    """The days of one table that were asked for."""

    def __init__(self, table: RateTable) -> None:
        self.first = first_day(table)
        self.kept: dict[date, OnDay] = {}


_days = PerTable(_Days)


def first_day_of(table: RateTable) -> date:
    """The day from which the whole policy is in force; before it nothing can be decided."""
    return _days(table).first


def on_day(table: RateTable, day: date) -> OnDay:
    """What the table says on a day that is not before its first."""
    kept = _days(table).kept
    found = kept.get(day)
    if found is None:
        if len(kept) >= _MOST_DAYS:
            kept.clear()
        found = kept[day] = OnDay(table, day)
    return found
