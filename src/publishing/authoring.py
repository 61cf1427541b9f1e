"""Reads the authored YAML in `rates/` into a rate table, strictly.

An error names the file, the line, the field and the edit.
Numbers are read as the decimals that were written (no binary floats) and a key that occurs twice is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from publishing.findings import POLICY_FILE, SELF_HOSTED_FILE, field_path
from publishing.merging import with_imported
from publishing.plain_yaml import PlainYamlError, composed, unwritable
from ratebook.checks import models_in
from ratebook.gpus import SelfHosted
from ratebook.models import Provider, RateTable
from ratebook.policy import Policy
from ratebook.sourced import Sourced

IMPORTED = "imported"
"""The folder of files that `make rates-import` writes and nobody edits."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in an authored file. `str()` gives `file:line: field: what is wrong and what to write instead`."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"


class AuthoringError(ValueError):
    """The files do not make a rate table; `problems` says why, one for each edit to make."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


_NO_FIELDS = "must hold fields; see rates/README.md for the layout"

type Document = Policy | Provider | SelfHosted
type Field = tuple[str | int, ...]


class Reader:
    """Turns one YAML document into plain values, remembering the line of every field."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines: dict[Field, int] = {(): 1}
        self.problems: list[Problem] = []
        self.value: Any = None
        try:
            node = composed(text)
        except PlainYamlError as error:
            self._report((), str(error), error.line)
            return
        if isinstance(node, yaml.MappingNode):
            self.value = self._read(node, ())
        else:
            self._report((), _NO_FIELDS, 1)

    def _read(self, node: yaml.Node, field: Field) -> Any:
        self.lines[field] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, field)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(item, (*field, index)) for index, item in enumerate(node.value)]
        return self._read_scalar(node, field)

    def _read_mapping(self, node: yaml.MappingNode, field: Field) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._report(field, "a list or fields are no name; write a plain one", key.start_mark.line + 1)
                continue
            name = str(key.value)
            self._refuse_unwritable(name, field, key, "a name under it")
            if name in mapping:
                self._report((*field, name), "stands twice; remove one", key.start_mark.line + 1)
            mapping[name] = self._read(value, (*field, name))
            self.lines[(*field, name)] = key.start_mark.line + 1
        return mapping

    def _read_scalar(self, node: yaml.Node, field: Field) -> Any:
        text = str(node.value)
        kind = node.tag.rsplit(":", 1)[-1]
        try:
            match kind:
                case "null":
                    return None
                case "bool":
                    return {"true": True, "false": False}[text]
                case "int":
                    return int(text)
                case "float":
                    return Decimal(text)
                case "timestamp":
                    return date.fromisoformat(text)
        except (KeyError, ValueError, ArithmeticError):
            wanted = {"bool": "true or false", "timestamp": "a day as YYYY-MM-DD"}.get(kind, "a plain decimal number")
            self._report(field, f"{text!r} is not understood; write {wanted}", node.start_mark.line + 1)
        self._refuse_unwritable(text, field, node, "it")
        return text

    def _refuse_unwritable(self, text: str, field: Field, node: yaml.Node, what: str) -> None:
        letter = unwritable(text)
        if letter is not None:
            message = f"the character U+{ord(letter):04X} must not stand in {what}; remove it, and write one line"
            self._report(field, message, node.start_mark.line + 1)

    def _report(self, field: Field, message: str, line: int) -> None:
        self.problems.append(Problem(self.file, line, field_path(field), message))

    def nearest_line(self, field: Field) -> int:
        """The line of `field`, or of what the file has of the way to it."""
        return next(self.lines[field[:size]] for size in range(len(field), -1, -1) if field[:size] in self.lines)

    def refuse(self, error: ValidationError) -> None:
        """Add what the schema found, at the nearest line that the file has for it."""
        for where, edit in edits(error):
            self._report(where, edit, self.nearest_line(where))


def edits(error: ValidationError) -> Iterator[tuple[Field, str]]:
    """Every place that the schema refused, and the edit that mends it."""
    for found in error.errors(include_url=False):
        where = tuple(part for part in found["loc"] if part != "[key]")  # pydantic's mark of a key that is wrong
        yield where, _edit(found["type"], found["msg"], found.get("ctx", {}))


_EDITS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a field; check the spelling against rates/README.md, or remove it",
    "decimal_parsing": "is not a number; write a plain decimal such as 0.15",
    "decimal_type": "is not a number; write a plain decimal such as 0.15",
    "bool_type": "is neither true nor false; write one of them",
    "date_type": "is not a day; write it as YYYY-MM-DD, without quotes",
    "string_type": "is not text; put it in quotes",
    "dict_type": _NO_FIELDS,
    "model_type": _NO_FIELDS,
    "tuple_type": "must be a list; write its entries under it, each after a hyphen",
    "int_type": "is not a whole number; write one such as 10",
    "int_parsing": "is not a whole number; write one such as 10",
    "int_from_float": "is not a whole number; write one such as 10",
    "finite_number": "is not a number; write a plain decimal such as 0.15",
}


