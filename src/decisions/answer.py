"""What a decision is answered with: one shape for JSON, Slack, the page and the log."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from costs.cumulative import Cumulative
from costs.payback import OpenRange
from costs.quantities import CostLine, PlainDecimal, Range
from inputs.numbers import json_number
from rules.outcomes import Outcome, Verdict

_set = object.__setattr__

type FlipValue = Annotated[str | bool | list[str], Field(description="what to send for the input")]


Hours = Annotated[
    Decimal, PlainSerializer(json_number, return_type=int | float), WithJsonSchema({"type": "number", "minimum": 0})
]


class Answer(BaseModel):
    """Frozen; unknown fields are refused where one is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **fields: Any) -> Self:  # type: ignore[override]
        """The answer with all of these `fields`, whose kinds mypy has checked: nothing is looked at again.

        An answer has some eighty parts; to validate them took as long as to decide.
        """
        answer = cls.__new__(cls)
        _set(answer, "__dict__", fields)
        _set(answer, "__pydantic_fields_set__", _fields_set or set(fields))
        _set(answer, "__pydantic_extra__", None)
        _set(answer, "__pydantic_private__", None)
        return answer


class FlipAnswer(Answer):
    """The smallest change of one input, the others left as they are, with which the rule passes."""

    input: str
    value: FlipValue
    text: str


class RuleAnswer(Answer):
    """One rule, what it saw and what would flip it."""

    id: str
    question: str
    outcome: Outcome
    observed: str
    required: str
    because: str
    source: str
    remedy: str
    flips_when: tuple[FlipAnswer, ...]
    ask: str | None = Field(description="the question to answer where the outcome is unknown")


class OneTime(Answer):
    """What is paid once: training, experiments, engineering. No total where a price is not known."""

    lines: tuple[CostLine, ...]
    total_usd: Range | None


class Monthly(Answer):
    """The bill of a month, at the expected volume; the saving over its range, with what better quality is worth."""

    current_usd: PlainDecimal
    current_lines: tuple[CostLine, ...]
    fine_tuned_usd: PlainDecimal | None
    fine_tuned_lines: tuple[CostLine, ...]
    quality_value_usd: PlainDecimal
    saving_usd: Range | None


class PerCall(Answer):
    """What one call costs."""

    current_usd: PlainDecimal
    fine_tuned_usd: PlainDecimal | None
    saving_usd: PlainDecimal | None


class Payback(Answer):
    """When the one-time cost is repaid. Months and days are `null` where it never is, a point of them likewise."""

    months: OpenRange | None
    days: OpenRange | None
    training_only_days: PlainDecimal | None = Field(
        description="days that repay the training alone, without engineering"
    )
    break_even_calls: str | None = Field(
        description="calls, in all, that repay the one-time cost; at this volume where hosting is billed beside them"
    )
    break_even_calls_per_month: str | None = Field(description="calls a month that repay it within the limit")
    hosting_break_even_calls_per_month: str | None = Field(
        description="calls a month that hosting and storage alone need"
    )
    limit_months: PlainDecimal
    retires_on: date | None = Field(description="the day on which the fine-tuned model is shut down")


class HoursSpan(Answer):
    """Hours of engineering."""

    low: Hours
    high: Hours


class AlternativeAnswer(Answer):
    """Another way to run the workload. Sorted by `total_usd`: upfront, hours and the months of the horizon."""

    approach: str
    provider: str
    model: str
    upfront_usd: PlainDecimal
    monthly_usd: PlainDecimal
    usd_per_call: PlainDecimal | None
    saving_usd: PlainDecimal = Field(description="saved a month against today")
    engineering_hours: HoursSpan
    quality_ceiling: str
    equal_quality: bool
    applicable: bool
    total_usd: PlainDecimal
    hosting_break_even_calls_per_month: str | None = Field(
        description="calls a month from which fine-tuning saves its hosting and storage against this one"
    )
    note: str | None


class CumulativeCost(Answer):
    """Cost in USD since the start, after 0, 1, 2, … months; upfront and hours included."""

    approach: str
    model: str
    usd_by_month: Cumulative


class Horizon(Answer):
    """Every approach over the same months."""

    months: int
    days_per_month: PlainDecimal
    cumulative: tuple[CumulativeCost, ...]


class RatesUsed(Answer):
    """The rate table that was used: with `version` and `as_of` the answer can be had again."""

    version: str
    sha256: str
    as_of: date
    stale: bool
    sources: tuple[str, ...]


class DecisionAnswer(Answer):
    """The verdict, why, what it costs, what else there is, and what would change it."""

    verdict: Verdict
    headline: str
    next_steps: tuple[str, ...]
    rules: tuple[RuleAnswer, ...]
    one_time: OneTime
    monthly: Monthly
    per_call: PerCall
    payback: Payback
    alternatives: tuple[AlternativeAnswer, ...]
    horizon: Horizon
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    rates: RatesUsed
