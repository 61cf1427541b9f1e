"""Checks of a rate table that its types cannot express. Each says where it failed and what to write instead."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from msgspec import structs

from shapes.shape import Shape

type Place = tuple[str | int, ...]
type Found = tuple[Place, str]
"""Where something is wrong, from the value that is checked, and the edit that mends it."""


class BeginsOnADay(Protocol):
    """Anything dated."""

    @property
    def effective_from(self) -> date:
        """The day from which it holds."""


def newest_last(entries: Sequence[BeginsOnADay], *place: str | int) -> Iterable[Found]:
    """The entries that do not begin after the one before them."""
    return _not_newer(entries, place) if len(entries) > 1 else ()


def _not_newer(entries: Sequence[BeginsOnADay], place: Place) -> Iterator[Found]:
    for index, (before, entry) in enumerate(pairwise(entries), 1):
        if entry.effective_from <= before.effective_from:
            problem = f"{entry.effective_from} is not after {before.effective_from}, where the entry before begins"
            yield (*place, index, "effective_from"), f"{problem}; append the new entry at the end, each day once"


def never_empty(entries: Sequence[object], *place: str | int) -> Iterator[Found]:
    """The list itself where it has no entry."""
    if not entries:
        yield place, "has no entry; add one"


def models_in[M: Shape](value: object, kind: type[M], place: Place = ()) -> Iterator[tuple[Place, M]]:
    """Every model of a `kind` in a document, the document included, with its place."""
    if isinstance(value, kind):
        yield place, value
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, Shape):
        inside = structs.asdict(value).items()
    elif isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, tuple):
        inside = enumerate(value)
    for step, item in inside:
        yield from models_in(item, kind, (*place, step))


def refuse(found: Iterable[Found]) -> None:
    """Raise one `ValidationError` with everything that was found, each at its own place, or nothing."""
    wrong = tuple(found)
    if wrong:
        from shapes.schemas import refusal  # noqa: PLC0415 - what is right does without

        raise refusal("rate table", wrong)
