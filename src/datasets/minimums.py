"""How many examples a file must have or had better have, by its provider and by the policy in force."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import ceil

from costs.quantities import plain
from datasets.answer import Minimum
from datasets.terms import CheckTerms, Method
from ratebook.models import Limits, Model, Provider, RateTable
from ratebook.sourced import Source, Sourced
from rules.thresholds import Thresholds

_EXAMPLES, _TOKENS = "examples", "training tokens"


def of_provider(
    provider: Provider, model: Model, method: Method, examples: int, tokens: Decimal
) -> tuple[Minimum, ...]:
    """What the provider asks for: `tokens` are those of one epoch."""
    limits = model.limits
    return () if limits is None else tuple(_limits(provider, limits, method, examples, ceil(tokens)))


def _limits(provider: Provider, limits: Limits, method: Method, examples: int, tokens: int) -> Iterator[Minimum]:
    known = dict(whose=provider.title, confirmed=limits.confirmed, source=_source(limits, provider.sources))
    if limits.minimum_examples is not None:
        yield _least("required", _EXAMPLES, limits.minimum_examples, examples, **known)
    if limits.maximum_examples is not None:
        over = max(examples - limits.maximum_examples, 0)
        yield Minimum(
            kind="maximum",
            unit=_EXAMPLES,
            wanted=limits.maximum_examples,
            have=examples,
            met=not over,
            missing=over,
            **known,
        )
    recommended = limits.recommended_examples.get(method)
    if recommended is not None:
        yield _least("recommended", _EXAMPLES, recommended, examples, **known)
    if limits.recommended_training_tokens is not None:
        yield _least("recommended", _TOKENS, limits.recommended_training_tokens, tokens, **known)


def of_policy(terms: CheckTerms, table: RateTable, thresholds: Thresholds, examples: int) -> tuple[Minimum, ...]:
    """What the policy asks for: for the task, or for each where none was said."""
    wanted = {"any task": thresholds.rarely_helps_below_examples}
    tasks = ("classification", "generation") if terms.task is None else (terms.task,)
    wanted |= {task: thresholds.minimum_examples(task) for task in tasks}
    return tuple(
        _least(
            "recommended",
            _EXAMPLES,
            ceil(least),
            examples,
            whose=f"policy, {task}",
            confirmed=True,
            source=f"the policy in force: {plain(least)} examples",
        )
        for task, least in wanted.items()
    )


def _least(kind: str, unit: str, wanted: int, have: int, **known: object) -> Minimum:
    missing = max(wanted - have, 0)
    return Minimum.model_validate(
        dict(kind=kind, unit=unit, wanted=wanted, have=have, met=not missing, missing=missing, **known)
    )


def _source(sourced: Sourced, sources: Mapping[str, Source]) -> str:
    return str(sources[sourced.source])
