"""How two facts differ, field by field, in words: "input 3.75 → 4.00 USD per million tokens (6.7 % dearer)"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ratebook.policy import Threshold
from ratebook.prices import LongContextRates
from ratebook.sourced import Sourced
from rules.thresholds import Span
from rules.wording import number
from shapes.shape import Shape

_BOOKKEEPING = {"effective_from", "source", "checked_on", "note", "correction", "reason"}
_SAID_BEFORE = {"above_input_tokens"}
_TOKENS = re.compile(r"usd_per_million_(\w+)_tokens")
_WRITTEN_APART = {
    "usd_per_million_training_tokens": ("", "USD per million training tokens"),
    "usd_per_training_hour": ("", "USD per hour of training"),
    "usd_per_training_gpu_hour": ("", "USD per GPU and hour of training"),
    "usd_minimum_per_job": ("at the least", "USD per job"),
    "usd_cap_per_job": ("paused at", "USD per job"),
    "usd_per_deployment_hour": ("", "USD per deployment and hour"),
    "usd_per_unit_hour": ("", "USD per unit and hour"),
    "usd_per_unit_minute": ("", "USD per unit and minute"),
    "usd_per_model_month_storage": ("storage", "USD per model and month"),
    "usd_per_unit_month_storage": ("storage", "USD per unit and month"),
    "usd_per_instance_hour": ("", "USD per instance and hour"),
}

_NOT_SOLD = {"usd_minimum_per_job", "usd_cap_per_job"}
"""Bounds of a price, which may end while the thing goes on being sold."""


def differences(now: object, then: object, when: str = "") -> Iterator[str]:
    """What differs, with `when` behind the figure. Against nothing, what is there is told, and what is not is not."""
    if not isinstance(now, Shape):
        if now != then:
            yield f"{written(then)} → {written(now)}"
        return
    for field in sorted(type(now).__struct_fields__, key=_after_the_prices):
        if field in _BOOKKEEPING:
            continue
        value, previous = getattr(now, field), getattr(then, field, None)
        if value == previous or (then is None and (_says_nothing(value) or field in _SAID_BEFORE)):
            continue
        if isinstance(value, LongContextRates):
            threshold = f"over {number(value.above_input_tokens)} input tokens, "
            yield from (f"{threshold}{change}" for change in differences(value, previous, when))
            continue
        if field == "confirmed" and then is not None and not value:
            yield f"is no longer confirmed by a second source{when}"
            continue
        named = "" if isinstance(now, Threshold) else _named(field)
        yield f"{named}{_figure(field, value, previous, new=then is None, when=when)}"


def _after_the_prices(field: str) -> bool:
    """What an entry costs is told before how well that is known."""
    return not field.startswith("usd_")


def _says_nothing(value: object) -> bool:
    return value is None or value == () or isinstance(value, bool)


def _named(field: str) -> str:
    """What stands before a field's figure."""
    if field in _WRITTEN_APART:
        label, _ = _WRITTEN_APART[field]
    else:
        tokens = _TOKENS.fullmatch(field)
        label = (tokens[1] if tokens else field).replace("_", " ")
    return f"{label} " if label else ""


def _unit(field: str) -> str:
    if field in _WRITTEN_APART:
        return f" {_WRITTEN_APART[field][1]}"
    return " USD per million tokens" if _TOKENS.fullmatch(field) else ""


def _figure(field: str, value: object, previous: object, *, new: bool, when: str) -> str:
    """The figure, or what it was and is, with its unit and by how much it is dearer."""
    unit = _unit(field)
    if new:
        return f"{_price(value) if unit else written(value)}{unit}{when}"
    if value is None and isinstance(previous, Decimal | LongContextRates) and field not in _NOT_SOLD:
        return f"{_price(previous)}{unit} → no longer sold{when}"
    if not unit:
        return f"{written(previous)} → {written(value)}{when}"
    if not (isinstance(value, Decimal) and isinstance(previous, Decimal)):
        return f"{_price(previous)} → {_price(value)}{unit}{when}"
    places = max(2, _places(value), _places(previous))
    return f"{_price(previous, places)} → {_price(value, places)}{unit}{when}{_by_how_much(value, previous)}"


def _price(value: object, places: int = 2) -> str:
    """A price with cents at the least, and with all its digits."""
    if not isinstance(value, Decimal):
        return written(value)
    return f"{value:,.{max(places, _places(value))}f}"


def _places(value: Decimal) -> int:
    _, _, digits = number(value, 12).partition(".")
    return len(digits)


def _by_how_much(value: Decimal, previous: Decimal) -> str:
    if not value or not previous:
        return ""
    if value >= previous * 10:
        return f" ({number(value / previous, 1)} times as much)"
    share = abs(value - previous) / previous * 100
    return f" ({number(share, 1)} % {'dearer' if value > previous else 'cheaper'})"


def written(value: object) -> str:
    """A value in words."""
    match value:
        case None | ():
            text = "none"
        case bool():
            text = "yes" if value else "no"
        case Decimal():
            text = number(value, 12)
        case Span():
            text = f"{written(value.low)} to {written(value.high)}"
        case tuple():
            text = ", ".join(written(item) for item in value)
        case LongContextRates():
            text = f"prices of its own over {number(value.above_input_tokens)} input tokens"
        case Sourced():
            text = "known"
        case _:
            text = str(value)
    return text
