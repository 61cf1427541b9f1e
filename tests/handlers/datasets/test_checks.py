"""POST /v1/datasets/checks with the file in the request."""

import pytest

from handlers.requests import MOST_DATASET_BYTES
from tests.handlers.datasets.account import CHECKS, example, file_of
from tests.handlers.http import post


def test_a_file_that_is_sent_along_is_reported_on():
    said = post(CHECKS, {"content": file_of(10).decode(), "model": "gpt-4o", "provider": "openai"})
    assert said.status == 200
    report = said.json
    assert (report["usable"], report["format"], report["method"]) == (True, "chat", "sft")
    assert report["training"]["examples"] == 10
    assert report["tokens"]["exact"] is True
    [cost] = report["training_costs"]
    assert (cost["provider"], cost["status"]) == ("openai", "priced")
    assert report["dataset"]["examples"] == 10


def test_a_bad_line_is_told_by_its_number_and_place():
    said = post(CHECKS, {"content": f'{example()}\n{{"messages": 3}}\nnot json\n'})
    assert said.status == 200
    report = said.json
    assert report["usable"] is False
    assert [(each["line"], each["code"], each["field"]) for each in report["training"]["problems"]] == [
        (2, "wrong_type", "messages"),
        (3, "not_json", None),
    ]


def test_a_validation_file_is_checked_beside_it():
    said = post(CHECKS, {"content": file_of(10).decode(), "validation_content": file_of(3).decode()})
    assert said.json["validation"]["examples"] == 3
    assert said.json["overlap"]["examples"] == 3


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "content", "is missing; send the file as text, or upload: {} to be told where to send it"),
        ({"content": "x", "upload": {}}, "upload", "stands beside content; send one of them"),
        (
            {"validation_content": "x", "upload": {}},
            "validation_content",
            'stands beside upload; send upload: {"validation": true}, and the file by its form',
        ),
        ({"content": ""}, "content", "must have at least 1 character"),
        ({"upload": {"validation": "yes"}}, "upload.validation", "must be true or false"),
        ({"upload": {"bytes": 3}}, "upload.bytes", "is not a field"),
        ({"content": "x", "modle": "gpt-4o"}, "modle", "is not a field; did you mean model?"),
    ],
)
def test_what_is_wrong_with_a_request_is_told_with_its_remedy(body, field, message):
    said = post(CHECKS, body)
    assert said.status == 422
    assert said.errors == {field: message}


def test_a_file_that_is_too_long_for_a_request_is_refused_with_its_remedy():
    said = post(CHECKS, {"content": "x" * MOST_DATASET_BYTES})
    assert said.status == 413
    assert "upload" in said.problem()["detail"]


def test_what_is_sent_along_needs_no_bucket():
    assert post(CHECKS, {"content": example()}).status == 200


def test_half_a_character_is_no_text():
    said = post(CHECKS, '{"content": "\\ud800"}')
    assert said.errors == {"content": "holds half a character (a lone surrogate); send whole ones"}
