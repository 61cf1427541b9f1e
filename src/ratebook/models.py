"""The shape of a rate table: providers, models, dated and sourced prices, GPU rental, policy.

Every dated list is append-only history: an entry is in force from its `effective_from` (inclusive, UTC) until the next
entry begins. Prices are stored as published, never derived: where a provider sells no cached or batch rate the field
is absent, and absent is not zero.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from costs.quantities import PlainDecimal
from rules.thresholds import Number, Span, Thresholds, check_value


class Strict(BaseModel):
    """Frozen, and refuses a field that it does not know: a mistyped price must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return value


Usd = Annotated[PlainDecimal, BeforeValidator(_no_boolean), Field(ge=0, le=Decimal(100_000), allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(_no_boolean), Field(ge=0)]


class Source(Strict):
    """Where figures come from."""

    title: str
    url: str | None = None


class Sourced(Strict):
    """A figure or fact with its evidence. `source` is a key of the file's `sources`."""

    source: str
    checked_on: date
    confirmed: bool
    note: str | None = None


class Dated(Sourced):
    """A sourced fact in force from `effective_from` (inclusive, UTC) until the next entry begins."""

    effective_from: date
    correction: str | None = Field(None, description="why a published entry was changed; required when one is")


class Event(Sourced):
    """Something that happens on a day (UTC)."""

    date: date


class TokenPrices(Dated):
    """What a million tokens cost in USD. A kind of token that the provider does not price apart is absent."""

    usd_per_million_input_tokens: Usd
    usd_per_million_output_tokens: Usd
    usd_per_million_cached_input_tokens: Usd | None = None
    usd_per_million_cache_write_tokens: Usd | None = None
    usd_per_million_batch_input_tokens: Usd | None = None
    usd_per_million_batch_output_tokens: Usd | None = None
    usd_per_million_batch_cached_input_tokens: Usd | None = None
    unconfirmed: tuple[str, ...] = Field((), description="fields of this entry that no second source confirms")

    @model_validator(mode="after")
    def _sane(self) -> Self:
        batch = (self.usd_per_million_batch_input_tokens, self.usd_per_million_batch_output_tokens)
        if (batch[0] is None) != (batch[1] is None):
            raise ValueError("batch input and batch output prices come together: give both or neither")
        if self.usd_per_million_batch_cached_input_tokens is not None and batch[0] is None:
            raise ValueError("a cached batch price needs the batch input and output prices beside it")
        for cached, plain in (("cached_input", "input"), ("batch_cached_input", "batch_input")):
            cached_price = getattr(self, f"usd_per_million_{cached}_tokens")
            plain_price = getattr(self, f"usd_per_million_{plain}_tokens")
            if cached_price is not None and plain_price is not None and cached_price > plain_price:
                raise ValueError(
                    f"usd_per_million_{cached}_tokens ({cached_price}) is dearer than usd_per_million_{plain}_tokens "
                    f"({plain_price}): check the row, a cached token never costs more than a fresh one"
                )
        unknown = set(self.unconfirmed) - {name for name in type(self).model_fields if name.startswith("usd_")}
        if unknown:
            raise ValueError(f"unconfirmed names no price of this entry: {', '.join(sorted(unknown))}")
        return self


class TrainingPrice(Dated):
    """What training costs, by the token or by the hour: exactly one of the two."""

    usd_per_million_training_tokens: Usd | None = None
    usd_per_training_hour: Usd | None = None
    bills_validation_tokens: bool = False

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.usd_per_million_training_tokens is None) == (self.usd_per_training_hour is None):
            raise ValueError("give exactly one of usd_per_million_training_tokens and usd_per_training_hour")
        return self


class HostingPrice(Dated):
    """What a fine-tuned model costs while nobody calls it."""

    usd_per_deployment_hour: Usd
    usd_per_model_month_storage: Usd


class OpenTo(StrEnum):
    """Which organisations may create a training job."""

    EVERYONE = "everyone"
    HAS_FINE_TUNED = "organizations_that_have_fine_tuned"
    RECENT_INFERENCE = "organizations_with_recent_fine_tuned_inference"
    NOBODY = "nobody"


class Availability(Dated):
    """Who may create training jobs from a day on."""

    open_to: OpenTo


class PromptCaching(Sourced):
    """What of a repeated prompt prefix is cached: nothing below `minimum_tokens`, then whole `step_tokens`."""

    minimum_tokens: Count
    step_tokens: Annotated[int, Field(ge=1)]


class Limits(Sourced):
    """Limits of training and of one call."""

    minimum_examples: Count | None = None
    training_tokens_per_example: Count | None = None
    input_tokens_per_call: Count | None = None


