"""One example of a training file, as it is read: its texts, and what else is counted in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from datasets.problems import Code, Problem, Problems, Severity

TOKENS_PER_MESSAGE, TOKENS_OF_THE_ANSWERS_START = 3, 3
"""Around each message and at the end. Source: openai-cookbook, `How_to_count_tokens_with_tiktoken.ipynb`."""


@dataclass(slots=True)
class Example:
    """What an example holds.

    `texts` are billed; those at the places in `trained` are answers that are learnt. `frame` are tokens that stand
    around them, whatever they say.
    """

    texts: list[str] = field(default_factory=list)
    trained: list[int] = field(default_factory=list)
    frame: int = 0
    messages: int = 0
    turns: int = 0
    images: int = 0
    tools: int = 0

    def begin_message(self, *, asks: bool) -> None:
        """Count one more message; `asks` where it is the user's."""
        self.messages += 1
        self.turns += asks
        self.frame += TOKENS_PER_MESSAGE

    def say(self, text: str, *, trained: bool = False) -> None:
        """Add a text that is billed."""
        if trained:
            self.trained.append(len(self.texts))
        self.texts.append(text)


@dataclass(slots=True)
class Found:
    """What is found to be wrong while the example in a line is read."""

    line: int
    problems: Problems = field(default_factory=Problems)
    _errors: int = 0

    def mark(self, code: Code) -> None:
        """Something is wrong with the file that does not keep the example from being counted."""
        self.problems.add(Problem(self.line, code))

    def add(self, code: Code, place: str | None = None, detail: str | None = None) -> None:
        """Something is wrong at a place in the example."""
        problem = Problem(self.line, code, place, detail)
        self.problems.add(problem)
        self._errors += problem.severity is Severity.ERROR

    @property
    def errors(self) -> bool:
        """Whether any of it keeps the example from being counted."""
        return self._errors > 0

    # Readers of one value each: what is wrong is added, and None returned.

    def mapping(self, holder: dict[str, Any], name: str, place: str) -> dict[str, Any] | None:
        """The object under a name."""
        return self._of(dict, "an object", holder, name, place)

    def listed(self, holder: dict[str, Any], name: str, place: str) -> list[Any] | None:
        """The list under a name."""
        return self._of(list, "a list", holder, name, place)

    def text(self, holder: dict[str, Any], name: str, place: str) -> str | None:
        """The text under a name."""
        return self._of(str, "a string", holder, name, place)

    def filled(self, holder: dict[str, Any], name: str, place: str, empty: Code) -> list[Any]:
        """The list under a name, which must have something in it, or else there is a problem of that code."""
        found = self.listed(holder, name, place)
        if found == []:
            self.add(empty, at(place, name))
        return found or []

    def _of[Kind](self, kind: type[Kind], wanted: str, holder: dict[str, Any], name: str, place: str) -> Kind | None:
        value = holder.get(name)
        if isinstance(value, kind):
            return value
        if value is None:
            self.add(Code.MISSING, at(place, name))
        else:
            self.add(Code.WRONG_TYPE, at(place, name), f"it must be {wanted}")
        return None

    def objects(self, values: list[Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects in a list, each with its place."""
        for number, value in enumerate(values):
            inside = f"{place}[{number}]"
            if isinstance(value, dict):
                yield inside, value
            else:
                self.add(Code.WRONG_TYPE, inside, "it must be an object")

    def known(self, holder: dict[str, Any], names: frozenset[str], place: str = "") -> None:
        """Whether an object has fields of its format only."""
        for name in holder:
            if name not in names:
                self.add(Code.UNKNOWN_FIELD, at(place, name[:64]))


def at(place: str, name: str) -> str:
    """The place of a field in an object."""
    return f"{place}.{name}" if place else name
