"""Understands a request: finds the models and their prices, fills in what was left out, and says which it assumed."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from costs.quantities import NOTHING, Range, plain
from costs.training import auto_epochs
from decisions.pricing import PricedModel, before_first_price, find_model, most_input_tokens, price_today, priced
from decisions.request import DecisionRequest
from inputs.errors import FieldError, UnusableRequestError
from ratebook.history import first_day, in_force, thresholds_in_force
from ratebook.models import Model, Provider, RateTable
from ratebook.names import ResolvedModel
from ratebook.prices import HostingPrice, TrainingPrice
from rules.thresholds import Span, Thresholds


@dataclass(frozen=True)
class Notes:
    """What the answer says beside its figures, collected on the way."""

    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def assume(self, sentence: str) -> None:
        """Something that was not said and was taken to be so."""
        self.assumptions.append(sentence)

    def warn(self, sentence: str) -> None:
        """Something that the reader should look at before relying on the answer."""
        self.warnings.append(sentence)


@dataclass(frozen=True)
class Calls:
    """The workload as it is reckoned: calls a month, and the tokens of each today and after."""

    per_month: Range
    input_tokens: Decimal
    output_tokens: Decimal
    cacheable_tokens: Decimal
    cacheable_known: bool
    hit_rate: Decimal
    after_input_tokens: Decimal
    after_output_tokens: Decimal
    after_cacheable_tokens: Decimal

    @property
    def binding_cacheable_tokens(self) -> Decimal:
        """The cacheable tokens that fine-tuning has to compete with: all of the prompt where they were not said."""
        return self.cacheable_tokens if self.cacheable_known else self.input_tokens


@dataclass(frozen=True)
class Training:
    """What one training run is, as far as the request and the defaults say."""

    examples: int
    tokens_per_example: Range
    epochs: int
    validation_tokens: Decimal
    price: TrainingPrice | None


@dataclass(frozen=True)
class Gathered:
    """A request with everything that it needs to be decided."""

    request: DecisionRequest
    as_of: date
    table: RateTable
    thresholds: Thresholds
    notes: Notes
    calls: Calls
    today: PricedModel
    candidate: ResolvedModel
    fine_tuned: PricedModel | None
    training: Training
    hosting: HostingPrice | None
    engineering_hours: Range
    engineering_usd_per_hour: Range
    quality_value_usd_per_month: Decimal
    horizon_months: int

    @property
    def provider(self) -> Provider:
        """The candidate's provider."""
        return self.table.providers[self.candidate.provider]

    @property
    def candidate_model(self) -> Model:
        """The candidate's entry in the table."""
        return self.candidate.model

    @property
    def cached_today_tokens(self) -> Decimal:
        """Of the cacheable tokens, those that today's calls read from the cache already: all of them or none."""
        return self.calls.cacheable_tokens if self.request.current.prompt_caching else Decimal(0)

    @property
    def experiment_runs(self) -> Range:
        """How many runs it takes, as stated or by the policy. For runs that are not listed one by one."""
        stated = self.request.experiments.runs
        return stated if isinstance(stated, Range) else span_as_range(self.thresholds.experiment_runs)

    @property
    def retraining_hours(self) -> Range:
        """Hours of each retraining, as stated or by the policy."""
        stated = self.request.retraining.hours if self.request.retraining else None
        return stated or span_as_range(self.thresholds.engineering_hours_iteration)


def gather(request: DecisionRequest, table: RateTable, today: date) -> Gathered:
    """Everything that the request needs. Raises `UnusableRequestError` with the fields to change."""
    as_of = request.as_of or today
    if as_of < first_day(table):
        raise before_first_price("the rate table", first_day(table))
    thresholds = thresholds_in_force(table, as_of)
    notes = Notes()
    if request.as_of is None:
        notes.assume(f"as_of: {as_of} (today, UTC)")
    current = find_model(table, request.current.model, request.current.provider, "current")
    candidate = find_model(table, request.candidate.model, request.candidate.provider, "candidate")
    batch = request.workload.batch
    priced_today = price_today(current, as_of, batch=batch)
    fine_tuned = priced(candidate, as_of, batch=batch, fine_tuned=True)
    if fine_tuned is None and candidate.model.fine_tuned and candidate.model.fine_tuned[0].effective_from > as_of:
        raise before_first_price(f"fine-tuned {candidate.model_id}", candidate.model.fine_tuned[0].effective_from)
    calls = _calls(request, thresholds, notes)
    caching = priced_today.caching
    if caching and not calls.cacheable_known and calls.input_tokens >= caching.minimum_tokens:
        notes.assume("workload.cacheable_input_tokens: not said, so prompt caching is not among the alternatives")
    if "method" not in request.candidate.model_fields_set:
        notes.assume(f"candidate.method: {request.candidate.method}")
    _fits(priced_today.model, priced_today.model_id, calls.input_tokens, "workload.input_tokens")
    _fits(candidate.model, candidate.model_id, calls.after_input_tokens, "candidate.input_tokens")
    return Gathered(
        request=request,
        as_of=as_of,
        table=table,
        thresholds=thresholds,
        notes=notes,
        calls=calls,
        today=priced_today,
        candidate=candidate,
        fine_tuned=fine_tuned,
        training=_training(request, candidate, calls, as_of, thresholds, notes),
        hosting=in_force(table.providers[candidate.provider].hosting, as_of),
        engineering_hours=request.engineering.hours
        or _assumed_span("engineering.hours", thresholds.engineering_hours, "hours", notes),
        engineering_usd_per_hour=request.engineering.usd_per_hour
        or Range.of(_assumed("engineering.usd_per_hour", thresholds.engineering_usd_per_hour, notes)),
        quality_value_usd_per_month=request.quality_value_usd_per_month
        if request.quality_value_usd_per_month is not None
        else _assumed("quality_value_usd_per_month", Decimal(0), notes),
        horizon_months=request.horizon_months or int(_assumed("horizon_months", thresholds.horizon_months, notes)),
    )


