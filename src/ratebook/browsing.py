"""Looks into a rate table: the models with their prices on a day, what a name means, and which versions there are."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from ratebook import listing
from ratebook.book import Published, Rates
from ratebook.history import in_force
from ratebook.listing import ModelListing, ProviderListing
from ratebook.models import RateTable
from ratebook.names import (
    AmbiguousModelError,
    Billing,
    Kind,
    NameKind,
    NeedsMappingError,
    ResolvedModel,
    UnknownModelError,
    UnresolvedNameError,
    resolve,
)
from ratebook.offers import UnknownTierError, offers
from ratebook.prices import TokenPrices
from ratebook.sourced import Event
from shapes.frozen import Frozen


class NameResolution(Frozen):
    """What a model name means. What is not `resolved` is never priced as its nearest sibling; `message` says why."""

    name: str
    status: Literal["resolved", "needs_mapping", "ambiguous", "unknown"]
    kind: Kind | None = None
    name_kind: NameKind | None = Field(None, description="what a name of the owner's own is the name of")
    provider: str | None = None
    base_model: str | None = None
    organization: str | None = None
    suffix: str | None = None
    id: str | None = None
    checkpoint_step: int | None = None
    legacy: bool = False
    retired: bool = Field(False, description="it was shut down before the day that was asked for")
    retires_on: date | None = None
    tier: str | None = None
    billing: Billing | None = Field(None, description="by the token, on demand, or by the time that hardware is kept")
    rates: TokenPrices | None = None
    providers: tuple[str, ...] = Field((), description="who sells a model of an ambiguous name")
    nearest: tuple[str, ...] = ()
    message: str


class Models(Frozen):
    """The providers and models of a rate table on a day, or what one name means."""

    as_of: date
    rates_version: str
    providers: tuple[ProviderListing, ...] = ()
    models: tuple[ModelListing, ...] = ()
    resolution: NameResolution | None = None


class VersionListing(Frozen):
    """A published version; the deployed snapshot has no day of publication."""

    version: str
    published_at: datetime | None
    current: bool


class Versions(Frozen):
    """Every version that can be asked for, newest first."""

    current: str
    stale: bool
    versions: tuple[VersionListing, ...]


class PublishedTable(Frozen):
    """One version, whole."""

    version: str
    sha256: str
    published_at: datetime | None
    stale: bool
    table: RateTable


def list_models(rates: Rates, as_of: date, provider: str | None = None) -> Models:
    """Every model with its prices on `as_of`, or those of one provider. Raises `KeyError` for an unknown one."""
    table = rates.compiled.browsed
    id = None if provider is None else table.provider_ids[provider]
    return Models(
        as_of=as_of,
        rates_version=rates.compiled.version,
        providers=tuple(listing.list_providers(table, as_of, id)),
        models=tuple(listing.list_models(table, as_of, id)),
    )


def resolve_name(rates: Rates, name: str, as_of: date, provider: str | None = None) -> Models:
    """What `name` means and costs on `as_of`, at `provider` where one is given."""
    table = rates.compiled.browsed
    try:
        resolution = _resolution(table, resolve(table, name, provider), as_of)
    except UnresolvedNameError as error:
        resolution = _unresolved(name, error)
    return Models(as_of=as_of, rates_version=rates.compiled.version, resolution=resolution)


def _unresolved(name: str, error: UnresolvedNameError) -> NameResolution:
    match error:
        case NeedsMappingError():
            return NameResolution(
                name=name,
                status="needs_mapping",
                kind=Kind.FINE_TUNED if error.fine_tuned else None,
                name_kind=error.kind,
                provider=error.provider,
                billing=error.billing,
                message=error.message,
            )
        case AmbiguousModelError():
            return NameResolution(name=name, status="ambiguous", providers=error.providers, message=error.message)
    nearest = error.nearest if isinstance(error, UnknownModelError) else ()
    return NameResolution(name=name, status="unknown", provider=error.provider, nearest=nearest, message=error.message)


def _resolution(table: RateTable, found: ResolvedModel, as_of: date) -> NameResolution:
    parts, model = found.parts, found.model
    event = model.fine_tunes_retire_on if found.fine_tuned else model.retires_on
    what = f"a fine-tune of {found.model_id}" if found.fine_tuned else found.model_id
    if parts.legacy:
        what += ", named as before August 2023"
    if found.via is not None:
        what += f", behind {found.via}"
    rates, why = _rates(table, found, as_of)
    return NameResolution(
        name=found.name,
        status="resolved",
        kind=parts.kind,
        provider=found.provider,
        base_model=found.model_id,
        organization=parts.organization,
        suffix=parts.suffix,
        id=parts.id,
        checkpoint_step=parts.checkpoint_step,
        legacy=parts.legacy,
        retired=_is_over(event, as_of),
        retires_on=event.date if event else None,
        tier=found.tier,
        billing=found.billing,
        rates=rates,
        message="; ".join(part for part in (what, why) if part),
    )


def _is_over(event: Event | None, as_of: date) -> bool:
    return event is not None and event.date <= as_of


def _rates(table: RateTable, found: ResolvedModel, as_of: date) -> tuple[TokenPrices | None, str]:
    """The prices of the day, or why there are none."""
    if found.billing is not Billing.ON_DEMAND:
        return None, "billed by the time that it is hosted, not by the token"
    try:
        sold = offers(table.providers[found.provider], found.model, found.tier, found.region)
    except UnknownTierError as error:
        return None, f"not sold in that {error.field}; there are {', '.join(error.known)}"
    if len(sold) > 1:
        return None, "its price goes by the region"
    entries = sold[0].prices.fine_tuned if found.fine_tuned else sold[0].prices.base
    rates = in_force(entries, as_of)
    if rates is not None:
        return rates, ""
    return None, f"its prices begin on {entries[0].effective_from}" if entries else "no price of it is known"


def list_versions(rates: Rates, published: list[Published]) -> Versions:
    """The versions, with the one in force marked."""
    current = rates.compiled.version
    return Versions(
        current=current,
        stale=rates.stale,
        versions=tuple(
            VersionListing(version=each.version, published_at=each.published_at, current=each.version == current)
            for each in published
        ),
    )


def show_table(rates: Rates) -> PublishedTable:
    """A version, whole."""
    compiled = rates.compiled
    return PublishedTable(
        version=compiled.version,
        sha256=compiled.sha256,
        published_at=rates.published_at,
        stale=rates.stale,
        table=compiled.table,
    )
