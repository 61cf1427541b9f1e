"""When a one-time cost is repaid by a monthly saving, and from how many calls on."""

from dataclasses import dataclass
from decimal import Context, Decimal

from costs.quantities import EXACT, PlainDecimal, Range

_PLACES = Decimal("0.0001")
_PRODUCTS = Context(prec=3 * EXACT.prec)
"""Wide enough that no product is rounded, of figures that were rounded to `EXACT` themselves either."""


def rounded(time: Decimal | None) -> Decimal | None:
    """Months or days as an answer has them, to four decimal places; `None` (never) stays so."""
    return None if time is None else time.quantize(_PLACES)


@dataclass(frozen=True, slots=True)
class OpenRange:
    """A range of months or days in which `None` means never."""

    low: PlainDecimal | None
    expected: PlainDecimal | None
    high: PlainDecimal | None

    def scaled(self, factor: Decimal) -> "OpenRange":
        """Each point that comes at all times `factor`."""
        return OpenRange(*(None if point is None else point * factor for point in (self.low, self.expected, self.high)))

    def rounded(self) -> "OpenRange":
        """Each point as an answer has it."""
        return OpenRange(rounded(self.low), rounded(self.expected), rounded(self.high))

    @property
    def never(self) -> bool:
        """True where even the best case does not come."""
        return self.low is None


def months_to_repay(one_time_usd: Decimal, saving_usd_per_month: Decimal) -> Decimal | None:
    """Months until the savings reach the cost; `None` (never) where nothing is saved."""
    return one_time_usd / saving_usd_per_month if saving_usd_per_month > 0 else None


def payback_months(one_time_usd: Range, saving_usd_per_month: Range) -> OpenRange:
    """Months to repay: the best case is the low cost with the high saving, the worst the high cost with the low one."""
    return OpenRange(
        months_to_repay(one_time_usd.low, saving_usd_per_month.high),
        months_to_repay(one_time_usd.expected, saving_usd_per_month.expected),
        months_to_repay(one_time_usd.high, saving_usd_per_month.low),
    )


def monthly_saving(
    calls_per_month: Range, saving_usd_per_call: Decimal, gained_usd: Decimal, fixed_usd: Range
) -> Range:
    """What fine-tuning saves a month: calls × saving per call, plus `gained_usd`, less the fixed costs.

    The range is over the volume and the fixed costs; where a call saves less than nothing, many calls are the low end.
    """
    by_volume = sorted(calls * saving_usd_per_call for calls in (calls_per_month.low, calls_per_month.high))
    return Range(
        by_volume[0] + gained_usd - fixed_usd.high,
        calls_per_month.expected * saving_usd_per_call + gained_usd - fixed_usd.expected,
        by_volume[1] + gained_usd - fixed_usd.low,
    )


def whole_calls(usd: Decimal, saving_usd_per_call: Decimal) -> int | None:
    """Smallest whole number of calls whose savings reach `usd`; `None` where a call saves nothing.

    Exact: what is left of a division is looked at, not a rounded quotient.
    """
    if saving_usd_per_call <= 0:
        return None
    calls, left = _PRODUCTS.divmod(usd, saving_usd_per_call)
    return max(0, int(calls) + (left > 0))


def calls_to_repay(
    one_time_usd: Decimal, saving_usd_per_call: Decimal, calls_per_month: Decimal, saving_usd_per_month: Decimal
) -> int | None:
    """Calls, in all, until the savings reach the cost; `None` where they never do.

    Where every month's saving is that of its calls the volume does not matter. Where hosting is billed beside them, or
    better quality has a value, it is the calls that are made until then at `calls_per_month`.
    """
    if saving_usd_per_month == calls_per_month * saving_usd_per_call:
        return whole_calls(one_time_usd, saving_usd_per_call)
    return whole_calls(_PRODUCTS.multiply(one_time_usd, calls_per_month), saving_usd_per_month)


def break_even_calls_per_month(
    one_time_usd: Decimal, limit_months: Decimal, saving_usd_per_call: Decimal, fixed_usd_per_month: Decimal
) -> int | None:
    """Calls per month from which the cost is repaid within `limit_months`; `None` where no number is enough."""
    by_then = _PRODUCTS.fma(fixed_usd_per_month, limit_months, one_time_usd)
    return whole_calls(by_then, _PRODUCTS.multiply(saving_usd_per_call, limit_months))
