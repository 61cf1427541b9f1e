"""What matters most: how far the payback moves with each input alone, the others as they are expected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from costs.payback import rounded
from costs.quantities import EXACT
from decisions.costing import FineTunedCosts, cost
from decisions.decide import TableInUse, rates_used
from decisions.estimates import SWING, Estimate, estimates, with_dataset, with_value
from decisions.gather import Gathered, gather
from decisions.request import DecisionRequest
from decisions.sensitivity_answer import InputEnd, InputSensitivity, SensitivityAnswer
from inputs.errors import UnusableRequestError


@dataclass(frozen=True)
class _Outcome:
    """What an answer to the request is with one of its numbers. `months` is `None` where it never pays back."""

    value: Decimal
    months: Decimal | None
    one_time: Decimal
    saving: Decimal

    @classmethod
    def of(cls, value: Decimal, costs: FineTunedCosts) -> "_Outcome":
        return cls(value, costs.payback.expected, costs.one_time.expected, costs.saving.expected)


@dataclass(frozen=True)
class _Moved:
    """An input, and what comes of the request as it stands and at both ends of the input."""

    estimate: Estimate
    expected: _Outcome
    low: _Outcome
    high: _Outcome

    @property
    def width(self) -> tuple[bool, Decimal, Decimal, Decimal]:
        """By how much it moves the answer; the first of these that differs tells two inputs apart.

        Whether it decides between paying back and never doing so; between which months it pays back, where it does; and
        by how much it moves what is saved a month, then what is paid once. Months are those that are shown, to four
        places: what is first by a rounding alone would look out of order.
        """
        outcomes = (self.expected, self.low, self.high)
        months = [months for each in outcomes if (months := rounded(each.months)) is not None]
        return (
            0 < len(months) < len(outcomes),
            _between(months),
            _between([each.saving for each in outcomes]),
            _between([each.one_time for each in outcomes]),
        )


def sensitivity(request: DecisionRequest, rates: TableInUse, today: date) -> SensitivityAnswer:
    """Every input that moves the payback of `request`, what moves it most first; `today` (UTC) as for a decision.

    One that decides whether it pays back at all is widest, since one of its ends never does; then come those that move
    it by the most months. Where no end pays back, what is saved a month is looked at instead.
    Raises `UnusableRequestError` as a decision does.
    """
    with localcontext(EXACT):
        gathered = gather(request, rates.table, today)
        costs = cost(gathered)
        tuned = costs.fine_tuned
        moved = sorted(_moved(gathered, tuned), key=lambda each: each.width, reverse=True) if tuned else []
        return SensitivityAnswer(
            months=rounded(tuned.payback.expected) if tuned else None,
            swing=SWING,
            inputs=tuple(map(_input, moved)),
            reason=costs.unpriced_because,
            rates=rates_used(gathered, rates),
        )


def _moved(gathered: Gathered, tuned: FineTunedCosts) -> Iterator[_Moved]:
    """The inputs of which at least one end comes to something else."""
    request = with_dataset(gathered)
    for each in estimates(gathered):
        expected = _Outcome.of(each.value, tuned)
        low, high = (_at(end, each.path, request, gathered) or expected for end in (each.low, each.high))
        found = _Moved(each, expected, low, high)
        if any(found.width):
            yield found


def _at(value: Decimal, path: str, request: DecisionRequest, gathered: Gathered) -> _Outcome | None:
    """What comes of the request with another value; `None` where it could not be decided or has no price with it."""
    try:
        changed = gather(with_value(request, path, value), gathered.table, gathered.as_of)
    except UnusableRequestError:
        return None
    costs = cost(changed).fine_tuned
    return None if costs is None else _Outcome.of(value, costs)


def _between(figures: Iterable[Decimal]) -> Decimal:
    """From the least to the most of the figures."""
    found = tuple(figures)
    return max(found) - min(found) if found else Decimal(0)


def _input(moved: _Moved) -> InputSensitivity:
    return InputSensitivity(
        input=moved.estimate.path,
        value=moved.estimate.value,
        because=moved.estimate.because,
        low=_end(moved.low),
        high=_end(moved.high),
    )


def _end(outcome: _Outcome) -> InputEnd:
    return InputEnd(
        value=outcome.value,
        months=rounded(outcome.months),
        one_time_usd=outcome.one_time,
        saving_usd_per_month=outcome.saving,
    )
