"""Requests and files made to cost far more than they are long: none does, whatever it is made of."""

import base64
import gzip
import json
import re
import tracemalloc
import zlib
from importlib import import_module
from pkgutil import walk_packages
from re import _constants as constants  # private, and the only reader of patterns that there is
from re import _parser as parser

import pytest

from datasets.lines import MOST_LINE_BYTES, lines
from handlers.problems import MOST_ERRORS
from handlers.spend.usage import MOST_ERRORS_OF_A_RECORD
from local.function import PAYLOAD_LIMIT_BYTES
from local.template import ROOT
from tests.handlers.http import EVENTS, answer, body, event, get, post, request
from tests.handlers.spend.posting import CALL

MIB = 1024 * 1024
LONG = 256 * 1024 - 4096
"""Bytes of almost the longest body."""


# --- Bodies that are short and become long -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"{}" * MIB),
        zlib.compress(b"{}" * MIB),
        zlib.compress(b"{}" * MIB, wbits=-15),
        b"\x28\xb5\x2f\xfd" + b"\x00" * 64,  # zstd
        b"\x1b\xff\xff\x00\x00" * 16,  # brotli has no mark of its own
        b"PK\x03\x04" + b"\x00" * 64,  # zip
        b"BZh91AY&SY" + b"\x00" * 64,
    ],
    ids=["gzip", "zlib", "deflate", "zstd", "brotli", "zip", "bzip2"],
)
@pytest.mark.parametrize("path", ["/v1/decisions", "/v1/usage", "/v1/datasets/checks"])
def test_a_compressed_body_is_refused_and_never_inflated(alone, path, content):
    made = request("POST", path, base64.b64encode(content).decode())
    made["isBase64Encoded"] = True
    made["headers"]["Content-Encoding"] = "gzip"
    assert answer(made).status in {415, 422}


def test_a_compressed_upload_is_read_as_it_is(account):
    content = gzip.compress(b'{"messages": []}\n' * 1_000_000)
    assert len(content) < MIB
    asked = account.upload()
    account.arrive(account.send(asked, content))
    report = account.stands(asked).json["report"]
    assert report["training"]["bytes"] == len(content)
    assert (report["usable"], report["training"]["examples"]) == (False, 0)


