"""The shape of `policy.yaml`: the thresholds and defaults, dated and sourced."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, TypeAdapter, ValidationError, model_validator

from ratebook.checks import Found, never_empty, newest_last, refuse
from ratebook.sourced import Dated, Source, Strict
from rules.thresholds import Number, Span, Thresholds, check_value


def _threshold_value(value: object) -> object:
    """Read a threshold by its shape, so that one error is reported and not one for each shape it might have had."""
    if isinstance(value, dict):
        return Span.model_validate(value)
    if isinstance(value, list | tuple):
        return tuple(_number.validate_python(item) for item in value)
    return value if isinstance(value, Span) else _number.validate_python(value)


_number: TypeAdapter[Decimal] = TypeAdapter(Number)


class Threshold(Dated):
    """One value of the policy from a day on: a number, a span or a list, as `rules.thresholds` declares it."""

    value: Annotated[Number | Span | tuple[Number, ...], BeforeValidator(_threshold_value)]


class Policy(Strict):
    """`policy.yaml`: the thresholds and defaults that the rules and the costs use."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    thresholds: dict[str, tuple[Threshold, ...]]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        refuse(self._unusable())
        return self

    def _all_fit(self) -> bool:
        """Whether every value can be the threshold that it is, asked of all at once: one by one takes far longer."""
        histories = self.thresholds
        try:
            for index in range(max(map(len, histories.values()), default=0)):
                Thresholds.model_validate(
                    {
                        name: entries[min(index, len(entries) - 1)].value
                        for name, entries in histories.items()
                        if entries
                    }
                )
        except ValidationError:
            return False
        return True

    def _unusable(self) -> Iterator[Found]:
        declared = set(Thresholds.model_fields)
        all_fit = self._all_fit()
        for name in sorted(declared - set(self.thresholds)):
            yield ("thresholds", name), "is missing; every declared threshold needs an entry"
        for name, entries in self.thresholds.items():
            if name not in declared:
                yield ("thresholds", name), "is a threshold that no rule uses; check the spelling"
                continue
            yield from never_empty(entries, "thresholds", name)
            yield from newest_last(entries, "thresholds", name)
            for index, entry in enumerate(() if all_fit else entries):
                try:
                    check_value(name, entry.value)
                except ValueError as error:
                    yield ("thresholds", name, index, "value"), str(error)
