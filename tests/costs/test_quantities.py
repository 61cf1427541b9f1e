"""Decimals as they are written, and ranges of them."""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from costs.quantities import NOTHING, CostLine, PlainDecimal, Range, plain, total


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("750.00", "750"),
        ("9.12E-5", "0.0000912"),
        ("0", "0"),
        ("-0", "0"),
        ("-0.000", "0"),
        ("0E+3", "0"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("-12.50", "-12.5"),
        ("0.000000000001", "0.000000000001"),
        ("0.0000000000004", "0"),
        ("-0.0000000000004", "0"),
        ("0.0000000000006", "0.000000000001"),
        ("0.0000000000005", "0"),
        ("0.0000000000015", "0.000000000002"),
        ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
        ("12345678901234567890.0000000000016", "12345678901234567890.000000000002"),
        ("1E+160", "1" + "0" * 160),
        ("9" * 160, "9" * 160),
        ("0.", "0"),
    ],
)
def test_a_decimal_is_written_in_digits(value: str, written: str) -> None:
    assert plain(Decimal(value)) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=12))
def test_up_to_twelve_places_nothing_is_lost(value: Decimal) -> None:
    written = plain(value)
    assert Decimal(written) == value
    assert "E" not in written
    assert written != "-0"
    assert not ("." in written and written.endswith(("0", ".")))


def test_a_decimal_leaves_as_a_string_so_that_no_reader_makes_it_a_float() -> None:
    assert TypeAdapter(PlainDecimal).dump_json(Decimal("0.10")) == b'"0.1"'
    line = CostLine("training", Decimal("1.5"), "million", Decimal(3), Range.of(Decimal("4.50")))
    assert json.loads(TypeAdapter(CostLine).dump_json(line)) == {
        "name": "training",
        "quantity": "1.5",
        "unit": "million",
        "unit_price_usd": "3",
        "cost_usd": {"low": "4.5", "expected": "4.5", "high": "4.5"},
    }


def test_a_decimal_is_described_as_the_string_of_digits_that_it_leaves_as() -> None:
    schema = TypeAdapter(PlainDecimal).json_schema(mode="serialization")
    assert schema["type"] == "string"
    assert schema["examples"]
    for written in ("0", "-12.5", "1000", "0.000000000001", *schema["examples"]):
        assert re.search(schema["pattern"], written), written
    for never in ("", "1E+3", "1.", ".5", "1,000", "+1", "NaN"):
        assert not re.search(schema["pattern"], never), never


def test_no_lines_cost_nothing() -> None:
    assert total(()) == NOTHING


points = st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted)
ranges = points.map(lambda each: Range(*(Decimal(point) for point in each)))


def in_order(of: Range) -> bool:
    return of.low <= of.expected <= of.high


@given(ranges, ranges, st.integers(0, 1000), st.integers(1, 12))
def test_sums_products_and_shares_of_ranges_stay_in_order(one: Range, other: Range, factor: int, among: int) -> None:
    assert in_order(one + other)
    assert in_order(one * other)
    assert in_order(one.scaled(Decimal(factor)))
    assert in_order(one.shared(among))
    assert one + NOTHING == one


@given(st.integers(-(10**9), 10**9), st.integers(1, 120))
def test_a_whole_share_is_exact(share: int, among: int) -> None:
    assert Range.of(Decimal(share * among)).shared(among) == Range.of(Decimal(share))
