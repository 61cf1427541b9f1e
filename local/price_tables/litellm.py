"""Reads LiteLLM's price file, as data: per-token prices become exact prices per million."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from local.price_tables.catalogue import litellm_key
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

FILE = "litellm/model_prices_and_context_window_backup.json"
"""Where the file is in the package."""

ID = "litellm"
_MODES = {"chat": "chat", "responses": "chat", "completion": "completions"}
_FIELDS = {
    INPUT: ("input_cost_per_token", ""),
    OUTPUT: ("output_cost_per_token", ""),
    CACHED: ("cache_read_input_token_cost", ""),
    CACHE_WRITE: ("cache_creation_input_token_cost", ""),
    CACHE_WRITE_1H: ("cache_creation_input_token_cost_above_1hr", ""),
    BATCH_INPUT: ("input_cost_per_token", "_batches"),
    BATCH_OUTPUT: ("output_cost_per_token", "_batches"),
    BATCH_CACHED: ("cache_read_input_token_cost", "_batches"),
    BATCH_CACHE_WRITE: ("cache_creation_input_token_cost", "_batches"),
}
"""LiteLLM's field of each rate; between its two parts stands the context length from which it holds."""

_LONG = re.compile(r"(?:input|output)_cost_per_token_above_([0-9]+)k_tokens")
_OTHER_UNITS = {"input_cost_per_request", "input_cost_per_character", "tiered_pricing", "off_peak_pricing"}
_MILLION = Decimal(10**6)
_DIGITS = 9


def read(text: str) -> tuple[dict[Key, Row], tuple[Refused, ...]]:
    """Rows by key, and what was refused. Raises `UnreadableTableError` where the text is not LiteLLM's JSON."""
    try:
        entries = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise UnreadableTableError(f"LiteLLM's file is not JSON: {error}; adapt its reader") from error
    if not isinstance(entries, dict):
        raise UnreadableTableError("LiteLLM's file is no longer one mapping of models; adapt its reader")
    refused: list[Refused] = []
    rows: list[Row] = []
    for name, entry in entries.items():
        key = litellm_key(entry.get("litellm_provider", ""), name) if entry.get("mode") in _MODES else None
        if key is None:
            continue
        if reason := _inexpressible(entry):
            refused.append(Refused(key, ID, reason))
        elif not _free(entry):
            rows.append(_row(key, entry))
    found, twice = collected(ID, rows)
    return found, (*refused, *twice)


def _row(key: Key, entry: Mapping[str, Any]) -> Row:
    limit, retires = entry.get("max_input_tokens"), entry.get("deprecation_date")
    return Row(
        key,
        (DatedPrices(None, Prices(_rates(entry, ""), _long_context(entry))),),
        input_tokens_per_call=int(limit) if limit else None,
        retires_on=date.fromisoformat(retires) if retires else None,
        bills_reasoning=bool(entry.get("supports_reasoning")),
        interface="completions" if _MODES[entry["mode"]] == "completions" else "chat",
    )


def _inexpressible(entry: Mapping[str, Any]) -> str | None:
    """Why the row cannot be written as rates per token and one context length."""
    if other := sorted(name for name in _OTHER_UNITS & entry.keys() if entry[name]):
        return f"is billed by {', '.join(other)} too"
    if len(_lengths(entry)) > 1:
        return "has more than one price for long contexts"
    return None


def _free(entry: Mapping[str, Any]) -> bool:
    return not entry.get("input_cost_per_token") and not entry.get("output_cost_per_token")


def _lengths(entry: Mapping[str, Any]) -> list[str]:
    return sorted({found[1] for name in entry if (found := _LONG.fullmatch(name))})


def _long_context(entry: Mapping[str, Any]) -> LongContext | None:
    for thousands in _lengths(entry):
        rates = _rates(entry, f"_above_{thousands}k_tokens")
        base = _rates(entry, "")
        # What is not dearer in a long context has no row of its own.
        same = {field: base[field] for field in (INPUT, OUTPUT) if field in base}
        return LongContext(int(thousands) * 1000, same | dict(rates))
    return None


def _rates(entry: Mapping[str, Any], length: str) -> Rates:
    return dict(_per_million(entry, length))


def _per_million(entry: Mapping[str, Any], length: str) -> Iterator[tuple[str, Decimal]]:
    for field, (name, mode) in _FIELDS.items():
        price = entry.get(f"{name}{length}{mode}")
        if price:  # a zero stands there for "not sold"
            yield field, round(Decimal(price) * _MILLION, _DIGITS).normalize()
