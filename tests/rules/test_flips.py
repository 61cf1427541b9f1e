"""The nearest value of an input that makes every condition hold, exact to its step."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.facts import Lever
from rules.flips import Condition, flips, nearest_passing, parted


def lever(value: str, step: str = "1", least: str = "0", most: str = "1000") -> Lever:
    return Lever("x", "units", Decimal(value), Decimal(step), Decimal(least), Decimal(most))


def needs(margin: str, slope: str, *, strict: bool = False) -> Condition:
    return Condition(Decimal(margin), lambda lever: Decimal(slope), strict)


def nearest(of: Lever, conditions: Iterable[Condition]) -> Decimal | None:
    return nearest_passing(of, *parted(conditions))


@pytest.mark.parametrize(
    ("margin", "holds", "holds_strictly"),
    [
        ("0", True, False),
        ("5E-101", True, False),
        ("5.1E-101", True, True),
        ("-5E-101", True, False),
        ("-5.1E-101", False, False),
    ],
)
def test_what_is_not_more_than_dust_is_nothing(margin: str, holds: bool, holds_strictly: bool) -> None:
    assert needs(margin, "1").holds() is holds
    assert needs(margin, "1", strict=True).holds() is holds_strictly


@pytest.mark.parametrize(
    ("value", "conditions", "passing"),
    [
        ("10", [needs("-5", "1")], "15"),
        ("10", [needs("-5", "1", strict=True)], "16"),
        ("10", [needs("-5", "2")], "13"),
        ("10", [needs("-5", "2", strict=True)], "13"),
        ("10", [needs("-4", "2", strict=True)], "13"),
        ("10", [needs("-5", "-1")], "5"),
        ("10", [needs("-5", "-1", strict=True)], "4"),
        ("10", [needs("-5", "-2")], "7"),
        ("10", [needs("-10", "-1")], "0"),
        ("10", [needs("-5", "1"), needs("-8", "1")], "18"),
        ("10", [needs("-5", "1"), needs("7", "-1")], "15"),
        ("10", [needs("-5", "1"), needs("5", "-1")], "15"),
        ("10", [needs("-5", "-1"), needs("5", "1")], "5"),
        ("10", [needs("-5", "1"), needs("3", "0")], "15"),
        ("10.5", [needs("-5", "1")], "16"),
        ("10.5", [needs("-5", "-1")], "5"),
        ("10", [needs("-990", "1")], "1000"),
    ],
)
def test_the_nearest_value_that_passes(value: str, conditions: list[Condition], passing: str) -> None:
    assert nearest(lever(value), conditions) == Decimal(passing)


@pytest.mark.parametrize(
    "conditions",
    [
        [needs("-10", "-1", strict=True)],
        [needs("-990", "1", strict=True)],
        [needs("-991", "1")],
        [needs("-5", "0")],
        [needs("0", "0", strict=True)],
        [needs("-5", "1"), needs("4", "-1")],
        [needs("-5", "-1"), needs("4", "1")],
        [needs("-5", "1"), needs("5", "-1", strict=True)],
        [needs("-5", "1"), needs("-1", "0")],
    ],
)
def test_where_no_value_within_the_bounds_passes_there_is_none(conditions: list[Condition]) -> None:
    assert nearest(lever("10"), conditions) is None


def test_bounds_that_are_off_the_grid_are_kept() -> None:
    assert nearest(lever("10", "3", least="4"), [needs("-1", "-1")]) == 9
    assert nearest(lever("10", "3", least="8"), [needs("-2", "-1")]) is None
    assert nearest(lever("10", "3", most="14"), [needs("-3", "1")]) is None


def test_a_value_is_whole_steps_of_its_input() -> None:
    assert nearest(lever("10", "3"), [needs("-4", "1")]) == 15
    assert nearest(lever("10", "3"), [needs("-4", "-1")]) == 6
    assert nearest(lever("10", "0.01", least="2"), [needs("-4.996", "-1")]) == 5
    assert nearest(lever("10", "0.01", least="2"), [needs("-4.996", "1")]) == 15


def test_an_open_end_has_a_value_however_far() -> None:
    assert nearest(lever("0", most="Infinity"), [needs("-1", "0.000000000000001")]) == 10**15


def test_a_share_of_a_third_is_turned_to_the_value_it_stands_for() -> None:
    third = Decimal(100) / 3
    assert nearest(lever("0"), [needs(str(-third * 3), "1")]) == 100


def test_a_flip_says_the_value_its_unit_and_where_it_is_now() -> None:
    up, down = flips([lever("10"), lever("30")], [Condition(Decimal(-5), lambda each: Decimal(20) - each.value)])
    assert (up.input, up.value, up.text) == ("x", Decimal(11), "at least 11 units (now 10)")
    assert (down.value, down.text) == (Decimal(29), "at most 29 units (now 30)")


def test_a_flip_is_said_to_the_finest_step_of_its_input() -> None:
    [flip] = flips([lever("0.0075", "0.0001")], [needs("-0.005", "1")])
    assert (flip.value, flip.text) == (Decimal("0.0125"), "at least 0.0125 units (now 0.0075)")
    [flip] = flips([lever("0.007512", "0.0001")], [needs("-0.005", "1")])
    assert (flip.value, flip.text) == (Decimal("0.0126"), "at least 0.0126 units (now 0.0075)")


def test_an_input_that_cannot_help_is_left_out() -> None:
    assert flips([lever("10")], [needs("-5", "0")]) == ()


steps = st.sampled_from(("1", "0.01", "0.0001", "128"))
figures = st.decimals(-10_000, 10_000, places=4)
slopes = st.decimals(-100, 100, places=4)
some_conditions = st.lists(st.tuples(figures, slopes, st.booleans()), min_size=1, max_size=3)


@given(value=st.decimals(0, 1000, places=4), step=steps, conditions=some_conditions, most=st.integers(0, 5000))
@settings(max_examples=150, deadline=None)
def test_the_value_passes_and_one_step_nearer_does_not(
    value: Decimal, step: str, conditions: list[tuple[Decimal, Decimal, bool]], most: int
) -> None:
    assume(value <= most)
    at = lever(str(value), step, most=str(most))
    needed = [needs(str(margin), str(slope), strict=strict) for margin, slope, strict in conditions]
    assume(not all(condition.holds() for condition in needed))

    def holds(candidate: Decimal) -> bool:
        moved = Fraction(candidate) - Fraction(value)
        margins = [Fraction(margin) + Fraction(slope) * moved for margin, slope, _ in conditions]
        return all(
            margin > 0 if strict else margin >= 0 for margin, (_, _, strict) in zip(margins, conditions, strict=True)
        )

    found = nearest(at, needed)
    if found is None:
        lowest, highest = Decimal(0), Decimal(most) // at.step * at.step
        nearby = [value // at.step * at.step + at.step * number for number in range(-50, 51)]
        assert not any(holds(each) for each in (lowest, highest, *nearby) if 0 <= each <= most)
        return
    assert at.least <= found <= most
    assert found % at.step == 0
    assert holds(found)
    nearer = found - at.step if found > value else found + at.step
    assert not holds(nearer)


def by_fractions(lever: Lever, conditions: list[Condition]) -> Decimal | None:
    """The nearest value by exact fractions: slow, and plain to see."""
    step, start = Fraction(lever.step), Fraction(lever.value)
    least, most = ceil(Fraction(lever.least) / step), floor(Fraction(lever.most) / step)
    for condition in conditions:
        margin, slope = Fraction(condition.margin), Fraction(condition.slope(lever))
        if slope == 0:
            if not (margin > 0 if condition.strict else margin >= 0):
                return None
        elif slope > 0:
            turn = (start - margin / slope) / step
            least = max(least, floor(turn) + 1 if condition.strict else ceil(turn))
        else:
            turn = (start - margin / slope) / step
            most = min(most, ceil(turn) - 1 if condition.strict else floor(turn))
    if least > most:
        return None
    if least * step > start:
        return least * lever.step
    return most * lever.step if most * step < start else lever.value


_figures = st.decimals(-10_000, 10_000, places=6, allow_nan=False, allow_infinity=False)


@settings(deadline=None, max_examples=500)
@given(
    st.decimals(0, 1000, places=4),
    st.sampled_from(["1", "3", "0.01", "0.0001"]),
    st.sampled_from(["0", "0.5", "7"]),
    st.lists(st.tuples(_figures, _figures, st.booleans()), min_size=1, max_size=4),
)
def test_a_flip_solved_with_decimals_is_the_one_by_exact_fractions(value, step, least, figures):
    conditions = [needs(str(margin), str(slope), strict=strict) for margin, slope, strict in figures]
    of = Lever("x", "units", value, Decimal(step), Decimal(least), Decimal(1000))

    assume(not all(condition.holds() for condition in conditions))
    assert nearest(of, conditions) == by_fractions(of, conditions)
