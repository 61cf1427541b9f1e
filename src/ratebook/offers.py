"""What a provider sells of a model in one way of serving it: the tier and region, the training, the hosting."""

from dataclasses import dataclass
from datetime import date

from ratebook.history import in_force
from ratebook.models import Model, Priced, Provider
from ratebook.prices import HostingPrice, TrainingMethod, TrainingPrice

_BY_REGION = ":"
"""Between a tier and a region of it that has prices of its own: `regional:northeurope`."""


class UnknownTierError(LookupError):
    """The model is not sold in that tier or region; `field` is which of the two, `known` are those that it has."""

    def __init__(self, field: str, known: tuple[str, ...]) -> None:
        self.field, self.known = field, known
        super().__init__(f"{field} is not one that this model is sold in")


class RegionNeedsTierError(UnknownTierError):
    """A region was named and no tier, and the price in a region goes by the tier: `known` are those to choose from."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("tier", known)


@dataclass(frozen=True, slots=True)
class Offer:
    """The price histories of a model in one tier. `tier` is `None` where the provider sells it in one way only."""

    provider: Provider
    model: Model
    tier: str | None
    region: str | None
    prices: Priced

    @property
    def name(self) -> str:
        """The tier in words, with the region where it has prices of its own; empty where there is one way only."""
        return " ".join(part for part in (self.tier, self.region) if part)


def offers(provider: Provider, model: Model, tier: str | None = None, region: str | None = None) -> tuple[Offer, ...]:
    """The model as it is sold in `tier` and `region`; several where the price goes by the region and none was named.

    The model's own prices are the provider's default tier. Raises `UnknownTierError`.
    """
    if tier is None or tier == provider.default_tier:
        if region is None or tier is not None or not model.tiers:
            return (Offer(provider, model, provider.default_tier, None, model),)
        raise RegionNeedsTierError(_tiers(provider, model))
    found = {key: prices for key, prices in model.tiers.items() if key.partition(_BY_REGION)[0] == tier}
    if not found:
        raise UnknownTierError("tier", _tiers(provider, model))
    if region is not None:
        found = {key: prices for key, prices in found.items() if _covers(key, prices.regions, region)}
    if not found:
        raise UnknownTierError("region", _regions(model, tier))
    return tuple(Offer(provider, model, tier, key.partition(_BY_REGION)[2] or None, found[key]) for key in found)


def _covers(key: str, regions: tuple[str, ...], region: str) -> bool:
    named = key.partition(_BY_REGION)[2]
    return region == named or region in regions or (not named and not regions)


def _tiers(provider: Provider, model: Model) -> tuple[str, ...]:
    own = (provider.default_tier,) if provider.default_tier else ()
    return tuple(dict.fromkeys((*own, *(key.partition(_BY_REGION)[0] for key in model.tiers))))


def _regions(model: Model, tier: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key, prices in model.tiers.items():
        name, _, region = key.partition(_BY_REGION)
        if name == tier:
            found.update(dict.fromkeys((*prices.regions, *([region] if region else []))))
    return tuple(sorted(found))


def training_price(
    offer: Offer, method: str, tuning: str | None, on: date
) -> tuple[TrainingMethod, TrainingPrice] | None:
    """The price of training by `method`, the adapter before the whole model where `tuning` (lora, full) is not said.

    Looked for in the tier, then, outside tiers, in the training class of the model's size. `None` where there is none.
    """
    histories = dict(offer.prices.training)
    if offer.prices is offer.model and offer.model.training_class is not None:
        histories = offer.provider.training_classes[offer.model.training_class].training | histories
    for key in (f"{method}_{tuning}",) if tuning else (method, f"{method}_lora", f"{method}_full"):
        for name, entries in histories.items():
            entry = in_force(entries, on) if name == key else None
            if entry is not None:
                return name, entry
    return None


def hosting_options(offer: Offer) -> dict[str, tuple[HostingPrice, ...]]:
    """Every other way to host the fine-tuned model, by name: the tier's, the model's, then the provider's."""
    found = dict(offer.prices.hosting_options)
    for more in (offer.model.hosting_options, offer.provider.hosting_options):
        found = more | found
    return found


def hosting_price(offer: Offer, option: str | None, on: date) -> tuple[str | None, HostingPrice] | None:
    """What hosting costs: the standard way, or `option`; the provider's default option where there is no standard way.

    `None` where no price is known. Raises `UnknownTierError` for an option that there is not.
    """
    options = hosting_options(offer)
    if option is None:
        standard = offer.prices.hosting or offer.provider.hosting
        if standard:
            entry = in_force(standard, on)
            return None if entry is None else (None, entry)
        option = offer.provider.default_hosting
        if option is None:
            return None
    if option not in options:
        raise UnknownTierError("hosting.option", tuple(options))
    entry = in_force(options[option], on)
    return None if entry is None else (option, entry)
