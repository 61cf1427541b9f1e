"""What must add up in every answer, whatever is asked."""

from decimal import Decimal, localcontext

from hypothesis import assume, given, settings

from costs.quantities import EXACT, Range, total
from decisions.answer import DecisionAnswer
from inputs.errors import UnusableRequestError
from tests.decisions.asking import Ask, Body
from tests.decisions.requests import requests

SOME = settings(max_examples=25, deadline=None)


def decided(ask: Ask, body: Body) -> DecisionAnswer:
    try:
        return ask(body)
    except UnusableRequestError as error:
        assume(False)
        raise AssertionError from error


@given(body=requests())
@SOME
def test_lines_sum_to_their_totals(ask: Ask, body: Body) -> None:
    answer = decided(ask, body)
    with localcontext(EXACT):
        if answer.one_time.total_usd is not None:
            assert total(answer.one_time.lines) == answer.one_time.total_usd
        monthly = answer.monthly
        assert total(monthly.current_lines).expected == monthly.current_usd
        if monthly.fine_tuned_usd is None:
            assert monthly.fine_tuned_lines == ()
        else:
            assert monthly.saving_usd is not None
            assert total(monthly.fine_tuned_lines).expected == monthly.fine_tuned_usd
            saved = monthly.current_usd - monthly.fine_tuned_usd + monthly.quality_value_usd
            assert abs(monthly.saving_usd.expected - saved) < Decimal("1e-100")
        for line in (*answer.one_time.lines, *monthly.current_lines, *monthly.fine_tuned_lines):
            assert abs(line.quantity * line.unit_price_usd - line.cost_usd.expected) < Decimal("1e-100")
            assert 0 <= line.cost_usd.low <= line.cost_usd.expected <= line.cost_usd.high


@given(body=requests())
@SOME
def test_every_approach_is_followed_to_the_total_of_its_horizon(ask: Ask, body: Body) -> None:
    answer = decided(ask, body)
    today, *others = answer.horizon.cumulative
    months = answer.horizon.months
    assert today.approach == "today"
    assert today.usd_by_month[0].expected == 0
    with localcontext(EXACT):
        assert today.usd_by_month[-1].expected == answer.monthly.current_usd * months
        for followed, alternative in zip(others, answer.alternatives, strict=True):
            assert (followed.approach, followed.model) == (alternative.approach, alternative.model)
            assert len(followed.usd_by_month) == months + 1
            assert followed.usd_by_month[-1].expected == alternative.total_usd
            assert alternative.saving_usd == answer.monthly.current_usd - alternative.monthly_usd


@given(body=requests())
@SOME
def test_alternatives_come_cheapest_first_and_cheaper_models_are_cheaper_and_alive(ask: Ask, body: Body) -> None:
    answer = decided(ask, body)
    totals = [each.total_usd for each in answer.alternatives]
    assert totals == sorted(totals)
    for each in answer.alternatives:
        if each.approach == "cheaper_model":
            assert each.usd_per_call is not None
            assert each.usd_per_call < answer.per_call.current_usd
            assert each.note is None or f"shut down on {answer.rates.as_of}" not in each.note


@given(body=requests())
@SOME
def test_the_same_request_gives_the_same_bytes_and_a_price_that_is_not_known_is_never_zero(
    ask: Ask, body: Body
) -> None:
    answer = decided(ask, body)
    assert answer.model_dump_json() == decided(ask, body).model_dump_json()
    known = answer.per_call.fine_tuned_usd is not None
    if not known:
        unknown = {each.id for each in answer.rules if each.outcome == "unknown"}
        assert {"beats-alternatives", "saves-per-call", "payback-within-limit", "outlives-payback"} <= unknown
        assert answer.monthly.fine_tuned_usd is None
        assert answer.monthly.saving_usd is None
        assert answer.payback.months is None
        assert answer.payback.break_even_calls is None
        assert "fine_tuning" not in {each.approach for each in answer.alternatives}


@given(body=requests())
@SOME
def test_ranges_are_in_order(ask: Ask, body: Body) -> None:
    answer = decided(ask, body)
    ranges: list[Range] = [point for each in answer.horizon.cumulative for point in each.usd_by_month]
    ranges += [each for each in (answer.one_time.total_usd, answer.monthly.saving_usd) if each is not None]
    assert all(each.low <= each.expected <= each.high for each in ranges)
    months = answer.payback.months
    if months is not None:
        points = [months.low, months.expected, months.high]
        known = [point for point in points if point is not None]
        assert known == sorted(known)
        assert points[: len(known)] == known
