"""Reads a Python file that is one long literal as data: its calls become mappings, and nothing in it is executed."""

import ast
from collections.abc import Mapping, Sequence
from datetime import UTC, date, time
from decimal import Decimal

from local.price_tables.rows import UnreadableTableError

type Literal = str | int | bool | date | time | Decimal | Sequence["Literal"] | Mapping[str, "Literal"] | None
"""What a literal holds. A call is a mapping of its keywords, with the name that is called under `CALL`."""

CALL = "()"


def assigned(source: str, name: str) -> Literal:
    """The value that `source` gives to `name`. Raises `UnreadableTableError` where there is none or it is computed."""
    for node in ast.parse(source).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                return _read(value)
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                return _read(value)
    raise UnreadableTableError(f"nothing is assigned to {name}; the layout of the file has changed: adapt its reader")


def _read(node: ast.expr) -> Literal:
    value: Literal
    match node:
        case ast.Constant(value=str() | int() | bool() | None as value):
            pass
        case ast.List(elts=items) | ast.Tuple(elts=items):
            value = [_read(item) for item in items]
        case ast.Dict(keys=keys, values=values):
            value = {str(_read(key)): _read(item) for key, item in zip(keys, values, strict=True) if key is not None}
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str() as digits)], keywords=[]):
            value = Decimal(digits)
        case ast.Call(func=ast.Attribute(attr="date"), args=[year, month, day], keywords=[]):
            value = date(_number(year), _number(month), _number(day))
        case ast.Call(func=ast.Attribute(attr="time"), args=[hour, minute, *_]):
            value = time(_number(hour), _number(minute), tzinfo=UTC)
        case ast.Call(func=ast.Name(id=called), args=[], keywords=keywords):
            value = {CALL: called} | {str(keyword.arg): _read(keyword.value) for keyword in keywords}
        case _:
            raise UnreadableTableError(f"line {node.lineno} is computed, no plain value; adapt the reader of this file")
    return value


def _number(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int() as number):
            return number
    raise UnreadableTableError(f"line {node.lineno} has no plain number; adapt the reader of this file")
