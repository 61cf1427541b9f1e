"""Adds what the tables say to what was imported before. History is append-only: no entry is edited or removed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from local.price_tables.agreement import Compared, Entry, Proposal
from local.price_tables.catalogue import Listed, aliases
from local.price_tables.rows import INPUT, OUTPUT, RATES, Key, LongContext, Prices, Rates, Refused
from publishing.findings import field_path
from publishing.sanity import sanity_of
from ratebook.history import in_force
from ratebook.models import Limits, Model, Provider, Tier
from ratebook.prices import LongContextRates, TokenPrices, TokenRates
from ratebook.sourced import Event, Source


@dataclass(frozen=True)
class Change:
    """What an import adds: a model's first entry where `was` is `None`, else a price that is no longer what it was."""

    key: Key
    was: Prices | None
    now: Entry


@dataclass(frozen=True)
class Moved:
    """A model's date of retirement, or its longest call, is no longer what was imported."""

    key: Key
    what: str
    was: date | int | None
    now: date | int


@dataclass(frozen=True)
class Import:
    """A provider's imported file as it is to be, and what is different from before. Without a model it is no file."""

    provider: Provider | None
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    unchanged: int
    gone: tuple[str, ...]
    refused: tuple[Refused, ...]


def imported(listed: Listed, before: Provider | None, compared: Compared, today: date) -> Import | None:
    """The file of a provider after this import; `None` where neither it nor the tables say anything of a model.

    `today` is the day on which new entries were checked. What is not different keeps its day.
    """
    by_name: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in compared.proposals:
        if proposal.key.provider == listed.id:
            by_name[proposal.key.name].append(proposal)
    known = before.models if before else {}
    models, changes, moved, refused, unchanged = dict(known), [], [], [], 0
    for name, proposals in by_name.items():
        model, new, other = _model(known.get(name), proposals, compared.released_on, today)
        odd = _odd(name, model) if new else None
        if odd is not None:
            refused.append(Refused(proposals[0].key, proposals[0].in_force(compared.released_on).source, odd))
            continue
        models[name] = model
        changes += new
        moved += other
        unchanged += not new and not other
    if not models and not refused:
        return None
    provider = _provider(listed, before, dict(sorted(models.items())), compared.sources) if models else None
    undecided = {row.key.name for row in compared.disagreements if row.key.provider == listed.id}
    gone = tuple(sorted(known.keys() - by_name.keys() - undecided))
    return Import(provider, tuple(changes), tuple(moved), unchanged, gone, tuple(refused))


def _odd(name: str, model: Model) -> str | None:
    """Why the rate tables would refuse to publish the model; `None` where they would not."""
    provider = Provider(schema_version=1, title=name, sources={}, models={name: model})
    found = next(sanity_of(name, provider), None)
    return None if found is None else f"{field_path(found.place[4:])}: {found.message}"


def _model(
    before: Model | None, proposals: list[Proposal], on: date, today: date
) -> tuple[Model, list[Change], list[Moved]]:
    model = before or _new(proposals[0].key)
    changes: list[Change] = []
    tiers = dict(model.tiers)
    for proposal in proposals:
        tier = proposal.key.tier
        history = (tiers[tier].base if tier in tiers else ()) if tier else model.base
        entries, change = _appended(history, proposal, on, today)
        if change is not None:
            changes.append(change)
            if tier:
                tiers[tier] = (tiers.get(tier) or Tier()).model_copy(update={"base": entries})
            else:
                model = model.model_copy(update={"base": entries})
    if tiers != model.tiers:
        model = model.model_copy(update={"tiers": dict(sorted(tiers.items()))})
    described, moved = _described(model, proposals[0], today)
    if before and any(
        getattr(described, field) != getattr(before, field) for field in ("interface", "bills_reasoning")
    ):
        described = described.model_copy(update={"correction": _noticed(today)})
    return described, changes, moved if before else []


def _new(key: Key) -> Model:
    names = aliases(key)
    return Model(compared=False, aliases=names) if names else Model(compared=False)


def _appended(
    history: tuple[TokenPrices, ...], proposal: Proposal, on: date, today: date
) -> tuple[tuple[TokenPrices, ...], Change | None]:
    """The history with what is new, oldest first."""
    now = proposal.in_force(on)
    if not history:
        return tuple(_written(entry, today) for entry in proposal.entries), Change(proposal.key, None, now)
    entries = list(history)
    was = prices_of(in_force(history, on) or history[0])
    candidates = [*(entry for entry in proposal.entries if entry.effective_from > history[-1].effective_from)]
    if all(entry is not now for entry in candidates):
        candidates.append(replace(now, effective_from=on))
    for entry in sorted(candidates, key=lambda entry: entry.effective_from):
        before = in_force(entries, entry.effective_from)
        taken = any(each.effective_from == entry.effective_from for each in entries)
        if before is not None and not taken and _differ(prices_of(before), entry.prices):
            entries.append(_late(_written(entry, today), today))
            entries.sort(key=lambda each: each.effective_from)
    if len(entries) == len(history):
        return history, None
    return tuple(entries), Change(proposal.key, was, now)


