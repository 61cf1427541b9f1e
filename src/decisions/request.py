"""What a decision is asked with. Only `task`, `workload`, `current` and `candidate` are required."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, field

from costs.quantities import Range
from inputs.fields import (
    NULL,
    EpochsOrAuto,
    Examples,
    Hours,
    ModelName,
    ProviderName,
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
from shapes.kinds import Described, Flag, Length, OneOf, Text
from shapes.shape import Shape

Months = Annotated[int, Whole("1", "120")]
Calls = Annotated[Range, Spread("0", "10000000000")]

_LIST: dict[str, Any] = {"type": "array"}


class Workload(Shape):
    """The calls as they are made today. Give exactly one of `calls_per_day` and `calls_per_month`."""

    model_config: ClassVar[Mapping[str, Any]] = {"json_schema_extra": exactly_one("calls_per_day", "calls_per_month")}

    calls_per_day: Annotated[Calls | None, Described("calls a day; give this or calls_per_month")] = None
    calls_per_month: Annotated[Calls | None, Described("calls a month; give this or calls_per_day")] = None
    input_tokens: Annotated[Tokens, Described("mean input tokens of a call, all of the prompt")]
    output_tokens: Annotated[Tokens | None, Described("mean output tokens of a call; not counted if left out")] = None
    cacheable_input_tokens: Annotated[
        Tokens | None,
        Described("of the input tokens, those at the start of the prompt that are the same in every call"),
    ] = None
    cache_hit_rate: Annotated[Share | None, Described("share of calls that find these in the cache; default 1")] = None
    batch: Annotated[Flag, Described("the calls are sent through the batch API, today and after")] = False
    latency_tolerant: Annotated[Flag, Described("answers may take 24 hours, so batch is an alternative")] = False

    def __post_init__(self) -> None:
        if (self.calls_per_day is None) == (self.calls_per_month is None):
            raise invalid("give exactly one of calls_per_day and calls_per_month", "workload.calls_per_day")
        if self.cacheable_input_tokens is not None and self.cacheable_input_tokens > self.input_tokens:
            raise invalid("is a part of workload.input_tokens and cannot be more", "workload.cacheable_input_tokens")


class Served(Shape):
    """A model, and how its provider serves it where there are several ways at different prices."""

    model: ModelName
    provider: ProviderName | None = None
    tier: Annotated[ServedIn | None, Described("such as global, datazone, regional; default the provider's own")] = None
    region: Annotated[ServedIn | None, Described("the provider's region, where the price goes by it")] = None


class Current(Served):
    """The model that answers today."""

    prompt_caching: Annotated[
        Flag, Described("today's calls read the prompt from the cache; needs workload.cacheable_input_tokens")
    ] = False


class Hosting(Shape):
    """How the fine-tuned model is hosted, where the provider bills that by the hour or leaves a choice."""

    option: Annotated[ServedIn | None, Described("such as provisioned, imported, h100; default the standard way")] = (
        None
    )
    units: Annotated[Annotated[int, Whole("1", "10000")] | None, Described("GPUs, instances or model units; 1")] = None
    hours_per_month: Annotated[
        Annotated[Decimal, Quantity("1", "744")] | None,
        Described("hours of a month in which it is up; default all of them"),
    ] = None
    usd_per_unit_hour: Annotated[Usd | None, Described("what you pay for an hour of a unit, in place of the list")] = (
        None
    )


class Candidate(Served):
    """The model to fine-tune, and the calls that would be made of it."""

    method: Literal["sft", "dpo", "rft"] = "sft"
    tuning: Annotated[
        Literal["lora", "full"] | None,
        Described("an adapter or the whole model, where the provider prices them apart; default the adapter"),
    ] = None
    hosting: Hosting = Hosting()
    input_tokens: Annotated[Tokens | None, Described("mean input tokens of a call after; default as today")] = None
    output_tokens: Annotated[Tokens | None, Described("mean output tokens of a call after; default as today")] = None
    cacheable_input_tokens: Annotated[Tokens | None, Described("of these, at the start and the same in every call")] = (
        None
    )


class Dataset(Shape):
    """The training file."""

    examples: Examples
    tokens_per_example: Annotated[TokensRange | None, Described("mean tokens; default: the tokens of a call after")] = (
        None
    )
    epochs: Annotated[EpochsOrAuto, Described('passes over the file, or "auto"')] = "auto"
    validation_tokens: Annotated[Decimal, Quantity("0", "1000000000000")] | None = None


class Run(Shape):
    """One training run: its cost where it is known, or how it differs from the dataset."""

    model_config: ClassVar[Mapping[str, Any]] = {
        "json_schema_extra": {
            "anyOf": [
                {"properties": {"usd": NULL}},
                {"properties": {"examples": NULL, "tokens_per_example": NULL, "epochs": NULL}},
            ]
        }
    }

    name: Annotated[Text, Length(most=100)] | None = None
    usd: Usd | None = None
    examples: Annotated[int, Whole("1", "100000000")] | None = None
    tokens_per_example: TokensRange | None = None
    epochs: EpochsOrAuto | None = None

    def __post_init__(self) -> None:
        if self.usd is not None and (self.examples, self.tokens_per_example, self.epochs) != (None, None, None):
            raise invalid("give the cost of a run, or what it trains on, not both")


def _list_or_range(value: object) -> str:
    return "list" if isinstance(value, list | tuple) else "range"


def _run_or_usd(value: object) -> str:
    return "run" if isinstance(value, dict | Run) else "usd"


RunOrUsd = Annotated[Decimal | Run, OneOf(_run_or_usd, usd=Usd, run=Run)]
_RunList = Annotated[tuple[RunOrUsd, ...], Length(least=1, most=100)]
_UsdList = Annotated[tuple[Usd, ...], Length(least=1, most=100)]
Runs = Annotated[
    Range | tuple[Decimal | Run, ...], OneOf(_list_or_range, range=Annotated[Range, Spread("0", "1000")], list=_RunList)
]
TrainingUsd = Annotated[Range | tuple[Decimal, ...], OneOf(_list_or_range, range=UsdRange, list=_UsdList)]


class Experiments(Shape):
    """The training runs that it takes until one is good. What `training_usd` states is not computed."""

    model_config: ClassVar[Mapping[str, Any]] = {
        "json_schema_extra": {
            "anyOf": [{"properties": {"training_usd": NULL}}, {"properties": {"runs": {"not": _LIST}}}]
        }
    }

    runs: Annotated[Runs | None, Described("how many, or a list: the cost of each in USD, or what each trains on")] = (
        None
    )
    training_usd: Annotated[TrainingUsd | None, Described("cost of all runs in USD, or a list of the cost of each")] = (
        None
    )
    hours_per_run: Annotated[Hours | None, Described("hours of one run, where training is billed by the hour")] = None

    def __post_init__(self) -> None:
        if self.training_usd is not None and isinstance(self.runs, tuple):
            raise invalid("give the runs one by one in one place, runs or training_usd", "experiments.runs")


class Engineering(Shape):
    """People's time, once."""

    hours: Hours | None = None
    usd_per_hour: UsdRange | None = None


