"""The shape of `gpus.yaml`: machines to rent, and ways to train on them."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ratebook.checks import Found, never_empty, newest_last, refuse
from ratebook.sourced import AtLeastOne, Dated, Source, Strict, Usd
from rules.thresholds import Span


class InstancePrice(Dated):
    """Rent of one instance."""

    usd_per_instance_hour: Usd


class GpuInstance(Strict):
    """A machine that is rented whole."""

    gpu: str
    gpus: AtLeastOne
    cloud: str | None = None
    region: str | None = None
    on_demand: tuple[InstancePrice, ...]
    spot: tuple[InstancePrice, ...] = Field((), description="moves by the hour, and the machine may be taken away")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        refuse(
            [
                *never_empty(self.on_demand, "on_demand"),
                *newest_last(self.on_demand, "on_demand"),
                *newest_last(self.spot, "spot"),
            ]
        )
        return self


class TrainingRecipe(Dated):
    """A way to train on rented GPUs: which, how many, and how long for 1,000 examples."""

    method: Literal["full", "lora", "qlora"]
    model_size: str
    gpu: str
    gpus: AtLeastOne
    instance: str = Field(description="key of the instance that is rented")
    hours_per_1000_examples: Span
    published_usd: Span = Field(description="what the source says this costs, beside what our instance prices give")


class SelfHosted(Strict):
    """`gpus.yaml`: instances to rent and recipes to train with."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    instances: dict[str, GpuInstance]
    recipes: dict[str, tuple[TrainingRecipe, ...]]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._inconsistent())
        return self

    def _inconsistent(self) -> Iterator[Found]:
        for id, recipes in self.recipes.items():
            yield from never_empty(recipes, "recipes", id)
            yield from newest_last(recipes, "recipes", id)
            for index, recipe in enumerate(recipes):
                if recipe.instance not in self.instances:
                    known = ", ".join(self.instances)
                    edit = f"{recipe.instance!r} is not an instance of this file; use one of {known}"
                    yield ("recipes", id, index, "instance"), edit
