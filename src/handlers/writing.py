"""Writes a decision as JSON: to the byte what pydantic would write of it, in a fraction of the time.

pydantic calls back for each figure, and goes through each text that it gets for it. Here an answer becomes what JSON
knows, and msgspec writes it at once. The resolver still has pydantic write: `tests/handlers/test_direct.py` compares.
"""

import codecs
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from msgspec import Raw, structs
from msgspec.json import Encoder

from costs.cumulative import Cumulative
from costs.payback import OpenRange
from costs.quantities import CostLine, Range, plain
from decisions.answer import DecisionAnswer
from shapes.kinds import Written
from shapes.shape import Shape

type _AsJson = Callable[[Any], Any]

_ASCII = "payback-json"


def written(answer: DecisionAnswer) -> str:
    """The answer as JSON in ASCII."""
    text = _encode(_part(answer)).decode()
    return text if text.isascii() else text.encode("ascii", _ASCII).decode()


def _part(part: Shape) -> dict[str, Any]:
    """A part of an answer as JSON knows it."""
    fields = structs.asdict(part)
    for name, as_json in _otherwise(type(part)):
        value = fields[name]
        if value is not None:
            fields[name] = as_json(value)
    return fields


@cache
def _otherwise(part: type[Shape]) -> tuple[tuple[str, _AsJson], ...]:
    """The fields of a part that msgspec would write otherwise than an answer has them, and how that is."""
    found = ((field.name, next(_as_json(field.type), None)) for field in structs.fields(part))
    return tuple((name, as_json) for name, as_json in found if as_json is not None)


def _as_json(kind: Any) -> Iterator[_AsJson]:
    """How what a field may be or hold is written, where msgspec would write it otherwise."""
    if isinstance(kind, Written):
        yield kind.written
    elif kind in _BY_KIND:
        yield _BY_KIND[kind]
    elif isinstance(kind, type) and issubclass(kind, Shape):
        yield _part
    else:
        several = get_origin(kind) is tuple
        for as_json in (each for inner in get_args(kind) for each in _as_json(inner)):
            yield _each(as_json) if several else as_json


def _each(as_json: _AsJson) -> _AsJson:
    return lambda items: [as_json(item) for item in items]


def _points(points: Range | OpenRange) -> dict[str, str | None]:
    low, expected, high = points.low, points.expected, points.high
    return {
        "low": None if low is None else plain(low),
        "expected": None if expected is None else plain(expected),
        "high": None if high is None else plain(high),
    }


def _line(line: CostLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "quantity": plain(line.quantity),
        "unit": line.unit,
        "unit_price_usd": plain(line.unit_price_usd),
        "cost_usd": _points(line.cost_usd),
    }


def _by_month(costs: Cumulative) -> Raw:
    return Raw(costs.written().encode())


def _unknown(part: object) -> Any:
    raise NotImplementedError(f"an answer has no {type(part).__name__}")


_BY_KIND: Mapping[object, _AsJson] = {Range: _points, OpenRange: _points, CostLine: _line, Cumulative: _by_month}

_encode = Encoder(enc_hook=_unknown).encode


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Letters that ASCII does not have, as JSON escapes them: by their units of UTF-16."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


codecs.register_error(_ASCII, _escaped)
