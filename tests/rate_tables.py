"""Small rate tables for tests: whole providers in a few lines, with the authored policy and machines."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from publishing.authoring import load_files
from ratebook.models import RateTable

RATES = Path(__file__).parents[1] / "rates"
FROM = "2025-01-01"
EVIDENCE = {"source": "list", "checked_on": "2026-11-22", "confirmed": True}


def prices(input: str = "1", output: str = "2", since: str = FROM, **more: Any) -> dict[str, Any]:
    """An entry of token prices; `cached_input="0.5"` is the cached price, and so on."""
    named = {f"usd_per_million_{name}_tokens": price for name, price in more.items() if name not in _OF_AN_ENTRY}
    others = {name: value for name, value in more.items() if name in _OF_AN_ENTRY}
    both = {"usd_per_million_input_tokens": input, "usd_per_million_output_tokens": output}
    return {"effective_from": since} | EVIDENCE | both | named | others


_OF_AN_ENTRY = {"long_context", "unconfirmed", "confirmed", "note"}


def long_context(above: int, input: str, output: str, **more: Any) -> dict[str, Any]:
    """The rates of long calls."""
    entry = prices(input, output, **more)
    return {"above_input_tokens": above} | {name: entry[name] for name in entry if name.startswith("usd_")}


def rent(since: str = FROM, **more: Any) -> dict[str, Any]:
    """An entry of hosting."""
    return {"effective_from": since} | EVIDENCE | more


def event(day: str, *, confirmed: bool = True) -> dict[str, Any]:
    """Something that happens on a day."""
    return EVIDENCE | {"date": day, "confirmed": confirmed}


def model(base: Any = None, fine_tuned: Any = None, **more: Any) -> dict[str, Any]:
    """A model with one entry of prices, or a list of them, for each of its kinds."""

    def history(entry: Any) -> list[Any]:
        return entry if isinstance(entry, list) else [entry]

    both = {"base": base, "fine_tuned": fine_tuned}
    return {name: history(entry) for name, entry in both.items() if entry is not None} | more


def provider(form: str, models: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A provider that writes names in a form."""
    return {
        "schema_version": 1,
        "title": form.title(),
        "name_form": form,
        "sources": {"list": {"title": "a price list"}},
        "models": models,
    } | more


def table_of(**providers: dict[str, Any]) -> RateTable:
    """A rate table of these providers, by id."""
    return RateTable.model_validate_json(json.dumps({"providers": providers} | _the_rest()))


@cache
def _the_rest() -> dict[str, Any]:
    texts = {name: (RATES / name).read_text(encoding="utf-8") for name in ("policy.yaml", "gpus.yaml")}
    rest = load_files(texts).model_dump(mode="json", exclude_none=True)
    return {name: rest[name] for name in ("self_hosted", "policy")}
