"""What can be wrong with a line of a training file: each kind once, with what to do about it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_SHOWN = 20
"""Problems of a kind that are told by their lines; all are counted. So many of one kind hide no other."""


class Severity(StrEnum):
    """An `error` keeps a provider from taking the file, and the example from being counted; a `warning` does not."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The kinds of problem."""

    BYTE_ORDER_MARK = "byte_order_mark"
    BLANK_LINE = "blank_line"
    LINE_TOO_LONG = "line_too_long"
    NOT_UTF_8 = "not_utf_8"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_FORMAT = "unknown_format"
    OTHER_FORMAT = "other_format"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_PART = "unknown_part"
    NO_MESSAGES = "no_messages"
    NO_CONTENT = "no_content"
    EMPTY_ANSWER = "empty_answer"
    NO_ANSWER = "no_answer"
    ENDS_WITHOUT_ANSWER = "ends_without_answer"
    ENDS_WITH_ANSWER = "ends_with_answer"
    NOTHING_TRAINED = "nothing_trained"
    WEIGHT = "weight"
    OUT_OF_TURN = "out_of_turn"
    TOOL_CALL_UNKNOWN = "tool_call_unknown"
    TOOL_UNKNOWN = "tool_unknown"
    ARGUMENTS_NOT_JSON = "arguments_not_json"
    IMAGE_IN_ANSWER = "image_in_answer"
    TOO_MANY_IMAGES = "too_many_images"
    IMAGE_ADDRESS = "image_address"
    SAME_OUTPUTS = "same_outputs"
    RESERVED_WORD = "reserved_word"
    SYSTEM_BESIDE = "system_beside"
    WEIGHT_ELSEWHERE = "weight_elsewhere"


_WARNINGS = {
    Code.BLANK_LINE,
    Code.UNKNOWN_FIELD,
    Code.EMPTY_ANSWER,
    Code.TOOL_UNKNOWN,
    Code.SAME_OUTPUTS,
    Code.SYSTEM_BESIDE,
    Code.WEIGHT_ELSEWHERE,
}

_MESSAGES = {
    Code.BYTE_ORDER_MARK: "the file begins with a byte order mark; save it as UTF-8 without one",
    Code.BLANK_LINE: "the line is empty; remove it",
    Code.LINE_TOO_LONG: "the line is longer than 16 MB and was not read; write each example in a line of its own",
    Code.NOT_UTF_8: "the line is not UTF-8; save the file as UTF-8",
    Code.NOT_JSON: "the line is not JSON; write each example as one JSON object in one line",
    Code.NOT_AN_OBJECT: "the line is JSON, but no object; write each example as one {…}",
    Code.UNKNOWN_FORMAT: "the line is an example of no known format",
    Code.OTHER_FORMAT: "the example is of another format than the file's others; write all of them in one",
    Code.MISSING: "is missing; it is required",
    Code.WRONG_TYPE: "is of another type than it must be",
    Code.UNKNOWN_FIELD: "is no field of this format; remove it, unless your provider documents it",
    Code.UNKNOWN_ROLE: "is no role of this format",
    Code.UNKNOWN_PART: "is no kind of content of this format",
    Code.NO_MESSAGES: "is empty; an example needs at least a question and its answer",
    Code.NO_CONTENT: "has nothing in it; write text, or remove the message",
    Code.EMPTY_ANSWER: "is an empty answer, which trains the model to say nothing; write one or remove the example",
    Code.NO_ANSWER: "the example has no answer to learn from; add the assistant's, or say format: reinforcement",
    Code.ENDS_WITHOUT_ANSWER: "the last message is no answer; end with the assistant's, or say format: reinforcement",
    Code.ENDS_WITH_ANSWER: "the last message is the assistant's; end with the question, which the model answers itself",
    Code.NOTHING_TRAINED: "every answer has weight 0, so that nothing is learnt; give the answer to learn weight 1",
    Code.WEIGHT: "must be 0 or 1: whether the answer is learnt",
    Code.OUT_OF_TURN: "two messages of one role follow each other; user and assistant take turns, and the user begins",
    Code.TOOL_CALL_UNKNOWN: "answers no tool call before it; send the id of the call that it answers",
    Code.TOOL_UNKNOWN: "is not among the example's tools; declare it there",
    Code.ARGUMENTS_NOT_JSON: 'must be a string that holds JSON, such as "{}"',
    Code.IMAGE_IN_ANSWER: "images cannot be learnt as an answer; let the assistant's message be text",
    Code.TOO_MANY_IMAGES: "the example has more than 10 images; OpenAI takes at most 10",
    Code.IMAGE_ADDRESS: "must be an http(s) address or data:image/…;base64,…",
    Code.SAME_OUTPUTS: "the preferred and the other output are the same, so that nothing is preferred; change one",
    Code.RESERVED_WORD: "holds a word that Amazon Nova keeps for itself, with which its jobs fail; write another",
    Code.SYSTEM_BESIDE: "stands beside the messages, as Claude on Bedrock has it; others take a message of role system",
    Code.WEIGHT_ELSEWHERE: "stands on a message that is no answer; Together takes that, OpenAI does not",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line, numbered from 1, and where in its example, as a path such as `messages[2].content`.

    `detail` has what is allowed there or where in the line it is; never what stands there.
    """

    line: int
    code: Code
    field: str | None = None
    detail: str | None = None

    @property
    def severity(self) -> Severity:
        """Whether the example counts all the same."""
        return severity_of(self.code)

    @property
    def message(self) -> str:
        """What to do about it."""
        text = _MESSAGES[self.code]
        return text if self.detail is None else f"{text}: {self.detail}"


def severity_of(code: Code) -> Severity:
    """How bad a kind of problem is."""
    return Severity.WARNING if code in _WARNINGS else Severity.ERROR


def told(code: Code) -> str:
    """What to do about a kind of problem."""
    return _MESSAGES[code]


@dataclass
class Problems:
    """The first problems of each kind, by line, and how many there are of each."""

    first: list[Problem] = field(default_factory=list)
    counts: Counter[Code] = field(default_factory=Counter)
    _shown: Counter[Code] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Add a problem; they come in the order of the file."""
        self.counts[problem.code] += 1
        self._show(problem)

    def update(self, other: "Problems", lines: int = 0) -> None:
        """Add those of the part of the file that follows, which so many lines stand before."""
        self.counts.update(other.counts)
        for each in other.first:
            self._show(Problem(each.line + lines, each.code, each.field, each.detail))

    def _show(self, problem: Problem) -> None:
        if self._shown[problem.code] < MOST_SHOWN:
            self._shown[problem.code] += 1
            self.first.append(problem)

    def by_code(self) -> Iterator[tuple[Code, int]]:
        """The kinds that there are, errors first and the most frequent of them first."""
        return iter(sorted(self.counts.items(), key=lambda pair: (severity_of(pair[0]), -pair[1], pair[0])))

    @property
    def errors(self) -> int:
        """How many keep a provider from taking the file."""
        return sum(count for code, count in self.counts.items() if severity_of(code) is Severity.ERROR)
