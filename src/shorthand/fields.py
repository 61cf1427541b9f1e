"""A decision's inputs as the fields of a form: each path with its text, and back."""

from collections.abc import Mapping
from typing import Any

from shorthand.catalogue import INPUTS
from shorthand.nesting import leaves, nested
from shorthand.tokens import without_commas
from shorthand.values import NAME, WrongValueError


def to_fields(inputs: Mapping[str, Any]) -> dict[str, str]:
    """The text of every input that has one, by its path. What only a request over HTTP holds is left out."""
    return {path: _text(path, value) for path, value in leaves(inputs) if path in INPUTS}


def from_fields(fields: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The inputs in the texts of a form's fields, and what is wrong with a field, by its path.

    An empty field says nothing. Raises `KeyError` for a path that is no input.
    """
    said: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for path, text in fields.items():
        if text.strip():
            try:
                said[path] = _value(path, text)
            except WrongValueError as error:
                wrong[path] = str(error)
    return nested(said), wrong


def _text(path: str, value: Any) -> str:
    each = INPUTS[path]
    if each.kind is NAME:
        return "\n".join(value) if each.many else str(value)
    return each.kind.write(value)


def _value(path: str, text: str) -> Any:
    each = INPUTS[path]
    if each.many:
        return [each.kind.read(line.strip()) for line in text.splitlines() if line.strip()]
    return each.kind.read(text.strip() if each.kind is NAME else without_commas(text.strip()))
