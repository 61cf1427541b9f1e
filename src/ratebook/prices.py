"""The prices of a model: its tokens, its training, and what it costs while nobody calls it.

Prices are stored as published, never derived: where a provider sells no cached or batch rate the field is absent, and
absent is not zero.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from inspect import get_annotations
from typing import Annotated, Literal

from ratebook.checks import Found, refuse
from ratebook.sourced import AtLeastOne, Count, Dated, Usd
from shapes.kinds import Described, Flag
from shapes.shape import Shape, fields

type TrainingMethod = Literal["sft", "sft_lora", "sft_full", "dpo", "dpo_lora", "dpo_full", "rft"]
"""How a model is trained; `_lora` and `_full` where a provider prices the adapter and the whole model apart."""


@fields
class TokenRates:
    """What a million tokens cost in USD. A kind of token that the provider does not price apart is absent."""

    __slots__ = ()

    usd_per_million_input_tokens: Usd
    usd_per_million_output_tokens: Usd
    usd_per_million_cached_input_tokens: Usd | None = None
    usd_per_million_cache_write_tokens: Usd | None = None
    usd_per_million_cache_write_1h_tokens: Usd | None = None
    usd_per_million_batch_input_tokens: Usd | None = None
    usd_per_million_batch_output_tokens: Usd | None = None
    usd_per_million_batch_cached_input_tokens: Usd | None = None
    usd_per_million_batch_cache_write_tokens: Usd | None = None


class LongContextRates(TokenRates, Shape):
    """The rates of the whole call where its input, cached tokens included, is longer than `above_input_tokens`."""

    above_input_tokens: Count

    def __post_init__(self) -> None:
        self.hold_bounds()
        refuse(_consistent_rates(self))


class TokenPrices(TokenRates, Dated):
    """A model's token rates from a day on."""

    long_context: LongContextRates | None = None
    unconfirmed: Annotated[tuple[str, ...], Described("fields of this entry that no second source confirms")] = ()

    def __post_init__(self) -> None:
        self.hold_bounds()
        refuse(_consistent_rates(self))
        if self.unconfirmed:
            refuse(_no_prices(self))


RATES = tuple(get_annotations(TokenRates))
"""The names of the token rates."""


class TrainingPrice(Dated):
    """What training costs: by the token, by the hour of the job, or by the hour of each GPU; exactly one of them."""

    usd_per_million_training_tokens: Usd | None = None
    usd_per_training_hour: Usd | None = None
    usd_per_training_gpu_hour: Usd | None = None
    usd_minimum_per_job: Annotated[Usd | None, Described("what a job costs at the least")] = None
    usd_cap_per_job: Annotated[Usd | None, Described("where the provider pauses a job and asks before going on")] = None
    bills_validation_tokens: Flag = False
    bills_padding: Annotated[Flag, Described("without packing every example is billed at the full sequence length")] = (
        False
    )

    def __post_init__(self) -> None:
        self.hold_bounds()
        refuse(_consistent_training(self))


class HostingPrice(Dated):
    """What a fine-tuned model costs while nobody calls it. What is absent does not apply; what is free is 0."""

    usd_per_deployment_hour: Usd | None = None
    usd_per_unit_hour: Annotated[Usd | None, Described("of each unit that is reserved, such as a GPU")] = None
    usd_per_unit_minute: Annotated[Usd | None, Described("of each unit, by windows with a call in them")] = None
    unit: Annotated[str, Described("what is rented: a GPU, a model unit, a custom model unit")] = "deployment"
    window_minutes: AtLeastOne | None = None
    usd_per_model_month_storage: Usd | None = None
    usd_per_unit_month_storage: Usd | None = None
    bills_tokens: Annotated[Flag, Described("calls are billed by the token as well")] = True
    production: Annotated[Flag, Described("false where the provider does not keep the deployment up")] = True

    def __post_init__(self) -> None:
        self.hold_bounds()
        refuse(_consistent_hosting(self))


def _consistent_rates(prices: TokenRates) -> Iterator[Found]:
    """What cannot be right of an entry's prices, seen together."""
    batch_input, batch_output = prices.usd_per_million_batch_input_tokens, prices.usd_per_million_batch_output_tokens
    if (batch_input is None) != (batch_output is None):
        yield (), "batch input and batch output prices come together; give both or neither"
    if prices.usd_per_million_batch_cached_input_tokens is not None and batch_input is None:
        yield ("usd_per_million_batch_cached_input_tokens",), "needs the batch input and output prices; add them"
    yield from _dearer_when_cached("", prices.usd_per_million_cached_input_tokens, prices.usd_per_million_input_tokens)
    yield from _dearer_when_cached("batch_", prices.usd_per_million_batch_cached_input_tokens, batch_input)


def _dearer_when_cached(kind: str, cached: Decimal | None, fresh: Decimal | None) -> Iterable[Found]:
    if cached is None or fresh is None or cached <= fresh:
        return ()
    problem = f"{cached} is dearer than usd_per_million_{kind}input_tokens ({fresh})"
    edit = f"{problem}; check the row, a cached token never costs more than a fresh one"
    return [((f"usd_per_million_{kind}cached_input_tokens",), edit)]


def _no_prices(prices: TokenPrices) -> Iterator[Found]:
    """What is called an unconfirmed price, and is none."""
    unknown = set(prices.unconfirmed) - set(RATES)
    if unknown:
        yield ("unconfirmed",), f"names no price of this entry: {', '.join(sorted(unknown))}; check the spelling"


def _consistent_training(price: TrainingPrice) -> Iterator[Found]:
    """A training price has one unit, and its fee does not exceed its cap."""
    units = (price.usd_per_million_training_tokens, price.usd_per_training_hour, price.usd_per_training_gpu_hour)
    if sum(unit is not None for unit in units) != 1:
        names = "usd_per_million_training_tokens, usd_per_training_hour and usd_per_training_gpu_hour"
        yield (), f"give exactly one of {names}"
    least, most = price.usd_minimum_per_job, price.usd_cap_per_job
    if least is not None and most is not None and least > most:
        yield ("usd_minimum_per_job",), f"{least} is above usd_cap_per_job ({most}); swap them"


def _consistent_hosting(price: HostingPrice) -> Iterator[Found]:
    """Hosting is by the deployment's hour, by the unit's hour or by the unit's minute, and minutes come in windows."""
    units = (price.usd_per_deployment_hour, price.usd_per_unit_hour, price.usd_per_unit_minute)
    if sum(unit is not None for unit in units) != 1:
        names = "usd_per_deployment_hour, usd_per_unit_hour and usd_per_unit_minute"
        yield (), f"give exactly one of {names}; 0 where an hour costs nothing"
    if (price.usd_per_unit_minute is None) != (price.window_minutes is None):
        yield ("window_minutes",), "belongs to usd_per_unit_minute; give both or neither"
