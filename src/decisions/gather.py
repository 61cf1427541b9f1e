"""Understands a request: finds the models and their prices, fills in what was left out, and says which it assumed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.quantities import Range
from decisions.context import Context, span_as_range
from decisions.on_day import first_day_of, on_day
from decisions.pricing import (
    Asked,
    PricedModel,
    before_first_price,
    find_model,
    most_input_tokens,
    not_billed_by_token,
    price_today,
    priced,
)
from decisions.request import DecisionRequest
from decisions.serving import HostingTerms, hosting_terms, offer_of
from decisions.training_run import Training, training_of_request
from decisions.workload import Calls, calls_of
from inputs.errors import FieldError, UnusableRequestError
from inputs.notes import Notes
from inputs.overrides import check_overrides
from ratebook.models import Model, Provider, RateTable
from ratebook.names import ResolvedModel
from ratebook.offers import Offer
from ratebook.self_hosting import SELF_HOSTED, with_self_hosted


@dataclass(frozen=True)
class Gathered(Context):
    """A request with everything that it needs to be decided."""

    calls: Calls
    today: PricedModel
    candidate: ResolvedModel
    fine_tuned: PricedModel | None
    training: Training
    offer: Offer
    hosting: HostingTerms
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
    check_overrides(request.overrides, table)
    context = _context(request, table, today)
    calls = calls_of(context)
    current = find_model(context.table, request.current, "current", request.deployments)
    candidate = find_model(context.table, request.candidate, "candidate", request.deployments)
    priced_today = _price_today(context, current, calls)
    if "method" not in request.candidate.model_fields_set:
        context.notes.assume(f"candidate.method: {request.candidate.method}")
    offer = offer_of(context, candidate, "candidate", fine_tuned=True)
    hosting = hosting_terms(context, offer)
    _fits(priced_today.model, priced_today.model_id, calls.input_tokens, "workload.input_tokens")
    _fits(candidate.model, candidate.model_id, calls.after_input_tokens, "candidate.input_tokens")
    fine_tuned = _price_fine_tuned(context, candidate, offer, hosting, calls)
    _warn_of_overrides_without_effect(context, priced_today, fine_tuned)
    thresholds, engineering = context.thresholds, request.engineering
    quality_value = request.quality_value_usd_per_month
    return Gathered(
        request=request,
        as_of=context.as_of,
        table=context.table,
        on_day=context.on_day,
        notes=context.notes,
        calls=calls,
        today=priced_today,
        candidate=candidate,
        fine_tuned=fine_tuned,
        training=training_of_request(context, candidate, offer, calls),
        offer=offer,
        hosting=hosting,
        engineering_hours=engineering.hours
        or context.assumed_span("engineering.hours", thresholds.engineering_hours, "hours"),
        engineering_usd_per_hour=engineering.usd_per_hour
        or Range.of(context.assumed("engineering.usd_per_hour", thresholds.engineering_usd_per_hour)),
        quality_value_usd_per_month=context.assumed("quality_value_usd_per_month", Decimal(0))
        if quality_value is None
        else quality_value,
        horizon_months=request.horizon_months or int(context.assumed("horizon_months", thresholds.horizon_months)),
    )


def _context(request: DecisionRequest, table: RateTable, today: date) -> Context:
    as_of = request.as_of or today
    if as_of < first_day_of(table):
        raise before_first_price("the rate table", first_day_of(table))
    notes = Notes()
    if request.as_of is None:
        notes.assume(f"as_of: {as_of} (today, UTC)")
    if request.candidate.provider == SELF_HOSTED and SELF_HOSTED not in table.providers:
        table = with_self_hosted(table)
    return Context(request, table, as_of, on_day(table, as_of), notes)


def _price_today(context: Context, current: ResolvedModel, calls: Calls) -> PricedModel:
    request = context.request
    offer = offer_of(context, current, "current", fine_tuned=current.fine_tuned)
    asked = Asked(context.as_of, calls.input_tokens, request.workload.batch)
    today = price_today(current, offer, asked, request.overrides)
    _say_whose(context, today)
    caching = today.caching
    if caching and not calls.cacheable_known and calls.input_tokens >= caching.minimum_tokens:
        context.notes.assume(
            "workload.cacheable_input_tokens: not said, so prompt caching is not among the alternatives"
        )
    return today


def _price_fine_tuned(
    context: Context, candidate: ResolvedModel, offer: Offer, hosting: HostingTerms, calls: Calls
) -> PricedModel | None:
    """The fine-tuned model at its prices; `None` where none is known. Raises before the first of them."""
    request, as_of = context.request, context.as_of
    if not hosting.bills_tokens:
        return not_billed_by_token(candidate, batch=request.workload.batch)
    asked = Asked(as_of, calls.after_input_tokens, request.workload.batch)
    tuned = priced(candidate, offer, asked, request.overrides, fine_tuned=True)
    entries = offer.prices.fine_tuned
    if tuned is None and entries and entries[0].effective_from > as_of:
        raise before_first_price(f"fine-tuned {candidate.model_id}", entries[0].effective_from)
    if tuned is not None:
        _say_whose(context, tuned)
    return tuned


def _warn_of_overrides_without_effect(context: Context, today: PricedModel, fine_tuned: PricedModel | None) -> None:
    """Prices that were sent, and are of neither model: a slip in a name must not go for a negotiated price."""
    sent = [model for model in (today, fine_tuned) if model is not None and model.rates is not None and not model.entry]
    if context.request.overrides and not sent:
        names = (
            f"{today.provider}/{today.model_id} or {context.request.candidate.provider or today.provider}/ft:MODEL:*"
        )
        context.notes.warn(f"no override matched today's model or the candidate; they are written {names}")


def _say_whose(context: Context, model: PricedModel) -> None:
    """A remark on prices that are not the provider's list."""
    what = f"fine-tuned {model.model_id}" if model.fine_tuned else model.model_id
    if model.entry is None:
        context.notes.assume(f"overrides: {what} is priced as sent with the request, not by the list")
    elif any(model.entry in entries for entries in context.table.providers[model.provider].negotiated.values()):
        context.notes.assume(f"{what} is priced as negotiated, by the rate table, not by the list")


def _fits(model: Model, model_id: str, tokens: Decimal, field: str) -> None:
    """A prompt that the model does not take would be priced for a call that cannot be made."""
    most = most_input_tokens(model)
    if most is not None and tokens > most:
        raise UnusableRequestError(FieldError(field, f"{model_id} is priced for at most {most:,} input tokens a call"))
