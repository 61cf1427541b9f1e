"""What fuzzing starts from: the cases of the tests and of `events/`, as the bytes that each target takes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ratebook.sources import read_snapshot
from tests.spend.responses import READ, UNPRICED, WRONG

_ROOT = Path(__file__).parents[2]
_EVERY = 8
"""So many of the table's own names are left out between two: they are much alike."""

LINES = (
    "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1,000 examples, classification",
    'from="my model, the new one" to=gpt-4.1-mini; 1.5M requests a month; 2,048 input tokens → generation',
    "gpt-4o to ft:gpt-4o-mini:acme::x, 20-35-50 hours at $100 an hour, 92% -> 95%, epochs=auto, no batch",
    "tried=gpt-4o-mini tried=gpt-4.1-nano, prompts optimized, cheaper tried, gap measured, not fine-tuned before",
    "2026-12-31, horizon 12 months, retraining every 3 months, $5,000 a month quality, 80% cache hits, 1024 cached",
    'option="“a”" -> ?, =, ==, 50k, k=, to to to, -> ->, no no, 1-2-3-4, 1,2,3, 1,000,00',
)
_CHAT = {"messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4", "weight": 1}]}
_CALLED = {
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": "?"}, {"type": "image_url", "image_url": {"url": "x"}}]},
        {
            "role": "assistant",
            "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}],
        },
        {"role": "tool", "tool_call_id": "1", "content": "3"},
        {"role": "assistant", "content": None, "refusal": "no"},
    ],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "f",
                "description": "adds.",
                "parameters": {"type": "object", "properties": {"a": {"type": "array", "enum": [1, None]}}},
            },
        }
    ],
}
_PREFERENCE = {
    "input": {"messages": [{"role": "user", "content": "2+2?"}]},
    "preferred_output": [{"role": "assistant", "content": "4"}],
    "non_preferred_output": [{"role": "assistant", "content": "5"}],
}
_CONVERSE = {
    "schemaVersion": "bedrock-conversation-2024",
    "system": [{"text": "s"}],
    "messages": [{"role": "user", "content": [{"text": "U:"}]}, {"role": "assistant", "content": [{"text": "a"}]}],
}
_GEMINI = {
    "systemInstruction": {"parts": [{"text": "s"}]},
    "contents": [
        {"role": "user", "parts": [{"text": "q"}, {"inlineData": {"mimeType": "image/png", "data": ""}}]},
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": [1, "b"]}}}, {"text": "a"}]},
    ],
}
EXAMPLES: tuple[dict[str, Any], ...] = (
    _CHAT,
    _CALLED,
    _PREFERENCE,
    _CONVERSE,
    _GEMINI,
    {"prompt": "2+2?", "completion": " 4"},
    {"text": "all of it <|endoftext|>"},
    {"instruction": "a", "output": "b"},
    {"conversations": []},
)
_SPAN = {
    "traceId": "5b8efff798038103d269b633813fc60c",
    "spanId": "eee19b7ec3c1b174",
    "startTimeUnixNano": "1763805600000000000",
    "attributes": [
        {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
        {"key": "gen_ai.provider.name", "value": {"stringValue": "openai"}},
        {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "100"}},
        {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "20"}},
    ],
}


def seeds(target: str) -> list[bytes]:
    """The inputs that one target starts from, each once."""
    return list(dict.fromkeys(_SEEDS[target]()))


def _dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def _cases(file: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((_ROOT / "tests" / "cases" / file).read_text(encoding="utf-8"))
    return read


def _bodies(prefix: str) -> Iterator[str]:
    for path in sorted((_ROOT / "events").glob(f"{prefix}*.json")):
        body = json.loads(path.read_text(encoding="utf-8")).get("body")
        if body:
            yield body


def _names() -> Iterator[bytes]:
    table = read_snapshot().table
    providers = [None, *table.providers]
    for case in _cases("names.yaml"):
        provider = case["query"].get("provider")
        at = providers.index(provider) if provider in providers else 0
        yield bytes([at]) + str(case["query"]["name"]).encode()
    for case in _cases("usage_prices.yaml"):
        if model := case["request"].get("model"):
            yield b"\0" + str(model).encode()
    known = sorted({name for provider in table.providers.values() for name in provider.names})
    yield from (b"\0" + name.encode() for name in known[::_EVERY])
    yield b"\0prod"
    yield b"\0mine"


def _shorthand() -> Iterator[bytes]:
    yield from (line.encode() for line in LINES)
    for body in _bodies("shorthand"):
        if text := json.loads(body).get("text"):
            yield text.encode()


def _datasets() -> Iterator[bytes]:
    for number, example in enumerate(EXAMPLES):
        line = _dumped(example)
        yield bytes([0, number]) + line
        yield bytes([number, 60]) + line + b"\r\n" + line + b"\n\n" + _dumped(EXAMPLES[0])
    for ending in ("\n", "\r\n", "\n\n", ""):
        yield b"\0\7\xef\xbb\xbf" + (ending.join(json.dumps(each) for each in EXAMPLES)).encode()
    yield b"\0\0\x1f\x8b\x08"
    yield b"\0\0\xff\xfe{\0}\0"


def _accounting() -> Iterator[bytes]:
    for found in (READ, UNPRICED, WRONG):
        yield from (_dumped(body) for body, _ in found.values())


def _intake() -> Iterator[bytes]:
    yield from (body.encode() for body in _bodies("usage"))
    for path in sorted((_ROOT / "tests" / "spend" / "intake" / "litellm").glob("*.json")):
        yield _dumped(json.loads(path.read_text(encoding="utf-8")))
    yield _dumped(_SPAN)
    yield _dumped({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"spans": [_SPAN]}]}]})
    yield from (_dumped({"id": "1", "at": "2026-11-22", "response": body}) for body, _ in READ.values())
    yield from (_dumped(body | {"id": "1"}) for body, _ in READ.values())
    yield _dumped({"id": "job", "at": "2026-11-22", "training": {"usd": "12.50", "model": "gpt-4o-mini"}})


def _request() -> Iterator[bytes]:
    yield from (body.encode() for body in _bodies("decision"))
    for path in sorted((_ROOT / "tests" / "golden").glob("*/request.json")):
        yield _dumped(json.loads(path.read_text(encoding="utf-8")))


_SEEDS = {
    "names": _names,
    "shorthand": _shorthand,
    "datasets": _datasets,
    "accounting": _accounting,
    "intake": _intake,
    "request": _request,
}
