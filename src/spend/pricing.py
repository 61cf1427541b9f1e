"""Prices a usage record: whose answer it is, which model was billed, at which rates, and what that comes to."""

from datetime import date

from inputs.errors import FieldError, UnusableRequestError
from inputs.overrides import check_overrides
from ratebook.kept import PerTable
from ratebook.memory import Memory
from ratebook.models import RateTable
from spend.accounting.reading import Reading
from spend.accounting.shapes import read
from spend.answer import UsagePrice
from spend.call import Call
from spend.days import billed_on
from spend.naming import said_providers
from spend.price import Price
from spend.quote import Quote, Terms, asked_of, quoted
from spend.record import UsageRecord
from spend.tokens import Reason

__all__ = ["PriceList", "Terms", "price_call", "price_record", "quotes_of", "understood"]

quotes_of: PerTable[Memory[object, Quote]] = PerTable(lambda _: Memory())
"""What calls are billed at by a table alone, by their names and days: kept as long as the table is."""

_XAI = "xai"
"""The provider that counts reasoning beside the completion, where its answers have no total that shows it."""


def price_record(record: UsageRecord, terms: Terms, table: RateTable, today: date) -> UsagePrice:
    """What the call cost on its day, or why that cannot be told.

    Raises `UnusableRequestError` for a response that is not understood, and for an override of no known provider.
    """
    check_overrides(terms.overrides, table)
    return UsagePrice.of(price_call(understood(record, terms, table, today), terms, table))


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


class PriceList:
    """Prices calls by one rate table, on one caller's terms. What it found for a name and a day is remembered.

    Where a caller has no terms that is remembered with the table, so that a later request finds it too.
    """

    def __init__(self, table: RateTable, terms: Terms) -> None:
        self._table, self._terms = table, terms
        self._quotes: Memory[object, Quote] = Memory() if terms else quotes_of(table)

    def price(self, call: Call) -> Price:
        """What the call cost on its day, or why that cannot be told. Its overrides are taken as they are."""
        asked = asked_of(call)
        quote = self._quotes.get(asked) or self._quotes.keep(asked, quoted(call, self._terms, self._table))
        if call.unpriced is not None:
            return Price(call, quote, call.unpriced)
        tariff = quote.tariff(call.tokens, batch=call.batch)
        if isinstance(tariff, Reason):
            return Price(call, quote, tariff)
        return Price(call, quote, tariff, tariff.cost_usd(call.tokens))


def price_call(call: Call, terms: Terms, table: RateTable) -> Price:
    """The same for one call alone."""
    return PriceList(table, terms).price(call)


def _reading(record: UsageRecord, terms: Terms, table: RateTable) -> Reading:
    if record.response is not None:
        return read(record.response, reasoning_beside=_XAI in said_providers(record, terms.deployments, table))
    if record.usage is None:
        raise TypeError("a record has either usage or a response")
    return Reading(None, record.usage.tokens)
