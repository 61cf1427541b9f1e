"""What an entry must say that is added to a history that was published: days gone by were answered without it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from publishing.findings import Finding, histories
from publishing.sanity import BILLING
from ratebook.checks import Place, models_in
from ratebook.models import RateTable
from ratebook.prices import LongContextRates
from ratebook.sourced import Dated, Sourced
from shapes.shape import Shape

GRACE = timedelta(days=1)
"""Where it is already tomorrow, somebody checks a price on a day that UTC has not reached."""


def additions(table: RateTable, published: RateTable, on: date | None) -> Iterator[Finding]:
    """What is wrong with the entries that `table` adds to the histories of `published`.

    `on` is the day of publishing; what depends on it is not looked at where it is `None`. A history that is new may
    begin in the past: no answer was given by it.
    """
    before = dict(histories(published))
    for place, entries in histories(table):
        days = {entry.effective_from for entry in before.get(place, ())}
        for index, entry in enumerate(entries):
            if not days or entry.effective_from in days:
                continue
            if on is not None:
                yield from _backdated(entry, (*place, index), on)
            if index:
                yield from _no_longer_sold(entries[index - 1], entry, (*place, index))


def checked_too_late(table: RateTable, published: RateTable, on: date) -> Iterator[Finding]:
    """Whatever was checked after the day of publishing, unless it was published with that day."""
    latest = on + GRACE
    known = {fact.checked_on for _, fact in models_in(published, Sourced) if fact.checked_on > latest}
    for place, fact in models_in(table, Sourced):
        if fact.checked_on > latest and fact.checked_on not in known:
            message = f"{fact.checked_on} is after {on}, the day of publishing; write the day on which it was checked"
            yield Finding((*place, "checked_on"), message)


def _backdated(entry: Dated, place: Place, on: date) -> Iterator[Finding]:
    if entry.effective_from < on and not (entry.correction or "").strip():
        changed = f"the entry of {entry.effective_from} is backdated: it is published on {on} and changes days gone by"
        edit = f"say in `correction` why it comes late, or let it begin on {on}"
        yield Finding(place, f"{changed}; {edit}")


def _no_longer_sold(before: Dated, entry: Dated, place: Place) -> Iterator[Finding]:
    """Prices that the entry before has and this one has not; a change of the unit is looked at elsewhere."""
    if (entry.reason or "").strip():
        return
    for field in _lost(entry, before):
        message = f"no longer sold from {entry.effective_from}? repeat the price, or say in `reason` that it ended"
        yield Finding((*place, *field), message)


def _lost(now: Shape, then: Shape) -> Iterator[tuple[str, ...]]:
    for field in type(then).__struct_fields__:
        value, earlier = getattr(now, field, None), getattr(then, field)
        if isinstance(earlier, LongContextRates) and isinstance(value, LongContextRates):
            yield from ((field, *inner) for inner in _lost(value, earlier))
        elif isinstance(earlier, Decimal | LongContextRates) and value is None and field not in BILLING:
            yield (field,)
