"""Makes new inputs of those that there are: bytes moved about, words with a meaning put in, JSON changed as JSON."""

import json
import re
from random import Random
from typing import Any

_WORDS = (
    *("ft:", ":", "::", "/", "//", "-", "@", "#", ".ft-", ":ckpt-step-1", "arn:aws:bedrock:us-east-1::", "us.", "cn."),
    *("projects/p/locations/l/", "publishers/google/models/", "accounts/a/models/", "tinker://", "openai/", "azure/"),
    *("custom-model/", "inference-profile/", "-v1:0", ":8k", "0123abcd", "gpt-4o", "gpt-4o-mini", "my-model"),
    *("->", "→", "=", ",", ";", "\n", '"', "“", "”", "'", "$", "%", "k", "M", "1,000", "20-50", "50k calls/day"),
    *(" to ", " a ", "no ", "not ", "200 in", "10 out", "classification", "batch", "auto", "2026-02-30", "92%", "?"),
    *("{", "}", "[", "]", "null", "true", "NaN", "1e999999999", "-0", "1e-400", "\\ud800", "\\u0000", "1" * 400),
    *("\ufeff", "\u200b", "\u2028", "\x85", "\x00", "\r", "İ", "\u017f", "ß", "٣", "①", "\u0301", "😀", "\U0010ffff"),
    *("__proto__", "\t", "  ", "<|endoftext|>", "<!channel>", "=cmd()", "%s", "${x}", "../"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, 10**12, 10**30, -(10**18), 1e308, 5e-324, "", " ", "0", "1e5", "-5", "x" * 300),
    *([], {}, [[]], [{}], [None], {"": ""}, {"a": {}}, "\ud800", "\x00", "2026-02-30", "2026-11-22T10:00:00+99:99"),
    *("gpt-4o", "ft:gpt-4o:acme::x", "assistant", "user", "chat", "text", "auto", "azure", "2026-11-22"),
)
_KEY = re.compile(rb'"([A-Za-z_.]{1,40})"\s*:')


def mutated(data: bytes, others: list[bytes], random: Random) -> bytes:
    """A new input, of `data` and perhaps of another one."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        kinds = _OF_JSON if b"{" in data and random.random() < 0.85 else _OF_BYTES
        data = random.choice(kinds)(data, others, random)
    return data


def _word(data: bytes, _: list[bytes], random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(_WORDS).encode() + data[at + random.choice((0, 0, 1, 3)) :]


def _repeated(data: bytes, _: list[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 5, 40)) + data[end:]


def _without(data: bytes, _: list[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _moved(data: bytes, _: list[bytes], random: Random) -> bytes:
    start, end = _span(data, random)
    rest = data[:start] + data[end:]
    at = random.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def _spliced(data: bytes, others: list[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]


def _changed(data: bytes, _: list[bytes], random: Random) -> bytes:
    if not data:
        return bytes([random.randrange(256)])
    at = random.randrange(len(data))
    return (
        data[:at]
        + bytes([random.choice((random.randrange(256), data[at] ^ (1 << random.randrange(8))))])
        + data[at + 1 :]
    )


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64)))


_OF_BYTES = (_word, _word, _word, _repeated, _without, _moved, _spliced, _changed)


def _within(data: bytes, others: list[bytes], random: Random) -> bytes:
    """One of its lines changed as JSON, where it is any. What stands before the first brace, a target's own, stays."""
    start = data.find(b"{")
    lines = data[start:].split(b"\n")
    at = random.randrange(len(lines))
    try:
        value = json.loads(lines[at])
    except (ValueError, RecursionError):
        return _word(data, others, random)
    names = [name.decode() for name in _KEY.findall(random.choice(others))] or ["id"]
    lines[at] = _dumped(_other(value, names, random), random)
    return data[:start] + b"\n".join(lines)


def _dumped(value: object, random: Random) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=random.random() < 0.8)
    except RecursionError:
        return b"{}"
    return text.encode(errors="surrogatepass")


_OF_JSON = (_within,) * 15 + (_word, _repeated, _spliced)


def _other(value: Any, names: list[str], random: Random) -> Any:
    """The value with something in it changed."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        return _other_object(value, names, random)
    if isinstance(value, list) and value and random.random() < 0.85:
        return _other_list(value, names, random)
    return _leaf(value, names, random)


def _other_object(value: dict[str, Any], names: list[str], random: Random) -> dict[str, Any]:
    name = random.choice(list(value))
    match random.randrange(8):
        case 0:
            return {each: inside for each, inside in value.items() if each != name}
        case 1:
            return value | {random.choice(names): value[name]}
        case 2:
            return value | {random.choice(names): random.choice(_VALUES)}
    return value | {name: _other(value[name], names, random)}


def _other_list(value: list[Any], names: list[str], random: Random) -> list[Any]:
    at = random.randrange(len(value))
    match random.randrange(6):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return value[:at] + [value[at]] * random.choice((2, 3, 12)) + value[at + 1 :]
    return [*value[:at], _other(value[at], names, random), *value[at + 1 :]]


def _leaf(value: Any, names: list[str], random: Random) -> Any:
    match random.randrange(6):
        case 0:
            for _ in range(random.choice((1, 2, 60))):
                value = [value] if random.random() < 0.5 else {random.choice(names): value}
            return value
        case 1 if isinstance(value, str):
            at = random.randint(0, len(value))
            return value[:at] + random.choice(_WORDS) + value[at:]
        case 2 if isinstance(value, int | float):
            return value * random.choice((-1, 2, 10**9)) + random.choice((0, 1, -1))
    return random.choice(_VALUES)
