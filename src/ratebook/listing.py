"""Lists a rate table as it is on a day: providers, their models, and what each costs in each way of serving it."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from ratebook.history import in_force, training_closes_on
from ratebook.models import Availability, Limits, Model, PromptCaching, Provider, RateTable, Tier
from ratebook.prices import HostingPrice, TokenPrices, TrainingPrice
from ratebook.sourced import Dated
from shapes.frozen import Frozen


class ProviderListing(Frozen):
    """A provider: who may train there, since when, and what it offers in place of what it closed."""

    id: str
    title: str
    aliases: tuple[str, ...]
    reseller: bool = Field(description="never meant by a bare model name that a maker sells")
    default_tier: str | None = Field(description="what the models' own prices are for")
    availability: Availability | None = Field(description="who may create training jobs; null where that is not known")
    hosting: HostingPrice | None
    hosting_options: dict[str, HostingPrice]


class TierListing(Frozen):
    """A model in another way of serving it; what is `null` or left out is not sold in it."""

    regions: tuple[str, ...] = Field(description="where these prices hold; everywhere if empty")
    note: str | None
    base: TokenPrices | None
    fine_tuned: TokenPrices | None
    training: dict[str, TrainingPrice]
    hosting: HostingPrice | None
    hosting_options: dict[str, HostingPrice]


class ModelListing(Frozen):
    """A model and what it costs on the day; what is `null` has no price then, which is not zero."""

    provider: str
    id: str
    aliases: tuple[str, ...]
    base: TokenPrices | None
    fine_tuned: TokenPrices | None
    training: dict[str, TrainingPrice] = Field(description="by method, with the prices of all models of its size")
    trainable: tuple[str, ...] = Field(description="methods that train it, though no price of them may be known")
    hosting: HostingPrice | None
    hosting_options: dict[str, HostingPrice] = Field(description="other ways to host a fine-tune of it")
    tiers: dict[str, TierListing]
    limits: Limits | None
    prompt_caching: PromptCaching | None
    bills_reasoning: bool
    training_closes_on: date | None = Field(description="from this day nobody can train it")
    retires_on: date | None
    fine_tunes_retire_on: date | None
    unconfirmed_dates: tuple[str, ...] = Field(description="which of these days no second source confirms")


def list_providers(table: RateTable, as_of: date, provider: str | None = None) -> Iterator[ProviderListing]:
    """Every provider on the day, or the one whose id is `provider`."""
    for id, entry in table.providers.items():
        if provider in (None, id):
            yield ProviderListing(
                id=id,
                title=entry.title,
                aliases=entry.aliases,
                reseller=entry.reseller,
                default_tier=entry.default_tier,
                availability=in_force(entry.availability, as_of),
                hosting=in_force(entry.hosting, as_of),
                hosting_options=_on_the_day(entry.hosting_options, as_of),
            )


def list_models(table: RateTable, as_of: date, provider: str | None = None) -> Iterator[ModelListing]:
    """Every model with its prices of the day, or those of one provider."""
    for id, entry in table.providers.items():
        if provider in (None, id):
            for model_id, model in entry.models.items():
                yield _listing(id, entry, model_id, model, as_of)


def _listing(provider_id: str, provider: Provider, model_id: str, model: Model, as_of: date) -> ModelListing:
    closes_on = training_closes_on(provider, model) if _can_be_trained(provider, model) else None
    hosted = bool(model.fine_tuned or model.hosting or model.hosting_options)
    events = {name: getattr(model, name) for name in ("training_closes_on", "retires_on", "fine_tunes_retire_on")}
    return ModelListing(
        provider=provider_id,
        id=model_id,
        aliases=model.aliases,
        base=in_force(model.base, as_of),
        fine_tuned=in_force(model.fine_tuned, as_of),
        training=_training(provider, model, as_of),
        trainable=model.trainable,
        hosting=in_force(model.hosting or provider.hosting, as_of) if hosted else None,
        hosting_options=_on_the_day(model.hosting_options, as_of),
        tiers={name: _tier(tier, as_of) for name, tier in model.tiers.items()},
        limits=model.limits,
        prompt_caching=model.prompt_caching,
        bills_reasoning=model.bills_reasoning,
        training_closes_on=closes_on,
        retires_on=model.retires_on.date if model.retires_on else None,
        fine_tunes_retire_on=model.fine_tunes_retire_on.date if model.fine_tunes_retire_on else None,
        unconfirmed_dates=tuple(name for name, event in events.items() if event and not event.confirmed),
    )


def _can_be_trained(provider: Provider, model: Model) -> bool:
    tiers = any(tier.training for tier in model.tiers.values())
    return bool(model.training or tiers or model.trainable or model.training_class in provider.training_classes)


def _training(provider: Provider, model: Model, as_of: date) -> dict[str, TrainingPrice]:
    """By method: the model's own prices, then those of all models of its size."""
    shared = provider.training_classes[model.training_class].training if model.training_class else {}
    return _on_the_day(shared | model.training, as_of)


def _tier(tier: Tier, as_of: date) -> TierListing:
    return TierListing(
        regions=tier.regions,
        note=tier.note,
        base=in_force(tier.base, as_of),
        fine_tuned=in_force(tier.fine_tuned, as_of),
        training=_on_the_day(tier.training, as_of),
        hosting=in_force(tier.hosting, as_of),
        hosting_options=_on_the_day(tier.hosting_options, as_of),
    )


def _on_the_day[Name: str, D: Dated](histories: Mapping[Name, tuple[D, ...]], as_of: date) -> dict[str, D]:
    """What has an entry in force, by its name."""
    entries = ((name, in_force(history, as_of)) for name, history in histories.items())
    return {name: entry for name, entry in entries if entry is not None}
