"""Checks of a rate table that its types cannot express. Each says where it failed and what to write instead."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from ratebook.prices import HostingPrice, TokenRates, TrainingPrice

type Place = tuple[str | int, ...]
type Found = tuple[Place, str]
"""Where something is wrong, from the value that is checked, and the edit that mends it."""


class BeginsOnADay(Protocol):
    """Anything dated."""

    @property
    def effective_from(self) -> date:
        """The day from which it holds."""


def no_boolean(value: object) -> object:
    """`value`, unless it is a boolean, which would otherwise count as 0 or 1."""
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return value


def newest_last(entries: Sequence[BeginsOnADay], *place: str | int) -> Iterator[Found]:
    """The entries that do not begin after the one before them."""
    for index, (before, entry) in enumerate(pairwise(entries), 1):
        if entry.effective_from <= before.effective_from:
            problem = f"{entry.effective_from} is not after {before.effective_from}, where the entry before begins"
            yield (*place, index, "effective_from"), f"{problem}; append the new entry at the end, each day once"


def never_empty(entries: Sequence[object], *place: str | int) -> Iterator[Found]:
    """The list itself where it has no entry."""
    if not entries:
        yield place, "has no entry; add one"


def consistent_prices(prices: "TokenRates") -> Iterator[Found]:
    """What cannot be right of an entry's prices, seen together."""
    batch_input, batch_output = prices.usd_per_million_batch_input_tokens, prices.usd_per_million_batch_output_tokens
    if (batch_input is None) != (batch_output is None):
        yield (), "batch input and batch output prices come together; give both or neither"
    if prices.usd_per_million_batch_cached_input_tokens is not None and batch_input is None:
        yield ("usd_per_million_batch_cached_input_tokens",), "needs the batch input and output prices; add them"
    for cached, fresh in (("cached_input", "input"), ("batch_cached_input", "batch_input")):
        cached_field, fresh_field = f"usd_per_million_{cached}_tokens", f"usd_per_million_{fresh}_tokens"
        cached_price, fresh_price = getattr(prices, cached_field), getattr(prices, fresh_field)
        if cached_price is not None and fresh_price is not None and cached_price > fresh_price:
            problem = f"{cached_price} is dearer than {fresh_field} ({fresh_price})"
            yield (cached_field,), f"{problem}; check the row, a cached token never costs more than a fresh one"
    no_prices = set(getattr(prices, "unconfirmed", ())) - {
        name for name in type(prices).model_fields if name.startswith("usd_")
    }
    if no_prices:
        yield ("unconfirmed",), f"names no price of this entry: {', '.join(sorted(no_prices))}; check the spelling"


def consistent_training(price: "TrainingPrice") -> Iterator[Found]:
    """A training price has one unit, and its fee does not exceed its cap."""
    units = (price.usd_per_million_training_tokens, price.usd_per_training_hour, price.usd_per_training_gpu_hour)
    if sum(unit is not None for unit in units) != 1:
        names = "usd_per_million_training_tokens, usd_per_training_hour and usd_per_training_gpu_hour"
        yield (), f"give exactly one of {names}"
    least, most = price.usd_minimum_per_job, price.usd_cap_per_job
    if least is not None and most is not None and least > most:
        yield ("usd_minimum_per_job",), f"{least} is above usd_cap_per_job ({most}); swap them"


def consistent_hosting(price: "HostingPrice") -> Iterator[Found]:
    """Hosting is by the deployment's hour, by the unit's hour or by the unit's minute, and minutes come in windows."""
    units = (price.usd_per_deployment_hour, price.usd_per_unit_hour, price.usd_per_unit_minute)
    if sum(unit is not None for unit in units) != 1:
        names = "usd_per_deployment_hour, usd_per_unit_hour and usd_per_unit_minute"
        yield (), f"give exactly one of {names}; 0 where an hour costs nothing"
    if (price.usd_per_unit_minute is None) != (price.window_minutes is None):
        yield ("window_minutes",), "belongs to usd_per_unit_minute; give both or neither"


def models_in[M: BaseModel](value: object, kind: type[M], place: Place = ()) -> Iterator[tuple[Place, M]]:
    """Every model of a `kind` in a document, the document included, with its place."""
    if isinstance(value, kind):
        yield place, value
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, BaseModel):
        inside = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, tuple):
        inside = enumerate(value)
    for step, item in inside:
        yield from models_in(item, kind, (*place, step))


def refuse(found: Iterable[Found]) -> None:
    """Raise one `ValidationError` with everything that was found, each at its own place, or nothing."""
    errors = [
        InitErrorDetails(type=PydanticCustomError("refused", "{message}", {"message": edit}), loc=place, input=None)
        for place, edit in found
    ]
    if errors:
        raise ValidationError.from_exception_data("rate table", errors)
