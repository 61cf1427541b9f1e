"""Lays the two tables side by side: what both say is confirmed, and where they disagree nothing is imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from local.price_tables.catalogue import BY_ID
from local.price_tables.quarantine import far_apart, without_slips, wrong
from local.price_tables.rows import (
    BATCH,
    BATCH_INPUT,
    BATCH_OUTPUT,
    INPUT,
    OUTPUT,
    RATES,
    DatedPrices,
    Key,
    LongContext,
    Prices,
    Rates,
    Refused,
    Row,
    Table,
)

NO_CHANGE_RECORDED_SINCE = date(2025, 1, 1)
"""From when a price holds of which only genai-prices knows, and no beginning: the table keeps changes from then on."""

AGREED_SINCE = date(2025, 9, 1)
"""From when a price holds that both tables have, neither with a change."""


@dataclass(frozen=True)
class Entry:
    """Prices to import, with their evidence. `note` says what of them only one table knows."""

    effective_from: date
    prices: Prices
    source: str
    confirmed: bool
    unconfirmed: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Proposal:
    """What to import of a model. `disputed` are the rates that the tables do not agree on: they are left out."""

    key: Key
    entries: tuple[Entry, ...]
    disputed: tuple[str, ...]
    row: Row
    row_source: str

    def in_force(self, on: date) -> Entry:
        """The entry of a day; the first where none had begun."""
        return ([entry for entry in self.entries if entry.effective_from <= on] or list(self.entries[:1]))[-1]


@dataclass(frozen=True)
class Disagreement:
    """A model of which the two tables have different prices today."""

    key: Key
    said: tuple[tuple[str, Prices], ...]


@dataclass(frozen=True)
class Compared:
    """All that the two tables say."""

    released_on: date
    sources: dict[str, str]
    proposals: tuple[Proposal, ...]
    disagreements: tuple[Disagreement, ...]
    refused: tuple[Refused, ...]


def compare(litellm: Table, genai_prices: Table) -> Compared:
    """Both tables in one. The younger release gives the day of what neither dates.

    What cannot be right in one table is not taken from the other either: somebody has to look.
    """
    on = max(litellm.released_on, genai_prices.released_on)
    refused = {(row.key, row.table): row for row in _refused(litellm, genai_prices)}
    pairs: dict[Key, list[tuple[Table, Row]]] = {}
    for table in (litellm, genai_prices):
        for key, row in table.rows.items():
            sound = without_slips(row)
            if reason := wrong(sound):
                refused[key, table.id] = Refused(key, table.id, reason)
            else:
                pairs.setdefault(key, []).append((table, sound))
    blocked = {key for key, _ in refused}
    outcomes = [_outcome(pairs[key], on) for key in sorted(pairs.keys() - blocked)]
    sources = {table.source: table.described for table in (litellm, genai_prices)}
    sources[_both_sources(litellm, genai_prices)] = f"{genai_prices.described} and {litellm.described}, which agree"
    return Compared(
        on,
        sources,
        tuple(outcome for outcome in outcomes if isinstance(outcome, Proposal)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, Disagreement)),
        (*refused.values(), *(outcome for outcome in outcomes if isinstance(outcome, Refused))),
    )


def _outcome(said: list[tuple[Table, Row]], on: date) -> Proposal | Disagreement | Refused | None:
    """What comes of what one or both tables say of a model."""
    table, row = said[0]
    if len(said) == 1:
        if BY_ID[row.key.provider].only_agreed:
            return None
        return _only(row, table, NO_CHANGE_RECORDED_SINCE if table.keeps_history else table.released_on)
    other_table, other = said[1]
    now, then = row.in_force(on), other.in_force(on)
    if far_apart(now.rates, then.rates):
        return Refused(row.key, "both", f"differ by more than five times: {_prices(now, then)}")
    if not _agree(now, then):
        return Disagreement(row.key, ((table.id, now), (other_table.id, then)))
    return _both(row, other, on, table, other_table)


def _both_sources(litellm: Table, genai_prices: Table) -> str:
    return f"{genai_prices.source}+{litellm.source}"


def _refused(litellm: Table, genai_prices: Table) -> Iterable[Refused]:
    return [row for row in (*litellm.refused, *genai_prices.refused) if not BY_ID[row.key.provider].only_agreed]


def _prices(one: Prices, other: Prices) -> str:
    return " against ".join(f"{each.rates[INPUT]:f}/{each.rates[OUTPUT]:f}" for each in (one, other))


def _agree(one: Prices, other: Prices) -> bool:
    """The same input and output; a long context that only one knows is taken, one that they dispute is not."""
    if not _same(one.rates, other.rates):
        return False
    if one.long_context is None or other.long_context is None:
        return True
    lengths = one.long_context.above_input_tokens, other.long_context.above_input_tokens
    # "From 200,000 on" in one table is "above 200,000" in the other.
    return abs(lengths[0] - lengths[1]) <= 1 and _same(one.long_context.rates, other.long_context.rates)


def _same(one: Rates, other: Rates) -> bool:
    return all(one[field] == other[field] for field in (INPUT, OUTPUT))


def _both(one: Row, other: Row, on: date, litellm: Table, genai_prices: Table) -> Proposal:
    now, then = one.in_force(on), other.in_force(on)
    rates, disputed = _joined(now.rates, then.rates)
    alone = tuple(field for field in rates if (field in now.rates) != (field in then.rates))
    long, note = _long_context(now, then, litellm.title, genai_prices.title)
    current = Prices(rates, long)
    source = _both_sources(litellm, genai_prices)
    entries = []
    for begins, entry in _begun(other.history, AGREED_SINCE):
        if entry.prices == then and entry is _current(other, on):
            entries.append(Entry(begins, current, source, True, alone, note))
        else:
            entries.append(Entry(begins, entry.prices, genai_prices.source, False))
    limit = one.input_tokens_per_call or other.input_tokens_per_call
    row = Row(one.key, one.history, limit, one.retires_on, one.bills_reasoning, one.interface)
    return Proposal(one.key, tuple(entries), disputed, row, litellm.source)


def _current(row: Row, on: date) -> DatedPrices:
    return ([entry for entry in row.history if entry.starts is None or entry.starts <= on] or [row.history[0]])[-1]


def _begun(history: tuple[DatedPrices, ...], undated: date) -> list[tuple[date, DatedPrices]]:
    """The entries with the day of each. What has no day before a dated change holds from the table's beginning on."""
    if len(history) == 1:
        return [(history[0].starts or undated, history[0])]
    begun = [(entry.starts or NO_CHANGE_RECORDED_SINCE, entry) for entry in history]
    # An undated price, where the first change is older than the table, has no time of its own.
    return [
        (begins, entry)
        for index, (begins, entry) in enumerate(begun)
        if all(begins < later for later, _ in begun[index + 1 :])
    ]


