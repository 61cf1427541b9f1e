"""What the clients ask: each case of the tests and of `events/` whose answer can be worked out anew, right or wrong."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from local.calls import EVENTS, Call
from local.template import ROOT

CASES = ROOT / "tests" / "cases"
GOLDEN = ROOT / "tests" / "golden"
DECISIONS, SENSITIVITY = "/v1/decisions", "/v1/decisions/sensitivity"
TRAINING, USAGE_PRICES = "/v1/training-costs", "/v1/usage-prices"
SHORTHAND, MODELS, RULES, HEALTH = "/v1/shorthand", "/v1/models", "/v1/rules", "/health"
ASKED = (DECISIONS, SENSITIVITY, TRAINING, USAGE_PRICES, SHORTHAND, MODELS, RULES, HEALTH)
_DAY = "2026-11-22"


def calls() -> dict[str, Call]:
    """Every call by its name."""
    recorded = {f"events/{name}": call for name, call in EVENTS.items() if call.resource in ASKED}
    return recorded | dict(_golden()) | dict(_of_cases()) | dict(_wrong())


def _posted(path: str, body: object) -> Call:
    return Call("POST", path, body if isinstance(body, str) else json.dumps(body))


def _golden() -> Iterator[tuple[str, Call]]:
    for path in sorted(GOLDEN.glob("*/request.json")):
        body = json.loads(path.read_text(encoding="utf-8"))
        yield f"golden/{path.parent.name}", _posted(DECISIONS, body)
        yield f"golden/{path.parent.name}, what matters", _posted(SENSITIVITY, body)


def _of_cases() -> Iterator[tuple[str, Call]]:
    for number, case in enumerate(_read("usage_prices.yaml")):
        yield f"usage_prices[{number}]", _posted(USAGE_PRICES, {"at": _DAY} | case["request"])
    for number, case in enumerate(_read("refused.yaml")):
        yield f"refused[{number}]", _posted(USAGE_PRICES, case["body"])
    for number, case in enumerate(_read("names.yaml")):
        query = {name: str(value) for name, value in case["query"].items()}
        yield f"names[{number}]", Call("GET", MODELS, query={"as_of": _DAY} | query)


def _wrong() -> Iterator[tuple[str, Call]]:
    """Requests that are refused, each for another reason."""
    yield "a field that there is not", _posted(DECISIONS, {"taks": "classification"})
    yield "a day before the first", _posted(TRAINING, {"provider": "openai", "model": "gpt-4o", "as_of": "1999-01-01"})
    yield "a model that nobody has", _posted(USAGE_PRICES, {"model": "gpt-50x", "usage": {"output_tokens": 1}})
    yield "nothing to read", _posted(SHORTHAND, {})
    yield "a provider that there is not", Call("GET", MODELS, query={"provider": "nobody"})
    yield "a day that there is not", Call("GET", RULES, query={"as_of": "2026-02-30"})
    yield "a list", _posted(DECISIONS, "[]")
    yield "nested too deeply", _posted(DECISIONS, "[" * 100_000)


def _read(file: str) -> list[Mapping[str, Any]]:
    cases: list[Mapping[str, Any]] = yaml.safe_load((CASES / file).read_text(encoding="utf-8"))
    return cases
