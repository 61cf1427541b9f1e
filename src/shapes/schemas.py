"""How pydantic reads and writes the kinds of value that stand in shapes, and tells what is wrong with one."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

KIND = "as "
"""How the part of an error's place begins that says which of several kinds a value was read as."""


def schema_by_look(schema: CoreSchema, *, number: Any, mapping: type[Any], items: Any) -> CoreSchema:
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


def number_schema(bounds: Mapping[str, Decimal | None]) -> CoreSchema:
    """A finite decimal within bounds."""
    bounded = {name: bound for name, bound in bounds.items() if bound is not None}
    return _no_boolean(core_schema.decimal_schema(allow_inf_nan=False) | bounded)


def whole_schema(least: int) -> CoreSchema:
    """A whole number of at least so many."""
    return _no_boolean(core_schema.int_schema(ge=least))


def _no_boolean(number: Any) -> CoreSchema:
    # In JSON numbers are numbers: pydantic holds that by itself, without asking Python.
    return core_schema.json_or_python_schema(
        json_schema={**number, "strict": True},
        python_schema=core_schema.no_info_before_validator_function(_refuse_boolean, number),
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
