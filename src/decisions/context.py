"""What every step of a decision needs: the request, the table, the day, the policy, and a place for remarks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.quantities import Range, plain
from decisions.on_day import OnDay
from decisions.request import DecisionRequest
from inputs.notes import Notes
from ratebook.models import RateTable
from rules.thresholds import Span, Thresholds


@dataclass(frozen=True)
class Context:
    """A request with the rate table and the policy of its day."""

    request: DecisionRequest
    table: RateTable
    as_of: date
    on_day: OnDay
    notes: Notes

    @property
    def thresholds(self) -> Thresholds:
        """The policy of the day."""
        return self.on_day.thresholds

    def assumed(self, field: str, value: Decimal) -> Decimal:
        """`value` for a field that was left out, with a remark that says so."""
        self.notes.assume(f"{field}: {plain(value)}")
        return value

    def assumed_span(self, field: str, span: Span, unit: str) -> Range:
        """The same for a span of the policy."""
        self.notes.assume(f"{field}: {plain(span.low)} to {plain(span.high)} {unit}, {plain(span.middle)} expected")
        return span_as_range(span)


def span_as_range(span: Span) -> Range:
    """A published span with its middle as what is expected."""
    return Range(span.low, span.middle, span.high)
