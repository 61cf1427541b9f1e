"""The part of YAML that rate files are written in: fields, lists and plain values, each written where it stands.

Anchors and aliases are refused before they are followed, since a few lines of them stand for more than memory holds.
How much a file may hold, and how deep, is limited for the same reason.
"""

import unicodedata

import yaml

MOST_NODES = 100_000
"""Of a file, its names and values counted one by one: several times what the largest file of rates/ has."""

DEEPEST = 30
"""How far fields and lists may lie in each other: three times as far as any field of a rate table does."""

_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class PlainYamlError(ValueError):
    """The text cannot be read. `str()` says what to mend at `line`."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


class _Loader(yaml.SafeLoader):
    """Composes nodes one by one, and looks at each before it does."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._nodes = 0
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs say nothing of it
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise PlainYamlError(line, f"*{event.anchor} is not understood here; write it out")
        if event.anchor is not None:
            raise PlainYamlError(line, f"&{event.anchor} is not understood here; remove it")
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise PlainYamlError(line, f"holds more than {MOST_NODES:,} names and values; divide it, by model")
        if self._depth >= DEEPEST:
            raise PlainYamlError(line, "lies too deep in other fields; see rates/README.md for the layout")
        self._depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


def composed(text: str) -> yaml.Node | None:
    """The document in `text`; `None` where there is none. Raises `PlainYamlError`."""
    try:
        node: yaml.Node | None = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PlainYamlError(line, f"not YAML: {error.problem}; mend the syntax there") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"not YAML: the character U+{error.character:04X} must not stand in it; remove it"
        raise PlainYamlError(line, message) from error
    return node


def unwritable(text: str) -> str | None:
    """The first character of a name or text that breaks a line, turns its direction or steers a terminal."""
    return next((letter for letter in text if unicodedata.category(letter) in _BREAKS or letter in _TURNS), None)
