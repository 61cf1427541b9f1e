"""The bill of one call: its tokens at its rates, a line for each kind of token."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from costs.quantities import EXACT, MILLION, CostLine, PlainDecimal, Range
from inputs.terms import NegotiatedRates
from ratebook.prices import TokenPrices, TokenRates
from spend.prices import Found
from spend.tokens import Tokens, UnpricedError

_FIELD = "usd_per_million_{}_tokens"


@dataclass(frozen=True, slots=True)
class AppliedRates:
    """The prices of a call in USD per million tokens. What has no price of its own is `null`."""

    usd_per_million_input_tokens: PlainDecimal
    usd_per_million_output_tokens: PlainDecimal
    usd_per_million_cached_input_tokens: PlainDecimal | None
    usd_per_million_cache_write_tokens: PlainDecimal | None
    usd_per_million_cache_write_1h_tokens: PlainDecimal | None
    batch: bool
    long_context: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """What a call costs, and what is to be said of it. `confirmed` is `None` where the prices are the caller's own."""

    rates: AppliedRates
    lines: tuple[CostLine, ...]
    cost_usd: Decimal
    confirmed: bool | None
    warnings: tuple[str, ...]


def bill(tokens: Tokens, found: Found, *, batch: bool) -> Bill:
    """The cost of `tokens`. Raises `UnpricedError` where a kind of token that occurs is not sold in this way."""
    rates, long = _for_length(found.rates, tokens.input_tokens)
    applied = _applied(rates, tokens, batch=batch, long=long)
    warnings = [*found.warnings, *_at_the_input_price(tokens, applied)]
    with localcontext(EXACT):
        lines = tuple(_lines(tokens, applied))
        cost = sum((line.cost_usd.expected for line in lines), start=Decimal(0))
    confirmed = None if found.entry is None else _confirmed(found.entry, tokens, batch=batch)
    if confirmed is False:
        warnings.append("a price that was applied is confirmed by one source only, or by inference")
    return Bill(applied, lines, cost, confirmed, tuple(warnings))


def _for_length(rates: TokenRates | NegotiatedRates, input_tokens: int) -> tuple[TokenRates | NegotiatedRates, bool]:
    """The rates of a call with so much input, and whether they are those of long ones."""
    long = rates.long_context if isinstance(rates, TokenPrices) else None
    if long is not None and input_tokens > long.above_input_tokens:
        return long, True
    return rates, False


def _applied(rates: TokenRates | NegotiatedRates, tokens: Tokens, *, batch: bool, long: bool) -> AppliedRates:
    if not batch:
        if tokens.cache_write_1h_tokens and rates.usd_per_million_cache_write_1h_tokens is None:
            raise UnpricedError("no_cache_write_price", "no price is known for input that is kept in the cache an hour")
        return AppliedRates(
            rates.usd_per_million_input_tokens,
            rates.usd_per_million_output_tokens,
            rates.usd_per_million_cached_input_tokens,
            rates.usd_per_million_cache_write_tokens,
            rates.usd_per_million_cache_write_1h_tokens,
            batch=False,
            long_context=long,
        )
    fresh, output = rates.usd_per_million_batch_input_tokens, rates.usd_per_million_batch_output_tokens
    if fresh is None or output is None:
        raise UnpricedError("no_batch_price", "no batch price is known; it is not always half of the usual one")
    write = rates.usd_per_million_batch_cache_write_tokens
    dearer = rates.usd_per_million_cache_write_tokens is not None and write is None
    if tokens.cache_write_1h_tokens or (tokens.cache_write_tokens and dearer):
        raise UnpricedError("no_cache_write_price", "no price is known for batch input that is written to the cache")
    cached = rates.usd_per_million_batch_cached_input_tokens
    return AppliedRates(fresh, output, cached, write, None, batch=True, long_context=long)


def _kinds(tokens: Tokens, rates: AppliedRates) -> Iterator[tuple[str, int, Decimal | None]]:
    """(what, tokens, USD per million or `None`) of each kind of token that occurs."""
    yield "input tokens", tokens.fresh_input_tokens, rates.usd_per_million_input_tokens
    yield "cached input tokens", tokens.cached_input_tokens, rates.usd_per_million_cached_input_tokens
    yield "input tokens written to the cache", tokens.cache_write_tokens, rates.usd_per_million_cache_write_tokens
    hour = rates.usd_per_million_cache_write_1h_tokens
    yield "input tokens written to the cache for an hour", tokens.cache_write_1h_tokens, hour
    yield "output tokens", tokens.output_tokens, rates.usd_per_million_output_tokens


def _lines(tokens: Tokens, rates: AppliedRates) -> Iterator[CostLine]:
    for name, count, price in _kinds(tokens, rates):
        if count:
            usd = rates.usd_per_million_input_tokens if price is None else price
            yield CostLine(name, count / MILLION, "million tokens", usd, Range.of(count * usd / MILLION))


def saved_by_cache(tokens: Tokens, rates: AppliedRates) -> Decimal:
    """What the input would have cost more without a cache, in USD; less than nothing where writing to it cost more."""
    with localcontext(EXACT):
        paid = (line.cost_usd.expected for line in _lines(replace(tokens, output_tokens=0), rates))
        return tokens.input_tokens * rates.usd_per_million_input_tokens / MILLION - sum(paid, start=Decimal(0))


def _at_the_input_price(tokens: Tokens, rates: AppliedRates) -> Iterator[str]:
    """A sentence for each kind of token that occurs and has no price of its own in the table."""
    for name, count, price in _kinds(tokens, rates):
        if count and price is None:
            what = f"{name} of a batch" if rates.batch else name
            yield f"no price of its own is known for {what}; taken at the price of other input"


def _confirmed(entry: TokenPrices, tokens: Tokens, *, batch: bool) -> bool:
    """Whether every price that was applied is confirmed."""
    used = ["input", "output"]
    used += ["cached_input"] if tokens.cached_input_tokens else []
    used += ["cache_write"] if tokens.cache_write_tokens else []
    used += ["cache_write_1h"] if tokens.cache_write_1h_tokens else []
    fields = {_FIELD.format(f"batch_{name}" if batch else name) for name in used}
    return entry.confirmed and fields.isdisjoint(entry.unconfirmed)
