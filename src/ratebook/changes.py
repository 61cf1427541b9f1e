"""What changed between two rate tables, in sentences that a finance person reads."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import BaseModel

from ratebook.models import Dated, Model, RateTable, Strict, Threshold
from rules.thresholds import Span
from rules.wording import number

_UNITS = {
    "usd_per_million_": "USD per million",
    "usd_per_": "USD per",
}
_BOOKKEEPING = {"effective_from", "source", "checked_on", "note", "correction"}


class Changes(Strict):
    """What changed from `since` to `version`."""

    version: str
    since: str
    changes: tuple[str, ...]


def changes(version: str, since: str, newer: RateTable, older: RateTable) -> Changes:
    """The differences, provider by provider, then rented GPUs, then the policy."""
    sentences = [
        *_providers(newer, older),
        *_histories(
            {id: instance.on_demand for id, instance in newer.self_hosted.instances.items()},
            {id: instance.on_demand for id, instance in older.self_hosted.instances.items()},
            "rent of ",
        ),
        *_histories(newer.self_hosted.recipes, older.self_hosted.recipes, "training recipe "),
        *_histories(newer.policy.thresholds, older.policy.thresholds, "policy "),
    ]
    return Changes(version=version, since=since, changes=tuple(sentences))


def _providers(newer: RateTable, older: RateTable) -> Iterator[str]:
    for id in older.providers.keys() - newer.providers.keys():
        yield f"{older.providers[id].title} was removed"
    for id, provider in newer.providers.items():
        before = older.providers.get(id)
        if before is None:
            yield f"{provider.title} was added with {len(provider.models)} models"
            continue
        yield from _history(f"{provider.title} training jobs", provider.availability, before.availability)
        yield from _history(f"{provider.title} hosting", provider.hosting, before.hosting)
        for model_id in before.models.keys() - provider.models.keys():
            yield f"{provider.title} {model_id} was removed"
        for model_id, model in provider.models.items():
            yield from _model(f"{provider.title} {model_id}", model, before.models.get(model_id))


def _model(name: str, model: Model, before: Model | None) -> Iterator[str]:
    if before is None:
        yield f"{name} was added"
        return
    yield from _history(name, model.base, before.base)
    yield from _history(f"{name}, fine-tuned", model.fine_tuned, before.fine_tuned)
    for method, entries in model.training.items():
        yield from _history(f"{name}, training by {method}", entries, before.training.get(method, ()))
    if model.aliases != before.aliases:
        yield f"{name} is now also called {', '.join(model.aliases) or 'nothing else'}"
    for field, what in (
        ("retires_on", "is shut down"),
        ("fine_tunes_retire_on", "loses its fine-tunes"),
        ("training_closes_on", "can no longer be trained"),
    ):
        now, then = getattr(model, field), getattr(before, field)
        if (now and now.date) != (then and then.date):
            was = f" (was {then.date})" if then else ""
            yield f"{name} {what} on {now.date}{was}" if now else f"{name}: no day is known any more on which it {what}{was}"


def _histories(
    newer: Mapping[str, Sequence[Dated]], older: Mapping[str, Sequence[Dated]], prefix: str
) -> Iterator[str]:
    for name in older.keys() - newer.keys():
        yield f"{prefix}{name} was removed"
    for name, entries in newer.items():
        yield from _history(f"{prefix}{name}", entries, older.get(name, ()))


def _history(name: str, newer: Sequence[Dated], older: Sequence[Dated]) -> Iterator[str]:
    before = {entry.effective_from: entry for entry in older}
    for day in before.keys() - {entry.effective_from for entry in newer}:
        yield f"{name}: the entry of {day} was removed"
    previous: Dated | None = None
    for entry in newer:
        published = before.get(entry.effective_from)
        if published is None:
            for change in _differences(entry, previous):
                yield f"{name}: {change} from {entry.effective_from}"
        elif published != entry:
            because = f" ({entry.correction})" if entry.correction else ""
            for change in _differences(entry, published):
                yield f"{name}: corrected for {entry.effective_from}, {change}{because}"
        previous = entry


def _differences(now: Dated, then: Dated | None) -> Iterator[str]:
    for field in type(now).model_fields:
        if field in _BOOKKEEPING:
            continue
        value, previous = getattr(now, field), getattr(then, field) if then is not None else None
        if value == previous or (then is None and not value):
            continue
        what = "" if isinstance(now, Threshold) else f"{_named(field)} "
        yield f"{what}{_written(previous)} → {_written(value)}" if then is not None else f"{what}{_written(value)}"


def _named(field: str) -> str:
    for prefix, unit in _UNITS.items():
        if field.startswith(prefix):
            return f"{unit} {field.removeprefix(prefix).replace('_', ' ')}"
    return field.replace("_", " ")


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return number(value, 12)
    if isinstance(value, Span):
        return f"{_written(value.low)} to {_written(value.high)}"
    if isinstance(value, tuple):
        return ", ".join(_written(item) for item in value) or "none"
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    return {None: "none", True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
