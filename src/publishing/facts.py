"""What was published of a model and is no history: its dates, its limits, how it is called and billed."""

from collections.abc import Iterator
from datetime import date

from publishing.findings import Finding
from ratebook.checks import Place
from ratebook.models import Limits, Model, RateTable
from ratebook.sourced import Event, Sourced

_EVENTS = ("retires_on", "fine_tunes_retire_on", "training_closes_on")
_EVIDENCE = frozenset(Sourced.__struct_fields__)
_OR_CORRECTION = "or say in the model's `correction` why"


def changed_facts(table: RateTable, published: RateTable, on: date | None) -> Iterator[Finding]:
    """Facts that were published and are gone, or were changed without a word.

    `on` is the day of publishing; which dates have passed by then is not looked at where it is `None`.
    """
    for id, provider in published.providers.items():
        models = table.providers[id].models if id in table.providers else {}
        for name, then in provider.models.items():
            if name in models:
                yield from _changed(models[name], then, ("providers", id, "models", name), on)


def _changed(now: Model, then: Model, place: Place, on: date | None) -> Iterator[Finding]:
    for field in _EVENTS:
        event, before = getattr(now, field), getattr(then, field)
        if on is not None and event is not None and before is not None:
            yield from _moved(event, before, (*place, field), on)
    if _is_new(now.correction, then.correction):
        return
    for field in (*_EVENTS, "limits", "prompt_caching"):
        if getattr(now, field) is None and getattr(then, field) is not None:
            yield Finding((*place, field), f"was published and is missing; put it back, {_OR_CORRECTION} it is gone")
    if now.limits is not None and then.limits is not None:
        yield from _lost_limits(now.limits, then.limits, (*place, "limits"))
    for field in ("interface", "bills_reasoning"):
        if getattr(now, field) != getattr(then, field):
            yield Finding((*place, field), f"was published otherwise; put it back, {_OR_CORRECTION} it changed")


def _moved(now: Event, then: Event, place: Place, on: date) -> Iterator[Finding]:
    """A date that has passed was acted on, and one that is moved into the past turns answers of days gone by wrong."""
    if now.date == then.date or _is_new(now.note, then.note):
        return
    if then.date < on:
        yield Finding(place, f"{then.date} has passed, and is now {now.date}; put it back, or say why in its note")
    elif now.date < on:
        edit = "check the day, or say why in its note"
        yield Finding(place, f"{then.date} is now {now.date}, which has passed on {on}; {edit}")


def _lost_limits(now: Limits, then: Limits, place: Place) -> Iterator[Finding]:
    if _is_new(now.note, then.note):
        return
    for field in (name for name in Limits.__struct_fields__ if name not in _EVIDENCE):
        if getattr(now, field) is None and getattr(then, field) is not None:
            message = f"was published as {getattr(then, field)} and is missing; put it back, or say why in its note"
            yield Finding((*place, field), message)


def _is_new(said: str | None, before: str | None) -> bool:
    """Whether something was said that was not said before."""
    return bool(said and said.strip()) and said != before