_BOUNDS = {
    "greater_than_equal": ("ge", "must be at least"),
    "greater_than": ("gt", "must be more than"),
    "less_than_equal": ("le", "must be at most"),
}


def _edit(kind: str, message: str, context: dict[str, Any]) -> str:
    """What to do about one schema error."""
    if kind in {"value_error", "refused"}:
        return message.removeprefix("Value error, ")
    if kind in {"literal_error", "enum"}:
        return f"is not one of the values that are understood; write {context.get('expected')}"
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        bound = str(context[key]).removeprefix("Decimal('").removesuffix("')")  # pydantic names the type as well
        return "must not be negative; check the sign" if (key, bound) == ("ge", "0") else f"{words} {bound}; check it"
    return _EDITS.get(kind) or f"{message[:1].lower()}{message[1:]}; change the value"


def unknown_sources(document: Document) -> Iterator[tuple[Field, str]]:
    """Every `source` of a figure that is no key of the file's `sources`, and the edit that mends it."""
    known = ", ".join(document.sources)
    for place, figure in models_in(document, Sourced):
        if figure.source not in document.sources:
            message = f"{figure.source!r} is not among the file's sources; add it there or use one of: {known}"
            yield (*place, "source"), message


def _load(file: str, text: str, shape: type[Document]) -> Document:
    reader = Reader(file, text)
    if not reader.problems:
        try:
            document = shape.model_validate(reader.value)
        except ValidationError as error:
            reader.refuse(error)
        else:
            reader.problems += [
                Problem(file, reader.lines.get(where, 1), field_path(where), message)
                for where, message in unknown_sources(document)
            ]
    if reader.problems:
        raise AuthoringError(reader.problems)
    return document


SHAPES: dict[str, type[Document]] = {POLICY_FILE: Policy, SELF_HOSTED_FILE: SelfHosted}
"""What the files hold that are no provider's."""


def load_files(texts: dict[str, str], imported: dict[str, str] | None = None) -> RateTable:
    """The rate table of files given by name, with `imported` providers under them.

    Raises `AuthoringError` with every problem of every file.
    """
    documents: dict[str, Document] = {}
    problems = [
        Problem(needed, 1, "", "is missing; every rate table needs it") for needed in SHAPES if needed not in texts
    ]
    named = {f"{IMPORTED}/{file}": text for file, text in (imported or {}).items()}
    for file, text in sorted((texts | named).items()):
        try:
            documents[file] = _load(file, text, SHAPES.get(file, Provider))
        except AuthoringError as error:
            problems += error.problems
    if problems:
        raise AuthoringError(problems)
    policy, self_hosted = documents.pop(POLICY_FILE), documents.pop(SELF_HOSTED_FILE)
    providers: dict[str, Provider] = {}
    for file, document in sorted(documents.items(), key=lambda item: item[0] in named):
        id = Path(file).stem
        if isinstance(document, Provider):
            providers[id] = with_imported(providers.get(id), document) if file in named else document
    return RateTable.model_validate(
        {"providers": dict(sorted(providers.items())), "self_hosted": self_hosted, "policy": policy}
    )


def load_provider(file: str, text: str) -> Provider:
    """The provider in one file. Raises `AuthoringError`."""
    provider = _load(file, text, Provider)
    if not isinstance(provider, Provider):
        raise TypeError(f"{file} is not a provider's file")
    return provider


def load_directory(directory: Path) -> RateTable:
    """The rate table of a directory of YAML files, and of its folder of imported ones where there is one.

    Raises `AuthoringError`; `OSError` where it cannot be read.
    """
    problems: list[Problem] = []
    texts = _texts(directory, problems)
    imported = _texts(directory / IMPORTED, problems)
    if problems:
        raise AuthoringError(problems)
    return load_files(texts, imported)


def _texts(directory: Path, problems: list[Problem]) -> dict[str, str]:
    """The YAML files of a directory by name; what cannot be one is added to `problems`."""
    problems += [
        Problem(path.name, 1, "", "is not read; rename it so that it ends in .yaml") for path in directory.glob("*.yml")
    ]
    texts: dict[str, str] = {}
    for path in sorted(directory.glob("*.yaml")):
        content = path.read_bytes()
        try:
            texts[path.name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            problems.append(Problem(path.name, line, "", "is not UTF-8; save it as UTF-8"))
    return texts
