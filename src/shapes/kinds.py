"""What the fields of a shape must hold that their types cannot express."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Protocol, get_args, get_origin, runtime_checkable

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Bounds:
    """Of a decimal in an annotation: it is finite, at least `least` and at most `most`, and no true or false."""

    def __init__(
        self, *, least: Decimal = Decimal(0), but_not_least: bool = False, most: Decimal | None = None
    ) -> None:
        self._least, self._but_not_least, self._most = least, but_not_least, most

    def __contains__(self, value: object) -> bool:
        """Whether the value, or each in the list that it is, is within the bounds; what is no decimal has none."""
        if isinstance(value, Decimal):
            return self._holds(value)
        return all(map(self.__contains__, value)) if isinstance(value, tuple) else True

    def _holds(self, value: Decimal) -> bool:
        if not value.is_finite() or value < self._least or (self._but_not_least and value == self._least):
            return False
        return self._most is None or value <= self._most

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.schemas import number_schema  # noqa: PLC0415 - pydantic asks, so it is there

        least = "gt" if self._but_not_least else "ge"
        return number_schema({least: self._least, "le": self._most})


type Bounded = tuple[tuple[str, Bounds], ...]
"""The fields that have bounds, and these."""


class Least:
    """Of a whole number in an annotation: it is at least so many, and no true or false, which count as 1 and 0."""

    def __init__(self, least: int) -> None:
        self._least = least

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.schemas import whole_schema  # noqa: PLC0415 - as above

        return whole_schema(self._least)


class Written:
    """Of a figure in an annotation: how it leaves, and the JSON schema of what leaves."""

    def __init__(self, written: Callable[[Any], object], described: dict[str, Any]) -> None:
        self.written, self._described = written, described

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.schemas import schema_written  # noqa: PLC0415 - as above

        return schema_written(handler(source), self.written)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return dict(self._described)


class AsItIs:
    """Of a kind in an annotation: nothing else is taken for it, such as 1 for true, or a moment for a day."""

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        return {**handler(source), "strict": True}


@runtime_checkable
class Reads(Protocol):
    """Of a value in an annotation: reads it by itself, and as pydantic does through it."""

    def read_plainly(self, value: Any) -> object:
        """The value. Raises `ValueError` where it is wrong, or is not known to be right."""


class Length:
    """Of a text, list or mapping in an annotation: how long it is at the least and at the most."""

    def __init__(self, *, least: int = 0, most: int) -> None:
        self.least, self.most = least, most

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        bounds = {"min_length": self.least} if self.least else {}
        return {**handler(source), **bounds, "max_length": self.most}


class Described:
    """Of a kind in an annotation: what the contract says of it."""

    def __init__(self, description: str) -> None:
        self.description = description

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {**handler(schema), "description": self.description}


class OneOf:
    """Of a value in an annotation that may be of several kinds: which of them, by how it looks.

    `kinds` have names, of which `look` gives one. What is wrong is told of that kind alone.
    """

    def __init__(self, look: Callable[[object], str], **kinds: object) -> None:
        self.look, self.kinds = look, kinds

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.schemas import schema_of_one  # noqa: PLC0415 - as above

        return schema_of_one(self.look, self.kinds, handler)


Flag = Annotated[bool, AsItIs()]
Text = Annotated[str, AsItIs()]
Day = Annotated[date, AsItIs()]


def bounded_in(bases: Iterable[type], annotations: Mapping[str, object]) -> Bounded:
    """The fields of a shape that have bounds, inherited ones first."""
    inherited = (each for base in bases for each in getattr(base, "bounded", ()))
    own = ((name, bounds) for name, kind in annotations.items() for bounds in _bounds_of(kind))
    return (*inherited, *own)


def _bounds_of(kind: object) -> Iterator[Bounds]:
    """The bounds in an annotation, also in those of a list or of what may be absent."""
    if get_origin(kind) is Annotated:
        yield from (extra for extra in get_args(kind)[1:] if isinstance(extra, Bounds))
    for inner in get_args(kind):
        yield from _bounds_of(inner)