def _newest_last(entries: tuple[Dated, ...]) -> None:
    days = [entry.effective_from for entry in entries]
    if days != sorted(set(days)):
        raise ValueError("entries must be in order of effective_from, each day once: append the new entry at the end")


class Model(Strict):
    """A base model: its prices, its fine-tunes' prices, what training it costs, and how long all that lasts."""

    aliases: tuple[str, ...] = ()
    interface: Literal["chat", "completions"] = "chat"
    bills_reasoning: bool = Field(False, description="reasoning tokens are billed as output, on top of the answer's")
    retires_on: Event | None = Field(None, description="the base model stops answering on this day")
    fine_tunes_retire_on: Event | None = Field(None, description="its fine-tunes stop answering on this day")
    training_closes_on: Event | None = Field(None, description="from this day nobody can train it")
    limits: Limits | None = None
    base: tuple[TokenPrices, ...] = ()
    fine_tuned: tuple[TokenPrices, ...] = ()
    training: dict[Literal["sft", "dpo", "rft"], tuple[TrainingPrice, ...]] = {}
    prompt_caching: PromptCaching | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for entries in (self.base, self.fine_tuned, *self.training.values()):
            _newest_last(entries)
        return self


class Provider(Strict):
    """One provider's file."""

    schema_version: Literal[1]
    title: str
    sources: dict[str, Source]
    availability: tuple[Availability, ...] = ()
    hosting: tuple[HostingPrice, ...] = ()
    models: dict[str, Model]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _newest_last(self.availability)
        _newest_last(self.hosting)
        return self

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name that the provider knows a model by, and the model's id."""
        return {name: id for id, model in self.models.items() for name in (id, *model.aliases)}

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        seen: dict[str, str] = {}
        for id, model in self.models.items():
            for name in (id, *model.aliases):
                if name in seen:
                    raise ValueError(f"the name {name!r} stands for both {seen[name]!r} and {id!r}: keep it in one place")
                seen[name] = id
        return self


class InstancePrice(Dated):
    """Rent of one instance."""

    usd_per_instance_hour: Usd


class GpuInstance(Strict):
    """A machine that is rented whole."""

    gpu: str
    gpus: Annotated[int, Field(ge=1)]
    on_demand: tuple[InstancePrice, ...]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _newest_last(self.on_demand)
        return self


class TrainingRecipe(Dated):
    """A way to train on rented GPUs: which, how many, and how long for 1,000 examples."""

    method: Literal["full", "lora", "qlora"]
    model_size: str
    gpu: str
    gpus: Annotated[int, Field(ge=1)]
    instance: str = Field(description="key of the instance that is rented")
    hours_per_1000_examples: Span
    published_usd: Span = Field(description="what the source says this costs, beside what our instance prices give")


class SelfHosted(Strict):
    """`gpus.yaml`: instances to rent and recipes to train with."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    instances: dict[str, GpuInstance]
    recipes: dict[str, tuple[TrainingRecipe, ...]]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for id, recipes in self.recipes.items():
            _newest_last(recipes)
            for recipe in recipes:
                if recipe.instance not in self.instances:
                    known = ", ".join(self.instances)
                    raise ValueError(f"recipe {id!r} rents the unknown instance {recipe.instance!r}: use one of {known}")
        return self


def _threshold_value(value: object) -> object:
    """Read a threshold by its shape, so that one error is reported and not one for each shape it might have had."""
    if isinstance(value, dict):
        return Span.model_validate(value)
    if isinstance(value, list | tuple):
        return tuple(_number.validate_python(item) for item in value)
    return value if isinstance(value, Span) else _number.validate_python(value)


_number: TypeAdapter[Decimal] = TypeAdapter(Number)


class Threshold(Dated):
    """One value of the policy from a day on: a number, a span or a list, as `rules.thresholds` declares it."""

    value: Annotated[Number | Span | tuple[Number, ...], BeforeValidator(_threshold_value)]


class Policy(Strict):
    """`policy.yaml`: the thresholds and defaults that the rules and the costs use."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    thresholds: dict[str, tuple[Threshold, ...]]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        declared = set(Thresholds.model_fields)
        if missing := declared - set(self.thresholds):
            raise ValueError(f"thresholds lacks {', '.join(sorted(missing))}: every declared threshold needs an entry")
        if unknown := set(self.thresholds) - declared:
            raise ValueError(f"thresholds has {', '.join(sorted(unknown))}, which no rule uses: check the spelling")
        for name, entries in self.thresholds.items():
            _newest_last(entries)
            for entry in entries:
                check_value(name, entry.value)
        return self


class RateTable(Strict):
    """Everything that a price or a threshold is looked up in."""

    schema_version: Literal[1] = 1
    providers: dict[str, Provider]
    self_hosted: SelfHosted
    policy: Policy
