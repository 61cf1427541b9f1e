"""The shape of `policy.yaml`: the thresholds and defaults, dated and sourced."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from ratebook.checks import Found, never_empty, newest_last, refuse
from ratebook.sourced import Dated, Source
from rules.thresholds import Number, Span, Thresholds, check_value
from shapes.shape import Shape

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class _ByItsLook:
    """A threshold is read by its look, so that one error is reported and not one for each kind it might have been."""

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from shapes.schemas import schema_by_look  # noqa: PLC0415 - pydantic asks, so it is there

        return schema_by_look(handler(source), number=Number, mapping=Span, items=tuple[Number, ...])


class Threshold(Dated):
    """One value of the policy from a day on: a number, a span or a list, as `rules.thresholds` declares it."""

    value: Annotated[Number | Span | tuple[Number, ...], _ByItsLook()]


class Policy(Shape):
    """`policy.yaml`: the thresholds and defaults that the rules and the costs use."""

    schema_version: Literal[1]
    sources: dict[str, Source]
    thresholds: dict[str, tuple[Threshold, ...]]

    def __post_init__(self) -> None:
        refuse(self._unusable())

    def _all_fit(self) -> bool:
        """Whether every value can be the threshold that it is, asked of all at once: one by one takes far longer."""
        histories = self.thresholds
        try:
            for index in range(max(map(len, histories.values()), default=0)):
                values = {
                    name: entries[min(index, len(entries) - 1)].value for name, entries in histories.items() if entries
                }
                msgspec.convert(values, Thresholds)
        except msgspec.ValidationError:
            return False
        return True

    def _unusable(self) -> Iterator[Found]:
        declared = set(Thresholds.__struct_fields__)
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
