"""What is fuzzed: readers of what strangers send, each with what must hold of every input, whatever it is.

Only what is deployed is imported here, so that the same targets run under a fuzzer that has nothing else.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import ValidationError

from datasets.files import check_files
from datasets.findings import Findings
from datasets.fingerprints import Fingerprints
from datasets.formats.formats import Format
from datasets.lines import Line, lines
from datasets.sharding import check_shard, merged, shards
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from handlers.refused import ProblemError
from handlers.requests import read_json_value
from inputs.errors import UnusableRequestError
from ratebook.compiled import CompiledTable
from ratebook.models import RateTable
from ratebook.name_forms import claimed_by, last_part
from ratebook.name_parts import Kind, parse
from ratebook.names import UnknownModelError, UnresolvedNameError, resolve, without_provider
from ratebook.sources import read_snapshot
from shorthand.fields import from_fields, to_fields
from shorthand.nesting import leaves
from shorthand.reading import Reading, read
from shorthand.requests import CannotBeTypedError, from_request, to_request
from shorthand.writing import write
from spend.accounting.reading import Reading as AnswerRead
from spend.accounting.shapes import read as read_answer
from spend.intake.forms import read_record, records_of
from spend.intake.posted import Posted, Reader
from spend.pricing import Terms

TODAY = date(2026, 11, 22)
_ONE_IN = 256
"""What looks among hundreds of names is tried for so many inputs, to have time for more of these."""
_MOST_PROBLEMS, _MOST_SHOWN = 10, 60


@dataclass(frozen=True)
class Target:
    """A reader: `check` takes any bytes up to the `longest`, and raises for those that it has an error with."""

    name: str
    check: Callable[[bytes], None]
    longest: int
    whole_json: bool = False


@cache
def _shipped() -> CompiledTable:
    return read_snapshot()


def _table() -> RateTable:
    return _shipped().table


@cache
def _ids() -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for provider in _table().providers.values() for id in provider.models))


@dataclass(frozen=True)
class _Deployed:
    """What a mapping of a request says."""

    model: str
    provider: str | None = None
    tier: str | None = None
    region: str | None = None


_DEPLOYMENTS = {"prod": _Deployed("gpt-4o"), "mine": _Deployed("prod"), "other": _Deployed("no-such-model", "azure")}


def names(data: bytes) -> None:
    """A name resolves to a model of the table under exactly its base, or says in an error of its own why not."""
    chosen, name = data[:1], data[1:].decode(errors="replace")
    providers = (None, *_table().providers, "no-such-provider")
    provider = providers[chosen[0] % len(providers)] if chosen else None
    _resolves(name, provider)
    _resolves(name, provider, _DEPLOYMENTS)
    parts = parse(name)
    assert parts.base or not name
    assert (parts.kind is Kind.BASE) <= (parts.base == name)
    assert (last_part(name) is None) == (claimed_by(name) is None)
    bare = without_provider(_table(), name, provider)
    assert name.endswith(bare)
    assert without_provider(_table(), bare, provider) == bare


def _resolves(name: str, provider: str | None, deployments: Mapping[str, _Deployed] | None = None) -> None:
    table = _table()
    try:
        found = resolve(table, name, provider, deployments=deployments)
    except UnresolvedNameError as error:
        assert error.message
        if isinstance(error, UnknownModelError) and sum(name.encode()) % _ONE_IN == 0:
            assert len(error.nearest) <= len(_table().providers) + 3
        return
    entry = table.providers[found.provider]
    assert entry.models[found.model_id] is found.model
    assert found.name == name
    if found.via is None:
        assert entry.names[found.parts.base] == found.model_id
        assert resolve(table, name, found.provider).model_id == found.model_id
    else:
        assert deployments


def _is_model(word: str) -> bool:
    try:
        resolve(_table(), word)
    except UnknownModelError:
        return False
    except UnresolvedNameError:
        return True
    return True


def typed(text: str, *, nearest: bool = False) -> Reading:
    """What a line says, with the shipped rates."""
    return read(text, _is_model, _ids() if nearest else ())


def shorthand(data: bytes) -> None:
    """A line is read, with what was not understood named; what was understood is written as a line that reads alike."""
    text = data.decode(errors="replace")
    reading = typed(text, nearest=sum(data) % _ONE_IN == 0)
    assert len(reading.problems) <= _MOST_PROBLEMS
    assert all(len(problem.word) <= _MOST_SHOWN and problem.message for problem in reading.problems)
    inputs = reading.inputs
    fields, wrong = from_fields(to_fields(inputs))
    assert not wrong
    assert fields == {name: value for name, value in inputs.items() if value != []} or not _plain(inputs)
    line = write(inputs)
    if _plain(inputs):
        again = typed(line)
        assert (again.inputs, again.problems) == (inputs, ()), line
    _asked_over_http(inputs)


def _plain(inputs: Mapping[str, Any]) -> bool:
    """Whether it can be typed: no line holds a quote within quotes, and 2026-12-31 is a day before it is a range."""
    values = [value for _, value in leaves(inputs)]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    ranges = [list(value.values()) for value in values if isinstance(value, dict)]
    in_order = all(each == sorted(each) for each in ranges)
    return in_order and all(_can_be_typed(text) for text in texts if isinstance(text, str))


def _can_be_typed(text: str) -> bool:
    return text == text.strip() and bool(text) and not set(text) & set('"“”„') and len(text.splitlines()) == 1


def _asked_over_http(inputs: dict[str, Any]) -> None:
    """What is typed and valid is the same request over HTTP, and comes back from it the same."""
    try:
        DecisionRequest.model_validate(inputs)
    except ValidationError:
        return
    request = json.loads(json.dumps(to_request(inputs)))
    DecisionRequest.model_validate(request)
    assert from_request(request).keys() == inputs.keys()


def datasets(data: bytes) -> None:
    """A file is read alike however its bytes come, whole or in parts, and what is found is kept as JSON."""
    chosen, content = data[:2].ljust(2, b"\0"), data[2:]
    format = (None, *Format)[chosen[0] % (len(Format) + 1)]
    size = chosen[1] % 61 + 1
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    whole = list(lines([content]))
    assert list(lines(chunks)) == whole
    assert _put_together(whole, content)
    found = check_files(chunks, format=format)
    assert Findings.of_json(json.loads(json.dumps(found.as_json()))) == found
    profile = found.training
    assert profile.rejected >= 0
    assert profile.lines == len(whole)
    if format is not None:
        parts = []
        for shard in shards(len(content), max(1, len(content) // 3)):
            with Fingerprints() as fingerprints:
                parts.append(check_shard([content[shard.read_from :]], shard, format, fingerprints))
        in_parts = merged(parts)
        in_parts.format = format
        assert in_parts.as_json() == profile.as_json()


def _put_together(found: list[Line], content: bytes) -> bool:
    """Whether lines are all that stands between the ends of a file's lines, each at its place."""
    for number, line in enumerate(found, 1):
        assert line.number == number
        assert line.content is not None
        assert content[line.offset : line.offset + len(line.content)] == line.content
    ends = content.count(b"\n")
    return len(found) == ends + (not content.endswith(b"\n") and bool(content))


