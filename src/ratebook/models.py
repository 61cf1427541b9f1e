"""The shape of a rate table: providers, models, dated and sourced prices, GPU rental, policy.

Every dated list is append-only history: an entry is in force from its `effective_from` (inclusive, UTC) until the next
entry begins. Prices are stored as published, never derived: where a provider sells no cached or batch rate the field
is absent, and absent is not zero.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, TypeAdapter, model_validator

from costs.quantities import PlainDecimal
from ratebook.checks import Found, consistent_prices, never_empty, newest_last, no_boolean, refuse
from rules.thresholds import Number, Span, Thresholds, check_value


class Strict(BaseModel):
    """Frozen, and refuses a field that it does not know: a mistyped price must not be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Usd = Annotated[PlainDecimal, BeforeValidator(no_boolean), Field(ge=0, le=Decimal(100_000), allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(no_boolean), Field(ge=0)]
AtLeastOne = Annotated[int, BeforeValidator(no_boolean), Field(ge=1)]
Day = Annotated[datetime.date, Field(strict=True)]


class Source(Strict):
    """Where figures come from."""

    title: str
    url: str | None = None


class Sourced(Strict):
    """A figure or fact with its evidence. `source` is a key of the file's `sources`."""

    source: str
    checked_on: Day
    confirmed: StrictBool
    note: str | None = None


class Dated(Sourced):
    """A sourced fact in force from `effective_from` (inclusive, UTC) until the next entry begins."""

    effective_from: Day
    correction: str | None = Field(None, description="why a published entry was changed; required when one is")


class Event(Sourced):
    """Something that happens on a day (UTC)."""

    date: Day


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
    def _consistent(self) -> Self:
        refuse(consistent_prices(self))
        return self


class TrainingPrice(Dated):
    """What training costs, by the token or by the hour: exactly one of the two."""

    usd_per_million_training_tokens: Usd | None = None
    usd_per_training_hour: Usd | None = None
    bills_validation_tokens: StrictBool = False

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
    step_tokens: AtLeastOne


class Limits(Sourced):
    """Limits of training and of one call."""

    minimum_examples: Count | None = None
    training_tokens_per_example: Count | None = None
    input_tokens_per_call: Count | None = None


class Model(Strict):
    """A base model: its prices, its fine-tunes' prices, what training it costs, and how long all that lasts."""

    aliases: tuple[str, ...] = ()
    interface: Literal["chat", "completions"] = "chat"
    bills_reasoning: StrictBool = Field(False, description="reasoning tokens are billed as output beside the answer's")
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
        refuse(newest_last(self.base, "base"))
        refuse(newest_last(self.fine_tuned, "fine_tuned"))
        for method, entries in self.training.items():
            refuse(newest_last(entries, "training", method))
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
        refuse([*newest_last(self.availability, "availability"), *newest_last(self.hosting, "hosting")])
        return self

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name that the provider knows a model by, and the model's id."""
        return {name: id for id, model in self.models.items() for name in (id, *model.aliases)}

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        refuse(self._ambiguous_names())
        return self

    def _ambiguous_names(self) -> Iterator[Found]:
        seen: dict[str, str] = {}
        for id, model in self.models.items():
            for name in (id, *model.aliases):
                if name in seen:
                    edit = f"the name {name!r} stands for both {seen[name]!r} and {id!r}; keep it in one place"
                    yield ("models", id, "aliases"), edit
                seen[name] = id


class InstancePrice(Dated):
    """Rent of one instance."""

    usd_per_instance_hour: Usd


class GpuInstance(Strict):
    """A machine that is rented whole."""

    gpu: str
    gpus: AtLeastOne
    on_demand: tuple[InstancePrice, ...]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        refuse([*never_empty(self.on_demand, "on_demand"), *newest_last(self.on_demand, "on_demand")])
        return self


class TrainingRecipe(Dated):
    """A way to train on rented GPUs: which, how many, and how long for 1,000 examples."""

    method: Literal["full", "lora", "qlora"]
    model_size: str
    gpu: str
    gpus: AtLeastOne
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
        refuse(self._inconsistent())
        return self

    def _inconsistent(self) -> Iterator[Found]:
        for id, recipes in self.recipes.items():
            yield from never_empty(recipes, "recipes", id)
            yield from newest_last(recipes, "recipes", id)
            for index, recipe in enumerate(recipes):
                if recipe.instance not in self.instances:
                    known = ", ".join(self.instances)
                    edit = f"{recipe.instance!r} is not an instance of this file; use one of {known}"
                    yield ("recipes", id, index, "instance"), edit


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
        refuse(self._unusable())
        return self

    def _unusable(self) -> Iterator[Found]:
        declared = set(Thresholds.model_fields)
        for name in sorted(declared - set(self.thresholds)):
            yield ("thresholds", name), "is missing; every declared threshold needs an entry"
        for name, entries in self.thresholds.items():
            if name not in declared:
                yield ("thresholds", name), "is a threshold that no rule uses; check the spelling"
                continue
            yield from never_empty(entries, "thresholds", name)
            yield from newest_last(entries, "thresholds", name)
            for index, entry in enumerate(entries):
                try:
                    check_value(name, entry.value)
                except ValueError as error:
                    yield ("thresholds", name, index, "value"), str(error)


class RateTable(Strict):
    """Everything that a price or a threshold is looked up in."""

    schema_version: Literal[1] = 1
    providers: dict[str, Provider]
    self_hosted: SelfHosted
    policy: Policy
