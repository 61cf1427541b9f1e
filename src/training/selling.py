"""Who trains the model, at which price on the day: the rate table's, a range of it by region, or the caller's own."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from costs.quantities import Range, plain
from costs.training_jobs import JobBounds
from inputs.errors import FieldError, UnusableRequestError
from inputs.notes import Notes
from ratebook.models import Model, Provider, RateTable, Tier
from ratebook.names import ResolvedModel, UnknownModelError, UnresolvedNameError, resolve
from ratebook.offers import Offer, UnknownTierError, offers, training_price
from ratebook.prices import TrainingMethod, TrainingPrice
from ratebook.self_hosting import SELF_HOSTED
from training.request import TrainingCostsRequest

type Unit = Literal["token", "hour", "gpu_hour"]

STATED = "stated in the request"


@dataclass(frozen=True)
class Terms:
    """What a provider bills beside the tokens of the file, and the bounds of a job.

    Where the table has no terms (`known` is false), all that a provider could bill is taken to be billed.
    """

    known: bool = False
    bills_validation_tokens: bool = True
    bills_padding: bool = True
    bounds: JobBounds = field(default_factory=JobBounds)


@dataclass(frozen=True)
class Price:
    """The price of a unit of training. `low` is the cheapest region's; the dearest is what is expected."""

    unit: Unit
    usd: Range
    stated: bool = False


@dataclass(frozen=True)
class Sale:
    """What a provider sells of a model by a method, in one way of serving it.

    `offered` says whether the provider trains the model so at all; `None` for a model that no table has.
    """

    provider_id: str
    provider: Provider
    model_id: str
    model: Model
    tier: str | None
    tuning: Literal["lora", "full"] | None
    terms: Terms
    price: Price | None
    entries: tuple[TrainingPrice, ...]
    unpriced_because: str | None = None
    offered: bool | None = None


def find_sale(request: TrainingCostsRequest, table: RateTable, as_of: date, notes: Notes) -> Sale:
    """What is sold to `request`. Raises `UnusableRequestError` for a provider, model, tier or region there is not."""
    provider_id = table.provider_ids.get(request.provider)
    if provider_id is None:
        message = "is not a provider of the rate table"
        raise UnusableRequestError(FieldError("provider", message, (*table.providers, SELF_HOSTED)))
    provider, name = table.providers[provider_id], request.model or ""
    found = _find_model(request, table, name, provider_id)
    own = _own_price(request)
    if found is None:
        notes.warn("the model is in no rate table: its limits, its terms and the day it is shut down are not known")
        return Sale(
            provider_id, provider, name, Model(), provider.default_tier, request.tuning, Terms(), own, entries=()
        )
    sold = _offers(request, provider, found)
    prices = [
        (offer, price)
        for offer in sold
        if (price := training_price(offer, request.method, request.tuning, as_of)) is not None
    ]
    sale = Sale(
        provider_id=provider_id,
        provider=provider,
        model_id=found.model_id,
        model=found.model,
        tier=sold[0].tier,
        tuning=request.tuning,
        terms=Terms(),
        price=own,
        entries=(),
        offered=request.method in found.model.trainable or _ever_priced(request, sold),
    )
    if request.region is not None and not found.model.tiers:
        notes.assume(f"region: makes no difference, since {provider.title} has one price for all")
    if not prices:
        return sale if own else replace(sale, unpriced_because=_why_unpriced(request, sale, sold, as_of))
    return _at_prices(request, sale, prices, notes)


def _find_model(request: TrainingCostsRequest, table: RateTable, name: str, provider_id: str) -> ResolvedModel | None:
    """The model, or `None` for one that no table has and whose price the caller states."""
    try:
        return resolve(table, name, provider_id)
    except UnresolvedNameError as error:
        if _own_price(request) is not None:
            return None
        raise UnusableRequestError(unresolved("model", error, table.providers[provider_id].title)) from error


def unresolved(field: str, error: UnresolvedNameError, title: str) -> FieldError:
    """What to say of a name in `field` that means no model of the provider's."""
    if not isinstance(error, UnknownModelError):
        return FieldError(field, "is a name of your own; send the provider's name of the base model behind it")
    hint = "did you mean one of these?" if error.nearest else "GET /v1/models lists the names"
    return FieldError(field, f"is not a model of {title} in the rate table; {hint}", error.nearest)


def _offers(request: TrainingCostsRequest, provider: Provider, found: ResolvedModel) -> tuple[Offer, ...]:
    try:
        return offers(provider, found.model, request.tier or found.tier, request.region)
    except UnknownTierError as error:
        hint = "choose one of these" if error.known else "leave it out"
        message = f"is not one in which {provider.title} sells this model; {hint}"
        raise UnusableRequestError(FieldError(error.field, message, error.known)) from error


