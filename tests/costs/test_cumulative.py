"""What an approach adds up to, month by month: what it is, and how it is written."""

import json
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from costs.cumulative import Cumulative
from costs.quantities import EXACT, Range, plain

amounts = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False) | st.decimals(
    min_value=0, max_value=10**6, allow_nan=False, places=2
)
ranges = st.lists(amounts, min_size=3, max_size=3).map(lambda points: Range(*sorted(points)))
known = amounts.map(Range.of)


def between(low: str, expected: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(expected), Decimal(high))


def of(usd: str) -> Range:
    return Range.of(Decimal(usd))


WAYS = {
    "nothing but the same each month": (of("0"), of("750.0000"), ["0/0/0", "750/750/750", "1500/1500/1500"]),
    "whole dollars apart": (
        between("200", "300", "4E+2"),
        of("10.500000"),
        ["200/300/400", "210.5/310.5/410.5", "221/321/421"],
    ),
    "the same behind the point": (
        between("0.75", "30.750", "1000.75"),
        of("0.625"),
        ["0.75/30.75/1000.75", "1.375/31.375/1001.375", "2/32/1002"],
    ),
    "a whole dollar of smaller parts": (
        of("0.5"),
        of("0.25"),
        ["0.5/0.5/0.5", "0.75/0.75/0.75", "1/1/1", "1.25/1.25/1.25"],
    ),
    "the smallest that is written": (
        of("0.999999999998"),
        of("0.000000000001"),
        ["0.999999999998/" * 2 + "0.999999999998", "0.999999999999/" * 2 + "0.999999999999", "1/1/1"],
    ),
    "another low end behind the point": (
        between("0.1", "1", "2"),
        of("1"),
        ["0.1/1/2", "1.1/2/3", "2.1/3/4"],
    ),
    "another high end behind the point": (
        between("0", "1", "2.10"),
        of("1"),
        ["0/1/2.1", "1/2/3.1", "2/3/4.1"],
    ),
    "another expected point behind it": (
        between("0", "1.3", "2"),
        of("1"),
        ["0/1.3/2", "1/2.3/3", "2/3.3/4"],
    ),
    "a range each month": (
        between("10", "20", "30"),
        between("1", "2", "3.5"),
        ["10/20/30", "11/22/33.5", "12/24/37"],
    ),
    "more digits than a context of decimals usually has": (
        of("12345678901234567890123456789.25"),
        of("1"),
        [
            "/".join(["12345678901234567890123456789.25"] * 3),
            "/".join(["12345678901234567890123456790.25"] * 3),
        ],
    ),
    "so many digits at one end": (
        between("0.1", "1.2", "12345678901234567890123456789.25"),
        of("1"),
        ["0.1/1.2/12345678901234567890123456789.25", "1.1/2.2/12345678901234567890123456790.25"],
    ),
    "finer each month than is written": (
        of("5"),
        of("0.0000000000004"),
        ["5/5/5", "5/5/5", "5.000000000001/5.000000000001/5.000000000001"],
    ),
    "finer at first than is written": (
        of("0.0000000000004"),
        of("1"),
        ["0/0/0", "1/1/1"],
    ),
}


@pytest.mark.parametrize(("upfront", "monthly", "points"), WAYS.values(), ids=WAYS)
def test_what_adds_up_is_written_in_digits(upfront: Range, monthly: Range, points: list[str]) -> None:
    found = json.loads(Cumulative(upfront, monthly, len(points) - 1).written())
    assert ["/".join(point.values()) for point in found] == points
    assert [list(point) for point in found] == [["low", "expected", "high"]] * len(points)


def test_pydantic_writes_them_too() -> None:
    points = Cumulative(between("10", "20", "30"), of("1.50"), 1)
    written = [
        {"low": "10", "expected": "20", "high": "30"},
        {"low": "11.5", "expected": "21.5", "high": "31.5"},
    ]
    assert TypeAdapter(Cumulative).dump_python(points, mode="json") == written
    assert json.loads(TypeAdapter(Cumulative).dump_json(points)) == written
    assert TypeAdapter(Cumulative).validate_python(points) is points
    assert tuple(TypeAdapter(Cumulative).validate_json(json.dumps(written))) == tuple(points)


def test_cost_adds_up_month_by_month_from_what_is_paid_first() -> None:
    assert tuple(Cumulative(between("10", "20", "30"), between("1", "2", "3"), 3)) == (
        between("10", "20", "30"),
        between("11", "22", "33"),
        between("12", "24", "36"),
        between("13", "26", "39"),
    )


def test_some_of_many_ranges_are_ranges_again() -> None:
    points = Cumulative(of("5"), between("1", "2", "3"), 3)
    assert points[1:3] == (points[1], points[2])
    assert points[-1] == between("8", "11", "14")
    with pytest.raises(IndexError):
        points[4]


def test_the_contract_of_many_ranges_is_an_array_of_them() -> None:
    for_many = TypeAdapter(Cumulative).json_schema(mode="serialization")
    assert for_many == TypeAdapter(tuple[Range, ...]).json_schema(mode="serialization")


@given(upfront=ranges | known, monthly=ranges | known, months=st.integers(0, 60))
def test_each_month_adds_as_much(upfront: Range, monthly: Range, months: int) -> None:
    points = Cumulative(upfront, monthly, months)
    assert len(points) == months + 1
    assert points[0] == upfront
    with localcontext(EXACT):
        assert all(after == before + monthly for before, after in pairwise(points))


@example(Range.of(Decimal("0.1234567890123")), Range.of(Decimal(1)), 2)
@example(Range.of(Decimal("1E+3")), Range.of(Decimal("1E-9")), 2)
@given(upfront=ranges | known, monthly=ranges | known, last=st.integers(0, 60))
def test_what_adds_up_by_month_is_written_as_its_ranges(upfront: Range, monthly: Range, last: int) -> None:
    points = Cumulative(upfront, monthly, last)
    one_by_one = tuple(points)
    assert TypeAdapter(Cumulative).dump_json(points) == TypeAdapter(tuple[Range, ...]).dump_json(one_by_one)
    assert points.written() == TypeAdapter(Cumulative).dump_json(points).decode()
    assert all(
        found["high"] == plain(point.high) for found, point in zip(json.loads(points.written()), points, strict=True)
    )
