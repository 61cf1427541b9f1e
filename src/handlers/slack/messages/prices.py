"""What a model costs, and which rates are in force."""

from collections.abc import Iterator
from datetime import date

from slack_sdk.models.blocks import Block

from handlers.slack.messages.blocks import bullets, context, section
from handlers.slack.messages.message import Message
from handlers.slack.messages.text import code, copyable, escaped
from ratebook import listing
from ratebook.book import Rates
from ratebook.browsing import NameResolution, resolve_name
from ratebook.listing import ModelListing, TierListing
from ratebook.prices import TokenPrices
from rules.wording import counted, usd

_KINDS = (
    "input",
    "output",
    "cached_input",
    "cache_write",
    "cache_write_1h",
    "batch_input",
    "batch_output",
    "batch_cached_input",
    "batch_cache_write",
)


def price_message(rates: Rates, name: str, provider: str | None, today: date, command: str) -> Message:
    """What `name` costs today at `provider`, or at the one that it can mean; or why that cannot be said."""
    found = resolve_name(rates, name, today, provider).resolution
    in_force = context(f"Rates {code(rates.compiled.version)} as of {today}")
    if found is None or found.status != "resolved":
        return Message(f"{code(name)} has no price here", (*_unresolved(name, found, command), in_force))
    models = listing.list_models(rates.compiled.table, today, found.provider)
    model = next(each for each in models if each.id == found.base_model)
    title = f"*{code(name)}* at {escaped(model.provider)}: {escaped(found.message)}"
    per_million = "USD for a million tokens, base and fine-tuned"
    blocks = section(title, per_million, *bullets(*_prices(found, model))), section(*_dates(model, today)), in_force
    return Message(title, blocks)


def _unresolved(name: str, found: NameResolution | None, command: str) -> Iterator[Block]:
    """Why there is no price, and the names to ask for in its place."""
    nearest = found.nearest if found else ()
    yield section(f"{code(name)}: {escaped(found.message) if found else 'is not known'}")
    if nearest:
        yield section("*Names that look like it*", *bullets(*(copyable(f"{command} price {each}") for each in nearest)))
    if found and found.providers:
        asked = (copyable(f"{command} price {name} {each}") for each in found.providers)
        yield section("*Who sells it*", *bullets(*asked))


def _prices(found: NameResolution, model: ModelListing) -> Iterator[str]:
    """The prices of the tier that the name says, or the provider's own and those of every tier."""
    if found.tier is None:
        yield from _both("", model)
        for name, tier in model.tiers.items():
            yield from _both(f", {name}", tier)
    elif found.tier in model.tiers:
        yield from _both(f", {found.tier}", model.tiers[found.tier])
    else:
        yield f"not sold as {escaped(found.tier)}"


def _both(way: str, sold: ModelListing | TierListing) -> Iterator[str]:
    for kind, prices in (("Base", sold.base), ("Fine-tuned", sold.fine_tuned)):
        yield f"*{kind}{escaped(way)}:* {_written(prices) if prices else 'no price by the token is known today'}"


def _written(prices: TokenPrices) -> str:
    stated = ((kind, getattr(prices, f"usd_per_million_{kind}_tokens")) for kind in _KINDS)
    text = ", ".join(f"{kind.replace('_', ' ')} {usd(price)}" for kind, price in stated if price is not None)
    return text if prices.confirmed and not prices.unconfirmed else f"{text} (not confirmed by a second source)"


def _dates(model: ModelListing, today: date) -> Iterator[str]:
    """The days on which it can no longer be used."""
    named = (
        ("Training closes", "Training was closed", model.training_closes_on),
        ("The model is shut down", "The model was shut down", model.retires_on),
        ("Fine-tunes are shut down", "Fine-tunes were shut down", model.fine_tunes_retire_on),
    )
    stated = [(coming if day > today else past, day) for coming, past, day in named if day is not None]
    yield from (f"{text} on {day}" for text, day in stated)
    if model.retires_on is None:
        yield "No day is known on which the model is shut down"
    if model.unconfirmed_dates:
        yield "Not every one of these days is confirmed by a second source"


def rates_message(rates: Rates) -> Message:
    """The rate table in force: its version, how old it is, and how much it holds."""
    compiled = rates.compiled
    providers = compiled.table.providers.values()
    models = sum(len(provider.models) for provider in providers)
    published = rates.published_at
    since = f"published at {published:%Y-%m-%d %H:%M} UTC" if published else "deployed with the code, never published"
    title = f"Rates {code(compiled.version)}, {since}"
    stale = f"stale: {escaped(rates.stale_because)}; a newer table may exist" if rates.stale_because else "not stale"
    lines = (
        f"Newest check of a figure against its source: {compiled.checked_on}",
        f"{counted(len(providers), 'provider')}, {counted(models, 'model')}",
        stale,
    )
    return Message(title, (section(f"*{title}*", *bullets(*lines)),))
