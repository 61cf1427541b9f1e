"""What each kind of token in a call is billed at, and what tokens come to by that."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from typing import NamedTuple, Self

from costs.quantities import EXACT, MILLION, CostLine, PlainDecimal, Range
from inputs.terms import NegotiatedRates
from ratebook.prices import TokenPrices, TokenRates
from spend.prices import Found
from spend.tokens import Tokens, UnpricedError

_FIELD = "usd_per_million_{}_tokens"


class Occurring(NamedTuple):
    """What of a call, beside its names and its day, decides which prices it has."""

    batch: bool
    long: bool
    cached_input: bool
    cache_write: bool
    cache_write_1h: bool


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


@dataclass(frozen=True)
class Tariff:
    """The rates of calls in which these kinds of token occur, and what is to be said of such calls.

    `confirmed` is `None` where the prices are the caller's own.
    """

    rates: AppliedRates
    confirmed: bool | None
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, found: Found, occurring: Occurring) -> Self:
        """By the prices that were found. Raises `UnpricedError` where a kind of token is not sold in this way."""
        applied = _applied(_of_length(found.rates, long=occurring.long), occurring)
        warnings = [*found.warnings, *_at_the_input_price(applied, occurring)]
        confirmed = None if found.entry is None else _confirmed(found.entry, occurring)
        if confirmed is False:
            warnings.append("a price that was applied is confirmed by one source only, or by inference")
        return cls(applied, confirmed, tuple(warnings))

    def cost_usd(self, tokens: Tokens) -> Decimal:
        """What the tokens cost, exactly."""
        unit_usd, input, output, _, _, _ = self._whole
        whole = tokens.input_tokens * input + tokens.output_tokens * output + self._more_for_the_cache(tokens)
        return EXACT.multiply(unit_usd, whole)

    def cache_saving_usd(self, tokens: Tokens) -> Decimal:
        """What the input would have cost more uncached; less than nothing where writing to the cache cost more."""
        return EXACT.multiply(self._whole.unit_usd, -self._more_for_the_cache(tokens))

    def _more_for_the_cache(self, tokens: Tokens) -> int:
        _, _, _, cached, written, written_1h = self._whole
        return (
            tokens.cached_input_tokens * cached
            + tokens.cache_write_tokens * written
            + tokens.cache_write_1h_tokens * written_1h
        )

    def lines(self, tokens: Tokens) -> tuple[CostLine, ...]:
        """The same cost, a line for each kind of token that occurs."""
        with localcontext(EXACT):
            return tuple(self._lines(tokens))

    def _lines(self, tokens: Tokens) -> Iterator[CostLine]:
        rates = self.rates
        for name, count, price in (
            ("input tokens", tokens.fresh_input_tokens, rates.usd_per_million_input_tokens),
            (_CACHED, tokens.cached_input_tokens, rates.usd_per_million_cached_input_tokens),
            (_WRITTEN, tokens.cache_write_tokens, rates.usd_per_million_cache_write_tokens),
            (_WRITTEN_1H, tokens.cache_write_1h_tokens, rates.usd_per_million_cache_write_1h_tokens),
            ("output tokens", tokens.output_tokens, rates.usd_per_million_output_tokens),
        ):
            if count:
                usd = rates.usd_per_million_input_tokens if price is None else price
                yield CostLine(name, count / MILLION, "million tokens", usd, Range.of(count * usd / MILLION))

    @cached_property
    def _whole(self) -> "_Whole":
        rates = self.rates
        fresh, output = rates.usd_per_million_input_tokens, rates.usd_per_million_output_tokens
        others = (
            rates.usd_per_million_cached_input_tokens,
            rates.usd_per_million_cache_write_tokens,
            rates.usd_per_million_cache_write_1h_tokens,
        )
        each = (fresh, output, *(fresh if price is None else price for price in others))
        exponent = min(0, *(int(price.as_tuple().exponent) for price in each))
        whole = [int(price.scaleb(-exponent, EXACT)) for price in each]
        beside = (price - whole[0] for price in whole[2:])
        return _Whole(Decimal(1).scaleb(exponent) / MILLION, *whole[:2], *beside)


class _Whole(NamedTuple):
    """The prices of a token as whole multiples of a unit, so that whole numbers are added up and money made of them.

    All input is at the price of fresh tokens; what is read from the cache or written to it costs so much more or less.
    """

    unit_usd: Decimal
    input: int
    output: int
    cached_input: int
    cache_write: int
    cache_write_1h: int


_CACHED = "cached input tokens"
_WRITTEN = "input tokens written to the cache"
_WRITTEN_1H = "input tokens written to the cache for an hour"


def _of_length(rates: TokenRates | NegotiatedRates, *, long: bool) -> TokenRates | NegotiatedRates:
    """The rates of a call, or those of a long one."""
    dearer = rates.long_context if long and isinstance(rates, TokenPrices) else None
    return rates if dearer is None else dearer


def _applied(rates: TokenRates | NegotiatedRates, occurring: Occurring) -> AppliedRates:
    if not occurring.batch:
        if occurring.cache_write_1h and rates.usd_per_million_cache_write_1h_tokens is None:
            raise UnpricedError("no_cache_write_price", "no price is known for input that is kept in the cache an hour")
        return AppliedRates(
            rates.usd_per_million_input_tokens,
            rates.usd_per_million_output_tokens,
            rates.usd_per_million_cached_input_tokens,
            rates.usd_per_million_cache_write_tokens,
            rates.usd_per_million_cache_write_1h_tokens,
            batch=False,
            long_context=occurring.long,
        )
    fresh, output = rates.usd_per_million_batch_input_tokens, rates.usd_per_million_batch_output_tokens
    if fresh is None or output is None:
        raise UnpricedError("no_batch_price", "no batch price is known; it is not always half of the usual one")
    write = rates.usd_per_million_batch_cache_write_tokens
    dearer = rates.usd_per_million_cache_write_tokens is not None and write is None
    if occurring.cache_write_1h or (occurring.cache_write and dearer):
        raise UnpricedError("no_cache_write_price", "no price is known for batch input that is written to the cache")
    cached = rates.usd_per_million_batch_cached_input_tokens
    return AppliedRates(fresh, output, cached, write, None, batch=True, long_context=occurring.long)


def _at_the_input_price(rates: AppliedRates, occurring: Occurring) -> Iterator[str]:
    """A sentence for each kind of token that occurs and has no price of its own in the table."""
    for name, occurs, price in (
        (_CACHED, occurring.cached_input, rates.usd_per_million_cached_input_tokens),
        (_WRITTEN, occurring.cache_write, rates.usd_per_million_cache_write_tokens),
        (_WRITTEN_1H, occurring.cache_write_1h, rates.usd_per_million_cache_write_1h_tokens),
    ):
        if occurs and price is None:
            what = f"{name} of a batch" if rates.batch else name
            yield f"no price of its own is known for {what}; taken at the price of other input"


def _confirmed(entry: TokenPrices, occurring: Occurring) -> bool:
    """Whether every price that was applied is confirmed."""
    used = ["input", "output"]
    used += ["cached_input"] if occurring.cached_input else []
    used += ["cache_write"] if occurring.cache_write else []
    used += ["cache_write_1h"] if occurring.cache_write_1h else []
    fields = {_FIELD.format(f"batch_{name}" if occurring.batch else name) for name in used}
    return entry.confirmed and fields.isdisjoint(entry.unconfirmed)
