"""The numbers that the rules and the defaults use. Their values are data (`rates/policy.yaml`), dated and sourced."""

from decimal import Decimal
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter, ValidationError, model_validator

Number = Annotated[
    Decimal, Field(ge=0, allow_inf_nan=False), PlainSerializer(lambda number: format(number, "f"), return_type=str)
]


class Span(BaseModel):
    """Low and high end of a published span."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    low: Number
    high: Number

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high: swap them")
        return self

    @property
    def middle(self) -> Decimal:
        """Half way between the ends."""
        return (self.low + self.high) / 2


Positive = Annotated[Number, Field(gt=0)]
Share = Annotated[Number, Field(le=1)]


class Thresholds(BaseModel):
    """The policy in force on one day. Each field is an entry of `rates/policy.yaml`; a description is its meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    payback_limit_months: Positive = Field(
        description="savings must exceed training + engineering within so many months"
    )
    rarely_helps_below_examples: Number = Field(description="with fewer examples a fine-tune barely moves the model")
    minimum_examples_classification: Number = Field(description="smallest dataset worth trying for classification")
    minimum_examples_generation: Number = Field(description="smallest dataset worth trying for generation")
    comfortable_examples_classification: Number = Field(description="upper end of the minimum for classification")
    comfortable_examples_generation: Number = Field(description="upper end of the minimum for generation")
    experiment_runs: Span = Field(description="training runs that a project needs before one is good")
    engineering_hours: Span = Field(description="hours of a well-executed project, all in all")
    engineering_hours_data_preparation: Span = Field(description="of these, cleaning and formatting examples")
    engineering_hours_evaluation: Span = Field(description="of these, building evaluation sets")
    engineering_hours_iteration: Span = Field(description="of these, each iteration; also what a retraining takes")
    engineering_usd_per_hour: Number = Field(description="cost of an engineer's hour in USD")
    zero_shot_hours: Span = Field(description="hours to set up zero-shot prompting; also to try another base model")
    few_shot_hours: Span = Field(description="hours to set up few-shot prompting")
    few_shot_examples: Number = Field(description="examples that a few-shot prompt carries")
    system_prompt_hours: Span = Field(description="hours to optimise the system prompt")
    prompt_caching_hours: Span = Field(description="hours to set up prompt caching")
    batch_hours: Span = Field(description="hours to move calls to the batch API")
    cache_hit_rate: Share = Field(description="share of calls that find the prompt's cacheable part in the cache")
    days_per_month: Positive = Field(description="days that a month is reckoned as")
    hours_per_month: Positive = Field(description="hours that a month is reckoned as")
    horizon_months: Positive = Field(description="months over which approaches are compared")
    budget_alert_shares: tuple[Number, ...] = Field(description="shares of a monthly budget at which an alert is sent")

    def minimum_examples(self, task: str) -> Decimal:
        """Smallest dataset worth trying for `task` ("classification" or "generation")."""
        by_task: dict[str, Decimal] = {
            "classification": self.minimum_examples_classification,
            "generation": self.minimum_examples_generation,
        }
        return by_task[task]

    def comfortable_examples(self, task: str) -> Decimal:
        """Upper end of the article's span of the smallest dataset for `task`."""
        by_task: dict[str, Decimal] = {
            "classification": self.comfortable_examples_classification,
            "generation": self.comfortable_examples_generation,
        }
        return by_task[task]


@cache
def _value_adapter(name: str) -> TypeAdapter[object]:
    field = Thresholds.model_fields[name]
    return TypeAdapter(Annotated[field.annotation, field])  # type: ignore[arg-type]


def check_value(name: str, value: object) -> None:
    """Raise `ValueError` in the words of an editor of the policy where `value` cannot be the threshold `name`."""
    try:
        _value_adapter(name).validate_python(value)
    except ValidationError as error:
        found = error.errors()[0]
        shape = {Span: "a span such as {low: 3, high: 5}", tuple[Number, ...]: "a list such as [0.8, 1]"}
        wanted = shape.get(Thresholds.model_fields[name].annotation, "one number")  # type: ignore[call-overload]
        raise ValueError(f"{name} must be {wanted} ({found['msg'].lower()})") from error
