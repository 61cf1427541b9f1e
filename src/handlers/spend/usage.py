"""POST /v1/usage and /v1/usage/reprice: records in, each counted once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import BaseModel, Field, RootModel, ValidationError, model_validator

from costs.quantities import PlainDecimal
from handlers import metrics, wiring
from handlers.log import logger
from handlers.problems import ProblemField, errors_of
from handlers.reading import read_as
from handlers.refused import ProblemError
from handlers.spend.queue import QueueUnavailableError
from inputs.errors import FieldError, UnusableRequestError
from inputs.overrides import check_overrides
from inputs.terms import Deployments, Overrides
from ratebook.book import Rates
from ratebook.compiled import CompiledTable
from shapes.frozen import Frozen
from spend.intake.forms import read_record, records_of
from spend.intake.litellm import Payload
from spend.intake.own import PostedTraining, PostedUsage
from spend.intake.posted import NotBilled, Posted, ProjectName, Reader, TrainingPaid
from spend.intake.span import PostedSpan
from spend.ledger.committing import NotRecordedError, Outcome
from spend.ledger.entry import Entry, of_call, of_training
from spend.price import Price
from spend.pricing import PriceList, Terms

WRITTEN_AT_ONCE = 200
"""Records that are written before the answer; more are put in the queue."""
MOST_ERRORS_OF_A_RECORD = 5
"""Told of each record, of which there are up to 1,000."""
UNNAMED_PROJECT = "default"
_KNOWN: dict[str, type[BaseModel]] = {
    model.__name__: model for model in (PostedUsage, PostedTraining, Payload, PostedSpan)
}

type Record = PostedUsage | PostedTraining | Payload | PostedSpan | dict[str, Any]


class UsagePosted(Frozen):
    """Several records, with what the caller says of its deployments and its prices."""

    records: Annotated[list[Record], Field(min_length=1, max_length=1000)]
    deployments: Deployments = Field(default_factory=dict)
    overrides: Overrides = Field(default_factory=dict)


class UsageBody(RootModel[UsagePosted | list[Record] | Record]):
    """What may be sent. Each record is read by itself: one that is wrong does not keep the others from being counted.

    A model, since of a list that is sent for what it takes for no list, Powertools keeps the first item alone.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _as_it_is(cls, value: Any, _: object) -> "UsageBody":
        return cls.model_construct(value)


class _Terms(BaseModel):
    """What stands beside `records`."""

    deployments: Deployments = Field(default_factory=dict)
    overrides: Overrides = Field(default_factory=dict)


class RecordAnswer(Frozen):
    """What became of one record. One that is `unpriced` counts, and waits for a price; it is never a cost of zero."""

    record: int = Field(description="its place among those that were sent, from 0")
    id: str | None
    status: Literal["priced", "unpriced", "duplicate", "conflict", "not_billed", "rejected"]
    cost_usd: PlainDecimal | None = None
    reason: str | None = Field(None, description="why it has no price, does not count, or is another than the first")
    errors: tuple[ProblemField, ...] | None = Field(None, description="what to mend first in a rejected record")
    warnings: tuple[str, ...] = ()


class UsageAnswer(Frozen):
    """What became of the records. An id counts once: what was sent before is a duplicate, and changes nothing."""

    accepted: int = Field(description="counted now, the unpriced ones included")
    unpriced: int = Field(description="of those, without a price; they wait for one")
    duplicate: int = Field(description="counted before, those of conflict included")
    conflict: int = Field(description="of those, sent with other figures than at first, which stand")
    not_billed: int = Field(description="of calls that no provider billed, so they do not count")
    rejected: int = Field(description="not understood, and not counted; mend them and send them again")
    queued: int = Field(description="to be counted in a moment, each once")
    cost_usd: PlainDecimal = Field(description="of those that were accepted and have a price")
    results: tuple[RecordAnswer, ...] = Field(description="of each record that is not queued")
    rates_version: str
    stale: bool


@dataclass
class _Read:
    """The records of a request, read and priced."""

    entries: dict[str, tuple[int, Entry, Price | None]] = field(default_factory=dict)
    results: list[RecordAnswer] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)


def post_usage(
    body: Annotated[UsageBody, Body()],
    project: Annotated[ProjectName | None, Query(description="of records that name none; default default")] = None,
) -> Response[UsageAnswer]:
    """Counts records of usage, each by its id once, whoever sends it and however often.

    Send `records`, a list of them, or one: in our form, as a provider's answer came, as a span with OpenTelemetry's
    attributes of generative AI, or as LiteLLM logs it. One that is not understood is told, and the others count.
    """
    rates = wiring.rate_book().current()
    metrics.count_rates(rates, wiring.now())
    found = _read(body.root, project or UNNAMED_PROJECT, rates)
    if not found.entries and not any(result.status == "not_billed" for result in found.results):
        raise UnusableRequestError(*found.errors)
    entries = [entry for _, entry, _ in found.entries.values()]
    outcomes, left = ({}, entries) if len(entries) > WRITTEN_AT_ONCE else _written(entries)
    if left:
        _queue(left)
    answer = _answer(found, outcomes, rates)
    metrics.count_usage(answer.accepted, answer.unpriced)
    logger.info("usage", extra={"usage": answer.model_dump(mode="json", exclude={"results", "stale"})})
    return Response(HTTPStatus.ACCEPTED if left else HTTPStatus.OK, "application/json", answer)


