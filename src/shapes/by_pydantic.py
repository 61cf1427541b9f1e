"""What pydantic knows of shapes: a model of each, made when something is first asked of it.

A model tells what is wrong with a value, and describes it; what comes of it is the shape. Shapes import this
module when it is needed, so that it cannot import theirs: here they are structs.
"""

from functools import cache
from typing import Annotated, Any, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, structs
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, create_model
from pydantic_core import CoreSchema, core_schema

from shapes.kinds import Described


@cache
def adapter_of(shape: type[Struct]) -> TypeAdapter[Any]:
    """Validates, writes and describes a shape."""
    return TypeAdapter(shape)


@cache
def model_of(shape: Any) -> type[BaseModel]:
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


def schema_of(shape: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """How pydantic reads and writes a shape inside of something else."""
    model = model_of(shape)
    # The schema has a name, as those of models do: a contract shows it once, and points to it.
    schema: Any = {**handler.resolve_ref_schema(handler.generate_schema(model))}
    del schema["ref"]

    def read(value: BaseModel) -> Any:
        return shape(**vars(value)).given(frozenset(value.model_fields_set))

    def taken(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
        return value if isinstance(value, shape) else read(handler(shape.from_told(value)))

    def written(value: Any, handler: core_schema.SerializerFunctionWrapHandler) -> Any:
        return handler(model.model_construct(_fields_set=set(value.model_fields_set), **structs.asdict(value)))

    return core_schema.json_or_python_schema(
        json_schema=core_schema.no_info_after_validator_function(read, schema),
        python_schema=core_schema.no_info_wrap_validator_function(taken, schema),
        serialization=core_schema.wrap_serializer_function_ser_schema(written, schema=schema),
        ref=f"{shape.__module__}.{shape.__qualname__}:{id(shape)}",
    )
