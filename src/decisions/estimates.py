"""The numbers of a request that a decision rests on: what each is taken to be, and from where to where it may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from typing import Literal, get_args

from costs.quantities import Range
from decisions.gather import Gathered
from decisions.pricing import most_input_tokens
from decisions.request import Dataset, DecisionRequest
from inputs.numbers import MOST_PLACES, Number, Whole
from shapes.kinds import OneOf
from shapes.shape import Shape

SWING = Decimal("0.25")
"""By which part an input that has no range of its own is taken to be less and more."""
_FINEST = Decimal(1).scaleb(-MOST_PLACES)
_NOTHING = Decimal(0)

type Figure = Range | Decimal | int | str | tuple[object, ...] | None
type Because = Literal["range", "swing"]


@dataclass(frozen=True)
class Estimate:
    """One number by its `path` in the request: what it is taken to be, and the ends between which it may lie."""

    path: str
    value: Decimal
    low: Decimal
    high: Decimal
    because: Because


def estimates(gathered: Gathered) -> Iterator[Estimate]:
    """Every input that is one number and not zero, in the order of the request.

    Prices of the caller's own and runs that are listed one by one are no such inputs: they are known, or many.
    """
    bounds = _bounds(gathered)
    request = with_dataset(gathered)
    for path, figure in _figures(gathered):
        known = Range.of(Decimal(figure)) if isinstance(figure, int | Decimal) else figure
        if isinstance(known, Range):
            found = _estimate(path, known, _number_at(request, path), *bounds.get(path, (_NOTHING, None)))
            if not found.low == found.value == found.high:
                yield found


def with_dataset(gathered: Gathered) -> DecisionRequest:
    """The request, with the dataset that is assumed where none is stated, so that its examples can be changed."""
    request = gathered.request
    if request.dataset is not None:
        return request
    return request.model_copy(update={"dataset": Dataset(examples=gathered.training.examples)})


def with_value[M: Shape](model: M, path: str, value: Decimal) -> M:
    """The model with another number at `path`, as if it had been sent with it."""
    name, _, rest = path.partition(".")
    changed = with_value(getattr(model, name), rest, value) if rest else _number_of(model, name).read(value)
    return model.model_copy(update={name: changed})


def _figures(gathered: Gathered) -> Iterator[tuple[str, Figure]]:
    """Each number as it was stated or is assumed; what is no single number is left to be sorted out."""
    request, training = gathered.request, gathered.training
    workload, after, experiments = request.workload, request.candidate, request.experiments
    yield "workload.calls_per_day", workload.calls_per_day
    yield "workload.calls_per_month", workload.calls_per_month
    yield "workload.input_tokens", workload.input_tokens
    yield "workload.output_tokens", workload.output_tokens
    yield "workload.cacheable_input_tokens", workload.cacheable_input_tokens
    yield "workload.cache_hit_rate", gathered.calls.hit_rate
    yield "candidate.input_tokens", after.input_tokens
    yield "candidate.output_tokens", after.output_tokens
    yield "candidate.cacheable_input_tokens", after.cacheable_input_tokens
    yield "candidate.hosting.units", after.hosting.units
    yield "candidate.hosting.hours_per_month", after.hosting.hours_per_month
    yield "candidate.hosting.usd_per_unit_hour", after.hosting.usd_per_unit_hour
    yield "dataset.examples", training.examples
    if request.dataset is not None:
        yield "dataset.tokens_per_example", training.tokens_per_example
        yield "dataset.epochs", request.dataset.epochs
        yield "dataset.validation_tokens", request.dataset.validation_tokens
    if experiments.training_usd is not None:
        yield "experiments.training_usd", _training_usd(request)
    elif not isinstance(experiments.runs, tuple):
        yield "experiments.runs", gathered.experiment_runs
    yield "experiments.hours_per_run", training.hours_per_run
    yield "engineering.hours", gathered.engineering_hours
    yield "engineering.usd_per_hour", gathered.engineering_usd_per_hour
    if request.retraining is not None:
        yield "retraining.every_months", request.retraining.every_months
        yield "retraining.hours", gathered.retraining_hours
        yield "retraining.runs", request.retraining.runs
    yield "quality_value_usd_per_month", gathered.quality_value_usd_per_month


def _training_usd(request: DecisionRequest) -> Figure:
    """The stated cost of all runs. With retraining a total in place of a list would be another cost of a run too."""
    stated = request.experiments.training_usd
    return sum(stated) if isinstance(stated, tuple) and request.retraining is None else stated


def _bounds(gathered: Gathered) -> dict[str, tuple[Decimal, Decimal | None]]:
    """What other inputs and the models leave room for: a prompt holds its cacheable part, and fits into its model."""
    calls, followed = gathered.calls, gathered.request.candidate.input_tokens is None
    today, tuned = most_input_tokens(gathered.today.model), most_input_tokens(gathered.candidate_model)
    longest = [most for most in (today, tuned if followed else None) if most is not None]
    least = max(calls.cacheable_tokens, calls.after_cacheable_tokens) if followed else calls.cacheable_tokens
    return {
        "workload.input_tokens": (least, Decimal(min(longest)) if longest else None),
        "workload.cacheable_input_tokens": (_NOTHING, calls.input_tokens),
        "candidate.input_tokens": (calls.after_cacheable_tokens, None if tuned is None else Decimal(tuned)),
        "candidate.cacheable_input_tokens": (_NOTHING, calls.after_input_tokens),
    }


def _estimate(path: str, figure: Range, number: Number, least: Decimal, most: Decimal | None) -> Estimate:
    """The number with its ends: those of its own range, else `SWING` less and more, within what it may be.

    Whole numbers go to the next whole one. No end is finer than it is written.
    """
    own = figure.low < figure.high
    low, high = (figure.low, figure.high) if own else (figure.low * (1 - SWING), figure.high * (1 + SWING))
    if isinstance(number, Whole):
        low, high = low.to_integral_value(ROUND_FLOOR), high.to_integral_value(ROUND_CEILING)
    else:
        low, high = low.quantize(_FINEST, ROUND_CEILING), high.quantize(_FINEST, ROUND_FLOOR)
    least, most = max(least, number.least), number.most if most is None else min(most, number.most)
    low, high = (min(max(end, least), most) for end in (low, high))
    return Estimate(path, figure.expected, low, high, "range" if own else "swing")


def _number_at(request: DecisionRequest, path: str) -> Number:
    """What the request takes at `path`, with its bounds."""
    *parents, name = path.split(".")
    model: Shape = reduce(getattr, parents, request)
    return _number_of(model, name)


def _number_of(shape: Shape, name: str) -> Number:
    """The single number that a field takes, beside whatever else it takes."""
    return next(part for part in _parts(type(shape).kind_of(name)) if isinstance(part, Number))


def _parts(kind: object) -> Iterator[object]:
    yield kind
    for part in (*get_args(kind), *(kind.kinds.values() if isinstance(kind, OneOf) else ())):
        yield from _parts(part)
