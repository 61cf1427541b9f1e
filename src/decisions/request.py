"""What a decision is asked with. Only `task`, `workload`, `current` and `candidate` are required."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, JsonValue, StrictBool, StrictStr, Tag, model_validator

from costs.quantities import Range
from inputs.fields import (
    NULL,
    EpochsOrAuto,
    Examples,
    Hours,
    ModelName,
    ProviderName,
    Request,
    ServedIn,
    Share,
    Tokens,
    TokensRange,
    Usd,
    UsdRange,
    exactly_one,
)
from inputs.numbers import Day, Quantity, Spread, Whole, invalid
from inputs.terms import Deployments, Overrides

Calls = Annotated[Range, Spread("0", "10000000000")]

_LIST: dict[str, JsonValue] = {"type": "array"}


class Workload(Request):
    """The calls as they are made today. Give exactly one of `calls_per_day` and `calls_per_month`."""

    model_config = ConfigDict(json_schema_extra=exactly_one("calls_per_day", "calls_per_month"))

    calls_per_day: Calls | None = Field(None, description="calls a day; give this or calls_per_month")
    calls_per_month: Calls | None = Field(None, description="calls a month; give this or calls_per_day")
    input_tokens: Tokens = Field(description="mean input tokens of a call, all of the prompt")
    output_tokens: Tokens | None = Field(None, description="mean output tokens of a call; not counted if left out")
    cacheable_input_tokens: Tokens | None = Field(
        None, description="of the input tokens, those at the start of the prompt that are the same in every call"
    )
    cache_hit_rate: Share | None = Field(None, description="share of calls that find these in the cache; default 1")
    batch: StrictBool = Field(False, description="the calls are sent through the batch API, today and after")
    latency_tolerant: StrictBool = Field(False, description="answers may take 24 hours, so batch is an alternative")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.calls_per_day is None) == (self.calls_per_month is None):
            raise invalid("give exactly one of calls_per_day and calls_per_month", "workload.calls_per_day")
        if self.cacheable_input_tokens is not None and self.cacheable_input_tokens > self.input_tokens:
            raise invalid("is a part of workload.input_tokens and cannot be more", "workload.cacheable_input_tokens")
        return self


class Served(Request):
    """A model, and how its provider serves it where there are several ways at different prices."""

    model: ModelName
    provider: ProviderName | None = None
    tier: ServedIn | None = Field(None, description="such as global, datazone, regional; default the provider's own")
    region: ServedIn | None = Field(None, description="the provider's region, where the price goes by it")


class Current(Served):
    """The model that answers today."""

    prompt_caching: StrictBool = Field(
        False, description="today's calls read the prompt from the cache; needs workload.cacheable_input_tokens"
    )


class Hosting(Request):
    """How the fine-tuned model is hosted, where the provider bills that by the hour or leaves a choice."""

    option: ServedIn | None = Field(None, description="such as provisioned, imported, h100; default the standard way")
    units: Annotated[int, Whole("1", "10000")] | None = Field(None, description="GPUs, instances or model units; 1")
    hours_per_month: Annotated[Decimal, Quantity("1", "744")] | None = Field(
        None, description="hours of a month in which it is up; default all of them"
    )
    usd_per_unit_hour: Usd | None = Field(None, description="what you pay for an hour of a unit, in place of the list")


class Candidate(Served):
    """The model to fine-tune, and the calls that would be made of it."""

    method: Literal["sft", "dpo", "rft"] = "sft"
    tuning: Literal["lora", "full"] | None = Field(
        None, description="an adapter or the whole model, where the provider prices them apart; default the adapter"
    )
    hosting: Hosting = Hosting.model_construct()
    input_tokens: Tokens | None = Field(None, description="mean input tokens of a call after; default as today")
    output_tokens: Tokens | None = Field(None, description="mean output tokens of a call after; default as today")
    cacheable_input_tokens: Tokens | None = Field(None, description="of these, at the start and the same in every call")


class Dataset(Request):
    """The training file."""

    examples: Examples
    tokens_per_example: TokensRange | None = Field(None, description="mean tokens; default: the tokens of a call after")
    epochs: EpochsOrAuto = Field("auto", description='passes over the file, or "auto"')
    validation_tokens: Annotated[Decimal, Quantity("0", "1000000000000")] | None = None


class Run(Request):
    """One training run: its cost where it is known, or how it differs from the dataset."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"usd": NULL}},
                {"properties": {"examples": NULL, "tokens_per_example": NULL, "epochs": NULL}},
            ]
        }
    )

    name: Annotated[StrictStr, Field(max_length=100)] | None = None
    usd: Usd | None = None
    examples: Annotated[int, Whole("1", "100000000")] | None = None
    tokens_per_example: TokensRange | None = None
    epochs: EpochsOrAuto | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.usd is not None and (self.examples, self.tokens_per_example, self.epochs) != (None, None, None):
            raise invalid("give the cost of a run, or what it trains on, not both")
        return self


