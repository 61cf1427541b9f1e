"""Writes a decision as JSON: to the byte what pydantic would write of it, in a fraction of the time.

pydantic calls back for each figure, and goes through each text that it gets for it. Here an answer becomes what JSON
knows, and msgspec writes it at once. The resolver still has pydantic write: `tests/handlers/test_direct.py` compares.
"""

import codecs
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, cast, get_args

from msgspec import Raw
from msgspec.json import Encoder
from pydantic import PlainSerializer

from costs.cumulative import Cumulative
from costs.payback import OpenRange
from costs.quantities import CostLine, Range, plain
from decisions.answer import Answer, DecisionAnswer

_ASCII = "payback-json"


def written(answer: DecisionAnswer) -> str:
    """The answer as JSON in ASCII."""
    text = _encode(answer).decode()
    return text if text.isascii() else text.encode("ascii", _ASCII).decode()


def _part(part: object) -> dict[str, Any]:
    """What msgspec writes in place of a part of an answer, which it does not know."""
    otherwise = _otherwise(type(part))  # type: ignore[arg-type]  # mypy takes the hash of a class for that of its objects
    fields = vars(part).copy()
    for name, as_json in otherwise:
        if fields[name] is not None:
            fields[name] = as_json(fields[name])
    return fields


@cache
def _otherwise(part: type[object]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields of a part that msgspec would write otherwise than an answer has them, and how that is.

    Raises `NotImplementedError` for what is no part of an answer.
    """
    if not issubclass(part, Answer):
        raise NotImplementedError(f"an answer has no {part.__name__}")
    return tuple(
        (name, cast("Callable[[Any], Any]", kind.func) if isinstance(kind, PlainSerializer) else _AS_JSON[kind])
        for name, field in part.model_fields.items()
        for kind in (*field.metadata, *_kinds(field.annotation))
        if isinstance(kind, PlainSerializer) or kind in _AS_JSON
    )


def _kinds(annotation: object) -> Iterator[Any]:
    """What a field may be or hold, and how pydantic is told to write it."""
    yield annotation
    for kind in get_args(annotation):
        yield from _kinds(kind)


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


def _lines(lines: tuple[CostLine, ...]) -> list[dict[str, Any]]:
    return [_line(line) for line in lines]


_AS_JSON: Mapping[object, Callable[[Any], Any]] = {
    Range: _points,
    OpenRange: _points,
    CostLine: _lines,
    Cumulative: _by_month,
}

_encode = Encoder(enc_hook=_part).encode


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Letters that ASCII does not have, as JSON escapes them: by their units of UTF-16."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


codecs.register_error(_ASCII, _escaped)
