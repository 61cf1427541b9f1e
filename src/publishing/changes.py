"""What changed between two rate tables, in sentences that a finance person reads."""

from collections.abc import Iterator, Mapping, Sequence

from publishing.differences import differences, written
from ratebook.gpus import GpuInstance
from ratebook.models import Deployment, Model, Priced, Provider, RateTable, TrainingClass
from ratebook.sourced import Dated
from shapes.frozen import Frozen


class Changes(Frozen):
    """What changed from `since` to `version`."""

    version: str
    since: str
    changes: tuple[str, ...]


def changes(version: str, since: str, newer: RateTable, older: RateTable) -> Changes:
    """The differences, provider by provider, then rented GPUs, then the policy."""
    return Changes(version=version, since=since, changes=tuple(sentences(newer, older)))


def sentences(newer: RateTable, older: RateTable) -> Iterator[str]:
    """One sentence for each difference."""
    for id in sorted(older.providers.keys() - newer.providers.keys()):
        yield f"{older.providers[id].title} was removed"
    for id, provider in newer.providers.items():
        before = older.providers.get(id)
        if before is None:
            count = len(provider.models)
            yield f"{provider.title} was added with {count} {'model' if count == 1 else 'models'}"
        else:
            yield from _provider(provider, before)
    yield from _instances(newer.self_hosted.instances, older.self_hosted.instances)
    yield from _histories(newer.self_hosted.recipes, older.self_hosted.recipes, "training recipe ")
    yield from _histories(newer.policy.thresholds, older.policy.thresholds, "policy ")


def _provider(provider: Provider, before: Provider) -> Iterator[str]:
    name = provider.title
    if name != before.title:
        yield f"{before.title} is now called {name}"
    for field, what in (
        ("aliases", "other ids"),
        ("name_form", "form of model names"),
        ("reseller", "resells models of others"),
        ("default_tier", "default tier"),
        ("grader_tier", "tier of graders"),
        ("default_hosting", "default way of hosting"),
    ):
        for change in differences(getattr(provider, field), getattr(before, field)):
            yield f"{name}, {what}: {change}"
    yield from _history(f"{name} training jobs", provider.availability, before.availability)
    yield from _history(f"{name} hosting", provider.hosting, before.hosting)
    yield from _histories(provider.hosting_options, before.hosting_options, f"{name} hosting, option ")
    yield from _classes(name, provider.training_classes, before.training_classes)
    yield from _histories(provider.negotiated, before.negotiated, f"{name} negotiated prices of ")
    yield from _deployments(name, provider.deployments, before.deployments)
    for id, why in provider.withdrawn.items():
        if id not in before.withdrawn:
            yield f"{name} {id} was withdrawn ({why})"
    for id in sorted(before.models.keys() - provider.models.keys() - provider.withdrawn.keys()):
        yield f"{name} {id} was removed"
    for id, model in provider.models.items():
        yield from _model(f"{name} {id}", model, before.models.get(id))


def _classes(name: str, newer: Mapping[str, TrainingClass], older: Mapping[str, TrainingClass]) -> Iterator[str]:
    for id in sorted(older.keys() - newer.keys()):
        yield f"{name} training of {older[id].title} was removed"
    for id, size in newer.items():
        then = older[id].training if id in older else {}
        yield from _histories(size.training, then, f"{name} training of {size.title} by ")


def _deployments(name: str, newer: Mapping[str, Deployment], older: Mapping[str, Deployment]) -> Iterator[str]:
    for id in sorted(older.keys() - newer.keys()):
        yield f"{name} deployment {id} is no longer known"
    for id, deployment in newer.items():
        then = older.get(id)
        if then is None:
            yield f"{name} deployment {id} stands for {_target(deployment)}"
        elif _target(deployment) != _target(then):
            yield f"{name} deployment {id} stands for {_target(deployment)} (was {_target(then)})"


def _target(deployment: Deployment) -> str:
    return " ".join(part for part in (deployment.model, deployment.tier, deployment.region) if part)


def _model(name: str, model: Model, before: Model | None) -> Iterator[str]:
    if before is None:
        yield f"{name} was added"
        return
    yield from _priced(name, model, before)
    for tier in sorted(before.tiers.keys() - model.tiers.keys()):
        yield f"{name}, tier {tier} was removed"
    for tier, prices in model.tiers.items():
        then = before.tiers.get(tier)
        if then is None:
            yield f"{name} is now sold in tier {tier}"
        else:
            yield from _priced(f"{name}, tier {tier}", prices, then)
            for change in differences(prices.regions, then.regions):
                yield f"{name}, tier {tier}, regions: {change}"
    if model.aliases != before.aliases:
        yield f"{name} is now also called {', '.join(model.aliases) or 'nothing else'}"
    why = _because(model.correction) if model.correction != before.correction else ""
    yield from _events(name, model, before, why)
    for field, what in (
        ("limits", "limits"),
        ("prompt_caching", "prompt caching"),
        ("bills_reasoning", "billing of reasoning"),
        ("interface", "interface"),
        ("compared", "named among cheaper models"),
        ("trainable", "trained, at prices that are not known, by"),
        ("training_class", "training is priced as"),
    ):
        for change in differences(getattr(model, field), getattr(before, field)):
            yield f"{name}, {what}: {change}{why}"


def _priced(name: str, prices: Priced, before: Priced) -> Iterator[str]:
    yield from _history(name, prices.base, before.base)
    yield from _history(f"{name}, fine-tuned", prices.fine_tuned, before.fine_tuned)
    yield from _histories(prices.training, before.training, f"{name}, training by ")
    yield from _history(f"{name}, hosting", prices.hosting, before.hosting)
    yield from _histories(prices.hosting_options, before.hosting_options, f"{name}, hosting, option ")


def _events(name: str, model: Model, before: Model, why: str) -> Iterator[str]:
    for field, what in (
        ("retires_on", "is shut down"),
        ("fine_tunes_retire_on", "loses its fine-tunes"),
        ("training_closes_on", "can no longer be trained"),
    ):
        now, then = getattr(model, field), getattr(before, field)
        if (now and now.date) != (then and then.date):
            was = f" (was {then.date})" if then else ""
            noted = _because(now.note) if now and then and now.note != then.note else ""
            yield f"{name} {what} {f'on {now.date}' if now else 'on no day that is known'}{was}{noted or why}"


def _instances(newer: Mapping[str, GpuInstance], older: Mapping[str, GpuInstance]) -> Iterator[str]:
    for id in sorted(older.keys() - newer.keys()):
        yield f"instance {id} was removed"
    for id, instance in newer.items():
        then = older.get(id)
        yield from _history(f"rent of {id}", instance.on_demand, then.on_demand if then else ())
        yield from _history(f"spot rent of {id}", instance.spot, then.spot if then else ())
        if then and (instance.gpus, instance.gpu) != (then.gpus, then.gpu):
            held, holds = (f"{each.gpus} × {each.gpu}" for each in (then, instance))
            yield f"instance {id}: {held} → {holds}"
        for field in ("cloud", "region") if then else ():
            for change in differences(getattr(instance, field), getattr(then, field)):
                yield f"instance {id}, {field}: {change}"


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
            for change in differences(entry, previous, when=f" from {entry.effective_from}"):
                yield f"{name}: {change}{_because(entry.reason)}{_because(entry.correction)}"
        elif published != entry:
            for change in differences(entry, published):
                yield f"{name}: corrected for {entry.effective_from}, {change}{_because(entry.correction)}"
        previous = entry


def _because(why: str | None) -> str:
    return f"; {written(why)}" if why else ""
