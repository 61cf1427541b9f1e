"""Reads what is beyond doubt as a shape. The rest is left to pydantic, which says what is wrong with it.

Whatever is read here, `model_validate` reads as the same; `tests/shapes` holds it to that.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import structs

from shapes.kinds import Length, OneOf, Reads
from shapes.shape import Shape

type _Reader = Callable[[Any], Any]


class DoubtError(ValueError):
    """It may be right, and may be wrong."""


def beyond_doubt[S: Shape](shape: type[S], value: object) -> S | None:
    """The shape that a value of JSON is; `None` where pydantic is to look at it."""
    try:
        read: S = _of_shape(shape)(value)
    except (ValueError, TypeError):  # of ours, or of who checks one field or the whole
        return None
    return read


@cache
def _of_shape(shape: type[Shape]) -> _Reader:
    readers = {field.name: _of_kind(field.type) for field in structs.fields(shape)}

    def read(value: object) -> Shape:
        told = shape.from_told(value)
        if type(told) is not dict or not told.keys() <= readers.keys():
            raise DoubtError
        fields = {name: readers[name](each) for name, each in told.items()}
        return shape(**fields).given(frozenset(fields))

    return read


@cache
def _of_kind(kind: Any) -> _Reader:
    """Reads one kind of annotation; of what it does not know nothing is beyond doubt."""
    origin, inner = get_origin(kind), get_args(kind)
    several = _OF_SEVERAL.get(origin)
    if several is not None:
        return several(*inner)
    if isinstance(kind, type) and issubclass(kind, Shape):
        return _of_shape(kind)
    return _only({str: _is_text, bool: _is_flag}.get(kind, _is_unknown))


def _of_annotated(kind: Any, *extras: Any) -> _Reader:
    reader = None
    for extra in extras:
        if isinstance(extra, OneOf):
            reader = _of_one(extra)
        elif isinstance(extra, Reads):
            reader = extra.read_plainly if reader is None else _one_after_the_other(reader, extra.read_plainly)
        elif isinstance(extra, Length):
            reader = _of_length(reader or _of_kind(kind), extra)
    return reader or _of_kind(kind)


def _one_after_the_other(first: _Reader, second: _Reader) -> _Reader:
    return lambda value: second(first(value))


def _of_one(kinds: OneOf) -> _Reader:
    readers = {name: _of_kind(kind) for name, kind in kinds.kinds.items()}
    return lambda value: readers[kinds.look(value)](value)


def _of_length(reader: _Reader, bound: Length) -> _Reader:
    def read(value: Any) -> Any:
        found = reader(value)
        if not bound.least <= len(found) <= bound.most:
            raise DoubtError
        return found

    return read


def _of_what_may_be_absent(*kinds: Any) -> _Reader:
    [reader] = (_of_kind(kind) for kind in kinds if kind is not NoneType)
    return lambda value: None if value is None else reader(value)


def _of_one_of(*values: str) -> _Reader:
    return _only(lambda value: type(value) is str and value in values)


def _of_items(kind: Any, *others: Any) -> _Reader:
    reader = _of_kind(kind) if others == (...,) else _only(_is_unknown)

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise DoubtError
        return tuple(map(reader, value))

    return read


def _of_mapping(keys: Any, values: Any) -> _Reader:
    of_key, of_value = _of_kind(keys), _of_kind(values)

    def read(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise DoubtError
        return {of_key(key): of_value(each) for key, each in value.items()}

    return read


def _only(holds: Callable[[Any], bool]) -> _Reader:
    def read(value: Any) -> Any:
        if not holds(value):
            raise DoubtError
        return value

    return read


def _is_text(value: Any) -> bool:
    return type(value) is str and value.isascii()


def _is_flag(value: Any) -> bool:
    return type(value) is bool


def _is_unknown(value: Any) -> bool:
    return False


_OF_SEVERAL: Mapping[Any, Callable[..., _Reader]] = {
    Annotated: _of_annotated,
    Union: _of_what_may_be_absent,
    UnionType: _of_what_may_be_absent,
    Literal: _of_one_of,
    tuple: _of_items,
    dict: _of_mapping,
}
