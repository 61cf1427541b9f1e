"""Prices a usage record: whose answer it is, which model was billed, at which rates, and what that comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from inputs.errors import FieldError, UnusableRequestError
from inputs.overrides import check_overrides, unmatched
from inputs.terms import Deployments, Overrides
from ratebook.models import RateTable
from ratebook.names import Kind, NeedsMappingError, ResolvedModel, UnresolvedNameError
from ratebook.negotiated import names_of
from spend.accounting.reading import Reading
from spend.accounting.shapes import read
from spend.answer import TokensCounted, UsagePrice
from spend.bill import bill, saved_by_cache
from spend.call import Call
from spend.days import billed_on
from spend.naming import Billed, billed_model, said_providers
from spend.prices import Found, list_prices, own_prices
from spend.record import UsageRecord
from spend.tokens import Tokens, UnpricedError
from spend.unresolved import reason_and_remedy, without_a_provider

_XAI = "xai"
"""The provider that counts reasoning beside the completion, where its answers have no total that shows it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the caller says of its deployments and its prices, for one record or for many."""

    deployments: Deployments
    overrides: Overrides


def price_record(record: UsageRecord, terms: Terms, table: RateTable, today: date) -> UsagePrice:
    """What the call cost on its day, or why that cannot be told.

    Raises `UnusableRequestError` for a response that is not understood, and for an override of no known provider.
    """
    check_overrides(terms.overrides, table)
    return price_call(understood(record, terms, table, today), terms, table)


def understood(record: UsageRecord, terms: Terms, table: RateTable, today: date) -> Call:
    """The call that a record tells of. Raises `UnusableRequestError` for a response that is not understood."""
    reading = _reading(record, terms, table)
    on, of_the_day = billed_on(record, reading.made, today)
    if reading.model is None and record.deployment is None and record.model is None:
        raise UnusableRequestError(FieldError("model", "is missing, and the response names none; send it"))
    return Call(
        tokens=reading.tokens,
        on=on or today,
        dated=on is not None,
        batch=reading.batch if record.batch is None else record.batch,
        model=record.model,
        answered_by=reading.model,
        deployment=record.deployment,
        provider=record.provider,
        tier=record.tier,
        region=record.region,
        unpriced=reading.unpriced,
        warnings=of_the_day + reading.warnings,
    )


def price_call(call: Call, terms: Terms, table: RateTable) -> UsagePrice:
    """What the call cost on its day, or why that cannot be told. Its overrides are taken as they are."""
    price = UsagePrice(
        status="unpriced", model=call.name, tokens=_counted(call.tokens), warnings=call.warnings, at=call.on
    )
    try:
        billed = billed_model(call, terms.deployments, table)
    except UnresolvedNameError as error:
        unplaced = _unplaced(price, error, terms, table)
        return _settled(unplaced, call, partial(_prices_of_a_name, error, terms, table, call.on))
    placed = _placed(price, billed, terms, table)
    return _settled(placed, call, partial(_prices, billed.model, terms, table, call.on))


def _reading(record: UsageRecord, terms: Terms, table: RateTable) -> Reading:
    if record.response is not None:
        return read(record.response, reasoning_beside=_XAI in said_providers(record, terms.deployments, table))
    if record.usage is None:
        raise TypeError("a record has either usage or a response")
    return Reading(None, record.usage.tokens)


def _counted(tokens: Tokens) -> TokensCounted:
    return TokensCounted(
        input_tokens=tokens.input_tokens,
        fresh_input_tokens=tokens.fresh_input_tokens,
        cached_input_tokens=tokens.cached_input_tokens,
        cache_write_tokens=tokens.cache_write_tokens,
        cache_write_1h_tokens=tokens.cache_write_1h_tokens,
        output_tokens=tokens.output_tokens,
        reasoning_tokens=tokens.reasoning_tokens,
    )


def _placed(price: UsagePrice, billed: Billed, terms: Terms, table: RateTable) -> UsagePrice:
    """The call with what the table knows of its model."""
    model = billed.model
    warnings = price.warnings
    if billed.differs_from is not None:
        warnings += (f"{model.model_id} answered and was billed, not {billed.differs_from}, which was asked for",)
    names = names_of(model, table.providers[model.provider])
    warnings += unmatched(terms.overrides, model.provider, table.providers[model.provider], names)
    return price.model_copy(
        update={
            "kind": model.parts.kind,
            "provider": model.provider,
            "base_model": model.model_id,
            "tier": model.tier,
            "billing": model.billing,
            "warnings": warnings,
        }
    )


def _unplaced(price: UsagePrice, error: UnresolvedNameError, terms: Terms, table: RateTable) -> UsagePrice:
    """The call with what its model's name says by itself."""
    known: dict[str, object] = {"provider": error.provider}
    if isinstance(error, NeedsMappingError):
        known |= {"billing": error.billing, "kind": Kind.FINE_TUNED if error.fine_tuned else None}
    if error.provider is not None:
        warnings = unmatched(terms.overrides, error.provider, table.providers[error.provider], (error.name,))
    else:
        warnings = without_a_provider(terms.overrides, error.name)
    known["warnings"] = price.warnings + warnings
    return price.model_copy(update=known)


def _prices(model: ResolvedModel, terms: Terms, table: RateTable, on: date) -> Found:
    """The negotiated prices of a model, or the list's. Raises `UnpricedError`."""
    provider = table.providers[model.provider]
    if terms.overrides or provider.negotiated:
        names = names_of(model, table.providers[model.provider])
        own = own_prices(terms.overrides, model.provider, provider, names, on)
        if own is not None:
            return own
    return list_prices(table, model, on)


def _prices_of_a_name(error: UnresolvedNameError, terms: Terms, table: RateTable, on: date) -> Found:
    """The prices that were negotiated for a name which no table holds. Raises `UnpricedError`."""
    if error.provider is not None:
        provider = table.providers[error.provider]
        own = own_prices(terms.overrides, error.provider, provider, (error.name,), on)
        if own is not None:
            return own
    raise UnpricedError(error.code, reason_and_remedy(error))


def _settled(price: UsagePrice, call: Call, prices: Callable[[], Found]) -> UsagePrice:
    """The price with its cost, or with the reason why it has none."""
    if call.unpriced is not None:
        return price.model_copy(update={"reason": call.unpriced})
    try:
        found = prices()
        total = bill(call.tokens, found, batch=call.batch)
    except UnpricedError as error:
        return price.model_copy(update={"reason": error.reason})
    return price.model_copy(
        update={
            "status": "priced",
            "tier": price.tier or found.tier,
            "rates": total.rates,
            "effective_from": found.entry.effective_from if found.entry else None,
            "source": found.source,
            "lines": total.lines,
            "cost_usd": total.cost_usd,
            "cache_saving_usd": saved_by_cache(call.tokens, total.rates),
            "batch_saving_usd": _saved_by_batch(call, found, total.cost_usd),
            "price_source": found.price_source,
            "confirmed": total.confirmed,
            "warnings": price.warnings + total.warnings,
        }
    )


def _saved_by_batch(call: Call, found: Found, cost_usd: Decimal) -> Decimal | None:
    """What the same call would have cost more outside of a batch; `None` where that has no price."""
    if not call.batch:
        return Decimal(0)
    try:
        return bill(call.tokens, found, batch=False).cost_usd - cost_usd
    except UnpricedError:
        return None
