"""Looks prices up: which model a name means, what its tokens cost on the day, and what of its prompt is cached."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from costs.inference import CachingSteps, CallTokens, TokenPrices, cost_per_call
from inputs.errors import FieldError, UnusableRequestError
from ratebook import prices as listed
from ratebook.history import in_force
from ratebook.models import Model, RateTable
from ratebook.names import ResolvedModel, UnknownModelError, resolve


@dataclass(frozen=True, slots=True)
class PricedModel:
    """A model at its prices on the day. `entry` is the row of the rate table that they come from."""

    provider: str
    model_id: str
    model: Model
    fine_tuned: bool
    entry: listed.TokenPrices
    prices: TokenPrices

    @property
    def caching(self) -> CachingSteps | None:
        """How its provider caches prompts; `None` where cached input is not sold for it."""
        rule = self.model.prompt_caching
        if rule is None or self.prices.cached_input is None:
            return None
        return CachingSteps(rule.minimum_tokens, rule.step_tokens)

    def call(
        self, input: Decimal, output: Decimal, cacheable: Decimal = Decimal(0), hit_rate: Decimal = Decimal(1)
    ) -> CallTokens:
        """A call's tokens with as much of the `cacheable` prefix cached as the provider caches."""
        cached = self.caching.cached_tokens(cacheable) if self.caching else Decimal(0)
        return CallTokens(input, output, cached, hit_rate)

    def batched(self) -> "PricedModel | None":
        """The same model at its batch prices; `None` where none are published."""
        prices = token_prices(self.entry, batch=True)
        return replace(self, prices=prices) if prices else None

    def cost(self, call: CallTokens) -> Decimal:
        """USD for one call."""
        return cost_per_call(call, self.prices)


def find_model(table: RateTable, name: str, provider: str | None, field: str) -> ResolvedModel:
    """The model that the request names in `field`. Raises `UnusableRequestError` with the nearest names."""
    if provider is not None and provider not in table.providers:
        known = tuple(table.providers)
        raise UnusableRequestError(FieldError(f"{field}.provider", "is not a provider of the rate table", known))
    try:
        return resolve(table, name, provider)
    except UnknownModelError as error:
        hint = "; did you mean one of these?" if error.nearest else "; GET /v1/models lists the names"
        raise UnusableRequestError(FieldError(f"{field}.model", f"is in no rate table{hint}", error.nearest)) from error


def token_prices(entry: listed.TokenPrices, *, batch: bool) -> TokenPrices | None:
    """The entry's prices, standard or batch; `None` where no batch price is published."""
    if not batch:
        return TokenPrices(
            input=entry.usd_per_million_input_tokens,
            output=entry.usd_per_million_output_tokens,
            cached_input=entry.usd_per_million_cached_input_tokens,
            cache_write=entry.usd_per_million_cache_write_tokens,
        )
    batch_input, batch_output = entry.usd_per_million_batch_input_tokens, entry.usd_per_million_batch_output_tokens
    if batch_input is None or batch_output is None:
        return None
    return TokenPrices(batch_input, batch_output, entry.usd_per_million_batch_cached_input_tokens)


def priced(found: ResolvedModel, on: date, *, batch: bool, fine_tuned: bool) -> PricedModel | None:
    """The model with its prices on the day; `None` where the table has none for then."""
    entry = in_force(found.model.fine_tuned if fine_tuned else found.model.base, on)
    prices = token_prices(entry, batch=batch) if entry else None
    if entry is None or prices is None:
        return None
    return PricedModel(found.provider, found.model_id, found.model, fine_tuned, entry, prices)


def price_today(found: ResolvedModel, on: date, *, batch: bool) -> PricedModel:
    """Today's model with its prices. Raises `UnusableRequestError` that says which field to change."""
    today = priced(found, on, batch=batch, fine_tuned=found.fine_tuned)
    if today is not None:
        return today
    entries = found.model.fine_tuned if found.fine_tuned else found.model.base
    if not entries:
        raise UnusableRequestError(
            FieldError("current.model", f"no price of {found.model_id} is known; choose another")
        )
    if entries[0].effective_from > on:
        raise before_first_price(found.model_id, entries[0].effective_from)
    raise UnusableRequestError(FieldError("workload.batch", f"{found.model_id} has no batch price; send false"))


def before_first_price(what: str, first: date) -> UnusableRequestError:
    """The error for a day on which `what` had no price yet."""
    return UnusableRequestError(
        FieldError("as_of", f"the prices of {what} begin on {first}; choose that day or a later one")
    )


def most_input_tokens(model: Model) -> int | None:
    """The longest prompt that the model is priced for; `None` where no limit is known."""
    return model.limits.input_tokens_per_call if model.limits else None


def training_cap(model: Model) -> int | None:
    """Tokens at which the provider cuts a training example off; `None` where no cap is known."""
    return model.limits.training_tokens_per_example if model.limits else None
