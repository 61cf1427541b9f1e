"""The numbers that the rules and the defaults use. Their values are data (`rates/policy.yaml`), dated and sourced."""

from decimal import Decimal
from typing import Annotated, get_args

from shapes.kinds import Bounds, Described, Written
from shapes.shape import Shape


def _digits(number: Decimal) -> str:
    return format(number, "f")


_LEAVES = Written(_digits, {"type": "string"})
Number = Annotated[Decimal, Bounds(), _LEAVES]
Positive = Annotated[Decimal, Bounds(but_not_least=True), _LEAVES]
Share = Annotated[Decimal, Bounds(most=Decimal(1)), _LEAVES]


class Span(Shape):
    """Low and high end of a published span."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        self.hold_bounds()
        if self.low > self.high:
            raise ValueError("low is above high: swap them")

    @property
    def middle(self) -> Decimal:
        """Half way between the ends."""
        return (self.low + self.high) / 2


class Thresholds(Shape):
    """The policy in force on one day. Each field is an entry of `rates/policy.yaml`; a description is its meaning."""

    payback_limit_months: Annotated[
        Positive, Described("savings must exceed training + engineering within so many months")
    ]
    rarely_helps_below_examples: Annotated[Number, Described("with fewer examples a fine-tune barely moves the model")]
    minimum_examples_classification: Annotated[Number, Described("smallest dataset worth trying for classification")]
    minimum_examples_generation: Annotated[Number, Described("smallest dataset worth trying for generation")]
    comfortable_examples_classification: Annotated[Number, Described("upper end of the minimum for classification")]
    comfortable_examples_generation: Annotated[Number, Described("upper end of the minimum for generation")]
    experiment_runs: Annotated[Span, Described("training runs that a project needs before one is good")]
    engineering_hours: Annotated[Span, Described("hours of a well-executed project, all in all")]
    engineering_hours_data_preparation: Annotated[Span, Described("of these, cleaning and formatting examples")]
    engineering_hours_evaluation: Annotated[Span, Described("of these, building evaluation sets")]
    engineering_hours_iteration: Annotated[Span, Described("of these, each iteration; also what a retraining takes")]
    engineering_usd_per_hour: Annotated[Number, Described("cost of an engineer's hour in USD")]
    zero_shot_hours: Annotated[Span, Described("hours to set up zero-shot prompting; also to try another base model")]
    few_shot_hours: Annotated[Span, Described("hours to set up few-shot prompting")]
    few_shot_examples: Annotated[Number, Described("examples that a few-shot prompt carries")]
    system_prompt_hours: Annotated[Span, Described("hours to optimise the system prompt")]
    prompt_caching_hours: Annotated[Span, Described("hours to set up prompt caching")]
    batch_hours: Annotated[Span, Described("hours to move calls to the batch API")]
    cache_hit_rate: Annotated[Share, Described("share of calls that find the prompt's cacheable part in the cache")]
    days_per_month: Annotated[Positive, Described("days that a month is reckoned as")]
    hours_per_month: Annotated[Positive, Described("hours that a month is reckoned as")]
    horizon_months: Annotated[Positive, Described("months over which approaches are compared")]
    budget_alert_shares: Annotated[
        tuple[Number, ...], Described("shares of a monthly budget at which an alert is sent")
    ]

    def minimum_examples(self, task: str) -> Decimal:
        """Smallest dataset worth trying for `task` ("classification" or "generation")."""
        least: Decimal = getattr(self, f"minimum_examples_{task}")
        return least

    def comfortable_examples(self, task: str) -> Decimal:
        """Upper end of the article's span of the smallest dataset for `task`."""
        most: Decimal = getattr(self, f"comfortable_examples_{task}")
        return most


def check_value(name: str, value: object) -> None:
    """Raise `ValueError` in the words of an editor of the policy where `value` cannot be the threshold `name`."""
    from shapes.schemas import wrong_with  # noqa: PLC0415 - what is right does without

    kind = Thresholds.kind_of(name)
    wrong = wrong_with(kind, value)
    if wrong is not None:
        looks = {Span: "a span such as {low: 3, high: 5}", tuple[Number, ...]: "a list such as [0.8, 1]"}
        raise ValueError(f"{name} must be {looks.get(get_args(kind)[0], 'one number')} ({wrong.lower()})")