def _ever_priced(request: TrainingCostsRequest, sold: tuple[Offer, ...]) -> bool:
    """Whether training by the method has a price on any day, be it long past or still to come."""
    return any(training_price(offer, request.method, None, date.max) for offer in sold)


def _own_price(request: TrainingCostsRequest) -> Price | None:
    if request.usd_per_million_training_tokens is not None:
        return Price("token", Range.of(request.usd_per_million_training_tokens), stated=True)
    if request.usd_per_training_hour is not None:
        return Price("hour", Range.of(request.usd_per_training_hour), stated=True)
    return None


def _at_prices(
    request: TrainingCostsRequest,
    sale: Sale,
    prices: list[tuple[Offer, tuple[TrainingMethod, TrainingPrice]]],
    notes: Notes,
) -> Sale:
    """The sale at the caller's own price, or at those that were found, cheapest to dearest."""
    by_cost = sorted(
        ((_unit_usd(entry), offer, key, entry) for offer, (key, entry) in prices), key=lambda each: each[0]
    )
    (cheapest, cheap_offer, _, _), (dearest, dear_offer, key, entry) = by_cost[0], by_cost[-1]
    tuning = _tuning(request, key, notes)
    listed = Price(unit_of(entry), Range(cheapest, dearest, dearest))
    bounds = JobBounds(entry.usd_minimum_per_job, entry.usd_cap_per_job)
    terms = Terms(True, entry.bills_validation_tokens, entry.bills_padding, bounds)
    if sale.price is not None:
        notes.assume(_in_place_of(sale.price, listed))
        return replace(sale, tuning=tuning, terms=terms)
    if request.tier is None and sale.tier is not None and sale.model.tiers:
        notes.assume(f"tier: {sale.tier}")
    if cheapest < dearest:
        notes.assume(
            f"region: not said; the low end is {_where(cheap_offer)} at {plain(cheapest)} USD, "
            f"the expected and the high end {_where(dear_offer)} at {plain(dearest)} USD"
        )
    entries = tuple(dict.fromkeys(each[3] for each in by_cost))
    return replace(sale, tuning=tuning, terms=terms, price=listed, entries=entries)


def unit_of(entry: TrainingPrice) -> Unit:
    """What the price is for one of: a million tokens, an hour of the job, or an hour of a GPU."""
    if entry.usd_per_million_training_tokens is not None:
        return "token"
    return "hour" if entry.usd_per_training_hour is not None else "gpu_hour"


def _unit_usd(entry: TrainingPrice) -> Decimal:
    prices = (entry.usd_per_million_training_tokens, entry.usd_per_training_hour, entry.usd_per_training_gpu_hour)
    return next(price for price in prices if price is not None)


def _where(offer: Offer) -> str:
    regions = offer.prices.regions if isinstance(offer.prices, Tier) else ()
    return ", ".join(regions) or offer.region or "every other region"


def _in_place_of(own: Price, listed: Price) -> str:
    field = "usd_per_million_training_tokens" if own.unit == "token" else "usd_per_training_hour"
    said = f"{field}: {plain(own.usd.expected)} USD as stated"
    return (
        f"{said}, in place of the list price of {plain(listed.usd.expected)} USD" if own.unit == listed.unit else said
    )


def _tuning(request: TrainingCostsRequest, key: TrainingMethod, notes: Notes) -> Literal["lora", "full"] | None:
    if request.tuning is None and key.endswith(("_lora", "_full")):
        tuning: Literal["lora", "full"] = "lora" if key.endswith("_lora") else "full"
        notes.assume(f"tuning: {tuning}")
        return tuning
    return request.tuning


def _why_unpriced(request: TrainingCostsRequest, sale: Sale, sold: tuple[Offer, ...], as_of: date) -> str:
    title, model, method = sale.provider.title, sale.model_id, request.method
    where = f" in the tier {sale.tier}" if request.tier is not None else ""
    if request.tuning is not None and any(training_price(offer, method, None, as_of) for offer in sold):
        return f"{title} has no price of its own for {request.tuning} {method} of {model}{where}: leave tuning out"
    if method in sale.model.trainable:
        return (
            f"no price of training {model} by {method} at {title}{where} could be confirmed: "
            "send usd_per_million_training_tokens or usd_per_training_hour"
        )
    return f"no price of training {model} by {method} at {title}{where} is known for {as_of}"
