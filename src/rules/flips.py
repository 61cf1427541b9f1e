"""Solves what would flip a rule: the nearest value of one input for which all of the rule's conditions hold.

A condition is a margin that must not be negative (or must be positive). Each margin is linear in each input alone, so
it turns at a quotient. Of that only the whole steps of the input are needed, and whether something is left over: both
come of a division with remainder, which rounds nothing. Nothing is searched.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from rules.economy_wording import reached
from rules.facts import Lever
from rules.outcomes import Flip

_DUST = Decimal("5e-101")
_LACKS_DUST = -_DUST
"""Shares such as a third of a retraining are no exact decimals: what is smaller than this is their rounding."""
_NOTHING, _ONE = Decimal(0), Decimal(1)


class Condition(NamedTuple):
    """`margin` ≥ 0 (> 0 where `strict`) is needed; `slope` is what one unit of a lever adds to the margin."""

    margin: Decimal
    slope: Callable[[Lever], Decimal]
    strict: bool = False

    def holds(self) -> bool:
        """Whether it is met as things are."""
        return self.margin > (_DUST if self.strict else _LACKS_DUST)

    def holds_with(self, added: Decimal) -> bool:
        """Whether it is met with so much added to the margin."""
        return self.margin + added > (_DUST if self.strict else _LACKS_DUST)


def flips(levers: Iterable[Lever], unmet: Sequence[Condition], met: Sequence[Condition] = ()) -> tuple[Flip, ...]:
    """One flip for each lever that alone can make every condition hold, those that are met already among them."""
    found = []
    for lever in levers:
        value = nearest_passing(lever, unmet, met)
        if value is not None:
            found.append(Flip(lever.input, value, partial(reached, value, lever)))
    return tuple(found)


def parted(*conditions: Condition) -> tuple[list[Condition], list[Condition]]:
    """The conditions that are unmet as things are, and those that are met."""
    unmet: list[Condition] = []
    met: list[Condition] = []
    for condition in conditions:
        (met if condition.holds() else unmet).append(condition)
    return unmet, met


def nearest_passing(lever: Lever, unmet: Sequence[Condition], met: Sequence[Condition]) -> Decimal | None:
    """The value of `lever` nearest to today's for which every condition holds; `None` where there is none.

    What is unmet says which way to go and how far; what is met must still hold there. Something must be unmet.
    """
    start = low = high = lever.value
    for condition in unmet:
        slope = condition.slope(lever)
        if not slope:
            return None
        if slope > _NOTHING:
            low = max(low, _least(lever, condition, slope))
        else:
            high = min(high, _most(lever, condition, slope))
    upwards = low > start
    if upwards and high < start:
        return None
    value = _accepted_above(lever, low) if upwards else _accepted_below(lever, high)
    if value is None:
        return None
    for condition in met:
        slope = condition.slope(lever)
        if (slope < _NOTHING) is upwards and not condition.holds_with(slope * (value - start)):
            return None
    return value


def _least(lever: Lever, condition: Condition, slope: Decimal) -> Decimal:
    """From where on a condition is met that gets better upwards."""
    needed, step = lever.value * slope - condition.margin, lever.step
    steps = _floor(needed, slope * step) + _ONE if condition.strict else _ceiling(needed, slope * step)
    return steps * step


def _most(lever: Lever, condition: Condition, slope: Decimal) -> Decimal:
    """Up to where a condition is met that gets better downwards; below zero where nothing of the input is too much."""
    bearable, step = condition.margin - lever.value * slope, lever.step
    if bearable < _LACKS_DUST:
        return -step
    steps = (
        _ceiling(bearable, -slope * step) - _ONE if condition.strict else _floor(max(bearable, _NOTHING), -slope * step)
    )
    return steps * step


def _floor(amount: Decimal, step: Decimal) -> Decimal:
    """Whole steps in an amount; one more where only dust is missing."""
    whole, rest = divmod(amount, step)
    return whole if step - rest > _DUST else whole + _ONE


def _ceiling(amount: Decimal, step: Decimal) -> Decimal:
    """Whole steps that an amount needs; dust needs none."""
    whole, rest = divmod(amount, step)
    return whole if rest <= _DUST else whole + _ONE


def _accepted_above(lever: Lever, value: Decimal) -> Decimal | None:
    """The least value that the input accepts from `value` on."""
    if value < lever.least:
        value = _ceiling(lever.least, lever.step) * lever.step
    return value if lever.most is None or value <= lever.most else None


def _accepted_below(lever: Lever, value: Decimal) -> Decimal | None:
    """The largest value that the input accepts up to `value`."""
    if lever.most is not None and value > lever.most:
        value = _floor(lever.most, lever.step) * lever.step
    return value if value >= lever.least else None
