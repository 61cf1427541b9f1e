"""Prices that cannot be right, by themselves or against the other table: they are shown and never written."""

from collections.abc import Iterator
from decimal import Decimal

from local.price_tables.rows import (
    BATCH_CACHE_WRITE,
    BATCH_CACHED,
    BATCH_INPUT,
    BATCH_OUTPUT,
    CACHE_WRITE,
    CACHED,
    INPUT,
    OUTPUT,
    DatedPrices,
    LongContext,
    Prices,
    Rates,
    Row,
)

CHEAPEST, DEAREST = Decimal("0.001"), Decimal(1000)
"""USD per million tokens. What is outside is a price by the token or the thousand, taken for one by the million."""

FARTHEST_APART = 5
"""How many times one table's price may be the other's before one of them is taken to be a slip."""

_NEVER_DEARER = (
    (CACHED, INPUT),
    (CACHED, OUTPUT),
    (BATCH_CACHED, BATCH_INPUT),
    (BATCH_INPUT, INPUT),
    (BATCH_OUTPUT, OUTPUT),
)


def wrong(row: Row) -> str | None:
    """The first thing that cannot be right in any of the row's prices; `None` where nothing is."""
    for entry in row.history:
        for rates in _all_rates(entry.prices):
            if found := next(_problems(rates), None):
                return found
    return None


def far_apart(one: Rates, other: Rates) -> bool:
    """Whether two tables differ so much that at least one is a slip rather than an older price."""
    return any(
        max(one[field], other[field]) > FARTHEST_APART * min(one[field], other[field]) for field in (INPUT, OUTPUT)
    )


def without_slips(row: Row) -> Row:
    """The row without prices for cache writes that are below those of fresh input: they are for storage."""
    history = tuple(DatedPrices(entry.starts, _without_slips(entry.prices)) for entry in row.history)
    return Row(row.key, history, row.input_tokens_per_call, row.retires_on, row.bills_reasoning, row.interface)


def _without_slips(prices: Prices) -> Prices:
    long = prices.long_context
    return Prices(
        _plausible(prices.rates), LongContext(long.above_input_tokens, _plausible(long.rates)) if long else None
    )


def _plausible(rates: Rates) -> Rates:
    slips = {
        write
        for write, fresh in ((CACHE_WRITE, INPUT), (BATCH_CACHE_WRITE, BATCH_INPUT))
        if write in rates and (fresh not in rates or rates[write] < rates[fresh])
    }
    alone = (BATCH_INPUT in rates) != (BATCH_OUTPUT in rates)
    return {field: price for field, price in rates.items() if field not in slips and not (alone and "_batch_" in field)}


def _all_rates(prices: Prices) -> Iterator[Rates]:
    yield prices.rates
    if prices.long_context is not None:
        yield prices.long_context.rates


def _problems(rates: Rates) -> Iterator[str]:
    for field, what in ((INPUT, "input"), (OUTPUT, "output")):
        if field not in rates:
            yield f"has no {what} price"
    for field, price in rates.items():
        if not CHEAPEST <= price <= DEAREST:
            yield f"{field} is {price:f}, outside {CHEAPEST}–{DEAREST} USD per million: a slip in the unit"
    for cheaper, dearer in _NEVER_DEARER:
        if cheaper in rates and dearer in rates and rates[cheaper] > rates[dearer]:
            yield f"{cheaper} ({rates[cheaper]:f}) is dearer than {dearer} ({rates[dearer]:f})"
