"""Solves what would flip a rule: the nearest value of one input for which all of the rule's conditions hold.

A condition is a margin that must not be negative (or must be positive). Each margin is linear in each input alone, so
it turns at a quotient. Of that only the whole steps of the input are needed, and whether something is left over: both
come of a division with remainder, which rounds nothing. Nothing is searched.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import ceil, floor

from msgspec import Struct

from rules.economy_wording import reached
from rules.facts import Lever
from rules.outcomes import Flip, Said

_DUST = Decimal("5e-101")
_LACKS_DUST = -_DUST
"""Shares such as a third of a retraining are no exact decimals: what is smaller than this is their rounding."""
_NOTHING, _ONE, _TWO = Decimal(0), Decimal(1), Decimal(2)


class Condition(Struct, frozen=True, gc=False):
    """`margin` ≥ 0 (> 0 where `strict`) is needed; `slope` is what one unit of a lever adds to the margin."""

    margin: Decimal
    slope: Callable[[Lever], Decimal]
    strict: bool = False

    def holds(self, added: Decimal | None = None) -> bool:
        """Whether it is met, as things are or with so much added to the margin."""
        margin = self.margin if added is None else self.margin + added
        return margin > _DUST if self.strict else margin >= _LACKS_DUST


def flips(levers: Iterable[Lever], unmet: Sequence[Condition], met: Sequence[Condition] = ()) -> tuple[Flip, ...]:
    """One flip for each lever that alone can make every condition hold, those that are met already among them."""
    found = []
    for lever in levers:
        value = nearest_passing(lever, unmet, met)
        if value is not None:
            found.append(Flip(lever.input, value, Said(reached, (value, lever))))
    return tuple(found)


def parted(conditions: Iterable[Condition]) -> tuple[list[Condition], list[Condition]]:
    """The conditions that are unmet as things are, and those that are met."""
    unmet: list[Condition] = []
    met: list[Condition] = []
    for condition in conditions:
        (met if condition.holds() else unmet).append(condition)
    return unmet, met


def nearest_passing(lever: Lever, unmet: Sequence[Condition], met: Sequence[Condition]) -> Decimal | None:
    """The value of `lever` nearest to today's for which every condition holds; `None` where there is none.

    What is unmet says which way to go and how far; what is met must still hold there. Something must be unmet, and it
    is best to begin with what takes most: what then holds as well need not be solved.
    """
    value = start = lever.value
    step, upwards = lever.step, False
    for condition in unmet:
        slope = condition.slope(lever)
        if value is not start and condition.holds(slope * (value - start)):
            continue
        turn = start * slope - condition.margin
        if slope > _DUST and (upwards or value is start):
            upwards = True
            value = _fewest(turn, slope * step, condition.strict) * step
        elif slope < _LACKS_DUST and turn <= _DUST and not upwards:
            value = _most(max(-turn, _NOTHING), -slope * step, condition.strict) * step
        else:  # the input does not move it, or another needs it moved the other way, or even nothing of it is too much
            return None
    if not lever.least <= value <= lever.most:
        accepted = _first_accepted(lever, value, upwards=upwards)
        if accepted is None:
            return None
        value = accepted
    for condition in met:
        slope = condition.slope(lever)
        gets_worse = slope < _NOTHING if upwards else slope > _NOTHING
        if gets_worse and not condition.holds(slope * (value - start)):
            return None
    return value


def _fewest(amount: Decimal, step: Decimal, strict: bool) -> Decimal:
    """The fewest whole steps that come to an amount, or to more where `strict`."""
    steps, rest = divmod(amount, step)
    if strict:
        return steps + (_ONE if step - rest > _DUST else _TWO)
    return steps if rest <= _DUST else steps + _ONE


def _most(amount: Decimal, step: Decimal, strict: bool) -> Decimal:
    """The most whole steps that come to no more than an amount, or to less where `strict`."""
    steps, rest = divmod(amount, step)
    if strict:
        return steps - (_ONE if rest <= _DUST else _NOTHING)
    return steps if step - rest > _DUST else steps + _ONE


def _first_accepted(lever: Lever, value: Decimal, *, upwards: bool) -> Decimal | None:
    """Where today's value is one that the input does not accept, the first that it accepts from `value` on."""
    if upwards:
        value = ceil(max(value, lever.least) / lever.step) * lever.step
    else:
        value = floor(min(value, lever.most) / lever.step) * lever.step
    return value if lever.least <= value <= lever.most else None
