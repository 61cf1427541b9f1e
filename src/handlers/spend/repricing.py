"""POST /v1/usage/reprice: gives a price to records that had none, now that a rate is there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import Field

from costs.quantities import PlainDecimal
from handlers import metrics, wiring
from handlers.log import logger
from handlers.spend.parameters import Month
from inputs.errors import FieldError, UnusableRequestError
from inputs.fields import ProviderName
from inputs.overrides import check_overrides
from inputs.terms import Deployments, Overrides
from ratebook.compiled import CompiledTable
from shapes.frozen import Frozen
from spend.call import Call
from spend.intake.posted import ProjectName
from spend.ledger.committing import NotRecordedError, Outcome
from spend.ledger.entry import Entry, of_call
from spend.ledger.lines import UNPRICED_SHARDS, unpriced_in
from spend.pricing import PriceList, Terms

MOST_AT_ONCE = 1000
"""Records that one request looks at; `next` goes on where it stopped."""


class RepriceRequest(Frozen):
    """Which unpriced records to look at again, and what is known of their models now."""

    project: ProjectName | None = Field(None, description="default all projects")
    month: Month | None = Field(None, description="YYYY-MM in UTC; default all months")
    provider: ProviderName | None = Field(
        None, description="who served the records of which that is not known, or is no provider of the rate table"
    )
    deployments: Deployments = Field(default_factory=dict)
    overrides: Overrides = Field(default_factory=dict)
    after: str | None = Field(None, max_length=1200, description="next of the answer before")


class StillUnpriced(Frozen):
    """Models that have no price, and why."""

    model: str
    provider: str | None
    records: int
    reason: str = Field(description="with what to send or to add")
    warnings: tuple[str, ...] = Field((), description="of the overrides that were sent")


class RepriceAnswer(Frozen):
    """What became of the records that were looked at."""

    repriced: int
    cost_usd: PlainDecimal = Field(description="of those that were repriced")
    still_unpriced: int
    without_a_price: tuple[StillUnpriced, ...]
    next: str | None = Field(description="send it as after to go on; null where all were looked at")
    rates_version: str
    stale: bool


def post_reprice(request: Annotated[RepriceRequest, Body()]) -> RepriceAnswer:
    """Looks at up to 1,000 unpriced records, and prices those that can be, each as of its own day and once."""
    rates = wiring.rate_book().current()
    metrics.count_rates(rates, wiring.now())
    table, terms = rates.compiled.table, Terms(request.deployments, request.overrides)
    check_overrides(terms.overrides, table)
    prices = PriceList(table, terms)
    if request.provider is not None and request.provider not in table.provider_ids:
        message = "is not a provider of the rate table; choose one of these"
        raise UnusableRequestError(FieldError("provider", message, tuple(table.providers)))
    looked_at, place = _next_unpriced(request)
    pairs, left = [], list[tuple[Entry, tuple[str, ...]]]()
    for old in looked_at:
        if old.call is None:
            raise TypeError("an unpriced line keeps its call")
        new, said = _priced_again(old, old.call, request.provider, prices, rates.compiled)
        (pairs.append((old, new)) if new.priced else left.append((new, said)))
    try:
        outcomes = wiring.ledger().reprice(pairs)
    except NotRecordedError as error:
        # Those that were written stay so; the others are found again by the next request.
        logger.warning("not repriced", extra={"left": len(error.left), "reason": str(error)})
        outcomes, place = error.outcomes, request.after or ""
    done = [new for _, new in pairs if outcomes.get(new.id) is Outcome.NEW]
    return RepriceAnswer(
        repriced=len(done),
        cost_usd=sum((new.cost_usd or Decimal(0) for new in done), start=Decimal(0)),
        still_unpriced=len(left),
        without_a_price=_grouped(left),
        next=place,
        rates_version=rates.compiled.version,
        stale=rates.stale,
    )


def _priced_again(
    old: Entry, call: Call, provider: str | None, prices: PriceList, compiled: CompiledTable
) -> tuple[Entry, tuple[str, ...]]:
    """The line with what is known of its call now, and what is said to that; it stays the record that came first."""
    price = prices.price(call)
    if price.provider is None and provider is not None:
        price = prices.price(replace(call, provider=provider))
    again = of_call(old.id, old.project, call, price, compiled)
    return again.model_copy(update={"fingerprint": old.fingerprint}), price.warnings[len(call.warnings) :]


def _next_unpriced(request: RepriceRequest) -> tuple[list[Entry], str | None]:
    """Unpriced records that are asked for, and the place to go on at, where there are more."""
    found: list[Entry] = []
    place: str | None = None
    for place, entry in _unpriced(request.after):
        if request.project in {None, entry.project} and request.month in {None, entry.row.month}:
            found.append(entry)
            if len(found) == MOST_AT_ONCE:
                return found, place
    return found, None


def _unpriced(after: str | None) -> Iterator[tuple[str, Entry]]:
    """Every unpriced record with its place: its shard, and where it is in that."""
    shard, _, inside = (after or "").partition(":")
    if after and not (shard.isdecimal() and int(shard) < UNPRICED_SHARDS and inside):
        raise UnusableRequestError(FieldError("after", "must be next of the answer before, or left out"))
    for number in range(int(shard or 0), UNPRICED_SHARDS):
        for place, entry in unpriced_in(wiring.ledger().records, number, inside if number == int(shard or 0) else ""):
            yield f"{number}:{place}", entry


def _grouped(left: list[tuple[Entry, tuple[str, ...]]]) -> tuple[StillUnpriced, ...]:
    groups = Counter(
        (entry.model, entry.provider, entry.reason.message if entry.reason is not None else "", warnings)
        for entry, warnings in left
    )
    return tuple(
        StillUnpriced(model=model, provider=provider, reason=reason, records=records, warnings=warnings)
        for (model, provider, reason, warnings), records in sorted(
            groups.items(), key=lambda pair: (-pair[1], pair[0][0])
        )
    )
