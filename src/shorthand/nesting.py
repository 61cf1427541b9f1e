"""Inputs by their paths, and as the objects of a request."""

from collections.abc import Iterator, Mapping
from typing import Any

from shorthand.catalogue import INPUTS


def nested(said: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs by their paths as the objects of a request."""
    found: dict[str, Any] = {}
    for path, value in said.items():
        *parents, name = path.split(".")
        place = found
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return found


def leaves(inputs: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The inputs in the objects of a request, each with its path."""
    for name, value in inputs.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping) and path not in INPUTS:
            yield from leaves(value, f"{path}.")
        else:
            yield path, value
