"""What is found in a training file, of any part of it: parts add up to the whole."""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.formats.formats import Format
from datasets.histogram import Histogram
from datasets.problems import Code, Problem, Problems
from datasets.tokenizers import Encoding

MOST_LONG = 20
"""Examples that are told as the longest."""


def _each() -> dict[Encoding, Histogram]:
    return {encoding: Histogram() for encoding in Encoding}


@dataclass(frozen=True, slots=True)
class Long:
    """A long example: its line, and its tokens by each encoding, in the order of `Encoding`."""

    line: int
    tokens: tuple[int, ...]


def longest(found: Iterable[Long]) -> list[Long]:
    """The longest of some, the first of those that are alike."""
    return heapq.nlargest(MOST_LONG, found, key=lambda each: (each.tokens, -each.line))


@dataclass
class Profile:
    """Counts of a file or of a part of it. Only examples without an error are in the histograms.

    `tokens` are those of an example with all that stands around its texts, `learnt` those of its answers alone, by what
    they are counted with.
    """

    format: Format | None = None
    bytes: int = 0
    lines: int = 0
    images: int = 0
    with_images: int = 0
    with_tools: int = 0
    longest: list[Long] = field(default_factory=list)
    messages: Histogram = field(default_factory=Histogram)
    turns: Histogram = field(default_factory=Histogram)
    tokens: dict[Encoding, Histogram] = field(default_factory=_each)
    learnt: dict[Encoding, Histogram] = field(default_factory=_each)
    problems: Problems = field(default_factory=Problems)

    @property
    def examples(self) -> int:
        """Examples without an error."""
        return self.messages.size

    @property
    def rejected(self) -> int:
        """Lines that have an error and do not count."""
        return self.lines - self.examples - self.problems.counts[Code.BLANK_LINE]

    def update(self, following: "Profile") -> None:
        """Add the part of the file that follows this one."""
        self.format = self.format or following.format
        self.problems.update(following.problems, self.lines)
        moved = (Long(each.line + self.lines, each.tokens) for each in following.longest)
        self.longest = longest([*self.longest, *moved])
        for name in ("bytes", "lines", "images", "with_images", "with_tools"):
            setattr(self, name, getattr(self, name) + getattr(following, name))
        self.messages.update(following.messages)
        self.turns.update(following.turns)
        for encoding in Encoding:
            self.tokens[encoding].update(following.tokens[encoding])
            self.learnt[encoding].update(following.learnt[encoding])

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            **{name: getattr(self, name) for name in ("bytes", "lines", "images", "with_images", "with_tools")},
            "format": self.format,
            "longest": [[each.line, *each.tokens] for each in self.longest],
            "messages": self.messages.pairs(),
            "turns": self.turns.pairs(),
            "tokens": {encoding: found.pairs() for encoding, found in self.tokens.items()},
            "learnt": {encoding: found.pairs() for encoding, found in self.learnt.items()},
            "problems": [[each.line, each.code, each.field, each.detail] for each in self.problems.first],
            "problem_counts": dict(self.problems.counts),
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Profile":
        """The same read back. Raises `KeyError`, `ValueError`, `TypeError` for what is none."""
        problems = Problems()
        for line, code, place, detail in value["problems"]:
            problems.add(Problem(line, Code(code), place, detail))
        problems.counts = Counter({Code(code): count for code, count in value["problem_counts"].items()})
        return cls(
            format=None if value["format"] is None else Format(value["format"]),
            **{name: value[name] for name in ("bytes", "lines", "images", "with_images", "with_tools")},
            longest=[Long(line, tuple(tokens)) for line, *tokens in value["longest"]],
            messages=Histogram.of_pairs(value["messages"]),
            turns=Histogram.of_pairs(value["turns"]),
            tokens={encoding: Histogram.of_pairs(value["tokens"][encoding]) for encoding in Encoding},
            learnt={encoding: Histogram.of_pairs(value["learnt"][encoding]) for encoding in Encoding},
            problems=problems,
        )
