"""What training on a file costs, at every provider that could train on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from costs.quantities import NOTHING, Range
from datasets import minimums
from datasets.answer import CountedWith, TrainingCost
from datasets.findings import Findings
from datasets.formats.providers import takes
from datasets.histogram import Histogram
from datasets.jobs import Job
from datasets.profile import Profile
from datasets.terms import CheckTerms, Method
from datasets.tokenizers import Encoding, Tokenizer, tokenizer_of
from inputs.days import day_of
from inputs.errors import FieldError, UnusableRequestError
from ratebook.book import Rates
from ratebook.models import Model, Provider, RateTable
from ratebook.names import UnresolvedNameError, resolve

_CANNOT = {"closed", "not_offered"}


@dataclass(frozen=True)
class Trainable:
    """A model that could be trained."""

    provider_id: str
    provider: Provider
    model_id: str
    model: Model


def asked_for(terms: CheckTerms, table: RateTable, today: date) -> tuple[date, tuple[Trainable, ...]]:
    """The day and the models that a check is about. Raises `UnusableRequestError` for those that no table has."""
    return day_of(terms.as_of, today, table), _trainables(terms, table)


def _trainables(terms: CheckTerms, table: RateTable) -> tuple[Trainable, ...]:
    """The models that were asked for, or every one that has ever been trained for others."""
    ids = _providers(terms, table)
    found = tuple(
        Trainable(id, table.providers[id], model_id, table.providers[id].models[model_id])
        for id in ids
        for model_id in _models(terms, table, id)
    )
    if terms.model is not None and not found:
        message = "is no model that a provider of the rate table trains; GET /v1/models lists the names"
        raise UnusableRequestError(FieldError("model", message))
    return found


def _providers(terms: CheckTerms, table: RateTable) -> tuple[str, ...]:
    if terms.provider is None:
        return tuple(table.providers)
    id = table.provider_ids.get(terms.provider)
    if id is None:
        message = "is not a provider of the rate table; choose one of these, or leave it out for all of them"
        raise UnusableRequestError(FieldError("provider", message, tuple(table.providers)))
    return (id,)


def _models(terms: CheckTerms, table: RateTable, provider_id: str) -> Iterator[str]:
    models = table.providers[provider_id].models
    if terms.model is None:
        yield from (id for id, model in models.items() if _is_trained(model))
        return
    try:
        resolved = resolve(table, terms.model, provider_id)
    except UnresolvedNameError:
        return
    if _is_trained(resolved.model):
        yield resolved.model_id


def _is_trained(model: Model) -> bool:
    return bool(
        model.trainable or model.training_class or model.training or any(tier.training for tier in model.tiers.values())
    )


def costs(
    findings: Findings, terms: CheckTerms, models: Iterable[Trainable], method: Method, rates: Rates, as_of: date
) -> tuple[TrainingCost, ...]:
    """What one run costs at each, the cheapest first. Where no job can be created any more there is nothing to cost."""
    if not findings.training.tokens[Encoding.O200K].total:
        return ()
    found = (_cost(each, findings, terms, method, rates, as_of) for each in models)
    return tuple(sorted((each for each in found if each is not None), key=_by_cost))


def _by_cost(cost: TrainingCost) -> tuple[bool, Decimal, str, str]:
    usd = cost.total_usd.expected if cost.total_usd is not None else Decimal(0)
    return cost.total_usd is None, usd, cost.provider, cost.model


def _cost(
    each: Trainable, findings: Findings, terms: CheckTerms, method: Method, rates: Rates, as_of: date
) -> TrainingCost | None:
    profile = findings.training
    tokenizer = for_file(tokenizer_of(each.provider_id, each.model_id), profile)
    cap = None if each.model.limits is None else each.model.limits.training_tokens_per_example
    counts = profile.tokens[tokenizer.encoding]
    tokens = in_range(counts, tokenizer, cap)
    validation = NOTHING
    if findings.validation is not None:
        validation = in_range(findings.validation.tokens[tokenizer.encoding], tokenizer, cap)
    job = Job(each.provider_id, each.model_id, method, profile.examples, terms.epochs, tokens, validation, as_of)
    try:
        costed = job.costed(rates)
    except UnusableRequestError:
        if terms.model is None:
            return None
        raise
    if terms.model is None and costed.answer.available.status in _CANNOT:
        return None
    return TrainingCost(
        provider=each.provider_id,
        model=each.model_id,
        method=method,
        status="unpriced" if costed.usd is None else "priced",
        reason=costed.reason,
        tokens=counted_with(tokenizer),
        tokens_per_epoch=tokens,
        longest_example=cap,
        cut_examples=counts.over(cap),
        cut_tokens=counts.total - counts.within(cap),
        epochs=terms.epochs_for(profile.examples),
        billable_tokens=costed.billable_tokens,
        total_usd=costed.usd,
        confirmed=None if costed.usd is None else costed.answer.confirmed,
        sources=costed.answer.rates.sources,
        takes_format=takes(each.provider_id, each.model.interface, profile.format),
        available=costed.answer.available,
        minimums=minimums.of_provider(each.provider, each.model, method, profile.examples, tokens.expected),
        warnings=costed.answer.warnings,
    )


def for_file(tokenizer: Tokenizer, profile: Profile) -> Tokenizer:
    """The tokenizer with the bounds that it has for the text of a file."""
    return tokenizer.for_text(*(profile.tokens[encoding].total for encoding in (Encoding.O200K, Encoding.CL100K)))


def in_range(counts: Histogram, tokenizer: Tokenizer, cap: int | None) -> Range:
    """Tokens of examples by a tokenizer that may only be known to lie between bounds; each example at most `cap`."""
    expected = counts.within(cap)
    if tokenizer.exact:
        return Range.of(expected)
    low = counts.within(cap, tokenizer.low).quantize(Decimal(1), rounding=ROUND_FLOOR)
    return Range(
        max(low, min(expected, Decimal(1))),
        expected,
        counts.within(cap, tokenizer.high).quantize(Decimal(1), rounding=ROUND_CEILING),
    )


def counted_with(tokenizer: Tokenizer) -> CountedWith:
    """A tokenizer as an answer tells it."""
    return CountedWith(
        encoding=tokenizer.encoding,
        exact=tokenizer.exact,
        low=tokenizer.low,
        high=tokenizer.high,
        basis=tokenizer.basis,
    )
