"""What was found for a name is remembered: a price from memory is the same, to the letter, as one looked up."""

import gc
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from inputs.terms import MappedModel, NegotiatedRates
from ratebook.memory import MOST_REMEMBERED, Memory
from ratebook.models import Model, RateTable
from ratebook.sources import read_snapshot
from spend.answer import UsagePrice
from spend.call import Call
from spend.pricing import PriceList, Terms, quotes_of
from spend.tokens import Tokens
from tests.spend.asking import TABLE

AUTHORED = read_snapshot().table
NONE = Terms({}, {})
SHAPES = (
    Tokens(0, 0),
    Tokens(1000, 100),
    Tokens(9999, 3, 5000),
    Tokens(9999, 3, 10, 20),
    Tokens(9999, 3, 0, 0, 30),
    Tokens(200_000, 1),
    Tokens(200_001, 1, 7),
    Tokens(10**12 - 1, 10**12 - 1, 3),
)
OWN = NegotiatedRates.model_validate({"input": "3.123456789012", "output": "12", "cached_input": "1.5"})


def every_day_that_counts(model: Model) -> list[date]:
    """The days around each at which something of a model changes."""
    histories = [history for priced in (model, *model.tiers.values()) for history in (priced.base, priced.fine_tuned)]
    days = {entry.effective_from for history in histories for entry in history}
    days |= {event.date for event in (model.retires_on, model.fine_tunes_retire_on) if event is not None}
    return sorted(days | {day - timedelta(days=1) for day in days} | {date(2026, 11, 22)})


def calls_of(provider: str, id: str, model: Model) -> list[Call]:
    """Calls of a model by its names, in its tiers, on each of its days, of every shape, batched and not."""
    tiers = (None, *dict.fromkeys(key.partition(":")[0] for key in model.tiers))
    asked = product((id, f"ft:{id}:acme::x"), tiers, every_day_that_counts(model), SHAPES, (False, True))
    return [
        Call(tokens, on, batch=batch, model=name, provider=provider, tier=tier)
        for name, tier, on, tokens, batch in asked
    ]


def looked_up(call: Call, terms: Terms, table: RateTable) -> UsagePrice:
    """The price with nothing remembered."""
    quotes_of(table).clear()
    return UsagePrice.of(PriceList(table, terms).price(call))


def reckoned(price: UsagePrice) -> Fraction | None:
    """The cost by the rates that the answer shows, the plain way."""
    if price.rates is None:
        return None
    fresh = price.rates.usd_per_million_input_tokens

    def at(rate: Decimal | None) -> Fraction:
        return Fraction(fresh if rate is None else rate)

    tokens = price.tokens
    return (
        tokens.fresh_input_tokens * Fraction(fresh)
        + tokens.cached_input_tokens * at(price.rates.usd_per_million_cached_input_tokens)
        + tokens.cache_write_tokens * at(price.rates.usd_per_million_cache_write_tokens)
        + tokens.cache_write_1h_tokens * at(price.rates.usd_per_million_cache_write_1h_tokens)
        + tokens.output_tokens * Fraction(price.rates.usd_per_million_output_tokens)
    ) / 10**6


@pytest.mark.parametrize("table", [TABLE, AUTHORED], ids=["a case of everything", "authored"])
def test_a_price_from_memory_is_the_one_that_was_looked_up_and_is_what_its_rates_come_to(table):
    """For every model: on each side of every boundary, in every tier, in a batch and out of it."""
    for provider, entry in table.providers.items():
        for id, model in entry.models.items():
            calls = calls_of(provider, id, model)
            prices = PriceList(table, NONE)
            for call in calls:
                prices.price(call)
            remembered = [UsagePrice.of(prices.price(call)) for call in calls]
            for call, price in zip(calls, remembered, strict=True):
                cost = None if price.cost_usd is None else Fraction(price.cost_usd)
                assert cost == reckoned(price), call
                assert cost is None or cost == sum(Fraction(line.cost_usd.expected) for line in price.lines), call
            some = calls[:: max(1, len(calls) // 16)]
            again = {call: looked_up(call, NONE, table) for call in some}
            assert again == {call: price for call, price in zip(calls, remembered, strict=True) if call in again}


TERMS = {
    "an override": Terms({}, {"openai/*": OWN}),
    "an override of another model": Terms({}, {"openai/nothing-like-it": OWN}),
    "a deployment": Terms({"full": MappedModel(model="plain", provider="openai")}, {}),
}


@pytest.mark.parametrize("terms", TERMS.values(), ids=list(TERMS))
def test_what_was_found_on_a_caller_s_terms_is_nobody_else_s(terms):
    call = Call(Tokens(1000, 100), date(2026, 11, 22), model="full", provider="openai")
    plain = looked_up(call, NONE, TABLE)
    with_terms = PriceList(TABLE, terms)
    first, second = (UsagePrice.of(with_terms.price(call)) for _ in range(2))

    assert first == second
    assert first != plain
    assert UsagePrice.of(PriceList(TABLE, NONE).price(call)) == plain


def table_like(table: RateTable, **changes: Any) -> RateTable:
    """A table of its own with the same figures, but for the changes."""
    return RateTable(**{name: getattr(table, name) for name in RateTable.model_fields} | changes)


def test_two_tables_never_answer_for_each_other():
    call = Call(Tokens(1000, 100), date(2026, 11, 22), model="full", provider="openai")
    PriceList(TABLE, NONE).price(call)

    assert PriceList(table_like(TABLE, providers={}), NONE).price(call).status == "unpriced"


def test_what_is_remembered_is_bounded_however_many_names_there_are():
    table = table_like(TABLE)
    prices = PriceList(table, NONE)
    for number in range(MOST_REMEMBERED + 10):
        prices.price(Call(Tokens(1, 1), date(2026, 11, 22), model=f"ft:full:acme::{number}"))

    assert 0 < len(quotes_of(table)) <= MOST_REMEMBERED


def test_a_memory_that_is_full_forgets_and_goes_on():
    memory = Memory[int, int]()
    for number in range(MOST_REMEMBERED):
        memory.keep(number, number)
    assert len(memory) == MOST_REMEMBERED

    assert memory.keep(-1, 7) == 7
    assert dict(memory) == {-1: 7}


def test_what_is_remembered_goes_with_its_table():
    table = table_like(TABLE)
    kept = len(quotes_of)
    PriceList(table, NONE).price(Call(Tokens(1, 1), date(2026, 11, 22), model="gpt-4o"))
    assert len(quotes_of) == kept + 1

    del table
    gc.collect()
    assert len(quotes_of) == kept
