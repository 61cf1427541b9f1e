"""The use case: what a training job costs, once or in so many runs, at a provider or on rented GPUs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import localcontext
from typing import Literal

from costs.quantities import EXACT, total
from costs.training_jobs import repeated
from inputs.days import day_of
from inputs.notes import Notes
from ratebook.book import Rates
from ratebook.models import RateTable
from ratebook.self_hosting import SELF_HOSTED
from ratebook.sourced import Source, Sourced
from training.amounts import TokenAmount, token_amount
from training.answer import TrainingAvailability, TrainingCostsAnswer, TrainingRates
from training.availability import RENTED, availability
from training.billing import Bill, bill
from training.renting import rent
from training.request import TrainingCostsRequest
from training.selling import STATED, find_sale


@dataclass(frozen=True)
class Costed:
    """One job with its bill. `prices` are the figures of the rate table that it rests on, each with what it is of."""

    provider: str
    model: str | None
    bill: Bill
    available: TrainingAvailability
    price_stated: bool
    prices: tuple[tuple[str, Sourced], ...]
    sources: Mapping[str, Source]
    tuning: Literal["lora", "full"] | None
    tier: str | None = None
    tokens: TokenAmount | None = None
    instances: int | None = None
    retires_on: date | None = None


def training_costs(request: TrainingCostsRequest, rates: Rates, today: date) -> TrainingCostsAnswer:
    """What `request` costs. `today` (UTC) stands for an `as_of` that was left out.

    Raises `UnusableRequestError` where the rate table shows that the request cannot be priced as it stands.
    """
    with localcontext(EXACT):
        table, notes = rates.compiled.table, Notes()
        as_of = day_of(request.as_of, today, table)
        _say_what_was_assumed(request, as_of, notes)
        if rates.stale_because:
            notes.warn(f"{rates.stale_because}; a newer table may exist")
        if request.provider == SELF_HOSTED:
            costed = _on_rented_gpus(request, table, as_of, notes)
        else:
            costed = _at_provider(request, table, as_of, notes)
        _warn_of_unconfirmed(costed, notes)
        return _answer(request, costed, rates, as_of, notes)


def _say_what_was_assumed(request: TrainingCostsRequest, as_of: date, notes: Notes) -> None:
    if request.as_of is None:
        notes.assume(f"as_of: {as_of} (today, UTC)")
    if "method" not in request.model_fields_set and request.amount != "gpus":
        notes.assume(f"method: {request.method}")


def _at_provider(request: TrainingCostsRequest, table: RateTable, as_of: date, notes: Notes) -> Costed:
    sale = find_sale(request, table, as_of, notes)
    tokens = token_amount(request, sale, notes)
    made = bill(request, sale, tokens, table, as_of, notes)
    retires = sale.model.fine_tunes_retire_on
    stated = sale.price is not None and sale.price.stated
    prices: list[tuple[str, Sourced]] = [(f"the price of training {sale.model_id}", entry) for entry in sale.entries]
    if made.graded_by is not None:
        prices.append(("the price of the grader", made.graded_by))
    return Costed(
        provider=sale.provider_id,
        model=sale.model_id,
        bill=made,
        available=availability(sale.provider, sale.model, as_of, offered=sale.offered),
        price_stated=stated,
        prices=tuple(prices),
        sources=sale.provider.sources,
        tuning=sale.tuning,
        tier=sale.tier,
        tokens=tokens,
        retires_on=retires.date if retires else None,
    )


def _on_rented_gpus(request: TrainingCostsRequest, table: RateTable, as_of: date, notes: Notes) -> Costed:
    rental, because = rent(request, table.self_hosted, as_of, notes), None
    if rental.lines is None:
        because = (
            f"no such rent of {rental.instance} is known for {as_of}: "
            "send gpus.usd_per_instance_hour and gpus.gpus_per_instance in place of gpus.instance"
        )
    return Costed(
        provider=SELF_HOSTED,
        model=request.model,
        bill=Bill(rental.lines, because),
        available=RENTED,
        price_stated=rental.entry is None,
        prices=((f"the rent of {rental.instance}", rental.entry),) if rental.entry else (),
        sources=table.self_hosted.sources,
        tuning=request.tuning,
        instances=rental.instances,
    )


def _warn_of_unconfirmed(costed: Costed, notes: Notes) -> None:
    for what, price in costed.prices:
        if not price.confirmed:
            notes.warn(f"{what} is not confirmed{': ' + price.note if price.note else ''}")
    if costed.available.status == "closed":
        notes.warn(f"no such job can be created: {costed.available.text}")


def _answer(
    request: TrainingCostsRequest, costed: Costed, rates: Rates, as_of: date, notes: Notes
) -> TrainingCostsAnswer:
    one_job = costed.bill
    lines = None if one_job.lines is None else repeated(one_job.lines, request.runs)
    sources = tuple(dict.fromkeys(str(costed.sources[price.source]) for _, price in costed.prices))
    return TrainingCostsAnswer(
        status="unpriced" if lines is None else "priced",
        reason=one_job.unpriced_because,
        provider=costed.provider,
        model=costed.model,
        method=request.method,
        tuning=costed.tuning,
        tier=costed.tier,
        lines=lines or (),
        total_usd=None if lines is None else total(lines),
        run_usd=one_job.usd,
        runs=request.runs,
        billable_tokens=costed.tokens.billable if costed.tokens else None,
        epochs=costed.tokens.epochs if costed.tokens else None,
        minimum_usd_applied=one_job.minimum_usd_applied,
        cap_usd_applied=one_job.cap_usd_applied,
        instances=costed.instances,
        available=costed.available,
        retires_on=costed.retires_on,
        price_source=_price_source(costed, sources, priced=lines is not None),
        confirmed=_confirmed(costed, priced=lines is not None),
        assumptions=tuple(notes.assumptions),
        warnings=tuple(dict.fromkeys(notes.warnings)),
        rates=TrainingRates(
            version=rates.compiled.version,
            sha256=rates.compiled.sha256,
            as_of=as_of,
            stale=rates.stale,
            sources=sources,
        ),
    )


def _price_source(costed: Costed, sources: tuple[str, ...], *, priced: bool) -> str | None:
    if not priced:
        return None
    return STATED if costed.price_stated else "; ".join(sources)


def _confirmed(costed: Costed, *, priced: bool) -> bool | None:
    """Whether the list prices are confirmed; not to be said of the caller's own."""
    if not priced or costed.price_stated:
        return None
    return all(price.confirmed for _, price in costed.prices)
