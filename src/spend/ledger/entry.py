"""One line of the ledger: what a record counts for, and in which row of the totals."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from costs.quantities import EXACT, PlainDecimal
from ratebook.compiled import CompiledTable
from ratebook.names import Kind, without_provider
from shapes.frozen import Frozen
from spend.call import Call
from spend.price import Price
from spend.tokens import Reason, Tokens

_WRITTEN = Decimal("1e-12")
"""What money is rounded to once, in the ledger, so that sums of it are exact."""


class Category(StrEnum):
    """What money was spent on. `unknown` where a name does not tell whether it is a fine-tuned model's."""

    BASE = "base"
    FINE_TUNED = "fine_tuned"
    TRAINING = "training"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """What is told apart in the totals: everything that a report groups by."""

    project: str
    day: date
    category: Category
    model: str
    provider: str | None = None
    base_model: str | None = None
    tier: str | None = None
    batch: bool = False
    priced: bool = True

    @property
    def month(self) -> str:
        """The calendar month in UTC, YYYY-MM."""
        return month_of(self.day)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is added up. Money in USD; input tokens include those of the cache."""

    records: int = 0
    unpriced_records: int = 0
    cost_usd: Decimal = Decimal(0)
    cache_saving_usd: Decimal = Decimal(0)
    batch_saving_usd: Decimal = Decimal(0)
    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(_added(mine, theirs) for mine, theirs in zip(_all(self), _all(other), strict=True)))

    def __neg__(self) -> "Sums":
        return Sums(*(-value for value in _all(self)))

    def __bool__(self) -> bool:
        return any(_all(self))


_all = attrgetter(*(field.name for field in fields(Sums)))


def _added(mine: Any, theirs: Any) -> Any:
    return EXACT.add(mine, theirs) if isinstance(mine, Decimal) else mine + theirs


def summed[Key](pairs: Iterable[tuple[Key, Sums]]) -> dict[Key, Sums]:
    """The sums of what stands under the same key."""
    found: dict[Key, Sums] = {}
    for key, sums in pairs:
        found[key] = found.get(key, Sums()) + sums
    return found


class Entry(Frozen):
    """A record in the ledger, counted under its `id`. One that is unpriced keeps its call, to be priced later."""

    id: str
    project: str
    day: date
    category: Category
    model: str
    provider: str | None = None
    base_model: str | None = None
    tier: str | None = None
    batch: bool = False
    input_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    cost_usd: PlainDecimal | None = None
    cache_saving_usd: PlainDecimal = Decimal(0)
    batch_saving_usd: PlainDecimal = Decimal(0)
    confirmed: bool | None = None
    reason: Reason | None = None
    rates_version: str | None = None
    fingerprint: str
    call: Call | None = None

    @property
    def priced(self) -> bool:
        """Whether it has a cost."""
        return self.cost_usd is not None

    @property
    def row(self) -> Row:
        """Where it counts."""
        return Row(
            self.project,
            self.day,
            self.category,
            self.model,
            self.provider,
            self.base_model,
            self.tier,
            self.batch,
            self.priced,
        )

    @property
    def sums(self) -> Sums:
        """What it counts for. Without a cost it is one unpriced record, and no money."""
        return Sums(
            records=1,
            unpriced_records=int(not self.priced),
            cost_usd=self.cost_usd or Decimal(0),
            cache_saving_usd=self.cache_saving_usd,
            batch_saving_usd=self.batch_saving_usd,
            input_tokens=self.input_tokens,
            cached_input_tokens=self.cached_input_tokens,
            cache_write_tokens=self.cache_write_tokens,
            output_tokens=self.output_tokens,
        )


def month_of(day: date) -> str:
    """The calendar month of a day, YYYY-MM."""
    return day.isoformat()[: len("YYYY-MM")]


def of_call(id: str, project: str, call: Call, price: Price, rates: CompiledTable) -> Entry:
    """The line for one call and its price by the rates."""
    tokens = call.tokens
    category = Category(price.kind) if price.kind is not None else Category.UNKNOWN
    own = price.model if price.kind is Kind.FINE_TUNED or price.base_model is None else None
    return Entry(
        id=id,
        project=project,
        day=call.on,
        category=category,
        # One model, whatever spelling of its name was sent; each fine-tune by itself.
        model=str(price.base_model) if own is None else without_provider(rates.table, own, price.provider),
        provider=price.provider,
        base_model=price.base_model,
        tier=price.tier,
        batch=call.batch,
        input_tokens=tokens.input_tokens,
        cached_input_tokens=tokens.cached_input_tokens,
        cache_write_tokens=tokens.cache_write_tokens + tokens.cache_write_1h_tokens,
        output_tokens=tokens.output_tokens,
        cost_usd=_rounded(price.cost_usd),
        cache_saving_usd=_rounded(price.cache_saving_usd) or Decimal(0),
        batch_saving_usd=_rounded(price.batch_saving_usd) or Decimal(0),
        confirmed=price.confirmed,
        reason=price.reason,
        rates_version=rates.version,
        fingerprint=_fingerprint(project, call),
        call=call if price.cost_usd is None else None,
    )


def of_training(id: str, project: str, day: date, provider: str | None, model: str, usd: Decimal) -> Entry:
    """The line for what a training job cost."""
    said = f"{project}\n{day}\n{provider}\n{model}\n{usd.normalize()}"
    return Entry(
        id=id,
        project=project,
        day=day,
        category=Category.TRAINING,
        model=model,
        provider=provider,
        cost_usd=_rounded(usd),
        fingerprint=_digest(said),
    )


def _rounded(usd: Decimal | None) -> Decimal | None:
    return None if usd is None else usd.quantize(_WRITTEN, context=EXACT)


_TOKENS = tuple(field.name for field in fields(Tokens))
_counts = attrgetter(*_TOKENS)


def _fingerprint(project: str, call: Call) -> str:
    """Tells a record that is sent again from another one under the same id. What was warned of is no part of it.

    Nor is a day that nobody told: the same answer may be sent again on another one.
    """
    figures = (
        call.on if call.dated else None,
        call.batch,
        call.model,
        call.answered_by,
        call.deployment,
        call.provider,
        call.tier,
        call.region,
    )
    tokens = dict(zip(_TOKENS, _counts(call.tokens), strict=True))
    return _digest(repr((project, tokens, tuple(map(str, figures)))))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
