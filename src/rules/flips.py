"""Solves what would flip a rule: the nearest value of one input for which all of the rule's conditions hold.

A condition is a margin that must not be negative (or must be positive). Each margin is linear in each input alone, so
the value at which it turns is a quotient; it is taken to far more digits than any input has, and then moved to the next
step of the input on the passing side. Nothing is searched.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from rules.facts import Economics, Lever
from rules.outcomes import Flip
from rules.wording import number

_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)
"""A quotient of two of the figures, which have at most 150 digits, to more places than are looked at."""
_DUST, _FINEST_STEP = Decimal("5e-101"), Decimal("1e-60")
"""Shares such as a third of a retraining are no exact decimals: what is smaller than this is their rounding."""
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
    turns = []
    for condition in conditions:
        slope = condition.slope(lever)
        if slope:
            turns.append((condition, slope))
        elif not condition.holds:
            return None
    step, start = lever.step, lever.value
    least, most = _whole_steps(lever.least, lever.most, step)
    for condition, slope in turns:
        turn = _WIDE.divide(_WIDE.subtract(start, _WIDE.divide(condition.margin, slope)), step)
        turn = turn.quantize(_FINEST_STEP, None, _WIDE)
        if slope > 0:
            least = max(least, _down(turn) + 1 if condition.strict else _up(turn))
        else:
            bound = _up(turn) - 1 if condition.strict else _down(turn)
            most = bound if most is None else min(most, bound)
    if most is not None and least > most:
        return None
    if _WIDE.multiply(least, step) > start:
        return least * step
    if most is not None and _WIDE.multiply(most, step) < start:
        return most * step
    return start


@lru_cache(maxsize=256)
def _whole_steps(least: Decimal, most: Decimal | None, step: Decimal) -> tuple[int, int | None]:
    """What an input accepts, in steps of it: few inputs have bounds of their own."""
    return _up(_WIDE.divide(least, step)), None if most is None else _down(_WIDE.divide(most, step))


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING, _WIDE))


def _down(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR, _WIDE))


def flips(levers: Iterable[Lever], conditions: Sequence[Condition]) -> tuple[Flip, ...]:
    """One flip for each lever that alone can make every condition hold."""
    found = []
    for lever in levers:
        value = nearest_passing(lever, conditions)
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
