"""How figures leave: by their shortest way, and as if each had been written by itself."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from costs.quantities import plain, plain_each

numbers = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(
    min_value=-1_000_000, max_value=1_000_000, allow_nan=False, places=4
)


def _digits(value: Decimal) -> str:
    """The same, from first principles: rounded to twelve places, then written out, then without zeros at the end."""
    with localcontext(prec=10_000):
        rounded = value.quantize(Decimal("1e-12"), ROUND_HALF_EVEN)
    whole, _, fraction = format(rounded.copy_abs(), "f").partition(".")
    text = f"{whole}.{fraction}".rstrip("0").rstrip(".")
    return f"-{text}" if rounded < 0 else text


@given(numbers.filter(lambda value: abs(value.adjusted()) < 100))
def test_a_number_is_written_as_digits_without_zeros_at_its_end(value: Decimal) -> None:
    assert plain(value) == _digits(value)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (["1E+3", "7"], ["1000", "7"]),
        (["1E-9", "7"], ["0.000000001", "7"]),
        (["-0.00", "7"], ["0", "7"]),
        (["100", "12.50", "0.00", "10.05"], ["100", "12.5", "0", "10.05"]),
        (["100", "7"], ["100", "7"]),
        (["0.1234567890123", "7.0"], ["0.123456789012", "7"]),
    ],
)
def test_many_numbers_are_written_without_exponent_and_without_zeros_at_their_ends(
    values: list[str], written: list[str]
) -> None:
    assert plain_each(list(map(Decimal, values))) == written


@example([Decimal("1E+3"), Decimal(7)])
@example([Decimal("1E-9"), Decimal(7)])
@example([Decimal("-0.0"), Decimal(7)])
@example([Decimal("0.1234567890123"), Decimal(7)])
@given(st.lists(numbers.filter(lambda value: abs(value.adjusted()) < 100)))
def test_many_numbers_are_written_as_each_by_itself(values: list[Decimal]) -> None:
    assert plain_each(values) == [plain(value) for value in values]
