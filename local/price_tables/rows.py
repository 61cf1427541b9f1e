"""What both open price tables are read into: rows of exact prices per million tokens, in the rate tables' terms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

INPUT = "usd_per_million_input_tokens"
OUTPUT = "usd_per_million_output_tokens"
CACHED = "usd_per_million_cached_input_tokens"
CACHE_WRITE = "usd_per_million_cache_write_tokens"
CACHE_WRITE_1H = "usd_per_million_cache_write_1h_tokens"
BATCH_INPUT = "usd_per_million_batch_input_tokens"
BATCH_OUTPUT = "usd_per_million_batch_output_tokens"
BATCH_CACHED = "usd_per_million_batch_cached_input_tokens"
BATCH_CACHE_WRITE = "usd_per_million_batch_cache_write_tokens"
RATES = (
    INPUT,
    OUTPUT,
    CACHED,
    CACHE_WRITE,
    CACHE_WRITE_1H,
    BATCH_INPUT,
    BATCH_OUTPUT,
    BATCH_CACHED,
    BATCH_CACHE_WRITE,
)
"""The fields of `ratebook.prices.TokenRates`, in their order."""

BATCH = (BATCH_INPUT, BATCH_OUTPUT, BATCH_CACHED, BATCH_CACHE_WRITE)

type Rates = Mapping[str, Decimal]
"""USD per million tokens, by the names in `RATES`. What is not sold or not known is absent."""


class UnreadableTableError(ValueError):
    """A table is laid out in another way than its reader expects; the message says where."""


class Key(NamedTuple):
    """A model at a provider, in one of its tiers; in the provider's default one where `tier` is empty."""

    provider: str
    name: str
    tier: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.tier})" if self.tier else self.name


@dataclass(frozen=True)
class LongContext:
    """The rates of a whole call whose input is longer than `above_input_tokens`."""

    above_input_tokens: int
    rates: Rates


@dataclass(frozen=True)
class Prices:
    """All token rates of a model at one time."""

    rates: Rates
    long_context: LongContext | None = None


@dataclass(frozen=True)
class DatedPrices:
    """Prices from a day on. `starts` is `None` where the table does not say since when."""

    starts: date | None
    prices: Prices


@dataclass(frozen=True)
class Row:
    """What one table says of a model. `history` is oldest first and has at least one entry."""

    key: Key
    history: tuple[DatedPrices, ...]
    input_tokens_per_call: int | None = None
    retires_on: date | None = None
    bills_reasoning: bool = False
    interface: Literal["chat", "completions"] = "chat"

    def in_force(self, on: date) -> Prices:
        """The prices on a day; the oldest where none had begun."""
        begun = [entry for entry in self.history if entry.starts is None or entry.starts <= on]
        return (begun or self.history[:1])[-1].prices


@dataclass(frozen=True)
class Refused:
    """A row that is not taken over, and why."""

    key: Key
    table: str
    reason: str


@dataclass(frozen=True)
class Table:
    """One open price table, as it was released on a day."""

    id: str
    title: str
    version: str
    released_on: date
    rows: Mapping[Key, Row]
    refused: tuple[Refused, ...] = ()
    keeps_history: bool = False

    @property
    def source(self) -> str:
        """The key of this release among a rate file's sources. It never changes its meaning."""
        return f"{self.id}-{self.version}"

    @property
    def described(self) -> str:
        """Title, release and day, for the rate file."""
        return f"{self.title} (MIT), release {self.version} of {self.released_on}"


def collected(table: str, rows: Iterable[Row]) -> tuple[dict[Key, Row], tuple[Refused, ...]]:
    """Rows by key. A table that prices one model in two ways is not believed in either."""
    found: dict[Key, Row] = {}
    refused: dict[Key, Refused] = {}
    for row in rows:
        before = found.setdefault(row.key, row)
        if before.history != row.history:
            refused[row.key] = Refused(row.key, table, "stands twice with different prices")
    return {key: row for key, row in found.items() if key not in refused}, tuple(refused.values())
