"""The shape of `gpus.yaml`: machines to rent, and ways to train on them."""

from collections.abc import Iterator
from typing import Annotated, Literal

from ratebook.checks import Found, never_empty, newest_last, refuse
from ratebook.sourced import AtLeastOne, Dated, Source, Usd
from rules.thresholds import Span
from shapes.kinds import Described
from shapes.shape import Shape


class InstancePrice(Dated):
    """Rent of one instance."""

    usd_per_instance_hour: Usd


class GpuInstance(Shape):
    """A machine that is rented whole."""

    gpu: str
    gpus: AtLeastOne
    cloud: str | None = None
    region: str | None = None
    on_demand: tuple[InstancePrice, ...]
    spot: Annotated[tuple[InstancePrice, ...], Described("moves by the hour, and the machine may be taken away")] = ()

    def __post_init__(self) -> None:
        refuse(
            [
                *never_empty(self.on_demand, "on_demand"),
                *newest_last(self.on_demand, "on_demand"),
                *newest_last(self.spot, "spot"),
            ]
        )


class TrainingRecipe(Dated):
    """A way to train on rented GPUs: which, how many, and how long for 1,000 examples."""

    method: Literal["full", "lora", "qlora"]
    model_size: str
    gpu: str
    gpus: AtLeastOne
    instance: Annotated[str, Described("key of the instance that is rented")]
    hours_per_1000_examples: Span
    published_usd: Annotated[Span, Described("what the source says this costs, beside what our instance prices give")]


class SelfHosted(Shape):
    """`gpus.yaml`: instances to rent and recipes to train with."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    instances: dict[str, GpuInstance]
    recipes: dict[str, tuple[TrainingRecipe, ...]]

    def __post_init__(self) -> None:
        refuse(self._inconsistent())

    def _inconsistent(self) -> Iterator[Found]:
        for id, recipes in self.recipes.items():
            yield from never_empty(recipes, "recipes", id)
            yield from newest_last(recipes, "recipes", id)
            for index, recipe in enumerate(recipes):
                if recipe.instance not in self.instances:
                    known = ", ".join(self.instances)
                    edit = f"{recipe.instance!r} is not an instance of this file; use one of {known}"
                    yield ("recipes", id, index, "instance"), edit
