"""What is to be announced of a project's month, and in which words."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from costs.quantities import plain
from spend.budgets.budget import Budget, Limit
from spend.budgets.forecast import FULL_DAYS, METHOD, mean_before
from spend.budgets.position import Position
from spend.ledger.entry import month_of

TREND_FACTOR = 2
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
_OF = {
    Limit.TOTAL: "its budget",
    Limit.FINE_TUNED: "its budget for fine-tuned models",
    Limit.TRAINING: "its budget for training",
}


class AlertKind(StrEnum):
    """Why somebody is told."""

    THRESHOLD = "threshold"
    FORECAST = "forecast"
    NEW_FINE_TUNE = "new_fine_tune"
    OVER_TREND = "over_trend"


@dataclass(frozen=True)
class Alert:
    """One thing to announce. `name` tells it from every other of the project: what has been announced is not again."""

    project: str
    month: str
    kind: AlertKind
    name: str
    subject: str
    text: str


def due(position: Position, budget: Budget | None, registered: frozenset[str]) -> Iterator[Alert]:
    """All that is to be announced of the month, whether it has been or not. `registered` fine-tunes are expected."""
    if budget is not None:
        for limit, amount in budget.amounts.items():
            yield from _of_limit(position, limit, amount, budget)
    for model, (first, usd) in sorted(position.fine_tunes().items()):
        if model not in registered:
            yield _new_fine_tune(position, model, first, usd)
    yield from _over_trend(position)


def _of_limit(position: Position, limit: Limit, amount: Decimal, budget: Budget) -> Iterator[Alert]:
    spent, expected = position.spent(limit), position.forecast(limit)
    # The amount is a part of the name: a budget that was changed is another, and its thresholds are not reached yet.
    name = f"{position.month}#{limit}#{plain(amount)}"
    for threshold in budget.thresholds:
        if spent >= amount * threshold:
            share = f"{_percent(spent / amount)} now, threshold {_percent(threshold)}"
            said = f"{position.project} has spent {usd(spent)} of {_OF[limit]} of {usd(amount)} for {position.month}"
            subject = f"{position.project}: {share}, of {_OF[limit]} for {position.month}"
            text = _text(position, limit, f"{said}: {share}.", expected)
            yield Alert(
                position.project, position.month, AlertKind.THRESHOLD, f"{name}#{plain(threshold)}", subject, text
            )
    if budget.forecast and expected is not None and expected >= amount > spent:
        share = f"forecast {_percent(expected / amount)}"
        said = f"{position.project} is forecast to spend {usd(expected)} in {position.month}; {_OF[limit]}"
        said += f" is {usd(amount)}"
        subject = f"{position.project}: {share}, of {_OF[limit]} for {position.month}"
        text = _text(position, limit, f"{said}: {_percent(spent / amount)} now, {usd(spent)}.", expected)
        yield Alert(position.project, position.month, AlertKind.FORECAST, f"{name}#forecast", subject, text)


def _new_fine_tune(position: Position, model: str, first: date, cost: Decimal) -> Alert:
    text = _text(
        position,
        Limit.FINE_TUNED,
        f"{position.project} calls a fine-tune that was not seen before: {model}, since {first}, for {usd(cost)} so "
        f"far in {position.month}. Register it (PUT /v1/fine-tunes/NAME) where it is expected.",
        position.forecast(Limit.FINE_TUNED),
    )
    digest = hashlib.sha256(model.encode(errors="surrogatepass")).hexdigest()[:32]
    subject = f"{position.project}: a fine-tune that was not seen before"
    return Alert(position.project, position.month, AlertKind.NEW_FINE_TUNE, f"seen#{digest}", subject, text)


def _over_trend(position: Position) -> Iterator[Alert]:
    """Fine-tuned spend of today or yesterday far over its trend. An older day, filled in late, is no surprise."""
    by_day = position.by_day(Limit.FINE_TUNED)
    for day in (position.today - timedelta(days=1), position.today):
        if month_of(day) != position.month:
            continue
        trend, spent = (
            mean_before({on: cost for on, cost in by_day.items() if on < day}, day),
            by_day.get(day, Decimal(0)),
        )
        if trend and spent > TREND_FACTOR * trend:
            said = f"{position.project} has spent {usd(spent)} on fine-tuned models on {day}, over {TREND_FACTOR} times"
            text = _text(
                position,
                Limit.FINE_TUNED,
                f"{said} the {usd(trend)} a day of the {FULL_DAYS} days before it.",
                position.forecast(Limit.FINE_TUNED),
            )
            subject = f"{position.project}: fine-tuned spend of {day} is far over its trend"
            name = f"{position.month}#trend#{day}"
            yield Alert(position.project, position.month, AlertKind.OVER_TREND, name, subject, text)


def _text(position: Position, limit: Limit, first: str, expected: Decimal | None) -> str:
    top = ", ".join(f"{model} {usd(cost)}" for model, cost in position.top_models(limit)) or "nothing"
    unpriced = position.unpriced
    # A month that is over needs no forecast.
    over = month_of(position.today) > position.month
    forecast = "not known yet" if expected is None else usd(expected)
    lines = [first]
    lines += [] if over else [f"Forecast for {position.month}: {forecast} ({METHOD})."]
    lines += [f"Most was spent on: {top}."]
    lines += [f"Unpriced records, which are in none of these figures: {unpriced}."]
    return "\n".join(lines)


def usd(value: Decimal) -> str:
    """An amount for people: to the cent, and below a cent as far as it has a figure."""
    rounded = value.quantize(_CENT, rounding=ROUND_HALF_EVEN)
    if rounded or not value:
        return f"{plain(rounded)} USD"
    return f"{plain(Decimal(f'{value:.2g}'))} USD"


def _percent(share: Decimal) -> str:
    """A share in percent, rounded down: what says 80% has reached it."""
    return f"{plain((share * 100).quantize(_TENTH, rounding=ROUND_DOWN))}%"
