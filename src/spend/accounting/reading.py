"""What is read from a provider's answer, and how its counts are read: strictly, with errors that name their place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from inputs.errors import FieldError, UnusableRequestError
from inputs.fields import ModelName
from inputs.numbers import Whole
from spend.record import MOST_TOKENS
from spend.tokens import Reason, Tokens

PLACE = "response"
_COUNT = Whole("0", str(MOST_TOKENS))
_NAME: TypeAdapter[str] = TypeAdapter(ModelName)


@dataclass(frozen=True, slots=True)
class Reading:
    """A call as its provider's answer tells it. `unpriced` where it was billed at rates that no table holds."""

    model: str | None
    tokens: Tokens
    batch: bool = False
    unpriced: Reason | None = None
    warnings: tuple[str, ...] = ()
    made: "Made | None" = None


@dataclass(frozen=True, slots=True)
class Made:
    """When the provider says that it answered: its day in UTC, `None` where that cannot be, and the field."""

    on: date | None
    field: str


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a provider's answer, and its place in the request. Absent and `null` are the same."""

    values: Mapping[str, Any]
    place: str = PLACE

    def inside(self, name: str) -> "Part":
        """The object under `name`; an empty one where there is none. Raises `UnusableRequestError`."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise self.wrong(name, "must be an object with fields")
        return Part(value or {}, self.at(name))

    def items(self, name: str) -> tuple["Part", ...]:
        """The objects in the list under `name`; none where there is none. Raises `UnusableRequestError`."""
        values = self.values.get(name) or ()
        if not isinstance(values, list | tuple) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(name, "must be a list of objects")
        return tuple(Part(value, f"{self.at(name)}[{index}]") for index, value in enumerate(values))

    def content(self, name: str) -> tuple["Part", ...]:
        """The objects under `name`, of a list or alone. What else stands there is content, and is not minded."""
        values = self.values.get(name)
        listed = values if isinstance(values, list | tuple) else [values]
        return tuple(Part(value, self.at(name)) for value in listed if isinstance(value, dict))

    def text(self, name: str) -> str | None:
        """The text under `name`. Raises `UnusableRequestError`."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, "must be a string")
        return value

    def name(self, name: str) -> str | None:
        """The model's name under `name`. Raises `UnusableRequestError`."""
        value = self.values.get(name)
        try:
            return None if value is None else _NAME.validate_python(value)
        except ValidationError as error:
            raise self.wrong(name, "must be a model's name of 1 to 256 characters") from error

    def count(self, *names: str) -> int:
        """The tokens under the first of the names that is there; 0 where none is. Raises `UnusableRequestError`."""
        return next((found for name in names if (found := self.known_count(name)) is not None), 0)

    def needed_count(self, name: str) -> int:
        """The tokens under `name`. Raises `UnusableRequestError`, also where they are missing."""
        found = self.known_count(name)
        if found is None:
            raise self.wrong(name, "is missing; it is required")
        return found

    def known_count(self, name: str) -> int | None:
        """The tokens under `name`; `None` where they are not told. Raises `UnusableRequestError`."""
        value = self.values.get(name)
        try:
            return None if value is None else _COUNT.read(value)
        except PydanticCustomError as error:
            raise self.wrong(name, error.message()) from error

    def wrong(self, name: str, message: str) -> UnusableRequestError:
        """The error for the field `name`."""
        return UnusableRequestError(FieldError(self.at(name), message))

    def at(self, name: str) -> str:
        """The place of the field `name`."""
        return f"{self.place}.{name}" if self.place else name


def within(tokens: Tokens, usage: Part, whole_input: str, whole_output: str) -> Tokens:
    """`tokens`, unless their parts are more than the whole. Raises `UnusableRequestError`."""
    if tokens.fresh_input_tokens < 0:
        raise usage.wrong(whole_input, "is less than the cached tokens that are a part of it")
    if (tokens.reasoning_tokens or 0) > tokens.output_tokens:
        raise usage.wrong(whole_output, "is less than the reasoning that is a part of it")
    return tokens


def disagreeing(usage: Part, name: str, counted: int, what: str) -> tuple[str, ...]:
    """A warning where the tokens that `usage` has under `name` are not the `counted` ones of `what`."""
    told = usage.known_count(name)
    if told is None or told == counted:
        return ()
    return (f"{usage.at(name)} is {told}, but {what} come to {counted}; check which of them is right",)


def apart(*what: str) -> tuple[str, ...]:
    """A warning of each of those that the provider bills beside the tokens."""
    return tuple(f"{each} are billed beside the tokens and are not in cost_usd" for each in what)


def other_tier(tier: str | None, usual: Iterable[str]) -> Reason | None:
    """Why a call is not priced that was served in another service tier than the usual ones."""
    if not tier or tier.lower() in usual:
        return None
    known = " or ".join(sorted(usual))
    return at_other_rates(f"it was served in a service tier that is none of those priced here ({known})")


def at_other_rates(served: str) -> Reason:
    """Why a call is not priced that was served in a way with rates of its own, and how to price it all the same."""
    return Reason("service_tier", f"{served}, at other rates; {_TO_PRICE_IT}")


def other_modality(what: str, tokens: int) -> Reason | None:
    """Why a call is not priced that has tokens of a kind with rates of their own."""
    if not tokens:
        return None
    return Reason("modality", f"it has {what} tokens, which have rates of their own; {_TO_PRICE_IT}")


_TO_PRICE_IT = "to price it, send its tokens as usage under an id of its own, with overrides that hold its rates"
