"""What pydantic knows of shapes: a model of each, made when something is first asked of it.

A model tells what is wrong with a value, and describes it; what comes of it is the shape.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from msgspec import NODEFAULT, Meta, structs
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, ValidationError, create_model
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from shapes.kinds import Described
from shapes.shape import Shape

KIND = "as "
"""How the part of an error's place begins that says which of several kinds a value was read as."""


@cache
def adapter_of(shape: type[Shape]) -> TypeAdapter[Any]:
    """Validates, writes and describes a shape."""
    return TypeAdapter(shape)


@cache
def model_of(shape: type[Shape]) -> type[BaseModel]:
    """The model with the fields of `shape`, and their defaults and descriptions."""
    fields: dict[str, Any] = {field.name: (field.type, _field(field)) for field in structs.fields(shape)}
    config = ConfigDict(frozen=True, extra="forbid", defer_build=True, **shape.model_config)  # type: ignore[typeddict-item]
    return create_model(shape.__name__, __config__=config, __doc__=shape.__doc__, __module__=shape.__module__, **fields)


def _field(field: structs.FieldInfo) -> Any:
    said: dict[str, Any] = {}
    for meta in get_args(field.type)[1:] if get_origin(field.type) is Annotated else ():
        if isinstance(meta, Described):
            said["description"] = meta.description
        if isinstance(meta, Meta) and meta.extra_json_schema:
            said["json_schema_extra"] = meta.extra_json_schema
    if field.default is not NODEFAULT:
        return Field(field.default, **said)
    if field.default_factory is not NODEFAULT:
        return Field(default_factory=field.default_factory, **said)
    return Field(**said)


def schema_of(shape: type[Shape], handler: GetCoreSchemaHandler) -> CoreSchema:
    """How pydantic reads and writes a shape inside of something else."""
    model = model_of(shape)
    # The schema has a name, as those of models do: a contract shows it once, and points to it.
    schema: Any = {**handler.resolve_ref_schema(handler.generate_schema(model))}
    del schema["ref"]

    def read(value: BaseModel) -> Shape:
        return shape(**vars(value)).given(frozenset(value.model_fields_set))

    def taken(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Shape:
        return value if isinstance(value, shape) else read(handler(shape.from_told(value)))

    def written(value: Shape, handler: core_schema.SerializerFunctionWrapHandler) -> Any:
        return handler(model.model_construct(_fields_set=set(value.model_fields_set), **structs.asdict(value)))

    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_after_validator_function(read, schema),
        python_schema=core_schema.no_info_wrap_validator_function(taken, schema),
        serialization=core_schema.wrap_serializer_function_ser_schema(written, schema=schema),
        ref=f"{shape.__module__}.{shape.__qualname__}:{id(shape)}",
    )


def schema_by_look(schema: CoreSchema, *, number: Any, mapping: type[Shape], items: Any) -> CoreSchema:
    """What is a number, an object or a list by its look is read as that, and what is wrong is told of that alone."""
    as_number, as_mapping, as_items = (TypeAdapter[object](kind) for kind in (number, mapping, items))

    def read(value: object) -> object:
        if isinstance(value, dict | mapping):
            return as_mapping.validate_python(value)
        return (as_items if isinstance(value, list | tuple) else as_number).validate_python(value)

    return core_schema.json_or_python_schema(
        json_schema=schema, python_schema=core_schema.no_info_before_validator_function(read, schema)
    )


def schema_written(schema: CoreSchema, written: Callable[[Any], object]) -> CoreSchema:
    """What is read as by `schema`, and leaves as `written` has it."""
    return {**schema, "serialization": core_schema.plain_serializer_function_ser_schema(written)}


def schema_of_one(
    look: Callable[[object], str], kinds: Mapping[str, object], handler: GetCoreSchemaHandler
) -> CoreSchema:
    """What is read as the kind that its look tells. No field is called so, and no error names the kind: see `KIND`."""
    choices = {f"{KIND}{name}": handler.generate_schema(kind) for name, kind in kinds.items()}
    return core_schema.tagged_union_schema(choices, discriminator=lambda value: f"{KIND}{look(value)}")


def wrong_with(kind: Any, value: object) -> str | None:
    """What is wrong first with a value that should be of a kind; `None` where nothing is."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return None


def number_schema(bounds: Mapping[str, Decimal | None], written: Callable[[Decimal], str]) -> CoreSchema:
    """A finite decimal within bounds, which is written so."""
    bounded = {name: bound for name, bound in bounds.items() if bound is not None}
    text = core_schema.plain_serializer_function_ser_schema(written, return_schema=core_schema.str_schema())
    return _no_boolean(core_schema.decimal_schema(allow_inf_nan=False) | bounded, text)


def whole_schema(least: int) -> CoreSchema:
    """A whole number of at least so many."""
    return _no_boolean(core_schema.int_schema(ge=least))


def _no_boolean(number: Any, text: "core_schema.SerSchema | None" = None) -> CoreSchema:
    # In JSON numbers are numbers: pydantic holds that by itself, without asking Python.
    return core_schema.json_or_python_schema(
        json_schema={**number, "strict": True},
        python_schema=core_schema.no_info_before_validator_function(_refuse_boolean, number),
        serialization=text,
    )


def _refuse_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return value


def refusal(title: str, found: Iterable[tuple[tuple[str | int, ...], str]]) -> ValidationError:
    """One error with all that was found wrong: where, from the value that is checked, and the edit that mends it."""
    errors = [
        InitErrorDetails(type=PydanticCustomError("refused", "{message}", {"message": edit}), loc=place, input=None)
        for place, edit in found
    ]
    return ValidationError.from_exception_data(title, errors)
