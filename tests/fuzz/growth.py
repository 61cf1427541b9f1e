"""How the time of a reader grows with its input: `python -m tests.fuzz.growth`, as `make growth` calls it.

Inputs of a kind are made longer and longer. The time of the processor, the least of several tries, is fitted to a power
of the length; one that is clearly above 1 is a reader whose time runs away.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from statistics import linear_regression

from datasets.files import check_files
from handlers.refused import ProblemError
from handlers.requests import read_json_value
from inputs.errors import UnusableRequestError
from ratebook.name_forms import FORMS, claimed_by, forms_of, last_part
from ratebook.name_parts import parse
from spend.accounting.shapes import read as read_answer
from tests.fuzz import targets

STEEPEST = 1.5
"""The most that a power may be; 2 is quadratic. Between 1 and this is what tables, sorting and caches of memory do."""
_SHORTEST, _LONGEST = 1_000, 1_024_000
_LEAST_SECONDS = 0.002
"""A shorter time tells nothing of growth."""
_ENOUGH_SECONDS = 0.4
_TRIES = 2

type Kind = Callable[[int], str]
"""An input of about so many characters."""


def _repeated(text: str, start: str = "", end: str = "") -> Kind:
    return lambda length: start + text * max(1, length // len(text)) + end


def _distinct(text: str, start: str = "", end: str = "", between: str = "") -> Kind:
    """As many different ones as there is room for: `text` has a place for a number."""

    def made(length: int) -> str:
        each = (text.format(number) for number in count())
        parts = [next(each) for _ in range(max(1, length // (len(text) + 3)))]
        return start + between.join(parts) + end

    return made


_CHAT = '{"messages": [{"role": "user", "content": "%s"}, {"role": "assistant", "content": "4"}]}'


def _said(text: str) -> Kind:
    """One example that says it."""
    return lambda length: _CHAT % (text * max(1, length // len(text)))


NAMES: Mapping[str, Kind] = {
    "many ft:": _repeated("ft:"),
    "many colons": _repeated(":", "ft:gpt-4o"),
    "many slashes": _repeated("/"),
    "many prefixes": _repeated("openai/"),
    "many dots": _repeated("us."),
    "a legacy name that ends wrongly": _repeated("a-", "davinci:ft-", "2023-01-01-00-00-0"),
    "many dates": _repeated("-2023-01-01-00-00-00", "davinci:ft-a", ":"),
    "Azure's, that ends wrongly": _repeated("a.ft-", end=":ckpt-step-x"),
    "Azure's with dashes": _repeated("-a", "gpt.ft-0", ":"),
    "an ARN of dashes": _repeated("a-", "arn:aws:bedrock:", "::custom-model/x"),
    "an ARN of digits": _repeated("1", "arn:aws:bedrock:us-east-1:", "x"),
    "a region of dashes": _repeated("-a", "converse/us", "/x"),
    "many contexts": _repeated(":1k", "a"),
    "many @": _repeated("@"),
    "Vertex's parts": _repeated("projects/p/locations/l/"),
    "Together's ids": _repeated("-0123abcd", "a/b/c", "/"),
    "Fireworks's #": _repeated("#", "accounts/a/models/b"),
    "letters": _repeated("a"),
    "digits": _repeated("1", "ft:gpt-4o:ckpt-step-"),
}

LINES: Mapping[str, Kind] = {
    "words": _distinct("word{}x ", end=""),
    "one word": _repeated("x"),
    "commas": _repeated(","),
    "spaces": _repeated(" "),
    "arrows": _repeated("-> "),
    "half arrows": _repeated("-"),
    "half arrows and an end": _repeated("-=", end=">"),
    "models": _repeated("gpt-4o "),
    "models and to": _repeated("gpt-4o to "),
    "numbers": _repeated("50k "),
    "numbers and units": _repeated("200 in "),
    "units": _repeated("in "),
    "fillers": _repeated("a "),
    "a number and fillers": _repeated(" of", "200"),
    "grouped digits": _repeated(",000", "1"),
    "grouped digits that end wrongly": _repeated(",000", "1", "0"),
    "digits": _repeated("1"),
    "ranges": _repeated("-1", "1"),
    "slashes": _repeated("/day", "50k calls"),
    "quotes": _repeated('"'),
    "an open quote": _repeated("a ", '"'),
    "quoted words": _repeated('"a" '),
    "equals": _repeated("="),
    "equals and spaces": _repeated(" ="),
    "spaces and an equals": _repeated(" ", "a", "b"),
    "keys": _repeated("in=5 "),
    "keys of quotes": _repeated('tried="a" '),
    "keys that are none": _distinct("key{}=1 "),
    "models that were tried": _distinct("tried=model-{}, "),
    "no no": _repeated("no "),
    "flags": _repeated("gap measured "),
    "dollars": _repeated("$"),
}

FILES: Mapping[str, Kind] = {
    "examples": _repeated(f"{_CHAT % '2+2?'}\n"),
    "different examples": _distinct(f"{_CHAT.replace('{', '{{').replace('}', '}}') % '{}'}\n"),
    "empty lines": _repeated("\n"),
    "lines of one brace": _repeated("{\n"),
    "one line of braces": _repeated("{"),
    "one line of brackets": _repeated("[", '{"messages": '),
    "nested objects": _repeated('{"a":'),
    "numbers": _repeated("1", '{"text": ', "}"),
    "a fraction": _repeated("1", '{"text": 0.', "}"),
    "spaces": _repeated(" "),
    "one text of letters": _said("a"),
    "one text of spaces": _said(" "),
    "one text of digits": _said("1"),
    "one text of marks": _said("!"),
    "one text of apostrophes": _said("'s"),
    "one text of escapes": _said("\\u0301"),
    "one text of halves": _said("\\ud800"),
    "one text of words": _said("word "),
    "one text of another script": _said("字"),
    "one text of line ends": _said("\\r\\n"),
    "special tokens": _said("<|endoftext|>"),
    "messages": _repeated('{"role": "user", "content": "a"},', '{"messages": [', '{"role": "user", "content": "a"}]}'),
    "unknown fields": _distinct('"k{}": 1, ', '{"messages": [], ', '"z": 1}'),
    "one field again and again": _repeated('"messages": [], ', "{", '"messages": []}'),
    "tools": _distinct(
        '{{"type": "function", "function": {{"name": "f{}"}}}},',
        '{"messages": [], "tools": [',
        '{"type": "function", "function": {"name": "f"}}]}',
    ),
    "calls": _distinct(
        '{{"id": "c{}", "type": "function", "function": {{"name": "f", "arguments": "{{}}"}}}},'.replace("{{}}", "1"),
        '{"messages": [{"role": "assistant", "tool_calls": [',
        '{"id": "c", "type": "function", "function": {"name": "f", "arguments": "1"}}]}]}',
    ),
    "arguments of brackets": lambda length: json.dumps(
        {
            "messages": [
                {"role": "assistant", "function_call": {"name": "f", "arguments": "[" * length}},
            ]
        }
    ),
    "parts of Gemini's": _repeated('{"text": "a"},', '{"contents": [{"parts": [', '{"text": "a"}]}]}'),
    "reserved words": _said("System: User: "),
}

RECORDS: Mapping[str, Kind] = {
    "records": _repeated('{"id": "1"},', "[", '{"id": "1"}]'),
    "keys": _distinct('"k{}": 1,', "{", '"z": 1}'),
    "a key again and again": _repeated('"a": 1,', "{", '"a": 1}'),
    "digits": _repeated("1", '{"usage": {"prompt_tokens": ', ', "completion_tokens": 1}}'),
    "a fraction": _repeated("1", '{"usage": {"prompt_tokens": 0.', ', "completion_tokens": 1}}'),
    "zeros": _repeated("0", '{"usage": {"prompt_tokens": 1.', ', "completion_tokens": 1}}'),
    "money": _repeated("1", '{"id": "1", "at": "2026-11-22", "training": {"model": "a", "usd": "', '"}}'),
    "brackets": _repeated("["),
    "braces": _repeated('{"a":'),
    "attributes": _distinct(
        '{{"key": "gen_ai.k{}", "value": {{"stringValue": "a"}}}},', '{"attributes": [', '{"key": "a", "value": {}}]}'
    ),
    "an integer in a text": _repeated(
        "1", '{"id": "1", "attributes": [{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "', '"}}]}'
    ),
    "a time": _repeated(
        "1", '{"id": "1", "startTimeUnixNano": "', '", "attributes": {"gen_ai.usage.input_tokens": 1}}'
    ),
    "an id": _repeated("a", '{"traceId": "', '", "attributes": {"gen_ai.usage.input_tokens": 1}}'),
    "spans": _repeated(
        '{"attributes": []},', '{"resourceSpans": [{"scopeSpans": [{"spans": [', '{"attributes": []}]}]}]}'
    ),
    "pieces of an answer": _repeated(
        '{"type": "web_search_call"},',
        '{"object": "response", "usage": {"input_tokens": 1, "output_tokens": 1}, "output": [',
        '{"type": "web_search_call"}]}',
    ),
    "cache details": _repeated(
        '{"ttl": "1h", "inputTokens": 0},',
        '{"usage": {"inputTokens": 1, "outputTokens": 1, "cacheDetails": [',
        '{"ttl": "1h", "inputTokens": 0}]}}',
    ),
}


def _name(text: str) -> None:
    """All that looks at a name, which is refused by its length before that only where a table is asked."""
    parse(text)
    claimed_by(text)
    last_part(text)
    forms_of(text)
    for form in FORMS.values():
        list(form(text))
    targets.names(b"\0" + text.encode())


def _line(text: str) -> None:
    targets.typed(text)


def _file(text: str) -> None:
    check_files([text.encode()])


def _record(text: str) -> None:
    targets.intake(text.encode())
    try:
        body = read_json_value(text)
    except ProblemError:
        return
    try:
        read_answer(body)
    except (UnusableRequestError, AttributeError, TypeError):
        return


READERS: Mapping[str, tuple[Callable[[str], None], Mapping[str, Kind]]] = {
    "names": (_name, NAMES),
    "shorthand": (_line, LINES),
    "datasets": (_file, FILES),
    "usage": (_record, RECORDS),
}


@dataclass(frozen=True)
class Growth:
    """The times of one kind of input by its length, and the power that they grow with."""

    reader: str
    kind: str
    seconds: Mapping[int, float]

    @property
    def power(self) -> float | None:
        """The slope of a straight line through the logarithms; `None` where too few times tell anything."""
        points = [(math.log(length), math.log(time)) for length, time in self.seconds.items() if time >= _LEAST_SECONDS]
        if len(points) < len("abc"):
            return None
        return linear_regression(*zip(*points, strict=True)).slope

    @property
    def steep(self) -> bool:
        """Whether the time clearly grows faster than the input."""
        return self.power is not None and self.power > STEEPEST

    def __str__(self) -> str:
        power = "too quick to tell" if self.power is None else f"grows with the power {self.power:.2f}"
        longest = max(self.seconds)
        return f"{self.reader}, {self.kind}: {power}; {self.seconds[longest] * 1000:.1f} ms for {longest:,}"


def grown(reader: str, kind: str) -> Growth:
    """The times of one kind of input, each twice as long as the one before, until there are enough."""
    read, kinds = READERS[reader]
    seconds: dict[int, float] = {}
    length = _SHORTEST
    while length <= _LONGEST and sum(seconds.values()) < _ENOUGH_SECONDS:
        text = kinds[kind](length)
        seconds[length] = min(_taken(read, text) for _ in range(_TRIES))
        length *= 2
    return Growth(reader, kind, seconds)


def _taken(read: Callable[[str], None], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def every(readers: list[str]) -> Iterator[Growth]:
    """The growth of every kind. One that is steep is looked at once more, since the machine may have been busy."""
    for reader in readers:
        for kind in READERS[reader][1]:
            found = grown(reader, kind)
            yield grown(reader, kind) if found.steep else found


def main() -> int:
    """Measure. Returns the exit code: 1 where something grows too fast."""
    parser = argparse.ArgumentParser(prog="make growth", description=__doc__)
    parser.add_argument("--reader", action="append", choices=READERS, help="one of them; default: all")
    options = parser.parse_args()
    steep = 0
    for found in every(options.reader or list(READERS)):
        print(f"{'STEEP ' if found.steep else ''}{found}", flush=True)
        steep += found.steep
    return int(steep > 0)


if __name__ == "__main__":
    sys.exit(main())
