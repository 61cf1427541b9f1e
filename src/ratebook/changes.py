"""What changed between two rate tables, in sentences that a finance person reads."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import BaseModel

from ratebook.gpus import GpuInstance
from ratebook.models import Model, RateTable
from ratebook.policy import Threshold
from ratebook.sourced import Dated, Sourced, Strict
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
        *_instances(newer.self_hosted.instances, older.self_hosted.instances),
        *_histories(newer.self_hosted.recipes, older.self_hosted.recipes, "training recipe "),
        *_histories(newer.policy.thresholds, older.policy.thresholds, "policy "),
    ]
    return Changes(version=version, since=since, changes=tuple(sentences))


def _providers(newer: RateTable, older: RateTable) -> Iterator[str]:
    for id in sorted(older.providers.keys() - newer.providers.keys()):
        yield f"{older.providers[id].title} was removed"
    for id, provider in newer.providers.items():
        before = older.providers.get(id)
        if before is None:
            yield f"{provider.title} was added with {len(provider.models)} models"
            continue
        yield from _history(f"{provider.title} training jobs", provider.availability, before.availability)
        yield from _history(f"{provider.title} hosting", provider.hosting, before.hosting)
        for model_id in sorted(before.models.keys() - provider.models.keys()):
            yield f"{provider.title} {model_id} was removed"
        for model_id, model in provider.models.items():
            yield from _model(f"{provider.title} {model_id}", model, before.models.get(model_id))


def _model(name: str, model: Model, before: Model | None) -> Iterator[str]:
    if before is None:
        yield f"{name} was added"
        return
    yield from _history(name, model.base, before.base)
    yield from _history(f"{name}, fine-tuned", model.fine_tuned, before.fine_tuned)
    yield from _histories(model.training, before.training, f"{name}, training by ")
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
            yield f"{name} {what} {f'on {now.date}' if now else 'on no day that is known'}{was}"
    for field, what in (
        ("limits", "limits"),
        ("prompt_caching", "prompt caching"),
        ("bills_reasoning", "billing of reasoning"),
        ("interface", "interface"),
    ):
        for change in _differences(getattr(model, field), getattr(before, field)):
            yield f"{name}, {what}: {change}"


def _instances(newer: Mapping[str, GpuInstance], older: Mapping[str, GpuInstance]) -> Iterator[str]:
    yield from _histories(
        {id: instance.on_demand for id, instance in newer.items()},
        {id: instance.on_demand for id, instance in older.items()},
        "rent of ",
    )
    for id in sorted(newer.keys() & older.keys()):
        if (newer[id].gpus, newer[id].gpu) != (older[id].gpus, older[id].gpu):
            held, holds = (f"{each.gpus} × {each.gpu}" for each in (older[id], newer[id]))
            yield f"instance {id}: {held} → {holds}"


def _histories[Name: str](
    newer: Mapping[Name, Sequence[Dated]], older: Mapping[Name, Sequence[Dated]], prefix: str
) -> Iterator[str]:
    for name in sorted(older.keys() - newer.keys()):
        yield f"{prefix}{name} was removed"
    for name, entries in newer.items():
        yield from _history(f"{prefix}{name}", entries, older.get(name, ()))


def _history(name: str, newer: Sequence[Dated], older: Sequence[Dated]) -> Iterator[str]:
    before = {entry.effective_from: entry for entry in older}
    for day in sorted(before.keys() - {entry.effective_from for entry in newer}):
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


def _differences(now: object, then: object) -> Iterator[str]:
    """What differs, field by field. Against nothing, what is there is told, and what is not is not."""
    if not isinstance(now, BaseModel):
        if now != then:
            yield f"{_written(then)} → {_written(now)}"
        return
    for field in type(now).model_fields:
        if field in _BOOKKEEPING:
            continue
        value, previous = getattr(now, field), getattr(then, field, None)
        what = "" if isinstance(now, Threshold) else f"{_named(field)} "
        if then is None:
            if value is not None and value != () and not isinstance(value, bool):
                yield f"{what}{_written(value)}"
        elif value != previous:
            yield f"{what}{_written(previous)} → {_written(value)}"


def _named(field: str) -> str:
    for prefix, unit in _UNITS.items():
        if field.startswith(prefix):
            return f"{unit} {field.removeprefix(prefix).replace('_', ' ')}"
    return field.replace("_", " ")


def _written(value: object) -> str:
    match value:
        case None | ():
            text = "none"
        case bool():
            text = "yes" if value else "no"
        case Decimal():
            text = number(value, 12)
        case Span():
            text = f"{_written(value.low)} to {_written(value.high)}"
        case tuple():
            text = ", ".join(_written(item) for item in value)
        case Sourced():
            text = "known"
        case _:
            text = str(value)
    return text
