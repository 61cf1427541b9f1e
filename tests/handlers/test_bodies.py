"""Bodies that are no request: each is refused at the edge, quickly, with words that help."""

import base64
import json
import time

import pytest

from handlers.requests import MOST_BODY_BYTES
from tests.handlers.http import answer, body, decide, request

MINIMAL = json.dumps(body("decision-minimal"))


def _encoded(content):
    made = request("POST", "/v1/decisions", base64.b64encode(content).decode())
    made["isBase64Encoded"] = True
    return made


OTHER_TYPES = [
    None,
    "",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/jsonx",
    "multipart/form-data",
    "application/json; charset=iso-8859-1",
    'application/json; v=1; Charset="utf-16"',
    "application/json; charset=",
]


@pytest.mark.parametrize("content_type", OTHER_TYPES)
def test_a_body_that_is_not_declared_as_json_is_told_the_header_to_send(content_type):
    found = decide(MINIMAL, content_type=content_type)
    assert (found.status, found.problem()["code"]) == (415, "unsupported_media_type")
    assert "-H 'content-type: application/json'" in found.problem()["detail"]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        'application/json;charset="UTF-8"; v=1',
    ],
)
def test_json_may_be_declared_in_any_spelling(content_type):
    assert decide(MINIMAL, content_type=content_type).status == 200


def test_a_body_in_base64_is_the_same_body():
    assert answer(_encoded(MINIMAL.encode())).json == decide(MINIMAL).json


@pytest.mark.parametrize("text", ["", None])
def test_a_request_without_a_body_says_so(text):
    found = decide(text) if text is not None else answer(request("POST", "/v1/decisions"))
    assert (found.status, found.errors) == (422, {"body": "is missing; it is required"})


NOT_JSON = {
    "nothing but a space": (" ", "the body is not JSON: Expecting value at line 1, column 2"),
    "no quotes": ('{"task": classification}', "the body is not JSON: Expecting value at line 1, column 10"),
    "cut off": (MINIMAL[:-1], "the body is not JSON: Expecting ',' delimiter at line 1, column"),
    "NaN": ('{"task": NaN}', "the body holds NaN, which is not JSON"),
    "Infinity": ('{"task": Infinity}', "the body holds Infinity, which is not JSON"),
    "-Infinity": ('{"task": -Infinity}', "the body holds -Infinity, which is not JSON"),
    "an integer of 5,000 digits": ('{"task": ' + "9" * 5000 + "}", "the body holds a number that is too large"),
    "an exponent beyond all bounds": ('{"task": 1e9999999999999999999}', "the body holds a number that is too large"),
    "a list": ("[]", "the body must be one JSON object"),
    "a text": ('"task"', "the body must be one JSON object"),
    "null": ("null", "the body must be one JSON object"),
    "objects without end": ('{"a":' * 50_000, "the body is nested too deeply"),
    "lists without end": ('{"a":' + "[" * 50_000, "the body is nested too deeply"),
    "a key that stands twice": ('{"task": 1, "task": 2}', "a key stands twice in one object; remove one"),
}


@pytest.mark.parametrize(("text", "message"), NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_a_json_object_is_refused(text, message):
    found = decide(text)
    assert (found.status, found.problem()["code"]) == (422, "not_json")
    assert found.errors["body"].startswith(message)


@pytest.mark.parametrize("content", [b"\xff\xfe", MINIMAL.encode("utf-16"), b'{"task": "\xe9"}'])
def test_what_is_not_utf8_is_refused(content):
    assert answer(_encoded(content)).errors == {"body": "the body is not UTF-8; send JSON in UTF-8, uncompressed"}


def test_a_byte_order_mark_means_nothing():
    assert decide("\ufeff" + MINIMAL).json == decide(MINIMAL).json
    assert decide("\ufeff\ufeff" + MINIMAL).problem()["code"] == "not_json"


def test_what_is_not_base64_is_refused():
    made = _encoded(b"")
    made["body"] = "{}"
    assert answer(made).errors == {"body": "the body is not UTF-8; send JSON in UTF-8, uncompressed"}


@pytest.mark.parametrize("size", [MOST_BODY_BYTES + 1, 6_000_000])
@pytest.mark.parametrize("encoded", [False, True])
def test_a_body_that_is_too_large_is_refused_at_once(size, encoded):
    made = _encoded(b" " * size) if encoded else request("POST", "/v1/decisions", " " * size)
    began = time.process_time()
    found = answer(made)
    assert time.process_time() - began < 0.5
    assert (found.status, found.problem()["code"]) == (413, "body_too_large")


def test_the_largest_body_is_read_and_its_bytes_are_what_counts():
    padded = MINIMAL.encode().ljust(MOST_BODY_BYTES)
    assert answer(_encoded(padded)).status == 200
    assert decide(padded.decode()).status == 200
    assert decide(json.dumps({"é" * (MOST_BODY_BYTES // 2): 1}, ensure_ascii=False)).status == 413


DEEP = "[" * 500 + "]" * 500


@pytest.mark.parametrize("field", ["task", "workload", "dataset", "experiments", "as_of", "unknown"])
def test_a_deep_value_is_one_wrong_field(field):
    found = decide(f'{{"{field}": {DEEP}}}')
    assert found.status == 422
    assert field in found.errors


BEYOND = ["1e400", "-1e400", "1e-400", "-0.0000001", "10000000001", "1" + "0" * 30, "0." + "1234567890" * 3 + "1"]


@pytest.mark.parametrize("number", BEYOND)
def test_a_number_out_of_bounds_is_refused(number):
    text = MINIMAL.replace('"calls_per_day": 50000', f'"calls_per_day": {number}')
    assert text != MINIMAL
    assert decide(text).errors["workload.calls_per_day"] in {
        "must be between 0 and 10000000000",
        "must have at most 30 digits",
    }


def test_numbers_are_read_as_they_are_written():
    """0.1 + 0.2 calls a month at 1 USD each would cost 0.30000000000000004 with binary floats."""
    text = MINIMAL.replace('"calls_per_day": 50000', '"calls_per_month": 0.3')
    assert decide(text).json["monthly"]["current_usd"] == "0.00015"


@pytest.mark.parametrize("name", ["gpt\\ud800", "\\udfff", "gpt\\u0000-4o", "a\\nb", "  "])
def test_a_name_is_text_that_can_be_written_down(name):
    found = decide(MINIMAL.replace('"gpt-4o"', f'"{name}"'))
    assert found.status == 422
    assert list(found.errors) == ["current.model"]


def test_half_a_character_in_a_fields_name_is_refused():
    found = decide(MINIMAL[:-1] + ', "\\ud800": 1}')
    assert (found.status, found.errors) == (422, {"body": "holds half a character (a lone surrogate); send whole ones"})


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_an_empty_body_of_another_kind_is_of_another_kind(content_type):
    assert decide("", content_type=content_type).status == 415


def test_a_get_request_with_a_body_is_answered_without_looking_at_it():
    assert answer(request("GET", "/health", "anything", "text/plain")).status == 200
