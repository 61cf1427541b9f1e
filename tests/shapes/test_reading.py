"""What is read without pydantic is what pydantic reads; whatever it would refuse is left to it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from decisions.request import DecisionRequest
from handlers.refused import ProblemError
from handlers.requests import read_json
from ratebook.compiled import CompiledTable, CorruptTableError, compile_table
from ratebook.models import RateTable
from shapes.reading import beyond_doubt
from shapes.shape import Shape
from tests.fuzz.mutations import mutated

_GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/request.json"))
_OWN_TERMS = {
    "deployments": {"prod-chat": {"model": "gpt-4o", "provider": "azure", "tier": "global"}, "other": "gpt-4o-mini"},
    "overrides": {"openai/gpt-4o": {"input": "2", "output": 8.5, "usd_per_million_cached_input_tokens": "1"}},
    "experiments": {"runs": ["12.5", {"name": "second", "examples": 500, "epochs": "auto"}], "hours_per_run": 2},
    "retraining": {"every_months": 6, "hours": {"low": 4, "high": 8}, "runs": 2},
}


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    golden = [json.loads(path.read_text(), parse_float=Decimal) for path in _GOLDEN]
    return [*golden, golden[0] | json.loads(json.dumps(_OWN_TERMS), parse_float=Decimal)]


def _given(shape: object) -> Iterator[object]:
    """Which fields were given, of a shape and of all inside it."""
    if isinstance(shape, Shape):
        yield shape.model_fields_set
        for value in msgspec.structs.asdict(shape).values():
            yield from _given(value)
    elif isinstance(shape, dict | tuple):
        for value in shape.values() if isinstance(shape, dict) else shape:
            yield from _given(value)


def test_the_requests_of_real_cases_are_beyond_doubt(requests: list[dict[str, Any]]) -> None:
    for body in requests:
        read = beyond_doubt(DecisionRequest, body)
        validated = DecisionRequest.model_validate(body)
        assert read == validated
        assert list(_given(read)) == list(_given(validated))


def test_whatever_is_read_of_a_changed_request_is_what_pydantic_reads(requests: list[dict[str, Any]]) -> None:
    random = Random(8)  # noqa: S311 - the same changes each time
    seeds = [json.dumps(body, default=float).encode() for body in requests]
    read = left = 0
    for _ in range(10_000):
        try:
            body = read_json(mutated(random.choice(seeds), seeds, random).decode("utf-8", "replace"))
        except ProblemError:
            continue
        found = beyond_doubt(DecisionRequest, body)
        if found is None:
            left += 1
            continue
        read += 1
        validated = DecisionRequest.model_validate(body)
        assert found == validated, body
        assert list(_given(found)) == list(_given(validated)), body
    assert read > 400, "too few of the changed requests are right for this to mean anything"
    assert left > 1_000, "too few of the changed requests are wrong for this to mean anything"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("workload.calls_per_day", True),
        ("workload.calls_per_day", "50000"),
        ("workload.batch", 1),
        ("current.model", "gpt-4o\u200f"),
        ("current.model", ""),
        ("current.model", "x" * 257),
        ("candidate.method", "SFT"),
        ("dataset.examples", Decimal("1.5")),
        ("as_of", "2026-W40-1"),
        ("as_of", 20260630),
        ("experiments.runs", []),
        ("experiments.runs", [1] * 101),
        ("readiness.models_tried", "gpt-4o"),
        ("readiness.models_tried", [None]),
        ("organization", []),
        ("rates_version", "x" * 65),
        ("overrides", {"openai": {"input": 1, "output": 2}}),
        ("overrides", {"openai/x": {"input": 1, "usd_per_million_input_tokens": 1, "output": 2}}),
        ("overrides", {"openai/x": {"input": 1, "output": 2, "cached_input": 3}}),
        ("deployments", {"x": 1}),
        ("unknown", None),
    ],
)
def test_what_pydantic_refuses_is_left_to_it(requests: list[dict[str, Any]], path: str, value: object) -> None:
    body = json.loads(json.dumps(requests[0], default=str))
    *parents, name = path.split(".")
    place = body
    for parent in parents:
        place = place[parent]
    place[name] = value
    assert beyond_doubt(DecisionRequest, body) is None
    with pytest.raises(ValidationError):
        DecisionRequest.model_validate(body)


def test_a_published_table_is_what_pydantic_reads(table: RateTable) -> None:
    compiled = CompiledTable(compile_table(table).content)
    assert compiled.table == RateTable.model_validate_json(compiled.content) == table


def test_no_changed_table_is_taken_that_pydantic_refuses(core_table: RateTable) -> None:
    random = Random(8)  # noqa: S311 - the same changes each time
    content = compile_table(core_table).content
    document = json.loads(content)
    # One provider's newest models are enough for every field, and quick to change often.
    document["providers"]["openai"]["models"] = dict(list(document["providers"]["openai"]["models"].items())[:3])
    seed = json.dumps(document).encode()
    taken = refused = 0
    for _ in range(2_000):
        changed = mutated(seed, [seed], random)
        try:
            found = CompiledTable(changed).table
        except CorruptTableError:
            refused += 1
            continue
        taken += 1
        assert found == RateTable.model_validate_json(changed)
    assert taken > 100, "too few of the changed tables are right for this to mean anything"
    assert refused > 500, "too few of the changed tables are wrong for this to mean anything"
