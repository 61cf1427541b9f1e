"""Training on rented GPUs: instances come whole, at the rate table's rent or at the caller's own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.quantities import CostLine, Range, plain
from costs.training import gpu_runs_line, instances_for
from inputs.errors import FieldError, UnusableRequestError
from inputs.notes import Notes
from ratebook.gpus import InstancePrice, SelfHosted, TrainingRecipe
from ratebook.history import in_force
from training.job import RentedGpus
from training.request import TrainingCostsRequest
from training.wording import counted

_ONE_JOB = Range.of(Decimal(1))


@dataclass(frozen=True)
class Rental:
    """The instances of one job. No price where the rent is not known; no `entry` where the caller states it."""

    gpus: int
    hours: Range
    instance: str
    instances: int
    usd_per_instance_hour: Decimal | None
    entry: InstancePrice | None = None

    @property
    def lines(self) -> tuple[CostLine, ...] | None:
        """The bill of the job; `None` where the rent is not known."""
        if self.usd_per_instance_hour is None:
            return None
        name = f"training: {self.instances} × {self.instance} for {counted(self.gpus, 'GPU')}"
        return (gpu_runs_line(name, self.instances, self.hours, _ONE_JOB, self.usd_per_instance_hour),)


def rent(request: TrainingCostsRequest, rented: SelfHosted, as_of: date, notes: Notes) -> Rental:
    """What one job rents: the GPUs of the request, or those of the recipe that its model names.

    Raises `UnusableRequestError` for an instance or a recipe that there is not.
    """
    gpus, done = request.gpus, request.job.hours_done if request.job else None
    if gpus is None:
        recipe = _recipe(request, rented, as_of)
        hours = _recipe_hours(request, recipe, notes) if done is None else Range.of(done)
        notes.assume(f"gpus: {recipe.gpus} × {recipe.gpu}, by the recipe")
        return _listed(rented, recipe.instance, recipe.gpus, hours, "on_demand", as_of, notes)
    hours = gpus.hours if done is None else Range.of(done)
    if gpus.instance is None:
        return _stated(gpus, hours, notes)
    return _listed(rented, gpus.instance, gpus.count, hours, gpus.purchase, as_of, notes)


def _stated(gpus: RentedGpus, hours: Range, notes: Notes) -> Rental:
    each, usd = gpus.gpus_per_instance or 1, gpus.usd_per_instance_hour
    if usd is not None:
        notes.assume(f"gpus.usd_per_instance_hour: {plain(usd)} USD as stated")
    name = f"instance of {counted(each, 'GPU')}"
    return Rental(gpus.count, hours, name, _whole(gpus.count, each, notes), usd)


def _listed(rented: SelfHosted, name: str, gpus: int, hours: Range, purchase: str, as_of: date, notes: Notes) -> Rental:
    instance = rented.instances.get(name)
    if instance is None:
        known = tuple(rented.instances)
        raise UnusableRequestError(FieldError("gpus.instance", "is not an instance of the rate table", known))
    if purchase == "spot":
        notes.warn("spot prices move by the hour, and the instance may be taken away before the job ends")
    entry = in_force(instance.spot if purchase == "spot" else instance.on_demand, as_of)
    usd = entry.usd_per_instance_hour if entry else None
    return Rental(gpus, hours, name, _whole(gpus, instance.gpus, notes), usd, entry)


def _whole(gpus: int, gpus_per_instance: int, notes: Notes) -> int:
    instances = instances_for(gpus, gpus_per_instance)
    paid = instances * gpus_per_instance
    if paid > gpus:
        notes.assume(
            f"gpus.count: {counted(gpus, 'GPU')} on {counted(instances, 'whole instance')}, so {paid} are paid for"
        )
    return instances


def _recipe(request: TrainingCostsRequest, rented: SelfHosted, as_of: date) -> TrainingRecipe:
    recipes = rented.recipes.get(request.model or "")
    if recipes is None:
        message = "is not a recipe of the rate table; choose one, or send gpus"
        raise UnusableRequestError(FieldError("model", message, tuple(rented.recipes)))
    recipe = in_force(recipes, as_of)
    if recipe is None:
        message = f"the recipe begins on {recipes[0].effective_from}; choose that day or a later one"
        raise UnusableRequestError(FieldError("as_of", message))
    return recipe


def _recipe_hours(request: TrainingCostsRequest, recipe: TrainingRecipe, notes: Notes) -> Range:
    """Hours of one job as stated, or as the recipe gives them for so many examples."""
    if request.hours is not None:
        return request.hours
    if request.dataset is None or request.dataset.examples is None:
        message = "is missing; a recipe's hours go by it: send it, or hours in place of dataset"
        raise UnusableRequestError(FieldError("dataset.examples", message))
    span = recipe.hours_per_1000_examples
    hours = Range(span.low, span.middle, span.high).scaled(Decimal(request.dataset.examples) / 1000)
    notes.assume(
        f"hours: {plain(hours.low)} to {plain(hours.high)}, by the recipe for "
        f"{counted(request.dataset.examples, 'example')}, whatever their length and the epochs"
    )
    return hours
