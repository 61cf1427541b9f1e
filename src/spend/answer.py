"""What a usage record is answered with."""

from datetime import date
from typing import Literal, Self

from pydantic import Field

from costs.quantities import CostLine, PlainDecimal
from ratebook.names import Billing, Kind
from shapes.frozen import Frozen
from spend.price import Price
from spend.prices import PriceSource
from spend.tariff import AppliedRates
from spend.tokens import Reason, Tokens


class TokensCounted(Frozen):
    """The tokens of the call; those that are told apart of the input and of the output are parts of them."""

    input_tokens: int
    fresh_input_tokens: int
    cached_input_tokens: int
    cache_write_tokens: int
    cache_write_1h_tokens: int
    output_tokens: int
    reasoning_tokens: int | None = Field(description="null where the provider does not tell them apart")

    @classmethod
    def of(cls, tokens: Tokens) -> Self:
        """The tokens as they are shown."""
        return cls(
            input_tokens=tokens.input_tokens,
            fresh_input_tokens=tokens.fresh_input_tokens,
            cached_input_tokens=tokens.cached_input_tokens,
            cache_write_tokens=tokens.cache_write_tokens,
            cache_write_1h_tokens=tokens.cache_write_1h_tokens,
            output_tokens=tokens.output_tokens,
            reasoning_tokens=tokens.reasoning_tokens,
        )


class UsagePrice(Frozen):
    """What one call costs. One that is `unpriced` has a reason and no cost, which is not a cost of zero."""

    status: Literal["priced", "unpriced"]
    kind: Kind | None = None
    provider: str | None = None
    base_model: str | None = None
    model: str = Field(description="the name by which it was billed")
    tier: str | None = None
    billing: Billing | None = None
    tokens: TokensCounted
    rates: AppliedRates | None = None
    effective_from: date | None = Field(None, description="the day from which these prices hold")
    source: str | None = Field(None, description="where these prices come from")
    lines: tuple[CostLine, ...] = ()
    cost_usd: PlainDecimal | None = None
    cache_saving_usd: PlainDecimal | None = Field(
        None, description="what its input would have cost more uncached; negative where writing to the cache cost more"
    )
    batch_saving_usd: PlainDecimal | None = Field(
        None, description="what it would have cost more outside of a batch; null where that has no price"
    )
    price_source: PriceSource | None = None
    confirmed: bool | None = Field(None, description="null where the prices are the caller's own")
    reason: Reason | None = None
    warnings: tuple[str, ...] = ()
    at: date

    @classmethod
    def of(cls, price: Price) -> Self:
        """The price as it is shown."""
        return cls(
            status=price.status,
            kind=price.kind,
            provider=price.provider,
            base_model=price.base_model,
            model=price.model,
            tier=price.tier,
            billing=price.billing,
            tokens=TokensCounted.of(price.call.tokens),
            rates=price.rates,
            effective_from=price.effective_from,
            source=price.source,
            lines=price.lines,
            cost_usd=price.cost_usd,
            cache_saving_usd=price.cache_saving_usd,
            batch_saving_usd=price.batch_saving_usd,
            price_source=price.price_source,
            confirmed=price.confirmed,
            reason=price.reason,
            warnings=price.warnings,
            at=price.call.on,
        )


class UsagePriceAnswer(UsagePrice):
    """What one call costs, and by which rate table."""

    rates_version: str
    stale: bool
