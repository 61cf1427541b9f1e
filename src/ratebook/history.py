"""Which entry of a dated list is in force on a day."""

from collections.abc import Sequence
from datetime import date

import msgspec

from ratebook.models import Model, OpenTo, Provider, RateTable
from ratebook.sourced import Dated
from rules.thresholds import Thresholds


def in_force[D: Dated](entries: Sequence[D], on: date) -> D | None:
    """The newest entry whose `effective_from` is not after `on`; `None` before the first."""
    return next((entry for entry in reversed(entries) if entry.effective_from <= on), None)


def never_trained(provider: Provider, on: date) -> bool:
    """Whether all that is known of the provider up to the day is that it takes no training jobs.

    Where nobody confirmed the first entry, its day is the one on which the record begins: nothing closed on it.
    """
    entries = [entry for entry in provider.availability if entry.effective_from <= on]
    return bool(entries) and not entries[0].confirmed and all(entry.open_to is OpenTo.NOBODY for entry in entries)


def successor(provider: Provider, on: date) -> str | None:
    """What the provider had named by the day as offered in place of its training; `None` where it had named nothing."""
    named = [entry.successor for entry in provider.availability if entry.successor and entry.effective_from <= on]
    return named[-1] if named else None


def training_closes_on(provider: Provider, model: Model) -> date | None:
    """The first day on which nobody can train `model` any more; `None` where none is announced."""
    days = [entry.effective_from for entry in provider.availability if entry.open_to is OpenTo.NOBODY]
    days += [event.date for event in (model.training_closes_on, model.fine_tunes_retire_on) if event]
    return min(days, default=None)


def first_day(table: RateTable) -> date:
    """The day from which the whole policy is in force; before it nothing can be decided."""
    return max(entries[0].effective_from for entries in table.policy.thresholds.values())


def thresholds_in_force(table: RateTable, on: date) -> Thresholds:
    """The policy on a day that is not before `first_day`."""
    values = {}
    for name, entries in table.policy.thresholds.items():
        entry = in_force(entries, on)
        if entry is None:
            raise LookupError(f"{name} has no value before {entries[0].effective_from}")
        values[name] = entry.value
    return msgspec.convert(values, Thresholds)