def _shape(value: object) -> str:
    return "as list" if isinstance(value, list | tuple) else "as range"


def _run_shape(value: object) -> str:
    return "as run" if isinstance(value, dict | Run) else "as usd"


RunOrUsd = Annotated[Annotated[Usd, Tag("as usd")] | Annotated[Run, Tag("as run")], Discriminator(_run_shape)]
RunList = Annotated[tuple[RunOrUsd, ...], Field(min_length=1, max_length=100), Tag("as list")]
UsdList = Annotated[tuple[Usd, ...], Field(min_length=1, max_length=100), Tag("as list")]
Runs = Annotated[Annotated[Range, Spread("0", "1000"), Tag("as range")] | RunList, Discriminator(_shape)]
TrainingUsd = Annotated[Annotated[UsdRange, Tag("as range")] | UsdList, Discriminator(_shape)]


class Experiments(Request):
    """The training runs that it takes until one is good. What `training_usd` states is not computed."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"properties": {"training_usd": NULL}}, {"properties": {"runs": {"not": _LIST}}}]}
    )

    runs: Runs | None = Field(None, description="how many, or a list: the cost of each in USD, or what each trains on")
    training_usd: TrainingUsd | None = Field(None, description="cost of all runs in USD, or a list of the cost of each")
    hours_per_run: Hours | None = Field(None, description="hours of one run, where training is billed by the hour")

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        if self.training_usd is not None and isinstance(self.runs, tuple):
            raise invalid("give the runs one by one in one place, runs or training_usd", "experiments.runs")
        return self


class Engineering(Request):
    """People's time, once."""

    hours: Hours | None = None
    usd_per_hour: UsdRange | None = None


class Readiness(Request):
    """What was done already. An answer that is left out makes its rule unknown."""

    prompts_optimized: StrictBool | None = None
    cheaper_model_tried: StrictBool | None = None
    models_tried: Annotated[tuple[ModelName, ...], Field(max_length=200)] | None = None
    quality_gap_measured: StrictBool | None = None
    current_quality: Share | None = Field(None, description="quality of today's prompt, 0 to 1")
    target_quality: Share | None = Field(None, description="quality that is needed, 0 to 1")


class Organization(Request):
    """What the provider asks of the organisation."""

    has_fine_tuned_before: StrictBool | None = None
    fine_tuned_inference_in_last_60_days: StrictBool | None = None


class Retraining(Request):
    """Training again, every so many months, for as long as the fine-tune is used."""

    every_months: Annotated[int, Whole("1", "120")]
    hours: Hours | None = Field(None, description="hours of each; default: one iteration of the policy")
    runs: Annotated[Range, Spread("0", "1000")] = Field(Range.of(Decimal(1)), json_schema_extra={"default": 1})


class DecisionRequest(Request):
    """Should this workload move to a fine-tuned model, and when would that pay for itself?"""

    task: Literal["classification", "generation"]
    workload: Workload
    current: Current
    candidate: Candidate
    dataset: Dataset | None = None
    experiments: Experiments = Experiments.model_construct()
    engineering: Engineering = Engineering.model_construct()
    readiness: Readiness = Readiness.model_construct()
    organization: Organization = Organization.model_construct()
    retraining: Retraining | None = None
    deployments: Deployments = Field(default_factory=dict, description="what answers behind names of your own")
    overrides: Overrides = Field(
        default_factory=dict, description="negotiated prices; those of the candidate stand under provider/ft:MODEL:*"
    )
    quality_value_usd_per_month: Usd | None = Field(None, description="what the better quality is worth a month")
    horizon_months: Annotated[int, Whole("1", "120")] | None = Field(None, description="months to compare over")
    as_of: Day | None = Field(None, description="the day to decide for; default today (UTC)")
    rates_version: Annotated[StrictStr, Field(max_length=64)] | None = Field(
        None, description="the rate table to decide with; default the current one"
    )

    @model_validator(mode="after")
    def _cached_today(self) -> Self:
        if self.current.prompt_caching and self.workload.cacheable_input_tokens is None:
            raise invalid("is needed where current.prompt_caching is true", "workload.cacheable_input_tokens")
        return self
