"""Says what an import changes, provider by provider, and what a person has to look at."""

from collections.abc import Iterator, Sequence
from datetime import date

from local.price_tables.agreement import Compared, Disagreement, Proposal
from local.price_tables.catalogue import Listed
from local.price_tables.ledger import Change, Import, prices_of, spoken
from local.price_tables.rows import RATES, Key, Prices, Refused
from ratebook.history import in_force
from ratebook.models import Provider
from ratebook.prices import TokenPrices


def lines(listed: Listed, result: Import | None, checked: Provider | None, compared: Compared) -> Iterator[str]:
    """What there is to say of a provider; nothing of one that the tables do not have. `checked` is the hand's file."""
    disagreements = [row for row in compared.disagreements if row.key.provider == listed.id]
    refused = [row for row in compared.refused if row.key.provider == listed.id]
    refused += result.refused if result else ()
    if result is None and not disagreements and not refused:
        return
    yield f"{listed.title} (rates/imported/{listed.id}.yaml)"
    if result is not None:
        yield from (f"  {_change(change)}" for change in result.changes)
        for moved in result.moved:
            yield f"  changed: {moved.key}, {moved.what}: {moved.was or 'not known'} → {moved.now}"
        yield f"  unchanged: {result.unchanged}"
        if result.gone:
            yield f"  no longer in the tables, kept: {', '.join(result.gone)}"
    yield from (f"  {_disagreement(row, listed, result, checked)}" for row in disagreements)
    yield from (f"  quarantined: {row.key} ({row.table}): {row.reason}" for row in _sorted(refused))
    proposals = [row for row in compared.proposals if row.key.provider == listed.id]
    if checked is not None:
        yield from (f"  {line}" for line in kept(listed, checked, proposals, compared.released_on))


def _sorted(refused: Sequence[Refused]) -> list[Refused]:
    return sorted(refused, key=lambda row: (row.key, row.table))


def _change(change: Change) -> str:
    now = f"{spoken(change.now.prices)} from {change.now.effective_from} ({change.now.source})"
    if change.was is None:
        return f"new: {change.key}, {now}"
    if spoken(change.was) != spoken(change.now.prices):
        return f"changed: {change.key}, {spoken(change.was)} → {now}"
    return f"changed: {change.key}, {', '.join(_differences(change.was, change.now.prices))} ({change.now.source})"


def _differences(was: Prices, now: Prices) -> list[str]:
    found = [
        f"{field} {was.rates[field]:f}" + f" → {now.rates[field]:f}"
        if field in was.rates
        else f"{field} none → {now.rates[field]:f}"
        for field in RATES
        if field in now.rates and now.rates[field] != was.rates.get(field)
    ]
    return found or ["rates of long contexts"]


def _disagreement(row: Disagreement, listed: Listed, result: Import | None, checked: Provider | None) -> str:
    said = ", ".join(f"{table} {_with_long(prices)}" for table, prices in row.said)
    if _history(checked, row.key):
        what = f"rates/{listed.id}.yaml decides"
    elif result is not None and _history(result.provider, row.key):
        what = "what was imported before stays"
    else:
        what = f"not imported; check the provider's page and add it to rates/{listed.id}.yaml"
    return f"they disagree: {row.key}: {said}; {what}"


def _with_long(prices: Prices) -> str:
    if prices.long_context is None:
        return spoken(prices)
    long = prices.long_context
    return f"{spoken(prices)} and {spoken(Prices(long.rates))} above {long.above_input_tokens}"


def _history(provider: Provider | None, key: Key) -> tuple[TokenPrices, ...]:
    """The entries that a file has of a model; none where it has none."""
    model = provider.models.get(provider.names.get(key.name, "")) if provider else None
    if provider is None or model is None:
        return ()
    if key.tier and key.tier != provider.default_tier:
        return model.tiers[key.tier].base if key.tier in model.tiers else ()
    return model.base


def kept(listed: Listed, checked: Provider, proposals: Sequence[Proposal], on: date) -> Iterator[str]:
    """The hand-checked prices that the tables contradict. They stay, and win over what is imported."""
    for proposal in proposals:
        entry = in_force(_history(checked, proposal.key), on)
        if entry is None:
            continue
        ours, theirs = prices_of(entry), proposal.in_force(on)
        for field in RATES:
            if field in ours.rates and field in theirs.prices.rates and ours.rates[field] != theirs.prices.rates[field]:
                yield (
                    f"kept: hand-checked {proposal.key}, {field} {ours.rates[field]:f}; {theirs.source} says "
                    f"{theirs.prices.rates[field]:f}: to accept it, append an entry in rates/{listed.id}.yaml"
                )
