"""What calling a model costs: input, cached input, cache writes and output, by the token."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from costs.quantities import MILLION, CostLine, Range


@dataclass(frozen=True, slots=True)
class TokenPrices:
    """USD per million tokens. `None` where the provider sells no such thing: no discount, no surcharge."""

    input: Decimal
    output: Decimal
    cached_input: Decimal | None = None
    cache_write: Decimal | None = None

    @property
    def read(self) -> Decimal:
        """A token that is found in the cache: at the price of a fresh one where the provider has no other."""
        return self.input if self.cached_input is None else self.cached_input

    @property
    def write(self) -> Decimal:
        """A token that is written to the cache: likewise."""
        return self.input if self.cache_write is None else self.cache_write


@dataclass(frozen=True, slots=True)
class CachingSteps:
    """What of a repeated prompt prefix a provider caches: nothing below `minimum_tokens`, then whole `step_tokens`."""

    minimum_tokens: int
    step_tokens: int

    def cached_tokens(self, cacheable_tokens: Decimal) -> Decimal:
        """Tokens of a prefix of `cacheable_tokens` that a cache hit covers.

        >>> CachingSteps(1024, 128).cached_tokens(Decimal(2000))
        Decimal('1920')
        """
        if cacheable_tokens < self.minimum_tokens:
            return Decimal(0)
        steps = (cacheable_tokens - self.minimum_tokens) / self.step_tokens
        return self.minimum_tokens + steps.to_integral_value(rounding=ROUND_FLOOR) * self.step_tokens


@dataclass(frozen=True, slots=True)
class CallTokens:
    """Tokens of one call. `cached_input` of the input is in the cache on `hit_rate` (0 to 1) of the calls."""

    input: Decimal
    output: Decimal
    cached_input: Decimal = Decimal(0)
    hit_rate: Decimal = Decimal(1)

    def split(self) -> tuple[Decimal, Decimal, Decimal]:
        """Mean tokens per call that are read fresh, read from the cache, and written to the cache."""
        hits = self.cached_input * self.hit_rate
        writes = self.cached_input - hits
        return self.input - self.cached_input, hits, writes


def _parts(tokens: CallTokens, prices: TokenPrices) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """(what, tokens per call, USD per million) of each kind of token in a call."""
    fresh, hits, writes = tokens.split()
    return (
        ("input tokens", fresh, prices.input),
        ("cached input tokens", hits, prices.read),
        ("input tokens written to the cache", writes, prices.write),
        ("output tokens", tokens.output, prices.output),
    )


def cost_per_call(tokens: CallTokens, prices: TokenPrices) -> Decimal:
    """USD for one call."""
    return sum(count * price for _, count, price in _parts(tokens, prices)) / MILLION


def monthly_lines(who: str, calls_per_month: Range, tokens: CallTokens, prices: TokenPrices) -> tuple[CostLine, ...]:
    """The month's bill for calling the model that `who` names, a line for each kind of token that occurs."""
    return tuple(
        CostLine(
            name=f"{who}: {what}",
            quantity=calls_per_month.expected * count / MILLION,
            unit="million tokens",
            unit_price_usd=price,
            cost_usd=calls_per_month.scaled(count * price / MILLION),
        )
        for what, count, price in _parts(tokens, prices)
        if count
    )
