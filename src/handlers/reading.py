"""Reads what callers send as what it should be, and says what is wrong where it is not."""

from typing import TYPE_CHECKING, cast

from inputs.errors import UnusableRequestError
from shapes.reading import beyond_doubt
from shapes.shape import Shape

if TYPE_CHECKING:
    from pydantic import BaseModel


def read_as[Model: "BaseModel | Shape"](model: type[Model], value: object) -> Model:
    """A value as what it should be. Raises `UnusableRequestError` that names the fields to change."""
    if issubclass(model, Shape):
        read = beyond_doubt(model, value)
        if read is not None:
            return read
    return _told(model, value)


def _told[Model: "BaseModel | Shape"](model: type[Model], value: object) -> Model:
    from pydantic import ValidationError  # noqa: PLC0415 - what is plainly right does without, and that is faster

    from handlers.problems import errors_of  # noqa: PLC0415 - as above

    try:
        return cast("Model", model.model_validate(value))
    except ValidationError as error:
        raise UnusableRequestError(*errors_of(error, cast("type[Shape]", model))) from error
