"""How many examples a file must have or had better have, by its provider and by the policy in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from datasets.answer import Minimum, MinimumKind, MinimumUnit
from datasets.terms import CheckTerms, Method
from ratebook.models import Limits, Model, Provider
from ratebook.sourced import Source, Sourced
from rules.thresholds import Thresholds

_THRESHOLDS = "thresholds in force, GET /v1/rules"


@dataclass(frozen=True, slots=True)
class _Whose:
    """Who asks for it, and on what that rests."""

    name: str
    confirmed: bool
    source: str


def of_provider(
    provider: Provider, model: Model, method: Method, examples: int, tokens: Decimal
) -> tuple[Minimum, ...]:
    """What the provider asks for: `tokens` are those of one epoch."""
    limits = model.limits
    return () if limits is None else tuple(_limits(provider, limits, method, examples, ceil(tokens)))


def _limits(provider: Provider, limits: Limits, method: Method, examples: int, tokens: int) -> Iterator[Minimum]:
    whose = _Whose(provider.title, limits.confirmed, _source(limits, provider.sources))
    if limits.minimum_examples is not None:
        yield _least(whose, "required", "examples", limits.minimum_examples, examples)
    if limits.maximum_examples is not None:
        yield _most(whose, limits.maximum_examples, examples)
    recommended = limits.recommended_examples.get(method)
    if recommended is not None:
        yield _least(whose, "recommended", "examples", recommended, examples)
    if limits.recommended_training_tokens is not None:
        yield _least(whose, "recommended", "training tokens", limits.recommended_training_tokens, tokens)


def of_policy(terms: CheckTerms, thresholds: Thresholds, examples: int) -> tuple[Minimum, ...]:
    """What the policy asks for: for the task, or for each where none was said."""
    wanted = {"any task": thresholds.rarely_helps_below_examples}
    tasks = ("classification", "generation") if terms.task is None else (terms.task,)
    wanted |= {task: thresholds.minimum_examples(task) for task in tasks}
    return tuple(
        _least(_Whose(f"policy, {task}", True, _THRESHOLDS), "recommended", "examples", ceil(least), examples)
        for task, least in wanted.items()
    )


def _least(whose: _Whose, kind: MinimumKind, unit: MinimumUnit, wanted: int, have: int) -> Minimum:
    return _told(whose, kind, unit, wanted, have, max(wanted - have, 0))


def _most(whose: _Whose, wanted: int, have: int) -> Minimum:
    return _told(whose, "maximum", "examples", wanted, have, max(have - wanted, 0))


def _told(whose: _Whose, kind: MinimumKind, unit: MinimumUnit, wanted: int, have: int, missing: int) -> Minimum:
    return Minimum(
        whose=whose.name,
        kind=kind,
        unit=unit,
        wanted=wanted,
        have=have,
        met=not missing,
        missing=missing,
        confirmed=whose.confirmed,
        source=whose.source,
    )


def _source(sourced: Sourced, sources: Mapping[str, Source]) -> str:
    return str(sources[sourced.source])
