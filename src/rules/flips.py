"""Solves what would flip a rule: the nearest value of one input for which all of the rule's conditions hold.

A condition is a margin that must not be negative (or must be positive). Each margin is linear in each input alone, so
the value at which it turns is a quotient; it is taken as a fraction, not a rounded decimal, and then moved to the next
step of the input on the passing side. Nothing is searched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from rules.facts import Economics, Lever
from rules.outcomes import Flip
from rules.wording import number

_DUST_PLACES, _STEP_PLACES = 100, 60
"""Shares such as a third of a retraining are no exact decimals: what is smaller than this is their rounding."""
_STEP_DIGITS = 4
"""A flip's sentence has its value to the finest step, so that reading it does as well as sending it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`margin` ≥ 0 (> 0 where `strict`) is needed; `slope` is what one unit of a lever adds to the margin."""

    margin: Decimal
    slope: Callable[[Lever], Decimal]
    strict: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is met as things are."""
        margin = round(Fraction(self.margin), _DUST_PLACES)
        return margin > 0 if self.strict else margin >= 0


def nearest_passing(lever: Lever, conditions: Iterable[Condition]) -> Decimal | None:
    """The value of `lever` nearest to today's for which every condition holds; `None` where there is none."""
    step, start = Fraction(lever.step), Fraction(lever.value)
    least = ceil(Fraction(lever.least) / step)
    most = None if lever.most is None else floor(Fraction(lever.most) / step)
    for condition in conditions:
        margin, slope = Fraction(condition.margin), Fraction(condition.slope(lever))
        if slope == 0:
            if not condition.holds:
                return None
            continue
        turn = round((start - margin / slope) / step, _STEP_PLACES)
        if slope > 0:
            least = max(least, floor(turn) + 1 if condition.strict else ceil(turn))
        else:
            bound = ceil(turn) - 1 if condition.strict else floor(turn)
            most = bound if most is None else min(most, bound)
    if most is not None and least > most:
        return None
    if least * step > start:
        return least * lever.step
    if most is not None and most * step < start:
        return most * lever.step
    return lever.value


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
