"""What a call costs. The cost is reckoned at once; what else a price tells is found when it is asked."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from costs.quantities import EXACT, CostLine
from ratebook.names import Billing, Kind
from spend.call import Call
from spend.prices import Found, PriceSource
from spend.quote import Quote
from spend.tariff import AppliedRates, Tariff
from spend.tokens import Reason


class Price(NamedTuple):
    """What one call costs, in USD. One that has no price has a `reason` and no cost, which is not a cost of zero."""

    call: Call
    quote: Quote
    billed_at: Tariff | Reason
    cost_usd: Decimal | None = None

    @property
    def status(self) -> Literal["priced", "unpriced"]:
        """Whether it has a cost."""
        return "unpriced" if self.cost_usd is None else "priced"

    @property
    def reason(self) -> Reason | None:
        """Why it has no cost."""
        return self.billed_at if isinstance(self.billed_at, Reason) else None

    @property
    def model(self) -> str:
        """The name by which it was billed."""
        return self.call.name

    @property
    def kind(self) -> Kind | None:
        """Whether a base model or a fine-tune was billed."""
        return self.quote.kind

    @property
    def provider(self) -> str | None:
        """Who billed it."""
        return self.quote.provider

    @property
    def base_model(self) -> str | None:
        """The model of the table that was billed."""
        return self.quote.base_model

    @property
    def billing(self) -> Billing | None:
        """How calls under its name are paid for."""
        return self.quote.billing

    @property
    def tier(self) -> str | None:
        """How it was served, as the caller or the name says, or as the prices are for."""
        return self.quote.tier or (None if self.found is None else self.found.tier)

    @property
    def found(self) -> Found | None:
        """The prices by which it has a cost."""
        found = self.quote.found
        return found if isinstance(found, Found) and self.cost_usd is not None else None

    @property
    def tariff(self) -> Tariff | None:
        """What its tokens are billed at."""
        return self.billed_at if isinstance(self.billed_at, Tariff) else None

    @property
    def rates(self) -> AppliedRates | None:
        """What a million of its tokens cost."""
        return None if self.tariff is None else self.tariff.rates

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """Its cost, a line for each kind of token."""
        return () if self.tariff is None else self.tariff.lines(self.call.tokens)

    @property
    def cache_saving_usd(self) -> Decimal | None:
        """What its input would have cost more uncached; negative where writing to the cache cost more."""
        return None if self.tariff is None else self.tariff.cache_saving_usd(self.call.tokens)

    @property
    def batch_saving_usd(self) -> Decimal | None:
        """What it would have cost more outside of a batch; `None` where that has no price."""
        if self.cost_usd is None or not self.call.batch:
            return None if self.cost_usd is None else Decimal(0)
        unbatched = self.quote.tariff(self.call.tokens, batch=False)
        if isinstance(unbatched, Reason):
            return None
        return EXACT.subtract(unbatched.cost_usd(self.call.tokens), self.cost_usd)

    @property
    def effective_from(self) -> date | None:
        """The day from which these prices hold; `None` where they are the caller's own."""
        return None if self.found is None or self.found.entry is None else self.found.entry.effective_from

    @property
    def source(self) -> str | None:
        """Where these prices come from."""
        return None if self.found is None else self.found.source

    @property
    def price_source(self) -> PriceSource | None:
        """Whose prices they are."""
        return None if self.found is None else self.found.price_source

    @property
    def confirmed(self) -> bool | None:
        """Whether every price that was applied is confirmed; `None` where they are the caller's own."""
        return None if self.tariff is None else self.tariff.confirmed

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be said of it."""
        of_its_tokens = () if self.tariff is None else self.tariff.warnings
        return self.call.warnings + self.quote.warnings + of_its_tokens
