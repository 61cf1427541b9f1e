"""Finds prices that are well formed and can hardly be right: a unit in the wrong field, a slipped point, a wrong row.

An entry that is unusual and right says why in its `reason`, which is kept, and is then let through.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from costs.quantities import plain
from publishing.findings import Finding, histories
from publishing.plausibility import implausible
from ratebook.checks import Place
from ratebook.history import in_force
from ratebook.models import Model, Priced, Provider, RateTable
from ratebook.policy import Threshold
from ratebook.prices import LongContextRates, TokenPrices, TokenRates
from ratebook.sourced import Dated
from rules.wording import number
from shapes.shape import Shape

LARGEST_STEP = 5
"""A price that rises or falls by more than this, as a factor, needs a reason."""

_TUNED_TO_BASE = 20
_OUTPUT_TO_INPUT = 30
_INPUT_TO_CACHED = 100
_OR_REASON = "; check the row, or say in `reason` why it is right"

BILLING = (
    "usd_per_million_training_tokens",
    "usd_per_training_hour",
    "usd_per_training_gpu_hour",
    "usd_per_deployment_hour",
    "usd_per_unit_hour",
    "usd_per_unit_minute",
)
"""An entry has one field of each group, and which of them it has is the unit in which the thing is sold."""

_BATCH = tuple(
    (f"usd_per_million_batch_{kind}_tokens", f"usd_per_million_{kind}_tokens")
    for kind in ("input", "output", "cached_input", "cache_write")
)


def sanity(table: RateTable) -> Iterator[Finding]:
    """What can hardly be right in `table`, taken by itself."""
    yield from _of_histories(table, ())
    for id, provider in table.providers.items():
        yield from _of_fine_tunes(provider, ("providers", id))


def sanity_of(id: str, provider: Provider) -> Iterator[Finding]:
    """The same in one provider, which has this id."""
    yield from _of_histories(provider, ("providers", id))
    yield from _of_fine_tunes(provider, ("providers", id))


def _of_histories(document: Shape, place_of_it: Place) -> Iterator[Finding]:
    for place, entries in histories(document, place_of_it):
        previous: Dated | None = None
        for index, entry in enumerate(entries):
            if not entry.reason:
                yield from _entry(entry, (*place, index))
                if previous is not None:
                    yield from step(previous, entry, (*place, index), "the entry before")
            previous = entry


def _of_fine_tunes(provider: Provider, place: Place) -> Iterator[Finding]:
    for name, model in provider.models.items():
        yield from _tuned_against_base(model, model, (*place, "models", name))
        for tier, priced in model.tiers.items():
            yield from _tuned_against_base(priced, model, (*place, "models", name, "tiers", tier))


def step(before: Dated, entry: Dated, place: Place, what: str) -> Iterator[Finding]:
    """A price that changed by more than five times, or is now sold in another unit, since `before`, which is `what`."""
    then, now = _billed_by(before), _billed_by(entry)
    if then and now and then != now:
        message = f"{then} of {what} ({before.effective_from}) is now {now}: the unit is another one"
        yield Finding((*place, now), message + _OR_REASON)
    for field, price in _figures(entry):
        earlier = getattr(before, field, None)
        if not isinstance(earlier, Decimal) or earlier == price:
            continue
        if (not price or not earlier) and isinstance(entry, Threshold):
            continue
        low, high = sorted((earlier, price))
        if high > low * LARGEST_STEP:
            message = f"{plain(price)} after {plain(earlier)} in {what} ({before.effective_from})"
            if low:
                factor = number(high / low, 1)
                message += f", {factor} times {'as much' if price > earlier else 'less'}"
            yield Finding((*place, field), message + _OR_REASON)


def _billed_by(entry: Dated) -> str | None:
    return next((field for field in BILLING if getattr(entry, field, None) is not None), None)


def _figures(value: object) -> Iterator[tuple[str, Decimal]]:
    """The prices of an entry, and the number of a threshold."""
    for field in type(value).__struct_fields__ if isinstance(value, Dated | LongContextRates) else ():
        figure = getattr(value, field)
        if isinstance(figure, Decimal) and (field.startswith("usd_") or isinstance(value, Threshold)):
            yield field, figure


def _entry(entry: Dated, place: Place) -> Iterator[Finding]:
    """What is odd about an entry by itself."""
    yield from _units(entry, place)
    if isinstance(entry, TokenPrices):
        yield from _rates(entry, place)
        long = entry.long_context
        if long is not None:
            where = (*place, "long_context")
            yield from _units(long, where)
            yield from _rates(long, where)
            yield from _cheaper_when_long(entry, long, where)


def _units(value: object, place: Place) -> Iterator[Finding]:
    for field, price in _figures(value):
        for why in implausible(field, price):
            yield Finding((*place, field), f"{why}; check the unit, or say in `reason` why it is right")


def _rates(rates: TokenRates, place: Place) -> Iterator[Finding]:
    """Token prices of one entry that contradict each other."""

    def odd(field: str, why: str, other: str) -> Finding:
        price, beside = getattr(rates, field), getattr(rates, other)
        return Finding((*place, field), f"{plain(price)} is {why} {other} ({plain(beside)}){_OR_REASON}")

    fresh, output = rates.usd_per_million_input_tokens, rates.usd_per_million_output_tokens
    cached = rates.usd_per_million_cached_input_tokens
    for batch, standard in _BATCH:
        price, beside = getattr(rates, batch), getattr(rates, standard)
        if price is not None and beside is not None and price > beside:
            yield odd(batch, "dearer than", standard)
    if cached is not None:
        name = "usd_per_million_cached_input_tokens"
        if cached > output:
            yield odd(name, "dearer than", "usd_per_million_output_tokens")
        if cached and cached * _INPUT_TO_CACHED < fresh:
            yield odd(name, "less than a hundredth of", "usd_per_million_input_tokens")
    name = "usd_per_million_output_tokens"
    if output * 2 < fresh:
        yield odd(name, "less than half of", "usd_per_million_input_tokens")
    if fresh and output > fresh * _OUTPUT_TO_INPUT:
        yield odd(name, f"more than {_OUTPUT_TO_INPUT} times", "usd_per_million_input_tokens")


def _cheaper_when_long(entry: TokenPrices, long: TokenRates, place: Place) -> Iterator[Finding]:
    for field, price in _figures(long):
        standard = getattr(entry, field)
        if standard is not None and price < standard:
            message = f"{plain(price)} is cheaper than the standard {field} ({plain(standard)}){_OR_REASON}"
            yield Finding((*place, field), message)


def _tuned_against_base(priced: Priced, model: Model, place: Place) -> Iterator[Finding]:
    """Fine-tuned prices that are far from those of the same model's base, on each day on which either changes."""
    bases: Sequence[TokenPrices] = priced.base or model.base
    own = bases is priced.base
    for day in sorted({entry.effective_from for entry in (*bases, *priced.fine_tuned)}):
        base, tuned = in_force(bases, day), in_force(priced.fine_tuned, day)
        if base is None or tuned is None or base.reason or tuned.reason:
            continue
        where = (*place, "fine_tuned", priced.fine_tuned.index(tuned))
        if own and tuned.effective_from != day:
            where = (*place, "base", bases.index(base))
        for field in ("usd_per_million_input_tokens", "usd_per_million_output_tokens"):
            low, high = sorted((getattr(base, field), getattr(tuned, field)))
            if low and high > low * _TUNED_TO_BASE:
                prices = f"fine-tuned {plain(getattr(tuned, field))} against {plain(getattr(base, field))} of the base"
                message = f"{prices}, more than {_TUNED_TO_BASE} times apart{_OR_REASON}"
                yield Finding((*where, field), message)
