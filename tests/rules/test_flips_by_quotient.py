"""A division with remainder gives the flips that a quotient to 400 digits gives, where they are hardest to tell."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from costs.quantities import EXACT
from rules.facts import Lever
from rules.flips import Condition, nearest_passing, parted
from tests.rules.by_quotient import nearest_by_quotient


def share(of: int, among: int) -> Decimal:
    """A share to the digits that a decision has."""
    return EXACT.divide(Decimal(of), Decimal(among))


def condition(margin: Decimal, slope: Decimal, *, strict: bool = False) -> Condition:
    return Condition(margin, lambda lever: slope, strict)


def lever(value: Decimal, step: str = "1", least: str = "0", most: str = "1000") -> Lever:
    return Lever("x", "units", value, Decimal(step), Decimal(least), Decimal(most))


def both_ways(of: Lever, conditions: list[Condition]) -> Decimal | None:
    """The value by either way, as a decision works it out, once it is sure that they are the same."""
    with localcontext(EXACT):
        found = nearest_passing(of, *parted(conditions))
        assert str(found) == str(nearest_by_quotient(of, conditions))
    return found


@pytest.mark.parametrize(
    ("share_of_a_step", "strict", "passing"),
    [
        # Three steps of a third, and of two thirds, are one and two: but for dust, on one side and on the other.
        (share(1, 3), False, "13"),
        (share(2, 3), False, "13"),
        (share(1, 3), True, "14"),
        (share(2, 3), True, "14"),
        (share(-1, 3), False, "7"),
        (share(-2, 3), False, "7"),
        (share(-1, 3), True, "6"),
        (share(-2, 3), True, "6"),
    ],
)
def test_what_only_dust_keeps_from_a_whole_step_is_on_it(share_of_a_step: Decimal, strict: bool, passing: str) -> None:
    lacks = Decimal(-1) if abs(share_of_a_step) < Decimal("0.5") else Decimal(-2)
    found = both_ways(lever(Decimal(10)), [condition(lacks, share_of_a_step, strict=strict)])
    assert str(found) == passing


@pytest.mark.parametrize("slope", ["3E-153", "-3E-153", "5E-101", "0"])
@pytest.mark.parametrize("strict", [False, True])
def test_an_input_that_only_dust_makes_matter_flips_nothing(slope: str, strict: bool) -> None:
    assert both_ways(lever(Decimal(10)), [condition(Decimal("-0.003"), Decimal(slope), strict=strict)]) is None


@pytest.mark.parametrize("thirds", [1, 2])
def test_dust_does_not_keep_an_input_from_zero(thirds: int) -> None:
    lacks, slope = Decimal(-thirds), share(-thirds, 3)
    assert str(both_ways(lever(Decimal(3)), [condition(lacks, slope)])) == "0"
    assert both_ways(lever(Decimal(3)), [condition(lacks, slope, strict=True)]) is None


@pytest.mark.parametrize("slope", ["3E-153", "-3E-153", "5E-101", "-5E-101"])
def test_what_moves_a_condition_by_dust_does_not_move_it(slope: str) -> None:
    # A division by so little would have more whole steps than a number has digits.
    needed = condition(Decimal("-0.003"), Decimal(slope), strict=True)
    with localcontext(EXACT):
        assert nearest_passing(lever(Decimal(10), most="Infinity"), [needed], []) is None
        two_units = condition(2 * -abs(Decimal(slope)), Decimal(slope))
        assert nearest_passing(lever(Decimal(10)), [two_units], []) is None


def test_what_moves_a_condition_by_more_than_dust_does_move_it() -> None:
    a_little = Decimal("5.1E-101")
    assert both_ways(lever(Decimal(10)), [condition(-10 * a_little, a_little)]) == 20
    assert both_ways(lever(Decimal(10)), [condition(-10 * a_little, -a_little)]) == 0


@pytest.mark.parametrize("beside", ["1E-30", "-1E-30", "1E-60", "-1E-60", "1E-98", "-1E-98"])
@pytest.mark.parametrize("slope", ["1", "-1"])
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_more_than_dust_beside_a_whole_step_is_not_on_it(beside: str, slope: str, strict: bool) -> None:
    with localcontext(EXACT):
        lacks = Decimal(5) + Decimal(beside)
        found = nearest_passing(lever(Decimal(10)), [condition(-lacks, Decimal(slope), strict=strict)], [])
    steps = 6 if strict or Decimal(beside) > 0 else 5
    if strict and Decimal(beside) < 0:
        steps = 5
    assert found == 10 + steps * int(slope)


def with_dust(whole: int, dust: int) -> Decimal:
    """So much and so many times the dust that is looked over."""
    return EXACT.add(Decimal(whole), EXACT.multiply(Decimal(dust), Decimal("5e-101")))


@pytest.mark.parametrize(
    ("dust", "strict", "steps"),
    [(-1, False, 5), (-2, False, 6), (1, True, 6), (2, True, 5)],
)
def test_as_much_as_dust_is_dust_and_twice_as_much_is_not(dust: int, strict: bool, steps: int) -> None:
    with localcontext(EXACT):
        up, down = (condition(with_dust(-5, dust), Decimal(slope), strict=strict) for slope in (1, -1))
        assert nearest_passing(lever(Decimal(10)), [up], []) == 10 + steps
        assert nearest_passing(lever(Decimal(10)), [down], []) == 10 - steps
        assert nearest_passing(lever(Decimal(5)), [down], []) == (0 if steps == 5 else None)
        still_met = condition(with_dust(5, dust), Decimal(-1), strict=strict)
        found = nearest_passing(lever(Decimal(10)), [condition(Decimal(-5), Decimal(1))], [still_met])
        assert found == (15 if steps == 5 else None)


def test_where_today_is_not_accepted_the_first_value_that_is_accepted_counts() -> None:
    needs_one_more, needs_one_less = condition(Decimal(-1), Decimal(1)), condition(Decimal(-1), Decimal(-1))
    assert both_ways(lever(Decimal(1), least="5"), [needs_one_more]) == 5
    assert both_ways(lever(Decimal(1), "3", least="5"), [needs_one_more]) == 6
    assert both_ways(lever(Decimal(9), most="5"), [needs_one_less]) == 5
    assert both_ways(lever(Decimal(9), "3", most="5"), [needs_one_less]) == 3
    assert both_ways(lever(Decimal(1), "3", least="4", most="5"), [needs_one_more]) is None
    assert both_ways(lever(Decimal(9), "3", least="4", most="5"), [needs_one_less]) is None
    assert both_ways(lever(Decimal(9), most="5"), [needs_one_more]) is None
    assert both_ways(lever(Decimal(1), least="5"), [needs_one_less]) is None


def test_of_several_conditions_the_one_that_needs_most_counts_and_none_may_need_the_other_way() -> None:
    up, further_up = condition(Decimal(-2), Decimal(1)), condition(Decimal(-3), Decimal(1))
    down, further_down = condition(Decimal(-2), Decimal(-1)), condition(Decimal(-3), Decimal(-1))
    of = lever(Decimal(10))
    assert both_ways(of, [up, further_up]) == both_ways(of, [further_up, up]) == 13
    assert both_ways(of, [down, further_down]) == both_ways(of, [further_down, down]) == 7
    assert both_ways(of, [further_up, up, condition(Decimal(-4), Decimal(1))]) == 14
    assert both_ways(of, [up, down]) is both_ways(of, [down, up]) is None


wide = st.decimals(-(10**12), 10**12, places=20) | st.decimals(-1, 1, places=30)
shares = st.builds(share, st.integers(-1000, 1000), st.sampled_from((1, 3, 7, 30, 365)))
whole = st.integers(-1000, 1000).map(Decimal)
figures = wide | shares | whole
inputs = st.decimals(0, 10**10, places=4) | st.integers(0, 100).map(Decimal)


@settings(deadline=None, max_examples=400)
@given(
    inputs,
    st.sampled_from(("1", "0.01", "0.0001", "3")),
    st.sampled_from(("0", "0.5", "7")),
    st.sampled_from(("1", "100.5", "1E+10")),
    st.lists(st.tuples(figures, figures, st.booleans()), min_size=1, max_size=4),
)
@example(Decimal(10), "1", "0", "1000", [(Decimal(-1), share(1, 3), True), (share(1, 7), -share(1, 7), False)])
def test_a_flip_is_the_same_by_either_way(
    value: Decimal, step: str, least: str, most: str, parts: list[tuple[Decimal, Decimal, bool]]
) -> None:
    conditions = [condition(margin, slope, strict=strict) for margin, slope, strict in parts]
    assume(not all(each.holds() for each in conditions))
    both_ways(lever(value, step, least, most), conditions)
