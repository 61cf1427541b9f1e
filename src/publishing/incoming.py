"""A file that says only what changes, laid over the table in force.

What the file names is added or replaced: a field of a model, an entry by its `effective_from`, a threshold, an
instance. What it does not name stays as it is published. A provider that is new needs its whole file.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from publishing.authoring import SHAPES, AuthoringError, Document, Field, Problem, Reader, edits, unknown_sources
from publishing.findings import POLICY_FILE, SELF_HOSTED_FILE, Finding, field_path
from ratebook.gpus import SelfHosted
from ratebook.models import Provider, RateTable
from ratebook.policy import Policy
from ratebook.self_hosting import SELF_HOSTED
from ratebook.sourced import Sourced

FILE = re.compile(r"(?P<id>[a-z][a-z0-9_-]{0,63})\.ya?ml")
_FACT = "checked_on"
_DAY = "effective_from"
_JOINED_FACT = "limits"
_EVIDENCE = frozenset(Sourced.__struct_fields__)


class IncomingFile:
    """A file that was read and is YAML. Raises `AuthoringError` where it is not, or its name is no file's of rates/."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._id = file_id(file)
        self._reader = Reader(file, text)
        if self._reader.problems:
            raise AuthoringError(self._reader.problems)
        self._merged: Any = None

    def over(self, table: RateTable) -> RateTable:
        """`table` with what the file says. Raises `AuthoringError` with every problem, at its line."""
        published = self._published(table)
        before = published.model_dump(exclude_none=True) if published else {}
        self._merged = _without_withdrawn(laid_over(before, self._reader.value), self._reader.value)
        shape = SHAPES.get(f"{self._id}.yaml", Provider)
        try:
            document = shape.model_validate(self._merged)
        except ValidationError as error:
            raise AuthoringError([self._problem(where, edit) for where, edit in edits(error)]) from error
        problems = [self._problem(where, edit) for where, edit in unknown_sources(document)]
        if problems:
            raise AuthoringError(problems)
        return self._with(table, document)

    def problem(self, finding: Finding) -> Problem:
        """What a review found, at the line of this file that says it."""
        if finding.file.removesuffix(".yaml") != self._id:
            return Problem(finding.file, 1, finding.field, finding.message)
        return self._problem(finding.place_in_file, finding.message)

    def _published(self, table: RateTable) -> Document | None:
        match f"{self._id}.yaml":
            case name if name == POLICY_FILE:
                return table.policy
            case name if name == SELF_HOSTED_FILE:
                return table.self_hosted
            case _:
                return table.providers.get(self._id)

    def _with(self, table: RateTable, document: Document) -> RateTable:
        parts: dict[str, object] = {name: getattr(table, name) for name in ("providers", "self_hosted", "policy")}
        match document:
            case Policy():
                parts["policy"] = document
            case SelfHosted():
                parts["self_hosted"] = document
            case Provider():
                parts["providers"] = dict(sorted((table.providers | {self._id: document}).items()))
        return RateTable.model_validate(parts)

    def _problem(self, where: Field, message: str) -> Problem:
        line = self._reader.nearest_line(_place_in_file(where, self._merged, self._reader.value))
        return Problem(self.file, line, field_path(where), message)


def file_id(file: str) -> str:
    """The provider, or the part of the table, that a file is named by. Raises `AuthoringError`."""
    named = FILE.fullmatch(file)
    if named is None:
        raise _refused(file, "is no file's name of rates/; name it by the provider's id, as in openai.yaml")
    if named["id"] == SELF_HOSTED:
        raise _refused(file, f"rented GPUs are in {SELF_HOSTED_FILE}; name the file so")
    return named["id"]


def _refused(file: str, message: str) -> AuthoringError:
    return AuthoringError([Problem(file, 1, "", message)])


def laid_over(published: Any, said: Any) -> Any:
    """What is published with what a file says: fields by name, dated entries by their day, facts and figures whole.

    Limits join one by one, under the source that the file names for them.
    """
    if isinstance(said, dict) and isinstance(published, dict) and _FACT not in said and _FACT not in published:
        return published | {name: _field_over(name, published.get(name), value) for name, value in said.items()}
    if isinstance(said, list) and isinstance(published, list | tuple) and _dated(published):
        return _entries(published, said)
    return said


def _field_over(name: str, published: Any, said: Any) -> Any:
    if name == _JOINED_FACT and isinstance(said, dict) and isinstance(published, dict) and _FACT in published:
        return {field: value for field, value in published.items() if field not in _EVIDENCE} | said
    return laid_over(published, said)


def _without_withdrawn(merged: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """A model that the file withdraws goes, unless the file itself names it among the models as well."""
    withdrawn, named = (said.get(field) for field in ("withdrawn", "models"))
    models = merged.get("models")
    if not isinstance(withdrawn, dict) or not isinstance(models, dict):
        return merged
    kept = named if isinstance(named, dict) else {}
    gone = withdrawn.keys() - kept.keys()
    return merged | {"models": {id: model for id, model in models.items() if id not in gone}}


def _dated(entries: Sequence[Any]) -> bool:
    return any(isinstance(entry, dict) and _DAY in entry for entry in entries)


def _entries(published: Sequence[Any], said: list[Any]) -> list[Any]:
    """Both, in the order of their days; what has no day comes last, for the schema to refuse."""
    days = {_day(entry) for entry in said}
    together = [entry for entry in published if _day(entry) not in days] + said
    return sorted(together, key=lambda entry: (_day(entry) == "", _day(entry)))


def _day(entry: Any) -> str:
    day = entry.get(_DAY) if isinstance(entry, dict) else None
    return day.isoformat() if isinstance(day, date) else ""


def _place_in_file(place: Field, merged: Any, said: Any) -> Field:
    """As much of a place in the merged document as the file has, by the file's own counting of entries."""
    found: list[str | int] = []
    for depth, step in enumerate(place):
        if merged is said:
            return (*found, *place[depth:])
        if isinstance(said, list) and isinstance(merged, list) and isinstance(step, int):
            own = next((index for index, entry in enumerate(said) if entry is merged[step]), None)
            if own is None:
                break
            found.append(own)
            merged, said = merged[step], said[own]
        elif isinstance(said, dict) and step in said:
            found.append(step)
            merged, said = merged[step], said[step]
        else:
            break
    return tuple(found)
