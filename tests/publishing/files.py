"""Small rate files, with the figures that a test is about."""

from publishing.authoring import load_provider
from ratebook.models import RateTable

KNOWN = "source: page, checked_on: 2026-11-22, confirmed: true"
MODEL = "models.tulip-1"


def entry(day: str = "2025-09-01", more: str = "", **figures: str) -> str:
    """A dated entry, as YAML in one line."""
    said = "".join(f", usd_per_{name}: {figure}" for name, figure in figures.items())
    return f"{{effective_from: {day}{said}, {KNOWN}{', ' if more else ''}{more}}}"


def tokens(input_usd: str, output_usd: str, day: str = "2025-09-01", more: str = "", **others: str) -> str:
    """An entry of token prices."""
    prices = {"input": input_usd, "output": output_usd} | others
    return entry(day, more, **{f"million_{name}_tokens": price for name, price in prices.items()})


def provider(**model: str) -> str:
    """The whole file of a provider with one model, whose fields are given as YAML in one line each."""
    fields = "".join(f"\n    {name}: {value}" for name, value in model.items())
    return f"""schema_version: 1
title: Garden
sources: {{page: {{title: price page}}}}
models:
  tulip-1:{fields or " {}"}
"""


def table_with(other: RateTable, **model: str) -> RateTable:
    """A table whose only provider `garden` has one model; the rest is `other`'s."""
    garden = load_provider("garden.yaml", provider(**model))
    return RateTable(providers={"garden": garden}, self_hosted=other.self_hosted, policy=other.policy)
