"""Looks into a rate table: the models with their prices on a day, what a name means, and which versions there are."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from ratebook.book import Published, Rates
from ratebook.history import in_force, training_closes_on
from ratebook.models import Limits, Model, PromptCaching, RateTable
from ratebook.names import Kind, UnknownModelError, resolve
from ratebook.prices import HostingPrice, TokenPrices, TrainingPrice
from ratebook.sourced import Strict


class ModelListing(Strict):
    """A model and what it costs on the day; what is `null` has no price then, which is not zero."""

    provider: str
    id: str
    aliases: tuple[str, ...]
    base: TokenPrices | None
    fine_tuned: TokenPrices | None
    training: dict[str, TrainingPrice]
    hosting: HostingPrice | None
    limits: Limits | None
    prompt_caching: PromptCaching | None
    bills_reasoning: bool
    training_closes_on: date | None = Field(description="from this day nobody can train it")
    retires_on: date | None
    fine_tunes_retire_on: date | None


class NameResolution(Strict):
    """What a model name means. An `unknown` name is never priced as its nearest sibling; `nearest` helps to look."""

    name: str
    status: Literal["resolved", "unknown"]
    kind: Kind | None = None
    provider: str | None = None
    base_model: str | None = None
    organization: str | None = None
    suffix: str | None = None
    id: str | None = None
    checkpoint_step: int | None = None
    legacy: bool = False
    retired: bool = Field(False, description="it was shut down before the day that was asked for")
    retires_on: date | None = None
    rates: TokenPrices | None = None
    nearest: tuple[str, ...] = ()
    message: str


class Models(Strict):
    """The models of a rate table on a day, or what one name means."""

    as_of: date
    rates_version: str
    models: tuple[ModelListing, ...] = ()
    resolution: NameResolution | None = None


class VersionListing(Strict):
    """A published version; the deployed snapshot has no day of publication."""

    version: str
    published_at: datetime | None
    current: bool


class Versions(Strict):
    """Every version that can be asked for, newest first."""

    current: str
    stale: bool
    versions: tuple[VersionListing, ...]


class PublishedTable(Strict):
    """One version, whole."""

    version: str
    sha256: str
    published_at: datetime | None
    stale: bool
    table: RateTable


def list_models(rates: Rates, as_of: date) -> Models:
    """Every model with its prices on `as_of`."""
    listings = []
    for provider_id, provider in rates.compiled.table.providers.items():
        hosting = in_force(provider.hosting, as_of)
        for model_id, model in provider.models.items():
            closes_on = training_closes_on(provider, model) if model.training else None
            listings.append(_listing(provider_id, model_id, model, hosting, closes_on, as_of))
    return Models(as_of=as_of, rates_version=rates.compiled.version, models=tuple(listings))


def _listing(
    provider: str, model_id: str, model: Model, hosting: HostingPrice | None, closes_on: date | None, as_of: date
) -> ModelListing:
    training = {method: in_force(entries, as_of) for method, entries in model.training.items()}
    return ModelListing(
        provider=provider,
        id=model_id,
        aliases=model.aliases,
        base=in_force(model.base, as_of),
        fine_tuned=in_force(model.fine_tuned, as_of),
        training={method: price for method, price in training.items() if price is not None},
        hosting=hosting if model.fine_tuned else None,
        limits=model.limits,
        prompt_caching=model.prompt_caching,
        bills_reasoning=model.bills_reasoning,
        training_closes_on=closes_on,
        retires_on=model.retires_on.date if model.retires_on else None,
        fine_tunes_retire_on=model.fine_tunes_retire_on.date if model.fine_tunes_retire_on else None,
    )


def resolve_name(rates: Rates, name: str, as_of: date) -> Models:
    """What `name` means and costs on `as_of`."""
    return Models(
        as_of=as_of, rates_version=rates.compiled.version, resolution=_resolution(rates.compiled.table, name, as_of)
    )


def _resolution(table: RateTable, name: str, as_of: date) -> NameResolution:
    try:
        found = resolve(table, name)
    except UnknownModelError as error:
        message = "in no rate table; it is not priced as a model that looks like it"
        return NameResolution(name=name, status="unknown", nearest=error.nearest, message=message)
    parts, model = found.parts, found.model
    entries = model.fine_tuned if found.fine_tuned else model.base
    event = model.fine_tunes_retire_on if found.fine_tuned else model.retires_on
    rates = in_force(entries, as_of)
    what = f"a fine-tune of {found.model_id}" if found.fine_tuned else found.model_id
    if parts.legacy:
        what += ", named as before August 2023"
    if rates is None:
        known = f"its prices begin on {entries[0].effective_from}" if entries else "no price of it is known"
        what += f"; {known}"
    return NameResolution(
        name=name,
        status="resolved",
        kind=parts.kind,
        provider=found.provider,
        base_model=found.model_id,
        organization=parts.organization,
        suffix=parts.suffix,
        id=parts.id,
        checkpoint_step=parts.checkpoint_step,
        legacy=parts.legacy,
        retired=event is not None and event.date <= as_of,
        retires_on=event.date if event else None,
        rates=rates,
        message=what,
    )


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