def _read(body: object, project: str, rates: Rates) -> _Read:
    table = rates.compiled.table
    terms = _terms(body)
    check_overrides(terms.overrides, table)
    reader, prices = Reader(terms, table, wiring.now().date()), PriceList(table, terms)
    found = _Read()
    for number, (place, value) in enumerate(records_of(body)):
        try:
            posted = read_record(value, reader)
        except (ValidationError, UnusableRequestError) as error:
            errors = tuple(replace(each, field=_inside(place, each.field)) for each in _errors(error))
            found.errors += errors
            found.results.append(_rejected(number, value, errors))
            continue
        if isinstance(posted, NotBilled):
            found.results.append(RecordAnswer(record=number, id=posted.id, status="not_billed", reason=posted.reason))
            continue
        entry, price = _priced(posted, project, prices, rates.compiled)
        first = found.entries.setdefault(entry.id, (number, entry, price))
        if first[0] != number:
            found.results.append(_again(number, entry, same=first[1].fingerprint == entry.fingerprint))
    return found


def _terms(body: object) -> Terms:
    if not isinstance(body, dict) or "records" not in body:
        return Terms({}, {})
    beside = read_as(_Terms, body)
    return Terms(beside.deployments, beside.overrides)


def _priced(posted: Posted, project: str, prices: PriceList, rates: CompiledTable) -> tuple[Entry, Price | None]:
    spent, project = posted.spent, posted.project or project
    if isinstance(spent, TrainingPaid):
        return of_training(posted.id, project, spent.on, spent.provider, spent.model, spent.usd), None
    price = prices.price(spent)
    return of_call(posted.id, project, spent, price, rates), price


def _errors(error: ValidationError | UnusableRequestError) -> Sequence[FieldError]:
    if isinstance(error, UnusableRequestError):
        return error.errors
    return errors_of(error, _KNOWN.get(error.title, _Terms), MOST_ERRORS_OF_A_RECORD)


def _inside(place: str, name: str) -> str:
    """A field in the request, of a record at `place`."""
    name = "" if name == "body" else name
    return ".".join(part for part in (place, name) if part) or "body"


def _rejected(number: int, value: object, errors: Sequence[FieldError]) -> RecordAnswer:
    id = value.get("id") if isinstance(value, dict) else None
    shown = tuple(
        ProblemField(field=error.field, message=error.message, allowed=error.allowed or None) for error in errors
    )
    return RecordAnswer(record=number, id=id[:256] if isinstance(id, str) else None, status="rejected", errors=shown)


def _again(number: int, entry: Entry, *, same: bool) -> RecordAnswer:
    status: Any = "duplicate" if same else "conflict"
    return RecordAnswer(record=number, id=entry.id, status=status, reason=None if same else _OTHER_FIGURES)


_OTHER_FIGURES = "its id was counted with other figures, which stand; send another record under an id of its own"

_REFUSED = FieldError("body", "the ledger cannot hold this record as it is; send it with other names or figures")


def _written(entries: list[Entry]) -> tuple[dict[str, Outcome], list[Entry]]:
    """What became of those that were written, and those that could not be now."""
    try:
        return wiring.ledger().record(entries), []
    except NotRecordedError as error:
        logger.warning("usage not written at once", extra={"left": len(error.left), "reason": str(error)})
        return error.outcomes, list(error.left)


def _queue(entries: list[Entry]) -> None:
    try:
        wiring.usage_queue().send(entries)
    except QueueUnavailableError as error:
        logger.error("the queue of usage takes none", extra={"reason": str(error)})
        detail = "the records cannot be kept now; send them again in a moment, what was kept counts once"
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "usage_unavailable", detail) from error


def _answer(found: _Read, outcomes: dict[str, Outcome], rates: Rates) -> UsageAnswer:
    results = list(found.results)
    results += [
        _result(number, entry, price, outcomes[id])
        for id, (number, entry, price) in found.entries.items()
        if id in outcomes
    ]
    results.sort(key=lambda result: result.record)
    counted = Counter(result.status for result in results)
    return UsageAnswer(
        accepted=counted["priced"] + counted["unpriced"],
        unpriced=counted["unpriced"],
        duplicate=counted["duplicate"] + counted["conflict"],
        conflict=counted["conflict"],
        not_billed=counted["not_billed"],
        rejected=counted["rejected"],
        queued=len(found.entries.keys() - outcomes.keys()),
        cost_usd=sum((result.cost_usd or Decimal(0) for result in results), start=Decimal(0)),
        results=tuple(results),
        rates_version=rates.compiled.version,
        stale=rates.stale,
    )


def _result(number: int, entry: Entry, price: Price | None, outcome: Outcome) -> RecordAnswer:
    if outcome is Outcome.REFUSED:
        return _rejected(number, {"id": entry.id}, (_REFUSED,))
    if outcome is not Outcome.NEW:
        return _again(number, entry, same=outcome is Outcome.DUPLICATE)
    return RecordAnswer(
        record=number,
        id=entry.id,
        status="priced" if entry.priced else "unpriced",
        cost_usd=entry.cost_usd,
        reason=None if entry.reason is None else entry.reason.message,
        warnings=() if price is None else price.warnings,
    )