class Readiness(Shape):
    """What was done already. An answer that is left out makes its rule unknown."""

    prompts_optimized: Flag | None = None
    cheaper_model_tried: Flag | None = None
    models_tried: Annotated[tuple[ModelName, ...], Length(most=200)] | None = None
    quality_gap_measured: Flag | None = None
    current_quality: Annotated[Share | None, Described("quality of today's prompt, 0 to 1")] = None
    target_quality: Annotated[Share | None, Described("quality that is needed, 0 to 1")] = None


class Organization(Shape):
    """What the provider asks of the organisation."""

    has_fine_tuned_before: Flag | None = None
    fine_tuned_inference_in_last_60_days: Flag | None = None


class Retraining(Shape):
    """Training again, every so many months, for as long as the fine-tune is used."""

    every_months: Months
    hours: Annotated[Hours | None, Described("hours of each; default: one iteration of the policy")] = None
    runs: Annotated[Range, Spread("0", "1000"), Meta(extra_json_schema={"default": 1})] = Range.of(Decimal(1))


class DecisionRequest(Shape):
    """Should this workload move to a fine-tuned model, and when would that pay for itself?"""

    task: Literal["classification", "generation"]
    workload: Workload
    current: Current
    candidate: Candidate
    dataset: Dataset | None = None
    experiments: Experiments = Experiments()
    engineering: Engineering = Engineering()
    readiness: Readiness = Readiness()
    organization: Organization = Organization()
    retraining: Retraining | None = None
    deployments: Annotated[Deployments, Described("what answers behind names of your own")] = field(
        default_factory=dict
    )
    overrides: Annotated[
        Overrides, Described("negotiated prices; those of the candidate stand under provider/ft:MODEL:*")
    ] = field(default_factory=dict)
    quality_value_usd_per_month: Annotated[Usd | None, Described("what the better quality is worth a month")] = None
    horizon_months: Annotated[Months | None, Described("months to compare over")] = None
    as_of: Annotated[Day | None, Described("the day to decide for; default today (UTC)")] = None
    rates_version: Annotated[
        Annotated[Text, Length(most=64)] | None, Described("the rate table to decide with; default the current one")
    ] = None

    def __post_init__(self) -> None:
        if self.current.prompt_caching and self.workload.cacheable_input_tokens is None:
            raise invalid("is needed where current.prompt_caching is true", "workload.cacheable_input_tokens")
