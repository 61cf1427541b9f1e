"""How figures leave: by their shortest way, and as if each had been written by itself."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from costs.payback import cumulative
from costs.quantities import EXACT, Range, Ranges, plain, plain_each

type Points = tuple[Decimal, Decimal, Decimal]

numbers = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(
    min_value=-1_000_000, max_value=1_000_000, allow_nan=False, places=4
)
amounts = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False)
three = st.tuples(amounts, amounts, amounts)


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


@example([Decimal("1E+3"), Decimal(7)])
@example([Decimal("1E-9"), Decimal(7)])
@example([Decimal("-0.0"), Decimal(7)])
@example([Decimal("0.1234567890123"), Decimal(7)])
@given(st.lists(numbers.filter(lambda value: abs(value.adjusted()) < 100)))
def test_many_numbers_are_written_as_each_by_itself(values: list[Decimal]) -> None:
    assert plain_each(values) == [plain(value) for value in values]


@given(three, three, st.integers(0, 60))
def test_what_adds_up_by_month_is_written_as_its_ranges(
    once: list[Decimal], by_month: list[Decimal], last: int
) -> None:
    upfront, monthly = Range(*once), Range(*by_month)
    known, often = Range.of(once[0]), Range.of(by_month[0])
    with localcontext(EXACT):
        for start, month in ((upfront, monthly), (known, monthly), (upfront, often), (known, often)):
            points = cumulative(start, month, last)
            one_by_one = tuple(start + month.scaled(Decimal(number)) for number in range(last + 1))
            assert tuple(points) == one_by_one
            assert TypeAdapter(Ranges).dump_json(points) == TypeAdapter(tuple[Range, ...]).dump_json(one_by_one)


def test_some_of_many_ranges_are_ranges_again() -> None:
    points = cumulative(Range.of(Decimal(5)), Range(Decimal(1), Decimal(2), Decimal(3)), 3)
    assert tuple(points[1:3]) == (points[1], points[2])
    assert points[-1] == Range(Decimal(8), Decimal(11), Decimal(14))


def test_the_contract_of_many_ranges_is_an_array_of_them() -> None:
    for_many = TypeAdapter(Ranges).json_schema(mode="serialization")
    assert for_many == TypeAdapter(tuple[Range, ...]).json_schema(mode="serialization")