def _late(entry: TokenPrices, today: date) -> TokenPrices:
    """An entry that joins a history and begins before today says why, or it could not be published."""
    return entry.model_copy(update={"correction": _noticed(today)}) if entry.effective_from < today else entry


def _noticed(today: date) -> str:
    return f"the price tables were read on {today}"


def _differ(was: Prices, now: Prices) -> bool:
    """Whether the tables state another price. That they no longer state one, while the rest stands, is no change."""
    if any(was.rates.get(field) not in (None, price) for field, price in now.rates.items()):
        return True
    if now.rates.keys() - was.rates.keys():
        return True
    if now.long_context is None:
        return False
    if was.long_context is None or was.long_context.above_input_tokens != now.long_context.above_input_tokens:
        return True
    return _differ(Prices(was.long_context.rates), Prices(now.long_context.rates))


def prices_of(entry: TokenPrices) -> Prices:
    """The prices of an entry of a rate table."""
    long = entry.long_context
    return Prices(_rates(entry), LongContext(long.above_input_tokens, _rates(long)) if long else None)


def _rates(entry: TokenRates) -> Rates:
    return {field: price for field in RATES if (price := getattr(entry, field)) is not None}


def _written(entry: Entry, today: date) -> TokenPrices:
    long = entry.prices.long_context
    optional = {
        "long_context": LongContextRates.model_validate({"above_input_tokens": long.above_input_tokens, **long.rates})
        if long
        else None,
        "unconfirmed": entry.unconfirmed or None,
        "note": entry.note,
    }
    return TokenPrices.model_validate(
        {
            "effective_from": entry.effective_from,
            **entry.prices.rates,
            "source": entry.source,
            "checked_on": today,
            "confirmed": entry.confirmed,
            **{field: value for field, value in optional.items() if value is not None},
        }
    )


def _described(model: Model, proposal: Proposal, today: date) -> tuple[Model, list[Moved]]:
    """The model with its other facts. One that the tables no longer state is kept."""
    row = proposal.row
    evidence = {"source": proposal.row_source, "checked_on": today, "confirmed": False}
    update: dict[str, object] = {}
    moved = []
    limit = model.limits.input_tokens_per_call if model.limits else None
    if row.input_tokens_per_call is not None and row.input_tokens_per_call != limit:
        update["limits"] = Limits.model_validate({"input_tokens_per_call": row.input_tokens_per_call, **evidence})
        moved.append(Moved(proposal.key, "tokens per call", limit, row.input_tokens_per_call))
    retires = model.retires_on.date if model.retires_on else None
    if row.retires_on is not None and row.retires_on != retires:
        noted = {"note": _noticed(today)} if retires is not None else {}
        update["retires_on"] = Event.model_validate({"date": row.retires_on, **evidence, **noted})
        moved.append(Moved(proposal.key, "retires on", retires, row.retires_on))
    if row.bills_reasoning and not model.bills_reasoning:
        update["bills_reasoning"] = True
    if row.interface != model.interface:
        update["interface"] = row.interface
    return (model.model_copy(update=update) if update else model), moved


def _provider(
    listed: Listed, before: Provider | None, models: Mapping[str, Model], titles: Mapping[str, str]
) -> Provider:
    known = dict(before.sources) if before else {}
    known |= {key: Source(title=title) for key, title in titles.items() if key not in known}
    used = set(_sources(models.values()))
    optional = {
        "aliases": listed.aliases or None,
        "reseller": listed.reseller or None,
        "default_tier": listed.default_tier,
    }
    return Provider.model_validate(
        {
            "schema_version": 1,
            "title": listed.title,
            "name_form": listed.name_form,
            **{field: value for field, value in optional.items() if value is not None},
            "sources": {key: known[key] for key in sorted(known) if key in used},
            "models": dict(models),
        }
    )


def _sources(models: Iterable[Model]) -> Iterable[str]:
    for model in models:
        for priced in (model, *model.tiers.values()):
            yield from (entry.source for entry in priced.base)
        yield from (fact.source for fact in (model.limits, model.retires_on) if fact is not None)


def spoken(prices: Prices) -> str:
    """Input and output in words, `2.5/10`."""
    return "/".join(f"{prices.rates[field]:f}" if field in prices.rates else "none" for field in (INPUT, OUTPUT))
