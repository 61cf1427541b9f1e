"""The money of a decision in a few named figures. What is not known is said, and never shown as nothing."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from decisions.answer import DecisionAnswer
from rules.wording import months, number, usd

_NOT_KNOWN = "not known"


def figures(answer: DecisionAnswer) -> Iterator[tuple[str, str]]:
    """Names and figures, escaped by having nothing to escape."""
    monthly, once, payback = answer.monthly, answer.one_time.total_usd, answer.payback
    saving = monthly.saving_usd
    tuned = _NOT_KNOWN if monthly.fine_tuned_usd is None else usd(monthly.fine_tuned_usd)
    yield "One-time cost", _spread(once.low, once.expected, once.high, usd) if once else _NOT_KNOWN
    yield "Monthly cost", f"{usd(monthly.current_usd)} today → {tuned} fine-tuned"
    yield _saved_name(answer), _spread(saving.low, saving.expected, saving.high, usd) if saving else _NOT_KNOWN
    limit = f"at most {months(payback.limit_months)}"
    priced = once is not None and saving is not None
    if payback.months is not None:
        points = payback.months
        yield "Pays back in", f"{_spread(points.low, points.expected, points.high, months)}; {limit}"
    else:
        yield "Pays back in", f"{'never' if priced else _NOT_KNOWN}; {limit}"
    calls = payback.break_even_calls_per_month
    none = "at no number of calls" if priced else _NOT_KNOWN
    yield "Break-even calls a month, within the limit", none if calls is None else number(Decimal(calls))
    if payback.retires_on is not None:
        yield "Fine-tunes shut down on", payback.retires_on.isoformat()


def _saved_name(answer: DecisionAnswer) -> str:
    worth = answer.monthly.quality_value_usd
    return f"Saved a month, with {usd(worth)} for better quality" if worth else "Saved a month"


def _spread[Point: (Decimal, Decimal | None)](
    low: Point, expected: Point, high: Point, written: Callable[[Point], str]
) -> str:
    """The expected figure, and from where to where it goes where it does."""
    if low == high:
        return written(expected)
    return f"{written(expected)} ({written(low)} to {written(high)})"