def _json_of(data: bytes) -> Any:
    """The JSON in a body as the API reads it. Raises `ProblemError`."""
    return read_json_value(data.decode(errors="replace"))


def accounting(data: bytes) -> None:
    """A provider's answer is read by its own accounting, or refused with the field that is wrong."""
    try:
        body = _json_of(data)
        if not isinstance(body, dict):
            return
        found = read_answer(body, reasoning_beside=len(data) % 2 == 0)
    except (ProblemError, UnusableRequestError) as error:
        assert str(error) or error.errors
        return
    _is_sound(found)


def _is_sound(found: AnswerRead) -> None:
    tokens = found.tokens
    assert tokens.fresh_input_tokens >= 0
    assert min(tokens.output_tokens, tokens.cached_input_tokens, tokens.cache_write_tokens) >= 0
    assert tokens.cache_write_1h_tokens >= 0
    assert (tokens.reasoning_tokens or 0) <= tokens.output_tokens


def intake(data: bytes) -> None:
    """A record of usage is read, whatever its form: a span, LiteLLM's payload, an answer as it came, or our own."""
    reader = Reader(Terms({}, {}), _table(), TODAY)
    try:
        records = records_of(_json_of(data))
    except (ProblemError, UnusableRequestError):
        return
    for _, record in records:
        try:
            found = read_record(record, reader)
        except (ValidationError, UnusableRequestError) as error:
            assert error.errors() if isinstance(error, ValidationError) else error.errors
            continue
        if isinstance(found, Posted):
            assert found.id
            assert found.id == found.id.strip()
            found.id.encode()


def request(data: bytes) -> None:
    """A decision's body is refused with what is wrong in it, or decided."""
    try:
        body = _json_of(data)
    except ProblemError:
        return
    try:
        asked = DecisionRequest.model_validate(body)
    except ValidationError as error:
        assert error.error_count()
        return
    try:
        decided = decide(asked, TableInUse(_table(), _shipped().version, _shipped().sha256), TODAY)
    except UnusableRequestError as error:
        assert error.errors
    else:
        assert json.loads(decided.model_dump_json())["verdict"] == decided.verdict
    try:
        from_request(body)
    except CannotBeTypedError as error:
        assert error.paths


TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target("names", names, 300),
        Target("shorthand", shorthand, 3000),
        Target("datasets", datasets, 4096),
        Target("accounting", accounting, 16384, whole_json=True),
        Target("intake", intake, 16384, whole_json=True),
        Target("request", request, 16384, whole_json=True),
    )
}
