"""What the fields of a shape must hold that their types cannot express."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, Protocol, get_args, get_origin, runtime_checkable

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

type Checks = tuple[tuple[str, Callable[[str, Any], None]], ...]
"""Names of fields, and what raises `ValueError` where the value of that name is out of bounds."""


class Bounds:
    """Of a decimal in an annotation: it is finite, at least `least` and at most `most`, and no true or false.

    It leaves as a string of digits, by `written`; `described` is the JSON schema of what leaves.
    """

    def __init__(
        self,
        written: Callable[[Decimal], str],
        described: dict[str, Any],
        *,
        least: Decimal | None = None,
        above: Decimal | None = None,
        most: Decimal | None = None,
    ) -> None:
        self._written, self._described = written, described
        self._least, self._above, self._most = least, above, most

    def __call__(self, name: str, value: object) -> None:
        """Raise `ValueError` where the value, or one in the list that it is, is out of bounds."""
        if isinstance(value, tuple):
            for each in value:
                self(name, each)
        elif isinstance(value, Decimal) and not self._holds(value):
            raise ValueError(f"{name} is out of its bounds: {value}")

    def _holds(self, value: Decimal) -> bool:
        return (
            value.is_finite()
            and (self._least is None or value >= self._least)
            and (self._above is None or value > self._above)
            and (self._most is None or value <= self._most)
        )

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.by_pydantic import number_schema  # noqa: PLC0415 - pydantic asks, so it is there

        bounds = {"ge": self._least, "gt": self._above, "le": self._most}
        return number_schema(bounds, self._written)

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return dict(self._described)


class Least:
    """Of a whole number in an annotation: it is at least so many, and no true or false, which count as 1 and 0."""

    def __init__(self, least: int) -> None:
        self._least = least

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.by_pydantic import whole_schema  # noqa: PLC0415 - as above

        return whole_schema(self._least)


class Written:
    """Of a figure in an annotation: how it leaves, and the JSON schema of what leaves."""

    def __init__(self, written: Callable[[Any], object], described: dict[str, Any]) -> None:
        self.written, self._described = written, described

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.by_pydantic import schema_written  # noqa: PLC0415 - as above

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


class Said:
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
        from shapes.by_pydantic import schema_of_one  # noqa: PLC0415 - as above

        return schema_of_one(self.look, self.kinds, handler)


Flag = Annotated[bool, AsItIs()]
Text = Annotated[str, AsItIs()]
Day = Annotated[date, AsItIs()]


def checks_in(shape: type) -> Checks:
    """The checks of a shape's fields, inherited ones first."""
    inherited: Checks = tuple(check for base in shape.__bases__ for check in getattr(base, "checks", ()))
    own = get_annotations(shape)
    return (*inherited, *((name, check) for name, kind in own.items() for check in _checks_of(kind)))


def _checks_of(kind: object) -> Iterator[Bounds]:
    """The bounds in an annotation, also in those of a list or of what may be absent."""
    if get_origin(kind) is Annotated:
        yield from (extra for extra in get_args(kind)[1:] if isinstance(extra, Bounds))
    for inner in get_args(kind):
        yield from _checks_of(inner)
