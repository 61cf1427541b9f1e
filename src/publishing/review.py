"""What stands in the way of publishing a rate table: figures that can hardly be right, and history that was edited."""

from collections.abc import Iterator, Sequence
from datetime import date

from publishing.additions import additions, checked_too_late
from publishing.differences import differences
from publishing.facts import changed_facts
from publishing.findings import Finding, histories
from publishing.sanity import sanity, step
from ratebook.checks import Place
from ratebook.models import Provider, RateTable
from ratebook.sourced import Dated
from shapes.shape import Shape

BOOKKEEPING = frozenset({"source", "checked_on", "confirmed", "unconfirmed", "note", "correction", "reason"})
"""Fields of an entry that say how a figure is known. They may change at any time; the figure may not."""

_FREE = frozenset({"sources", "deployments"})
"""What is no history: a source that no figure names any more, and names that are the owner's to give."""


def review(table: RateTable, published: RateTable | None, on: date | None = None) -> tuple[Finding, ...]:
    """Everything that must be mended before `table` can follow `published`, or be the first one.

    An entry that stands as it was published is not judged again. `on` is the day of publishing (UTC); what depends on
    it is not judged where it is not known, and a first table, which changes no day gone by, is not held against it.
    """
    if published is None:
        return tuple(sanity(table))
    settled = _unchanged(table, published)
    odd = (found for found in sanity(table) if not _within(found.place, settled))
    dated = () if on is None else checked_too_late(table, published, on)
    return (
        *_kept(table, published, ()),
        *additions(table, published, on),
        *changed_facts(table, published, on),
        *dated,
        *odd,
    )


def _unchanged(table: RateTable, published: RateTable) -> set[Place]:
    """Places of the entries that are published as they are."""
    before = dict(histories(published))
    places: set[Place] = set()
    for place, entries in histories(table):
        then = {entry.effective_from: entry for entry in before.get(place, ())}
        for index, entry in enumerate(entries):
            old = then.get(entry.effective_from)
            if old is not None and same_figures(entry, old):
                places.add((*place, index))
    return places


def _within(place: Place, settled: set[Place]) -> bool:
    return any(place[:size] in settled for size in range(len(place) + 1))


def same_figures(entry: Dated, other: Dated) -> bool:
    """Whether two entries say the same, however they know it."""
    fields = set(type(entry).__struct_fields__) - BOOKKEEPING
    return type(entry) is type(other) and all(getattr(entry, field) == getattr(other, field) for field in fields)


def _kept(now: object, then: object, place: Place) -> Iterator[Finding]:
    """Whatever was published and is gone or was changed without a word."""
    match then:
        case Provider() if isinstance(now, Provider):
            yield from _kept_provider(now, then, place)
        case Shape():
            for name in type(then).__struct_fields__:
                if name not in _FREE:
                    yield from _kept(getattr(now, name, None), getattr(then, name), (*place, name))
        case dict() if isinstance(now, dict):
            for key, value in then.items():
                if key in now:
                    yield from _kept(now[key], value, (*place, key))
                else:
                    yield Finding((*place, key), "was published and is missing; put it back")
        case (Dated(), *_) as entries:
            published = [entry for entry in entries if isinstance(entry, Dated)]
            yield from _kept_entries(now if isinstance(now, tuple) else (), published, place)


def _kept_provider(now: Provider, then: Provider, place: Place) -> Iterator[Finding]:
    yield from _kept(_but_models(now), _but_models(then), place)
    for id, model in then.models.items():
        where = (*place, "models", id)
        if id in now.models:
            yield from _kept(now.models[id], model, where)
        elif id not in now.withdrawn:
            edit = "put it back, with retires_on where it is shut down"
            why = "say under `withdrawn` why it never belonged here"
            yield Finding(where, f"was published and is missing; {edit}, or {why}")
    for id, explained in now.withdrawn.items():
        where = (*place, "withdrawn", id)
        if not explained.strip():
            yield Finding(where, "says nothing; write why it never belonged here")
        if id in now.models:
            yield Finding(where, "is withdrawn and still among the models; remove one of the two")
    withdrawn = {name for id in now.withdrawn if id in then.models for name in (id, *then.models[id].aliases)}
    for name in sorted(then.names.keys() - now.names.keys() - withdrawn):
        id = then.names[name]
        if id in now.models:
            where = (*place, "models", id, "aliases")
            yield Finding(where, f"the published name {name!r} means nothing any more; keep it as an alias")


def _but_models(provider: Provider) -> dict[str, object]:
    return {
        name: getattr(provider, name) for name in type(provider).__struct_fields__ if name not in _FREE | {"models"}
    }


def _kept_entries(now: Sequence[object], then: Sequence[Dated], place: Place) -> Iterator[Finding]:
    entries = {entry.effective_from: (index, entry) for index, entry in enumerate(now) if isinstance(entry, Dated)}
    for published in then:
        if published.effective_from not in entries:
            message = f"the published entry of {published.effective_from} is missing; put it back"
            yield Finding(place, f"{message}, and append what is new as an entry of its own")
            continue
        index, entry = entries[published.effective_from]
        yield from _corrected(entry, published, (*place, index))


def _corrected(entry: Dated, published: Dated, place: Place) -> Iterator[Finding]:
    """A published entry may change its figures only with a reason that is new, and keeps the one it has."""
    said, before = (entry.correction or "").strip(), (published.correction or "").strip()
    if same_figures(entry, published):
        if before and not said:
            yield Finding((*place, "correction"), f"was published as {before!r} and is missing; put it back")
        return
    if not said or said == before:
        changed = "; ".join(differences(entry, published)) or "in its kind"
        edit = "put it back and append a new entry, or say in `correction` what was wrong with the published one"
        yield Finding(place, f"the published entry of {published.effective_from} was changed ({changed}); {edit}")
    if not entry.reason or entry.reason == published.reason:
        yield from step(published, entry, place, "the published entry")
