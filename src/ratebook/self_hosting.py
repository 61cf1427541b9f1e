"""Rented GPUs seen as a provider: its models are the recipes, its hosting options the instances."""

from collections.abc import Iterator
from datetime import date
from math import ceil

from ratebook.gpus import GpuInstance, SelfHosted, TrainingRecipe
from ratebook.history import in_force
from ratebook.kept import PerTable
from ratebook.models import Availability, Model, NameForm, OpenTo, Provider, RateTable
from ratebook.prices import HostingPrice, TrainingPrice

SELF_HOSTED = "self_hosted"
SPOT = ":spot"
"""What the name of an instance ends in where it is rented at the spot price."""


def _with_self_hosted(table: RateTable) -> RateTable:
    providers = table.providers | {SELF_HOSTED: as_provider(table.self_hosted)}
    return RateTable(providers=providers, self_hosted=table.self_hosted, policy=table.policy)


with_self_hosted = PerTable(_with_self_hosted)
"""The table with rented GPUs as one more provider."""


def as_provider(rented: SelfHosted) -> Provider:
    """Training is by the hour of the recipe's instances, hosting by the hour of its instance or of any other."""
    options = dict(_options(rented.instances))
    return Provider(
        schema_version=1,
        title="Self-hosting",
        name_form=NameForm.PLAIN,
        reseller=True,
        sources=rented.sources,
        availability=tuple(_open_since(rented)),
        hosting_options=options,
        models={
            id: Model(
                compared=False,
                training={"sft": tuple(_training(recipes, rented.instances))},
                hosting=options[recipes[-1].instance],
            )
            for id, recipes in rented.recipes.items()
        },
    )


def _open_since(rented: SelfHosted) -> Iterator[Availability]:
    first = min((recipes[0] for recipes in rented.recipes.values()), key=lambda recipe: recipe.effective_from)
    yield Availability(
        open_to=OpenTo.EVERYONE,
        effective_from=first.effective_from,
        source=first.source,
        checked_on=first.checked_on,
        confirmed=first.confirmed,
    )


def _options(instances: dict[str, GpuInstance]) -> Iterator[tuple[str, tuple[HostingPrice, ...]]]:
    for id, instance in instances.items():
        for suffix, entries in (("", instance.on_demand), (SPOT, instance.spot)):
            if entries:
                yield (
                    f"{id}{suffix}",
                    tuple(
                        HostingPrice(
                            effective_from=entry.effective_from,
                            usd_per_unit_hour=entry.usd_per_instance_hour,
                            unit="instance",
                            bills_tokens=False,
                            source=entry.source,
                            checked_on=entry.checked_on,
                            confirmed=entry.confirmed,
                            note=entry.note,
                        )
                        for entry in entries
                    ),
                )


def _training(recipes: tuple[TrainingRecipe, ...], instances: dict[str, GpuInstance]) -> Iterator[TrainingPrice]:
    """An entry for each day on which the recipe or the rent of its instance changes."""
    days: set[date] = set()
    for recipe in recipes:
        rents = instances[recipe.instance].on_demand
        days.update((recipe.effective_from, *(rent.effective_from for rent in rents)))
    for day in sorted(days):
        current = in_force(recipes, day)
        rent = in_force(instances[current.instance].on_demand, day) if current else None
        if current is None or rent is None:
            continue
        rented = ceil(current.gpus / instances[current.instance].gpus)
        yield TrainingPrice(
            effective_from=day,
            usd_per_training_hour=rent.usd_per_instance_hour * rented,
            source=rent.source,
            checked_on=rent.checked_on,
            confirmed=rent.confirmed,
            note=f"{rented} × {current.instance}",
        )
