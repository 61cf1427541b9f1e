"""Points in give points out; a wider range in never gives a narrower one out."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from costs.quantities import Range
from decisions.answer import DecisionAnswer
from tests.decisions.asking import Ask, Body, request, with_fields

FIELDS = (
    "workload.calls_per_month",
    "experiments.runs",
    "engineering.hours",
    "engineering.usd_per_hour",
    "dataset.tokens_per_example",
    "retraining.hours",
    "retraining.runs",
)


def ranges_of(answer: DecisionAnswer) -> Iterator[Range]:
    for line in (*answer.one_time.lines, *answer.monthly.current_lines, *answer.monthly.fine_tuned_lines):
        yield line.cost_usd
    assert answer.one_time.total_usd is not None
    assert answer.monthly.saving_usd is not None
    yield answer.one_time.total_usd
    yield answer.monthly.saving_usd


def months_of(answer: DecisionAnswer) -> list[Decimal | None]:
    months = answer.payback.months
    return [None, None, None] if months is None else [months.low, months.expected, months.high]


@st.composite
def spreads(draw: st.DrawFn) -> tuple[Body, Body, Body]:
    """The same request with points, with narrow ranges around them, and with wider ranges around those."""
    point, narrow, wide = {}, {}, {}
    for field in FIELDS:
        most = 100_000 if field.startswith("workload") else 60
        low, lower, middle, higher, high = sorted(draw(st.lists(st.integers(0, most), min_size=5, max_size=5)))
        point[field] = middle
        narrow[field] = {"low": lower, "expected": middle, "high": higher}
        wide[field] = {"low": low, "expected": middle, "high": high}
    candidate: dict[str, object] = {
        "candidate.input_tokens": draw(st.integers(0, 12_000)),
        "retraining.every_months": 3,
    }
    body = request(candidate)
    return with_fields(body, point), with_fields(body, narrow), with_fields(body, wide)


@given(bodies=spreads())
@settings(max_examples=25, deadline=None)
def test_a_wider_range_contains_the_narrower_and_points_give_points(ask: Ask, bodies: tuple[Body, Body, Body]) -> None:
    point, narrow, wide = (ask(body) for body in bodies)
    for alone, inner, outer in zip(ranges_of(point), ranges_of(narrow), ranges_of(wide), strict=True):
        assert alone.low == alone.expected == alone.high == inner.expected == outer.expected
        assert outer.low <= inner.low <= inner.expected <= inner.high <= outer.high
    assert len(set(months_of(point))) == 1
    never = Decimal("Infinity")
    inner_months = [never if each is None else each for each in months_of(narrow)]
    outer_months = [never if each is None else each for each in months_of(wide)]
    assert outer_months[0] <= inner_months[0]
    assert outer_months[1] == inner_months[1]
    assert outer_months[2] >= inner_months[2]
    assert [rule.outcome for rule in point.rules] == [rule.outcome for rule in wide.rules]


def test_a_range_without_what_is_expected_is_reckoned_at_its_middle(ask: Ask) -> None:
    answer = ask(request({"engineering.hours": {"low": 20, "high": 50}}))
    assert answer.one_time.lines[-1].cost_usd == Range(Decimal(2000), Decimal(3500), Decimal(5000))


def test_a_verdict_that_holds_at_one_end_only_is_warned_of(ask: Ask) -> None:
    wide = ask(request({"workload.calls_per_month": {"low": 100_000, "expected": 1_000_000, "high": 2_000_000}}))
    assert [warning for warning in wide.warnings if "both sides" in warning] == [
        "payback is from 0.57 months to 11.42 months, on both sides of the limit of 3 months: narrow the ranges"
    ]
    never = ask(request({"workload.calls_per_month": {"low": 0, "expected": 1_000_000, "high": 2_000_000}}))
    assert any(warning.startswith("payback is from 0.57 months to never, on both sides") for warning in never.warnings)


def test_a_verdict_that_holds_over_the_whole_range_is_not(ask: Ask) -> None:
    answer = ask(request({"workload.calls_per_month": {"low": 1_000_000, "high": 2_000_000}}))
    assert not [warning for warning in answer.warnings if "both sides" in warning]
