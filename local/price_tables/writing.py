"""Writes an imported provider as YAML that people can read and compare: one figure a line, always in the same order."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

import yaml

from local.price_tables.rows import RATES
from ratebook.models import Provider

_ORDER = (
    *("schema_version", "title", "aliases", "name_form", "reseller", "default_tier", "sources"),
    *("compared", "interface", "bills_reasoning", "retires_on", "limits", "base", "tiers"),
    *("date", "input_tokens_per_call", "effective_from", "above_input_tokens", *RATES, "long_context"),
    *("source", "checked_on", "confirmed", "unconfirmed", "note", "correction", "url"),
)
_IN_ONE_LINE = ("retires_on", "limits")
_WIDTH = 10_000  # no line is broken: a broken one is hard to compare

_GONE = "# No longer in the open tables, and kept for calls of the past: "


class _Inline(dict[str, object]):
    """A mapping that is written in one line."""


class _Dumper(yaml.SafeDumper):
    """Decimals as the numbers that they are, and no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = f"{value.normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _inline(dumper: yaml.SafeDumper, value: _Inline) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", list(value.items()), flow_style=True)


def _list(dumper: yaml.SafeDumper, value: list[object]) -> yaml.Node:
    plain = all(isinstance(item, str) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=plain)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(_Inline, _inline)
_Dumper.add_representer(list, _list)


def written(id: str, provider: Provider, gone: tuple[str, ...]) -> str:
    """The file `rates/imported/ID.yaml`. `gone` are the models that only history keeps."""
    header = [f"# Written by `make rates-import`; edit rates/{id}.yaml instead, which wins over this."]
    if gone:
        header.append(f"{_GONE}{', '.join(gone)}")
    document = _ordered(provider.model_dump(mode="python", exclude_unset=True))
    body = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return "\n".join([*header, body])


def _ordered(value: object) -> object:
    match value:
        case Mapping():
            return {
                # A rate table gives its decimals as text; in a file they are numbers.
                key: Decimal(inner)
                if key in RATES and isinstance(inner, str)
                else _Inline(_plain(inner))
                if key in _IN_ONE_LINE and isinstance(inner, Mapping)
                else _ordered(inner)
                for key, inner in _sorted(value)
            }
        case list() | tuple():
            return [_ordered(item) for item in value]
        case Enum():
            return str(value.value)
    return value


def _plain(value: Mapping[str, object]) -> dict[str, object]:
    return {key: inner for key, inner in _sorted(value) if isinstance(inner, (str, bool, int, date, Decimal))}


def _sorted(value: Mapping[str, object]) -> list[tuple[str, object]]:
    """Fields in the order of the house; names of models and sources, which are no fields, stay as they are."""
    if any(key not in _ORDER for key in value if key != "models"):
        return list(value.items())
    return sorted(value.items(), key=lambda item: _ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER))