def _joined(one: Rates, other: Rates) -> tuple[Rates, tuple[str, ...]]:
    """Every rate that a table has and the other does not deny, and those that are denied. Batch goes as a whole."""
    disputed = {field for field in one.keys() & other.keys() if one[field] != other[field]}
    if disputed & {BATCH_INPUT, BATCH_OUTPUT}:
        disputed |= set(BATCH) & (one.keys() | other.keys())
    joined = {**other, **one}
    return (
        {field: joined[field] for field in RATES if field in joined and field not in disputed},
        tuple(field for field in RATES if field in disputed),
    )


def _long_context(one: Prices, other: Prices, title: str, other_title: str) -> tuple[LongContext | None, str | None]:
    if one.long_context is None or other.long_context is None:
        known = one.long_context or other.long_context
        who = title if one.long_context else other_title
        return known, f"the rates of long contexts are in {who} only" if known else None
    rates, _ = _joined(one.long_context.rates, other.long_context.rates)
    length = min(one.long_context.above_input_tokens, other.long_context.above_input_tokens)
    return LongContext(length, rates), None


def _only(row: Row, table: Table, undated: date) -> Proposal:
    entries = tuple(Entry(begins, entry.prices, table.source, False) for begins, entry in _begun(row.history, undated))
    return Proposal(row.key, entries, (), row, table.source)
