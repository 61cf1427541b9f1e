"""Reads genai-prices' data file, as data: its prices, the days from which they hold, and the names that it knows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from local.price_tables.catalogue import PROVIDERS, Listed, genai_prices_key, undated
from local.price_tables.literals import CALL, assigned
from local.price_tables.rows import (
    BATCH_CACHE_WRITE,
    BATCH_CACHED,
    BATCH_INPUT,
    BATCH_OUTPUT,
    CACHE_WRITE,
    CACHE_WRITE_1H,
    CACHED,
    INPUT,
    OUTPUT,
    DatedPrices,
    Key,
    LongContext,
    Prices,
    Rates,
    Refused,
    Row,
    UnreadableTableError,
    collected,
)

FILE = "genai_prices/data.py"
"""Where the file is in the package."""

ID = "genai-prices"
_STANDARD = {
    INPUT: "input_mtok",
    OUTPUT: "output_mtok",
    CACHED: "cache_read_mtok",
    CACHE_WRITE: "cache_write_mtok",
    CACHE_WRITE_1H: "cache_write_1h_mtok",
}
_BATCH = {
    BATCH_INPUT: "input_mtok",
    BATCH_OUTPUT: "output_mtok",
    BATCH_CACHED: "cache_read_mtok",
    BATCH_CACHE_WRITE: "cache_write_mtok",
}
_TIERS = {"bedrock": {"", "us", "global"}}
"""The tiers that the table tells apart: its one regional price on Bedrock is that of the United States."""

_IN_BATCH = {"processing": "batch"}

type Call = Mapping[str, Any]


class _InexpressibleError(ValueError):
    """Prices that the rate tables have no fields for."""


def read(text: str, wanted: Iterable[Key], on: date) -> tuple[dict[Key, Row], tuple[Refused, ...]]:
    """Rows by key, and what was refused; batch prices as they are `on` that day.

    A model stands under the names that the table spells out, where they are `wanted` or of the provider's history, and
    under those of `wanted` that are a snapshot of one of them. Raises `UnreadableTableError` where the file is laid out
    in another way.
    """
    providers = assigned(text, "providers")
    if not isinstance(providers, list):
        raise UnreadableTableError("providers is no longer a list; adapt the reader of this file")
    by_id: dict[str, Call] = {provider["id"]: provider for provider in providers}
    asked = list(wanted)
    rows: list[Row] = []
    refused: list[Refused] = []
    for listed in PROVIDERS:
        if listed.genai_prices not in by_id:
            continue
        models: Sequence[Call] = by_id[listed.genai_prices]["models"]
        for key, model in _named(listed, models, [key for key in asked if key.provider == listed.id]).items():
            try:
                rows.append(_row(key, model, on))
            except _InexpressibleError as error:
                refused.append(Refused(key, ID, str(error)))
    found, twice = collected(ID, [row for row in rows if not _free(row)])
    return found, (*refused, *twice)


def _named(listed: Listed, models: Sequence[Call], wanted: Sequence[Key]) -> dict[Key, Call]:
    """The models by the keys under which they stand."""
    found: dict[Key, Call] = {}
    for model in models:
        for name in sorted(_names(model)):
            key = genai_prices_key(listed, name)
            if key is not None and (key in wanted or re.fullmatch(listed.history or "", key.name)):
                found.setdefault(key, model)
    for key in wanted:
        if key.tier not in _TIERS.get(listed.id, {""}):
            continue
        name = f"{key.tier}.{key.name}" if key.tier else key.name
        match = next((model for model in models if _matches(model["match"], name.lower())), None)
        if match is not None and (undated(name) in {undated(known) for known in _names(match)}):
            found.setdefault(key, match)
    return found


def _names(model: Call) -> set[str]:
    return {model["id"], *_spelled_out(model["match"])}


def _spelled_out(clause: Call) -> Iterator[str]:
    """The names that a clause holds whole."""
    match clause[CALL]:
        case "ClauseEquals":
            yield clause["equals"]
        case "ClauseOr":
            for inner in clause["or_"]:
                yield from _spelled_out(inner)


def _matches(clause: Call, name: str) -> bool:
    """Whether the table itself would take `name`, in small letters, for the model."""
    test = _CLAUSES.get(clause[CALL])
    if test is None:
        raise UnreadableTableError(f"{clause[CALL]} is a rule for names that this reader does not know; add it")
    return test(clause, name)


_CLAUSES: dict[str, Callable[[Call, str], bool]] = {
    "ClauseEquals": lambda clause, name: name == str(clause["equals"]).lower(),
    "ClauseStartsWith": lambda clause, name: name.startswith(str(clause["starts_with"]).lower()),
    "ClauseEndsWith": lambda clause, name: name.endswith(str(clause["ends_with"]).lower()),
    "ClauseContains": lambda clause, name: str(clause["contains"]).lower() in name,
    "ClauseRegex": lambda clause, name: re.search(clause["regex"], name) is not None,
    "ClauseOr": lambda clause, name: any(_matches(inner, name) for inner in clause["or_"]),
    "ClauseAnd": lambda clause, name: all(_matches(inner, name) for inner in clause["and_"]),
}


def _free(row: Row) -> bool:
    return all(not entry.prices.rates.keys() & {INPUT, OUTPUT} for entry in row.history)


def _row(key: Key, model: Call, on: date) -> Row:
    conditional = model.get("prices") or []
    if isinstance(conditional, Mapping):
        conditional = [{"prices": conditional}]
    starts = [_start(price.get("constraint")) for price in conditional]
    batch = _batch(model.get("price_variants") or [], on)
    in_force = max((index for index, start in enumerate(starts) if start is None or start <= on), default=0)
    history = tuple(
        DatedPrices(start, _prices(price["prices"], batch if index >= in_force else {}))
        for index, (start, price) in enumerate(zip(starts, conditional, strict=True))
    )
    if not history:
        raise _InexpressibleError("has no price")
    return Row(key, history, input_tokens_per_call=model.get("context_window"))


def _start(constraint: Call | None) -> date | None:
    if constraint is None:
        return None
    if constraint[CALL] != "StartDateConstraint":
        raise _InexpressibleError("costs more at some times of the day")
    start: date = constraint["start_date"]
    return start


def _batch(variants: Sequence[Call], on: date) -> Call:
    for variant in variants:
        if variant["when"] == _IN_BATCH:
            start = _start(variant.get("constraint"))
            if start is None or start <= on:
                prices: Call = variant["prices"]
                return prices
    return {}


def _prices(standard: Call, batch: Call) -> Prices:
    known = {name: batch.get(name, standard.get(name)) for name in _BATCH.values()} if batch else {}
    values = {field: standard.get(name) for field, name in _STANDARD.items()}
    # A part that batch does not name costs there what it costs elsewhere; input and output are always named.
    values |= {field: known.get(name) for field, name in _BATCH.items() if field in (BATCH_INPUT, BATCH_OUTPUT)}
    values |= {field: batch.get(name) for field, name in _BATCH.items() if field in (BATCH_CACHED, BATCH_CACHE_WRITE)}
    lengths = {tier["start"] for value in values.values() if isinstance(value, Mapping) for tier in value["tiers"]}
    if len(lengths) > 1:
        raise _InexpressibleError("has more than one price for long contexts")
    long_context = None
    for length in lengths:
        long_context = LongContext(length, _rates({field: _above(value) for field, value in values.items()}))
    return Prices(_rates({field: _below(value) for field, value in values.items()}), long_context)


def _below(value: Decimal | Call | None) -> Decimal | None:
    return value["base"] if isinstance(value, Mapping) else value


def _above(value: Decimal | Call | None) -> Decimal | None:
    return value["tiers"][-1]["price"] if isinstance(value, Mapping) else value


def _rates(values: Mapping[str, Decimal | None]) -> Rates:
    return {field: value.normalize() for field, value in values.items() if value}
