"""What each approach adds up to, month by month."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, overload

from costs.quantities import EXACT, PLACES_WRITTEN, Range, plain_each

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_NOTHING = Decimal(0)
_SMALLEST = 10**PLACES_WRITTEN
_AS_DECIMAL = Decimal(_SMALLEST)
"""The smallest part of a dollar that is written goes so often into one."""


@dataclass(frozen=True, slots=True)
class Cumulative(Sequence[Range]):
    """Cost in USD since the start, after 0, 1, … `horizon_months` months. Exact in any context of decimals.

    An answer has hundreds of these figures, and nearly always they are only written: none is kept.
    """

    upfront_usd: Range
    monthly_usd: Range
    horizon_months: int

    @overload
    def __getitem__(self, index: int) -> Range: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Range, ...]: ...
    def __getitem__(self, index: int | slice) -> Range | tuple[Range, ...]:
        months = range(len(self))[index]
        return self._after(months) if isinstance(months, int) else tuple(map(self._after, months))

    def __len__(self) -> int:
        return self.horizon_months + 1

    def _after(self, months: int) -> Range:
        upfront, monthly, times = self.upfront_usd, self.monthly_usd, Decimal(months)
        return Range(
            EXACT.add(upfront.low, EXACT.multiply(monthly.low, times)),
            EXACT.add(upfront.expected, EXACT.multiply(monthly.expected, times)),
            EXACT.add(upfront.high, EXACT.multiply(monthly.high, times)),
        )

    def written(self) -> str:
        """The ranges as they leave: an array of JSON."""
        ranges = self._written_alike() or self._written_apart()
        return f"[{','.join(ranges)}]"

    def _written_alike(self) -> list[str] | None:
        """Each range where its points differ in whole dollars only, and so what is behind the point is written once.

        `None` where they differ in more, or are finer than an answer is.
        """
        upfront, monthly = self.upfront_usd, self.monthly_usd
        if monthly.low is not monthly.high:
            return None
        points = (upfront.low, upfront.expected, upfront.high, monthly.expected)
        exact = [EXACT.multiply(usd, _AS_DECIMAL) for usd in points]
        whole = list(map(int, exact))
        if whole != exact:
            return None
        (low, rest), (expected, rest_expected), (high, rest_high), (usd_more, rest_more) = (
            divmod(usd, _SMALLEST) for usd in whole
        )
        if not rest == rest_expected == rest_high:
            return None
        ranges, usd = [], 0
        for _ in range(len(self)):
            places = f".{rest:0{PLACES_WRITTEN}}".rstrip("0") if rest else ""
            ranges.append(
                f'{{"low":"{low + usd}{places}","expected":"{expected + usd}{places}","high":"{high + usd}{places}"}}'
            )
            usd, rest = usd + usd_more, rest + rest_more
            if rest >= _SMALLEST:
                usd, rest = usd + 1, rest - _SMALLEST
        return ranges

    def _written_apart(self) -> list[str]:
        """Each range, point by point."""
        upfront, monthly, last = self.upfront_usd, self.monthly_usd, self.horizon_months
        low = _points(upfront.low, monthly.low, last)
        expected = _points(upfront.expected, monthly.expected, last)
        high = _points(upfront.high, monthly.high, last)
        return list(map(_range, low, expected, high))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so it is there

        one_by_one = handler.generate_schema(tuple[Range, ...])
        return core_schema.json_or_python_schema(
            json_schema=one_by_one,
            python_schema=core_schema.is_instance_schema(cls),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda points: json.loads(points.written())),
        )


def _points(upfront_usd: Decimal, monthly_usd: Decimal, last: int) -> list[str]:
    with localcontext(EXACT) as exact:
        # No zeros at the end, and no exponent either: what is added up from here on is written as it is.
        usd, monthly = (exact.add(each.normalize(), _NOTHING) for each in (upfront_usd, monthly_usd))
        return plain_each([usd + monthly * month for month in _months(last)])


@lru_cache(maxsize=4)
def _months(last: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, range(last + 1)))


def _range(low: str, expected: str, high: str) -> str:
    return f'{{"low":"{low}","expected":"{expected}","high":"{high}"}}'
