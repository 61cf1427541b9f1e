"""Looks prices up: which model a name means, what its tokens cost on the day, and what of its prompt is cached."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from costs.inference import CachingSteps, CallTokens, TokenPrices, cost_per_call
from decisions.request import Served
from inputs.errors import FieldError, UnusableRequestError
from inputs.terms import Deployments, NegotiatedRates, Overrides
from ratebook.history import in_force
from ratebook.models import Model, RateTable
from ratebook.names import AmbiguousModelError, ResolvedModel, UnknownModelError, UnresolvedNameError, resolve
from ratebook.negotiated import names_of, own_rates
from ratebook.offers import Offer
from ratebook.prices import LongContextRates, TokenRates
from ratebook.prices import TokenPrices as Entry

type Rates = TokenRates | NegotiatedRates

_FREE = TokenPrices(Decimal(0), Decimal(0))


class PricedModel(NamedTuple):
    """A model at its prices on the day, for calls of one length.

    `rates` are what the provider or a contract says; `None` where calls are not billed by the token. `entry` is the row
    of the rate table that has them; `None` for prices that came with the request. The prices hold for inputs of
    `shortest` to `longest` tokens (`None`: any length).
    """

    provider: str
    model_id: str
    model: Model
    fine_tuned: bool
    batch: bool
    rates: Rates | None
    entry: Entry | None
    prices: TokenPrices
    shortest: int = 0
    longest: int | None = None

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
        steps = self.caching if cacheable else None
        return CallTokens(input, output, steps.cached_tokens(cacheable) if steps else Decimal(0), hit_rate)

    def batched(self) -> "PricedModel | None":
        """The same model at its batch prices; `None` where none are published."""
        if self.rates is None:
            return None
        return _at_rates(self, self.rates, Decimal(self.shortest), batch=True)

    def for_input(self, tokens: Decimal) -> "PricedModel":
        """The same model at the prices of calls with so many input tokens."""
        if self.rates is None or self.holds_for(tokens):
            return self
        return _at_rates(self, self.rates, tokens, batch=self.batch) or self

    def holds_for(self, input_tokens: Decimal) -> bool:
        """Whether these are the prices of calls with so many input tokens."""
        return self.shortest - 1 < input_tokens and (self.longest is None or input_tokens <= self.longest)

    def cost(self, call: CallTokens) -> Decimal:
        """USD for one call."""
        return cost_per_call(call, self.prices)


def find_model(table: RateTable, served: Served, field: str, deployments: Deployments) -> ResolvedModel:
    """The model that the request names in `field`. Raises `UnusableRequestError` with the nearest names."""
    if served.provider is not None and served.provider not in table.provider_ids:
        known = tuple(table.providers)
        raise UnusableRequestError(FieldError(f"{field}.provider", "is not a provider of the rate table", known))
    try:
        return resolve(table, served.model, served.provider, served.tier, served.region, deployments)
    except AmbiguousModelError as error:
        raise UnusableRequestError(FieldError(f"{field}.provider", error.message, error.providers)) from error
    except UnknownModelError as error:
        hint = "; did you mean one of these?" if error.nearest else "; GET /v1/models lists the names"
        raise UnusableRequestError(FieldError(f"{field}.model", f"is in no rate table{hint}", error.nearest)) from error
    except UnresolvedNameError as error:
        raise UnusableRequestError(FieldError(f"{field}.model", error.message)) from error


def token_prices(rates: Rates, *, batch: bool) -> TokenPrices | None:
    """The rates, standard or batch; `None` where no batch price is published."""
    if not batch:
        return TokenPrices(
            input=rates.usd_per_million_input_tokens,
            output=rates.usd_per_million_output_tokens,
            cached_input=rates.usd_per_million_cached_input_tokens,
            cache_write=rates.usd_per_million_cache_write_tokens,
        )
    batch_input, batch_output = rates.usd_per_million_batch_input_tokens, rates.usd_per_million_batch_output_tokens
    if batch_input is None or batch_output is None:
        return None
    return TokenPrices(
        batch_input,
        batch_output,
        rates.usd_per_million_batch_cached_input_tokens,
        rates.usd_per_million_batch_cache_write_tokens,
    )


def _at_rates(model: PricedModel, rates: Rates, input_tokens: Decimal, *, batch: bool) -> PricedModel | None:
    """`model` at these rates for calls of so many input tokens; `None` where they are not sold in a batch."""
    most = most_input_tokens(model.model)
    long = rates.long_context if isinstance(rates, Entry) else None
    is_long = long is not None and input_tokens > long.above_input_tokens
    prices = token_prices(long if is_long and long else rates, batch=batch)
    if prices is None:
        return None
    shortest, longest = _span(long, most, is_long=is_long)
    entry = rates if isinstance(rates, Entry) else None
    return PricedModel(
        provider=model.provider,
        model_id=model.model_id,
        model=model.model,
        fine_tuned=model.fine_tuned,
        batch=batch,
        rates=rates,
        entry=entry,
        prices=prices,
        shortest=shortest,
        longest=longest,
    )


def _span(long: LongContextRates | None, most: int | None, *, is_long: bool) -> tuple[int, int | None]:
    """The shortest and the longest input that is priced alike."""
    if long is None:
        return 0, most
    above = long.above_input_tokens
    return (above + 1, most) if is_long else (0, above if most is None else min(above, most))


class Asked(NamedTuple):
    """What prices are asked for: of calls so long, in a batch or not, on a day."""

    on: date
    input_tokens: Decimal
    batch: bool = False


def priced(
    found: ResolvedModel, offer: Offer, asked: Asked, overrides: Overrides, *, fine_tuned: bool
) -> PricedModel | None:
    """The model with its prices: those sent with the request, else negotiated ones of the table, else the list's.

    `None` where none of them has a price for that day.
    """
    rates = _rates(found, offer, asked.on, overrides, fine_tuned=fine_tuned)
    unpriced = _unpriced(found, asked.batch, fine_tuned)
    return None if rates is None else _at_rates(unpriced, rates, asked.input_tokens, batch=asked.batch)


def at_list_prices(found: ResolvedModel, offer: Offer, on: date, *, batch: bool) -> tuple[PricedModel, ...]:
    """A base model at the prices of the table: of calls of ordinary length, then of long ones where they differ.

    Nothing where it has no price for that day.
    """
    rates = _rates(found, offer, on, {}, fine_tuned=False)
    if rates is None:
        return ()
    long = rates.long_context if isinstance(rates, Entry) else None
    lengths = (0,) if long is None else (0, long.above_input_tokens + 1)
    unpriced = _unpriced(found, batch, fine_tuned=False)
    every = (_at_rates(unpriced, rates, Decimal(tokens), batch=batch) for tokens in lengths)
    return tuple(each for each in every if each is not None)


def _rates(found: ResolvedModel, offer: Offer, on: date, overrides: Overrides, *, fine_tuned: bool) -> Rates | None:
    if overrides or offer.provider.negotiated:
        names = names_of(found, offer.provider)
        if fine_tuned:
            names = _names_of_a_fine_tune(found, names)
        own: Rates | None = own_rates(overrides, found.provider, offer.provider, names, on)
        if own is not None:
            return own
    return in_force(offer.prices.fine_tuned if fine_tuned else offer.prices.base, on)


def _names_of_a_fine_tune(found: ResolvedModel, names: tuple[str, ...]) -> tuple[str, ...]:
    """Its own names where it was made, and `ft:MODEL:` and what follows, as one is called that is yet to be made."""
    made = names if found.fine_tuned else ()
    return (*made, *(f"ft:{name}:" for name in (found.model_id, *found.model.aliases)))


def not_billed_by_token(found: ResolvedModel, *, batch: bool) -> PricedModel:
    """A fine-tuned model on hardware of its own: a call costs nothing beside the hours that the hardware is up."""
    return _unpriced(found, batch, fine_tuned=True)


def _unpriced(found: ResolvedModel, batch: bool, fine_tuned: bool) -> PricedModel:
    return PricedModel(found.provider, found.model_id, found.model, fine_tuned, batch, None, None, _FREE)


def price_today(found: ResolvedModel, offer: Offer, asked: Asked, overrides: Overrides) -> PricedModel:
    """Today's model with its prices. Raises `UnusableRequestError` that says which field to change."""
    today = priced(found, offer, asked, overrides, fine_tuned=found.fine_tuned)
    if today is not None:
        return today
    entries = offer.prices.fine_tuned if found.fine_tuned else offer.prices.base
    if not entries:
        where = f" in the tier {offer.name}" if offer.name else ""
        raise UnusableRequestError(
            FieldError("current.model", f"no price of {found.model_id}{where} is known; choose another")
        )
    if entries[0].effective_from > asked.on:
        raise before_first_price(found.model_id, entries[0].effective_from)
    raise UnusableRequestError(FieldError("workload.batch", f"{found.model_id} has no batch price; send false"))


def before_first_price(what: str, first: date) -> UnusableRequestError:
    """The error for a day on which `what` had no price yet."""
    return UnusableRequestError(
        FieldError("as_of", f"the prices of {what} begin on {first}; choose that day or a later one")
    )


def most_input_tokens(model: Model) -> int | None:
    """The longest prompt that the model is priced for; `None` where no limit is known.

    A limit that ends where the price of longer calls begins is that of the standard context, and no limit.
    """
    most = model.limits.input_tokens_per_call if model.limits else None
    longer = (entry.long_context.above_input_tokens for entry in model.base if entry.long_context)
    return None if most is None or any(above >= most for above in longer) else most


def training_cap(model: Model) -> int | None:
    """Tokens at which the provider cuts a training example off; `None` where no cap is known."""
    return model.limits.training_tokens_per_example if model.limits else None
