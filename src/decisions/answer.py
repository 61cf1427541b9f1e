"""What a decision is answered with: one shape for JSON, Slack, the page and the log."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from costs.cumulative import Cumulative
from costs.payback import OpenRange
from costs.quantities import CostLine, PlainDecimal, Range
from inputs.numbers import json_number
from rules.outcomes import Outcome, Verdict
from shapes.kinds import Described, Written
from shapes.shape import Shape

type FlipValue = Annotated[str | bool | list[str], Described("what to send for the input")]
Hours = Annotated[Decimal, Written(json_number, {"type": "number", "minimum": 0})]


class FlipAnswer(Shape):
    """The smallest change of one input, the others left as they are, with which the rule passes."""

    input: str
    value: FlipValue
    text: str


class RuleAnswer(Shape):
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
    ask: Annotated[str | None, Described("the question to answer where the outcome is unknown")]


class OneTime(Shape):
    """What is paid once: training, experiments, engineering. No total where a price is not known."""

    lines: tuple[CostLine, ...]
    total_usd: Range | None


class Monthly(Shape):
    """The bill of a month, at the expected volume; the saving over its range, with what better quality is worth."""

    current_usd: PlainDecimal
    current_lines: tuple[CostLine, ...]
    fine_tuned_usd: PlainDecimal | None
    fine_tuned_lines: tuple[CostLine, ...]
    quality_value_usd: PlainDecimal
    saving_usd: Range | None


class PerCall(Shape):
    """What one call costs."""

    current_usd: PlainDecimal
    fine_tuned_usd: PlainDecimal | None
    saving_usd: PlainDecimal | None


class Payback(Shape):
    """When the one-time cost is repaid. Months and days are `null` where it never is, a point of them likewise."""

    months: OpenRange | None
    days: OpenRange | None
    training_only_days: Annotated[
        PlainDecimal | None, Described("days that repay the training alone, without engineering")
    ]
    break_even_calls: Annotated[
        str | None,
        Described("calls, in all, that repay the one-time cost; at this volume where hosting is billed beside them"),
    ]
    break_even_calls_per_month: Annotated[str | None, Described("calls a month that repay it within the limit")]
    hosting_break_even_calls_per_month: Annotated[
        str | None, Described("calls a month that hosting and storage alone need")
    ]
    limit_months: PlainDecimal
    retires_on: Annotated[date | None, Described("the day on which the fine-tuned model is shut down")]


class HoursSpan(Shape):
    """Hours of engineering."""

    low: Hours
    high: Hours


class AlternativeAnswer(Shape):
    """Another way to run the workload. Sorted by `total_usd`: upfront, hours and the months of the horizon."""

    approach: str
    provider: str
    model: str
    upfront_usd: PlainDecimal
    monthly_usd: PlainDecimal
    usd_per_call: PlainDecimal | None
    saving_usd: Annotated[PlainDecimal, Described("saved a month against today")]
    engineering_hours: HoursSpan
    quality_ceiling: str
    equal_quality: bool
    applicable: bool
    total_usd: PlainDecimal
    hosting_break_even_calls_per_month: Annotated[
        str | None,
        Described("calls a month from which fine-tuning saves its hosting and storage against this one"),
    ]
    note: str | None


class CumulativeCost(Shape):
    """Cost in USD since the start, after 0, 1, 2, … months; upfront and hours included."""

    approach: str
    model: str
    usd_by_month: Cumulative


class Horizon(Shape):
    """Every approach over the same months."""

    months: int
    days_per_month: PlainDecimal
    cumulative: tuple[CumulativeCost, ...]


class RatesUsed(Shape):
    """The rate table that was used: with `version` and `as_of` the answer can be had again."""

    version: str
    sha256: str
    as_of: date
    stale: bool
    sources: tuple[str, ...]


class DecisionAnswer(Shape):
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
