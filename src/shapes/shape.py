"""Data by the names of its fields, declared once and read in two ways.

What is known to be well made, such as a published rate table, is read by msgspec. What a stranger or an editor wrote is
read by pydantic, which tells everything that is wrong with it. pydantic takes longer to load than an answer takes to
work out, so a shape's pydantic model is made when somebody first asks something of it: see `shapes.by_pydantic`.
"""

from collections.abc import Iterator, Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, dataclass_transform

import msgspec
from msgspec import StructMeta, structs

from shapes.kinds import Bounded, bounded_in

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema

_GIVEN = "_given"


class ShapeMeta(StructMeta):
    """Makes shapes: their fields go by name alone, and what their types cannot express is checked as they are made."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> "ShapeMeta":
        """The class, which holds the bounds of its fields; one with more to check does so in its `__post_init__`."""
        namespace = _with_shared_fields(bases, namespace)
        bounded = bounded_in(bases, namespace.get("__annotations__", {}))
        if bounded and not any(hasattr(base, "__post_init__") for base in bases):
            namespace.setdefault("__post_init__", Shape.hold_bounds)
        made = super().__new__(mcs, name, bases, namespace, **{"kw_only": True} | config)
        made.bounded = bounded
        return made

    bounded: Bounded

    @property
    def model_fields(cls) -> "dict[str, FieldInfo]":
        """The fields as pydantic has them, by name."""
        from shapes.by_pydantic import model_of  # noqa: PLC0415 - made when it is first asked for

        return model_of(cls).model_fields


def _with_shared_fields(bases: tuple[type, ...], namespace: dict[str, Any]) -> dict[str, Any]:
    """What a shape's class says, and before it the fields of `fields` among its bases."""
    for base in bases:
        if not isinstance(base, StructMeta):
            shared = get_annotations(base)
            defaults = {name: value for name, value in vars(base).items() if name in shared}
            namespace = {**defaults, **namespace, "__annotations__": shared | namespace.get("__annotations__", {})}
    return namespace


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fields[C: type](kind: C) -> C:
    """Marks a class that is none of its own: its fields are those of each shape that has it among its bases.

    A struct takes fields from one base alone. Such a class has empty `__slots__`.
    """
    return kind


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Shape(msgspec.Struct, metaclass=ShapeMeta, frozen=True, forbid_unknown_fields=True, dict=True, weakref=True):
    """Frozen, and refuses a field that it does not know: a mistyped price must not be ignored.

    To call it puts fields together that are known to be right: their kinds are mypy's to check. `model_validate` takes
    nothing for granted. What pydantic's models have in common a shape has by the same name.
    """

    model_config: ClassVar[Mapping[str, Any]] = {}

    def hold_bounds(self) -> None:
        """Raise `ValueError` where a figure is out of its bounds. A shape's own `__post_init__` calls it."""
        for name, bounds in type(self).bounded:
            value = getattr(self, name)
            if value is not None and value not in bounds:
                raise ValueError(f"{name} is out of its bounds: {value}")

    @classmethod
    def model_validate(cls, value: object, *, context: Any = None) -> Self:
        """The shape that a value of Python is. Raises pydantic's `ValidationError`, with everything that is wrong."""
        read: Self = cls._adapter().validate_python(value, context=context)
        return read

    @classmethod
    def model_validate_json(cls, text: str | bytes, *, context: Any = None) -> Self:
        """The shape that JSON is. Raises as `model_validate` does."""
        read: Self = cls._adapter().validate_json(text, context=context)
        return read

    @classmethod
    def kind_of(cls, name: str) -> Any:
        """The annotation of a field."""
        [kind] = (field.type for field in structs.fields(cls) if field.name == name)
        return kind

    @classmethod
    def from_told(cls, value: object) -> object:
        """What somebody wrote, by the names of the fields: for a shape that has other names for some of them."""
        return value

    @classmethod
    def _adapter(cls) -> Any:
        from shapes.by_pydantic import adapter_of  # noqa: PLC0415 - as above

        return adapter_of(cls)

    def model_dump(self, *, mode: Literal["json", "python"] = "python", **asked: Any) -> dict[str, Any]:
        """The fields as JSON or Python has them; `exclude_none`, `exclude_unset` and `include` as pydantic does."""
        dumped: dict[str, Any] = self._adapter().dump_python(self, mode=mode, **asked)
        return dumped

    def model_dump_json(self, **asked: Any) -> str:
        """The shape as JSON."""
        text: bytes = self._adapter().dump_json(self, **asked)
        return text.decode()

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """The same with other values of some fields, which are not validated."""
        changed = structs.replace(self, **update or {})
        vars(changed)[_GIVEN] = self.model_fields_set | set(update or ())
        return changed

    @property
    def model_fields_set(self) -> frozenset[str]:
        """The fields that were given, in what was validated; otherwise those that are not as by default."""
        given: frozenset[str] | None = vars(self).get(_GIVEN)
        return frozenset(self._not_by_default()) if given is None else given

    def _not_by_default(self) -> Iterator[str]:
        for field in structs.fields(self):
            default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
            if getattr(self, field.name) != default:
                yield field.name

    def given(self, names: frozenset[str]) -> Self:
        """The same shape, which remembers that only these fields were given."""
        vars(self)[_GIVEN] = names
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.by_pydantic import schema_of  # noqa: PLC0415 - pydantic asks, so it is there

        return schema_of(cls, handler)
