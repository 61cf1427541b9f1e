"""Solves what would flip a rule: the nearest value of one input for which all of the rule's conditions hold.

A condition is a margin that must not be negative (or must be positive). Each margin is linear in each input alone, so
the value at which it turns is a quotient; it is taken as a ratio of whole numbers, not as a rounded decimal, and then
moved to the next step of the input on the passing side. Nothing is searched.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from rules.facts import Economics, Lever
from rules.outcomes import Flip
from rules.wording import number

_DUST = Decimal("5e-101")
"""Shares such as a third of a retraining are no exact decimals: what is no more than this is their rounding."""
_STEP_PARTS = 10**60
"""To so many parts of a step a turning point is rounded, for the same reason; half of a part goes to the even one."""
_STEP_DIGITS = 4
"""A flip's sentence has its value to the finest step, so that reading it does as well as sending it."""


class Condition(NamedTuple):
    """`margin` ≥ 0 (> 0 where `strict`) is needed; `slope` is what one unit of a lever adds to the margin."""

    margin: Decimal
    slope: Callable[[Lever], Decimal]
    strict: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is met as things are."""
        return self.margin > _DUST if self.strict else self.margin >= -_DUST


def nearest_passing(lever: Lever, conditions: Iterable[Condition]) -> Decimal | None:
    """The value of `lever` nearest to today's for which every condition holds; `None` where there is none."""
    step = lever.step.as_integer_ratio()
    start = _in_steps(lever.value, step)
    least = _ceiling(*_in_steps(lever.least, step)) if lever.least else 0
    most = None if lever.most is None else _floor(*_in_steps(lever.most, step))
    for condition in conditions:
        slope = condition.slope(lever)
        if slope == 0:
            if not condition.holds:
                return None
            continue
        turn = _turning_point(start, condition.margin, slope, step)
        if slope > 0:
            least = max(least, _floor(*turn) + 1 if condition.strict else _ceiling(*turn))
        else:
            bound = _ceiling(*turn) - 1 if condition.strict else _floor(*turn)
            most = bound if most is None else min(most, bound)
    if most is not None and least > most:
        return None
    if least * start[1] > start[0]:
        return least * lever.step
    if most is not None and most * start[1] < start[0]:
        return most * lever.step
    return lever.value


type _Ratio = tuple[int, int]
"""A numerator and a denominator above zero. Whole numbers are exact, and need not be reduced at every step."""


def _in_steps(value: Decimal, step: _Ratio) -> _Ratio:
    """How many steps the value is."""
    over, under = value.as_integer_ratio()
    return over * step[1], under * step[0]


def _turning_point(start: _Ratio, margin: Decimal, slope: Decimal, step: _Ratio) -> _Ratio:
    """At how many steps the margin is zero, to a part of a step."""
    needed_over, needed_under = _in_steps(margin, step)
    slope_over, slope_under = slope.as_integer_ratio()
    over = start[0] * needed_under * slope_over - needed_over * slope_under * start[1]
    under = start[1] * needed_under * slope_over
    if under < 0:
        over, under = -over, -under
    parts, rest = divmod(over * _STEP_PARTS, under)
    if 2 * rest > under or (2 * rest == under and parts % 2):
        parts += 1
    return parts, _STEP_PARTS


def _floor(over: int, under: int) -> int:
    return over // under


def _ceiling(over: int, under: int) -> int:
    return -(-over // under)


def flips(levers: Iterable[Lever], conditions: Iterable[Condition]) -> tuple[Flip, ...]:
    """One flip for each lever that alone can make every condition hold."""
    needed = tuple(conditions)
    found = []
    for lever in levers:
        value = nearest_passing(lever, needed)
        if value is not None and value != lever.value:
            bound = "at least" if value > lever.value else "at most"
            text = f"{bound} {number(value, _STEP_DIGITS)} {lever.unit} (now {number(lever.value, _STEP_DIGITS)})"
            found.append(Flip(lever.input, value, text))
    return tuple(found)


def monthly_saving_slope(lever: Lever) -> Decimal:
    """What one unit of `lever` adds to the saving of a month."""
    return lever.current - lever.fine_tuned - lever.fixed + lever.gained


def repays_within(
    economics: Economics, periods: Decimal, periods_per_month: Decimal = Decimal(1)
) -> tuple[Condition, ...]:
    """The savings of so many `periods` (months, or days with the days of a month) reach the one-time cost."""
    return (
        Condition(
            economics.saving_usd_per_month * periods - economics.one_time_usd * periods_per_month,
            lambda lever: monthly_saving_slope(lever) * periods - lever.one_time * periods_per_month,
        ),
        Condition(economics.saving_usd_per_month, monthly_saving_slope, strict=True),
    )