def span_as_range(span: Span) -> Range:
    """A published span with its middle as what is expected."""
    return Range(span.low, span.middle, span.high)


def _assumed(field: str, value: Decimal, notes: Notes) -> Decimal:
    notes.assume(f"{field}: {plain(value)}")
    return value


def _assumed_span(field: str, span: Span, unit: str, notes: Notes) -> Range:
    notes.assume(f"{field}: {plain(span.low)} to {plain(span.high)} {unit}, {plain(span.middle)} expected")
    return span_as_range(span)


def _calls(request: DecisionRequest, thresholds: Thresholds, notes: Notes) -> Calls:
    workload, after = request.workload, request.candidate
    per_month = workload.calls_per_month or NOTHING
    if workload.calls_per_day is not None:
        per_month = workload.calls_per_day.scaled(thresholds.days_per_month)
    notes.assume(f"a month is {plain(thresholds.days_per_month)} days and {plain(thresholds.hours_per_month)} hours")
    output = workload.output_tokens
    if output is None:
        output = Decimal(0)
        notes.warn(
            "workload.output_tokens was not given and is not counted; fine-tuned output costs more than base output"
        )
    hit_rate = workload.cache_hit_rate
    if hit_rate is None:
        hit_rate = thresholds.cache_hit_rate
        if workload.cacheable_input_tokens or after.cacheable_input_tokens:
            notes.assume(f"workload.cache_hit_rate: {plain(hit_rate)}, every call finds the prefix in the cache")
    after_input = workload.input_tokens if after.input_tokens is None else after.input_tokens
    if after.input_tokens is None:
        notes.assume("candidate.input_tokens: as today; a fine-tune often needs a shorter prompt")
    after_output = output if after.output_tokens is None else after.output_tokens
    if after.output_tokens is None:
        notes.assume("candidate.output_tokens: as today")
    after_cacheable = after.cacheable_input_tokens or Decimal(0)
    if after.cacheable_input_tokens is None and workload.cacheable_input_tokens:
        notes.assume("candidate.cacheable_input_tokens: 0, the fine-tuned model's prompt is not cached")
    if after_cacheable > after_input:
        message = "is a part of candidate.input_tokens and cannot be more"
        raise UnusableRequestError(FieldError("candidate.cacheable_input_tokens", message))
    return Calls(
        per_month=per_month,
        input_tokens=workload.input_tokens,
        output_tokens=output,
        cacheable_tokens=workload.cacheable_input_tokens or Decimal(0),
        cacheable_known=workload.cacheable_input_tokens is not None,
        hit_rate=hit_rate,
        after_input_tokens=after_input,
        after_output_tokens=after_output,
        after_cacheable_tokens=after_cacheable,
    )


def _fits(model: Model, model_id: str, tokens: Decimal, field: str) -> None:
    """A prompt that the model does not take would be priced for a call that cannot be made."""
    most = most_input_tokens(model)
    if most is not None and tokens > most:
        raise UnusableRequestError(FieldError(field, f"{model_id} is priced for at most {most:,} input tokens a call"))


def _training(
    request: DecisionRequest, candidate: ResolvedModel, calls: Calls, as_of: date, thresholds: Thresholds, notes: Notes
) -> Training:
    dataset = request.dataset
    price = in_force(candidate.model.training.get(request.candidate.method, ()), as_of)
    if dataset is None:
        examples = int(thresholds.minimum_examples(request.task))
        notes.assume(f"dataset: training is priced for {examples} examples, the fewest for {request.task}")
    else:
        examples = dataset.examples
    tokens = dataset.tokens_per_example if dataset else None
    if tokens is None:
        per_call = calls.after_input_tokens + calls.after_output_tokens
        tokens = Range.of(per_call)
        notes.assume(f"dataset.tokens_per_example: {plain(per_call)}, the tokens of a fine-tuned call")
    chosen = dataset.epochs if dataset else "auto"
    epochs = epochs_for(chosen, examples)
    if chosen == "auto":
        notes.assume(f'dataset.epochs: {epochs}, which "auto" is reckoned to choose for {examples} examples')
    return Training(examples, tokens, epochs, (dataset.validation_tokens if dataset else None) or Decimal(0), price)


def epochs_for(chosen: int | str, examples: int) -> int:
    """The epochs as chosen, or as "auto" is reckoned to choose them; one for an empty file."""
    return chosen if isinstance(chosen, int) else auto_epochs(max(1, examples))
