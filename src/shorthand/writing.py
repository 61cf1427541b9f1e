"""Writes a decision's inputs as one line that reads back as the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from shorthand.catalogue import INPUTS
from shorthand.nesting import leaves
from shorthand.tokens import amount_and_units
from shorthand.values import quoted

_PHRASES = {
    "workload.calls_per_day": "{} calls/day",
    "workload.calls_per_month": "{} calls/month",
    "workload.input_tokens": "{} in",
    "workload.output_tokens": "{} out",
    "dataset.examples": "{} examples",
    "task": "{}",
}


def write(inputs: Mapping[str, Any]) -> str:
    """One line of shorthand. Raises `ValueError` for an input that cannot be typed: see `catalogue.BEYOND_TEXT`."""
    left = dict(leaves(inputs))
    parts = []
    if "current.model" in left and "candidate.model" in left:
        parts.append(" -> ".join(_model(left.pop(path)) for path in ("current.model", "candidate.model")))
    for path, each in INPUTS.items():
        if path in left:
            value = left.pop(path)
            values = value if each.many else [value]
            parts += [_PHRASES.get(path, path + "={}").format(each.kind.write(one)) for one in values]
    if left:
        raise ValueError(f"{', '.join(left)} cannot be typed")
    return ", ".join(parts)


def _model(name: str) -> str:
    """A model beside an arrow, where two amounts would be qualities."""
    return f'"{name}"' if amount_and_units(name) else quoted(name)


def with_answers(text: str, examples: Iterable[str]) -> str:
    """The line with more said."""
    return ", ".join(filter(None, (text, *examples)))
