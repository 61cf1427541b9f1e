"""The nearest value by a quotient to 400 digits: slower than what is in use, and with other roundings.

The quotient is taken to far more digits than any figure has, its last ones are dropped as dust, and then it is moved to
the next step of the input on the passing side.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from rules.facts import Lever
from rules.flips import Condition

_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)
_FINEST_STEP = Decimal("1e-60")


def nearest_by_quotient(lever: Lever, conditions: Iterable[Condition]) -> Decimal | None:
    """The value nearest to today's for which every condition holds, where not all do; `None` where there is none."""
    step, start = lever.step, lever.value
    least, most = _up(_WIDE.divide(lever.least, step)), _down(_WIDE.divide(lever.most, step))
    for condition in conditions:
        slope = condition.slope(lever)
        if not slope:
            if condition.holds():
                continue
            return None
        turn = _WIDE.divide(_WIDE.subtract(start, _WIDE.divide(condition.margin, slope)), step)
        turn = turn.quantize(_FINEST_STEP, None, _WIDE)
        if slope > 0:
            least = max(least, _down(turn) + 1 if condition.strict else _up(turn))
        else:
            most = min(most, _up(turn) - 1 if condition.strict else _down(turn))
    if least > most:
        return None
    return least * step if _WIDE.multiply(least, step) > start else most * step


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING, _WIDE))


def _down(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR, _WIDE))
