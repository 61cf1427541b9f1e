"""The bill of one training job, or why there is none: its lines, its graders, and the bounds that decided."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.quantities import CostLine, Range, plain, total
from costs.training_jobs import gpu_hours_line, grouped, hours_line, tokens_line
from inputs.errors import FieldError, UnusableRequestError
from inputs.notes import Notes
from ratebook.history import in_force
from ratebook.models import RateTable
from ratebook.names import UnresolvedNameError, resolve
from ratebook.offers import UnknownTierError, offers
from ratebook.prices import TokenPrices
from training.amounts import TokenAmount, billed_hours
from training.job import Grader
from training.request import TrainingCostsRequest
from training.selling import Price, Sale, unresolved
from training.wording import counted, span

_SEND = {
    "token": "is billed by the token: send dataset",
    "hour": "is billed by the hour: send hours",
    "gpu_hour": "is billed by the GPU hour: send gpus with count and hours",
}
_AMOUNTS = {"token": ("dataset", "steps"), "hour": ("hours",), "gpu_hour": ("gpus",)}


@dataclass(frozen=True)
class Bill:
    """What one job costs. `lines` are `None` where a price is not known: `unpriced_because`."""

    lines: tuple[CostLine, ...] | None
    unpriced_because: str | None = None
    minimum_usd_applied: Decimal | None = None
    cap_usd_applied: Decimal | None = None
    graded_by: TokenPrices | None = None

    @property
    def usd(self) -> Range | None:
        """USD for the job."""
        return None if self.lines is None else total(self.lines)


def bill(
    request: TrainingCostsRequest,
    sale: Sale,
    tokens: TokenAmount | None,
    table: RateTable,
    as_of: date,
    notes: Notes,
) -> Bill:
    """The bill of one job of `request`. Raises `UnusableRequestError` where its amount is not what is billed."""
    if sale.price is None:
        return Bill(None, sale.unpriced_because)
    if request.amount not in _AMOUNTS[sale.price.unit]:
        message = f"training {sale.model_id} by {request.method} at {sale.provider.title} {_SEND[sale.price.unit]}"
        raise UnusableRequestError(FieldError(request.amount, message))
    lines = _training_lines(request, sale, sale.price, tokens, notes)
    graded_by = None
    if request.grader is not None and lines:
        tier, graded_by = _grader_price(request.grader, sale, table, as_of, notes)
        if graded_by is None:
            where = f" in the tier {tier}" if tier else ""
            because = f"no price of the grader {request.grader.model}{where} is known for {as_of}: choose another"
            return Bill(None, f"{because}, or send grader.tier" if tier and request.grader.tier is None else because)
        lines += _grader_lines(request.grader, graded_by)
    return _within_bounds(sale, lines, graded_by, notes)


def _training_lines(
    request: TrainingCostsRequest, sale: Sale, price: Price, tokens: TokenAmount | None, notes: Notes
) -> tuple[CostLine, ...]:
    """The lines of training; none for a job that did nothing that is billed."""
    hours = billed_hours(request)
    _say_how_it_ended(request, notes)
    if tokens is not None:
        return _token_lines(tokens, price) if tokens.trained.high else ()
    if hours is None or not hours.high:
        return ()
    if request.gpus is not None:
        gpus = request.gpus.count
        name = f"training: {counted(gpus, 'GPU')} for {counted(hours, 'hour')}"
        return (gpu_hours_line(name, gpus, hours, price.usd),)
    notes.assume("hours: billed by the second, and the cost of a job to the cent")
    return (hours_line(f"training: {counted(hours, 'hour')} of {sale.model_id}", hours, price.usd),)


def _say_how_it_ended(request: TrainingCostsRequest, notes: Notes) -> None:
    job = request.job
    if job is None or job.status == "succeeded":
        return
    if not job.trained:
        notes.assume("job: nothing is billed for the queue and the safety check before training")
    elif job.status == "failed":
        notes.assume("job: a failed job is billed up to its last checkpoint")
    else:
        notes.assume("job: a cancelled job is billed for what was done")


def _token_lines(tokens: TokenAmount, price: Price) -> tuple[CostLine, ...]:
    name = f"training: {counted(tokens.trained, 'token')}"
    if tokens.epochs is not None and tokens.epochs_done is not None:
        part = "" if tokens.epochs_done == tokens.epochs else f"{plain(tokens.epochs_done)} of "
        name += f" in {part}{counted(tokens.epochs, 'epoch')}"
    lines = [tokens_line(name, tokens.trained, price.usd)]
    if tokens.validation:
        name = f"validation: {counted(tokens.validation, 'token')}"
        lines.append(tokens_line(name, Range.of(tokens.validation), price.usd))
    return tuple(lines)


def _grader_price(
    grader: Grader, sale: Sale, table: RateTable, as_of: date, notes: Notes
) -> tuple[str | None, TokenPrices | None]:
    """The tier that the grader is billed in, and its token prices there. Raises `UnusableRequestError`.

    The grader is served by the provider of the job, which may bill graders in a tier of its own choice.
    """
    try:
        found = resolve(table, grader.model, sale.provider_id)
    except UnresolvedNameError as error:
        raise UnusableRequestError(unresolved("grader.model", error, sale.provider.title)) from error
    fixed = sale.provider.grader_tier if grader.tier is None else None
    try:
        offer, *_ = offers(sale.provider, found.model, grader.tier or fixed or found.tier)
    except UnknownTierError as error:
        if fixed is not None:
            return fixed, None
        message = f"is not one in which {sale.provider.title} serves the grader"
        raise UnusableRequestError(FieldError("grader.tier", message, error.known)) from error
    if fixed is not None:
        notes.assume(f"grader.tier: {fixed}, in which {sale.provider.title} bills graders")
    elif grader.tier is None and offer.tier is not None and found.model.tiers:
        notes.assume(f"grader.tier: {offer.tier}")
    entry = in_force(offer.prices.fine_tuned if found.fine_tuned else offer.prices.base, as_of)
    return (offer.tier if found.model.tiers else None), entry


def _grader_lines(grader: Grader, prices: TokenPrices) -> tuple[CostLine, ...]:
    kinds = (
        ("input", grader.input_tokens, prices.usd_per_million_input_tokens),
        ("output", grader.output_tokens, prices.usd_per_million_output_tokens),
    )
    return tuple(
        tokens_line(f"grader {grader.model}: {kind} tokens", Range.of(tokens), Range.of(usd))
        for kind, tokens, usd in kinds
        if tokens
    )


def _within_bounds(sale: Sale, lines: tuple[CostLine, ...], graded_by: TokenPrices | None, notes: Notes) -> Bill:
    bounds, usd = sale.terms.bounds, total(lines)
    minimum = bounds.minimum_usd if lines and bounds.raises(usd) else None
    cap = bounds.cap_usd if bounds.lowers(usd) else None
    if minimum is not None:
        notes.assume(f"{sale.provider.title} takes at least {grouped(minimum)} USD for a job")
    if cap is not None:
        notes.warn(
            f"{sale.provider.title} pauses a job at {grouped(cap)} USD and asks before it goes on; "
            f"resumed, the whole job comes to {span(usd)} USD"
        )
    return Bill(bounds.lines(lines), minimum_usd_applied=minimum, cap_usd_applied=cap, graded_by=graded_by)
