"""Which prices a call has: negotiated ones before the list's, those of the day, the tier and the call's length."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from costs.quantities import plain
from inputs.terms import NegotiatedRates
from ratebook.history import in_force
from ratebook.models import Provider, RateTable
from ratebook.names import Billing, ResolvedModel
from ratebook.negotiated import own_rates
from ratebook.offers import Offer, RegionNeedsTierError, UnknownTierError, hosting_options, hosting_price, offers
from ratebook.prices import RATES, HostingPrice, TokenPrices, TokenRates
from ratebook.sourced import Event
from spend.tokens import UnpricedError


class PriceSource(StrEnum):
    """Whose prices they are: the provider's list, the rate table's negotiated ones, or those sent with the request."""

    LIST = "list"
    NEGOTIATED = "negotiated"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Found:
    """The rates of a call. `entry` is the row of the rate table; `None` for an override."""

    rates: TokenRates | NegotiatedRates
    price_source: PriceSource
    entry: TokenPrices | None = None
    source: str | None = None
    tier: str | None = None
    warnings: tuple[str, ...] = ()


def own_prices(
    overrides: Mapping[str, NegotiatedRates], provider_id: str, provider: Provider, names: tuple[str, ...], on: date
) -> Found | None:
    """The negotiated prices of a model that goes by `names`; `None` where there are none on the day."""
    rates = own_rates(overrides, provider_id, provider, names, on)
    if isinstance(rates, TokenPrices):
        return Found(rates, PriceSource.NEGOTIATED, rates, provider.sources[rates.source].title)
    return None if rates is None else Found(rates, PriceSource.OVERRIDE)


def list_prices(table: RateTable, found: ResolvedModel, on: date) -> Found:
    """The provider's prices on the day. Raises `UnpricedError` where it has none for such a call."""
    provider = table.providers[found.provider]
    event = found.model.fine_tunes_retire_on if found.fine_tuned else found.model.retires_on
    warnings = _retired(event, _what(found), on)
    sold = _sold(provider, found)
    if found.billing is not Billing.ON_DEMAND:
        raise _billed_by_time(found, _hosting(sold[0], found.billing.value, on))
    entries = [_in_force(found, offer, on) for offer in sold]
    if any(_rates(entry) != _rates(entries[0]) for entry in entries[1:]):
        regions = ", ".join(sorted(offer.region or "the others" for offer in sold))
        raise UnpricedError("region_needed", f"its price goes by the region; send region, with prices for {regions}")
    entry = entries[0]
    warnings += _hosted_beside(found, sold[0], on)
    return Found(entry, PriceSource.LIST, entry, provider.sources[entry.source].title, sold[0].tier, warnings)


def _what(found: ResolvedModel) -> str:
    return f"a fine-tune of {found.model_id}" if found.fine_tuned else found.model_id


def _retired(event: Event | None, what: str, on: date) -> tuple[str, ...]:
    """Nothing, or a warning where only an unconfirmed source says that the model was shut down before the call."""
    if event is None or on < event.date:
        return ()
    if event.confirmed:
        raise UnpricedError("retired", f"{what} was shut down on {event.date}, so no call of {on} can have been billed")
    return (f"{what} was reported to be shut down on {event.date}, which no second source confirms",)


def _sold(provider: Provider, found: ResolvedModel) -> tuple[Offer, ...]:
    try:
        return offers(provider, found.model, found.tier, found.region)
    except UnknownTierError as error:
        known = ", ".join(error.known) or "none"
        message = f"{provider.title} has no prices of {found.model_id} for that {error.field}; it has {known}"
        if isinstance(error, RegionNeedsTierError):
            message = f"the price in a region goes by the tier too; send tier: {known}"
        raise UnpricedError(f"{error.field}_not_sold", message) from error


def _in_force(found: ResolvedModel, offer: Offer, on: date) -> TokenPrices:
    history = offer.prices.fine_tuned if found.fine_tuned else offer.prices.base
    entry = in_force(history, on)
    if entry is not None:
        return entry
    what = " ".join(part for part in (_what(found), offer.name and f"in the tier {offer.name}") if part)
    if history:
        raise UnpricedError("before_first_price", f"the prices of {what} begin on {history[0].effective_from}")
    hosting = (_hosting(offer, None, on) or _other_hosting(offer, on)) if found.fine_tuned else None
    if hosting is not None and not hosting[1].bills_tokens:
        raise _billed_by_time(found, hosting)
    raise UnpricedError("no_price", f"no price of {what} is known; send overrides, or add one to the rate table")


def _hosting(offer: Offer, option: str | None, on: date) -> tuple[str | None, HostingPrice] | None:
    """What hosting costs: by `option` where it is sold by that name, or else in the standard way."""
    try:
        return hosting_price(offer, option if option in hosting_options(offer) else None, on)
    except UnknownTierError:
        return None


def _other_hosting(offer: Offer, on: date) -> tuple[str | None, HostingPrice] | None:
    """The first way of hosting that has a price, where there is no standard way."""
    entries = ((name, in_force(history, on)) for name, history in hosting_options(offer).items())
    return next(((name, entry) for name, entry in entries if entry is not None), None)


def _hosted_beside(found: ResolvedModel, offer: Offer, on: date) -> tuple[str, ...]:
    """A warning where the deployment costs money by the hour whether it is called or not."""
    hosting = _hosting(offer, None, on) if found.fine_tuned else None
    if hosting is None or not any(
        (hosting[1].usd_per_deployment_hour, hosting[1].usd_per_unit_hour, hosting[1].usd_per_unit_minute)
    ):
        return ()
    return (f"hosting is billed beside the tokens and is not in cost_usd: {_rent(hosting[1])}",)


def _billed_by_time(found: ResolvedModel, hosting: tuple[str | None, HostingPrice] | None) -> UnpricedError:
    """Why no single call has a price: the hardware is paid for by the time that it is kept."""
    message = f"calls of {_what(found)} are billed by the time that it is hosted and not by the token"
    if hosting is not None:
        message += f": {_rent(hosting[1])}"
        message += f" ({hosting[0]})" if hosting[0] else ""
    return UnpricedError("billed_by_the_hour", message)


def _rent(price: HostingPrice) -> str:
    by = (
        (price.usd_per_deployment_hour, "for each hour of the deployment"),
        (price.usd_per_unit_hour, f"for each hour of a {price.unit}"),
        (price.usd_per_unit_minute, f"for each minute of a {price.unit}"),
    )
    usd, unit = next((usd, unit) for usd, unit in by if usd is not None)
    return f"{plain(usd)} USD {unit}"


def _rates(entry: TokenPrices) -> dict[str, Decimal | None]:
    return entry.model_dump(include=set(RATES) | {"long_context"})
