"""A decision's inputs as the JSON of a request, and a request as inputs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from inputs.numbers import json_number
from shorthand.catalogue import BEYOND_TEXT, INPUTS
from shorthand.nesting import leaves, nested
from shorthand.values import COUNT, EPOCHS, SHARE, SPREAD

_NUMBERS = (COUNT, EPOCHS, SHARE, SPREAD)


class CannotBeTypedError(ValueError):
    """A request has inputs that nobody can type; `paths` names them."""

    def __init__(self, *paths: str) -> None:
        self.paths = paths
        super().__init__(f"{', '.join(paths)} cannot be typed")


def to_request(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as JSON has them: numbers as its own numbers, which are exact to 15 digits."""
    return {name: _to_json(value) for name, value in inputs.items()}


def _to_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return to_request(value)
    return json_number(value) if isinstance(value, Decimal) else value


def from_request(request: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs in the body of a decision that was found to be valid, as if they had been typed.

    Raises `CannotBeTypedError`.
    """
    beyond = [name for name in BEYOND_TEXT if request.get(name)]
    typed = {name: value for name, value in request.items() if name not in BEYOND_TEXT}
    said = {path: value for path, value in leaves(typed) if value is not None}
    beyond += [path for path, value in said.items() if isinstance(value, list) and not INPUTS[path].many]
    if beyond:
        raise CannotBeTypedError(*beyond)
    return nested({path: _number(value) if INPUTS[path].kind in _NUMBERS else value for path, value in said.items()})


def _number(value: Any) -> Any:
    """A number that may be money in a string, the ends of a range, or "auto"."""
    if isinstance(value, Mapping):
        return {name: _number(end) for name, end in value.items() if end is not None}
    return value if value == "auto" else Decimal(value)