def test_a_line_without_an_end_takes_no_more_memory_than_one_line_may_have():
    chunk = b"x" * MIB
    tracemalloc.start()
    found = list(lines(chunk for _ in range(300)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [line.content for line in found] == [None]
    assert peak < 2 * MOST_LINE_BYTES + 4 * MIB


# --- Numbers --------------------------------------------------------------------------------------------------------

NUMBERS = ("1e999999999", "-1e999999999", "1e-999999999", "0e999999999", "1" * 4_300, f"1.{'0' * 100_000}1")


def _places(value, place=()):
    if isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(each, (*place, name))
    else:
        yield place


def _with(value, place, text):
    """The JSON of a value with `text` at a place, as it is."""
    made = json.loads(json.dumps(value))
    holder = made
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = "@@"
    return json.dumps(made).replace('"@@"', text)


BODIES = sorted(
    path.stem
    for path in EVENTS.glob("*.json")
    if path.stem.startswith(("decision-scenario-1", "decision-self", "training-on", "training", "usage-p", "usage-s"))
    or path.stem in {"budget", "fine-tune", "dataset-check", "usage", "usage-litellm", "usage-response"}
)


@pytest.mark.parametrize("number", NUMBERS, ids=["huge", "negative", "tiny", "zero", "long", "precise"])
def test_a_number_of_any_size_is_answered_wherever_it_stands(alone, aws, number):
    tried = 0
    for name in BODIES:
        made = event(name)
        if not made.get("body"):
            continue
        value = json.loads(made["body"])
        for place in _places(value):
            for text in (number, f'"{number}"'):
                found = answer(made | {"body": _with(value, place, text)})
                assert found.status < 500, (name, place, text[:12])
                assert len(found.text) < MIB, (name, place, text[:12])
                tried += 1
    assert tried > 300


# --- Mistakes -------------------------------------------------------------------------------------------------------


def _many(length):
    """As many fields as nobody has as are this long together."""
    return {f"k{number}": 1 for number in range(length // 16)}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/v1/decisions", body("decision-minimal") | _many(LONG)),
        ("/v1/decisions", body("decision-minimal") | {"workload": _many(LONG)}),
        ("/v1/decisions/sensitivity", body("decision-minimal") | _many(LONG)),
        ("/v1/usage-prices", {"model": "gpt-4o", "usage": _many(LONG)}),
        ("/v1/usage-prices", {"model": "x", "overrides": {f"openai/{n}": {"x": 1} for n in range(LONG // 30)}}),
        ("/v1/training-costs", _many(LONG)),
        ("/v1/shorthand", _many(LONG)),
        ("/v1/datasets/checks", {"content": "{}"} | _many(4 * MIB)),
        ("/v1/usage", _many(4 * MIB)),
        ("/v1/usage", {"records": [_many(4_000)] * 1000}),
        ("/v1/usage", [_many(4 * MIB)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_many_mistakes_the_first_are_told_and_that_there_are_more(alone, path, value):
    found = post(path, value)
    assert found.status == 422
    errors = found.problem()["errors"]
    assert len(errors) <= MOST_ERRORS + 1
    assert len(found.text) < 100_000
    if len(errors) > MOST_ERRORS:
        assert "has more mistakes than these" in errors[-1]["message"]


def test_fifty_mistakes_are_all_told(alone):
    found = post("/v1/decisions", body("decision-minimal") | {f"k{number}": 1 for number in range(MOST_ERRORS)})
    assert len(found.problem()["errors"]) == MOST_ERRORS
    assert "more mistakes" not in found.text
    found = post("/v1/decisions", body("decision-minimal") | {f"k{number}": 1 for number in range(MOST_ERRORS + 1)})
    assert len(found.problem()["errors"]) == MOST_ERRORS + 1
    assert "more mistakes" in found.text


def test_of_each_of_many_records_the_first_mistakes_are_told(alone, aws):
    found = post("/v1/usage", {"records": [CALL, *[_many(4_000)] * 999]})
    assert (found.status, found.json["accepted"], found.json["rejected"]) == (200, 1, 999)
    assert {len(result["errors"] or ()) for result in found.json["results"][1:]} == {MOST_ERRORS_OF_A_RECORD}
    assert len(found.text) < PAYLOAD_LIMIT_BYTES / 4


# --- Lists, mappings and patterns ------------------------------------------------------------------------------------


def _unbounded(schema, contract, place="", seen=()):
    """The places of a schema where a list or a mapping may be of any length."""
    reference = schema.get("$ref")
    if reference:
        name = reference.rpartition("/")[2]
        if name not in seen:
            yield from _unbounded(contract["components"]["schemas"][name], contract, f"{place} {name}", (*seen, name))
        return
    if schema.get("type") == "array" and "maxItems" not in schema:
        yield place
    if schema.get("type") == "object" and schema.get("additionalProperties") and "maxProperties" not in schema:
        yield place
    for kind in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(kind, ()):
            yield from _unbounded(each, contract, place, seen)
    for name, each in schema.get("properties", {}).items():
        yield from _unbounded(each, contract, f"{place}.{name}", seen)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from _unbounded(schema[name], contract, f"{place}[]", seen)


def test_no_pattern_repeats_what_is_repeated():
    found = list(_patterns())
    assert len(found) > 30
    for name, pattern in found:
        assert not _nested(parser.parse(pattern.pattern, pattern.flags)), name


def test_a_pattern_that_repeats_what_is_repeated_would_be_found():
    for bad in ("(a+)+", "(?:a*b?)*", "(x(y+)z?)*", "((a|b)+c*)+"):
        assert _nested(parser.parse(bad)), bad
    for good in ("(?:ft:)*", "a+b+", "[a-z]+(?:,[0-9]{3})+"):
        assert not _nested(parser.parse(good)), good


def _patterns():
    for package in (
        "costs",
        "datasets",
        "decisions",
        "handlers",
        "inputs",
        "ratebook",
        "rules",
        "shapes",
        "shorthand",
        "spend",
    ):
        root = import_module(package)
        names = [package, *(found.name for found in walk_packages(root.__path__, f"{package}."))]
        for name in names:
            for held, value in vars(import_module(name)).items():
                yield from ((f"{name}.{held}", each) for each in _within(value))


def _within(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)


def _nested(parsed, repeated=False):
    """Whether something that is repeated without end holds what is, and may be empty or end as it begins."""
    for kind, given in parsed:
        if kind in {constants.MAX_REPEAT, constants.MIN_REPEAT}:
            _, most, inner = given
            endless = most == constants.MAXREPEAT
            if endless and repeated and not _marked(parsed):
                return True
            if _nested(inner, repeated or endless):
                return True
        elif kind is constants.SUBPATTERN:
            if _nested(given[3], repeated):
                return True
        elif kind is constants.BRANCH and any(_nested(branch, repeated) for branch in given[1]):
            return True
    return False


def _marked(parsed):
    """Whether what is repeated begins with a character of its own, by which it is known where one ends."""
    first, *rest = parsed
    return first[0] is constants.LITERAL and bool(rest) and rest[0][0] in {constants.MAX_REPEAT, constants.MIN_REPEAT}


@pytest.mark.parametrize(
    "name",
    ["a" * 5_000, "ft:" * 2_000, "a/" * 2_000, "a-" * 2_000 + "!", "1,000," * 1_000, "arn:aws:bedrock:" * 300],
)
def test_a_name_is_refused_by_its_length_before_it_is_looked_at(alone, name):
    assert get("/v1/models", name=name).status == 422
    assert post("/v1/usage-prices", {"model": name, "usage": {"input_tokens": 1, "output_tokens": 1}}).status == 422


def test_every_list_and_mapping_of_a_request_has_a_bound(alone):
    contract = json.loads((ROOT / "docs" / "openapi.json").read_text())
    found = {
        place.rpartition(".")[2].split()[-1]
        for path, operations in contract["paths"].items()
        for operation in operations.values()
        if "requestBody" in operation
        for place in _unbounded(operation["requestBody"]["content"]["application/json"]["schema"], contract)
    }
    # A body and a record in the words of another program, a provider's whole answer, a span's attributes and a decision
    # as it was answered: read by the names that are looked for, so that their length, which the body's limit bounds,
    # costs no more than reading it.
    assert found == {"UsageBody", "Record", "response", "attributes", "decision", "usage_object"}
