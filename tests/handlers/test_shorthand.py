"""POST /v1/shorthand: what Slack's command reads and writes, over HTTP and in both directions."""

import html
import json
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from handlers import wiring
from handlers.slack.commands import Asked, reply
from handlers.slack.messages.help import EXAMPLES
from local.event_bodies import SCENARIO_2
from tests.decisions.requests import requests
from tests.handlers.example import ASKED, BODY, DAY, FIELDS
from tests.handlers.http import answer, decide, event, post, request

PATH = "/v1/shorthand"
MARKER = "hunter2-0451"
ALL_UNDERSTOOD: dict[str, object] = {"problems": [], "questions": []}


def read(text):
    return post(PATH, {"text": text})


def written(body):
    return post(PATH, {"request": body})


def test_a_line_is_read_as_inputs_in_every_form():
    found = answer(event("shorthand"))
    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    assert found.json == ALL_UNDERSTOOD | {
        "text": f"{ASKED}, as_of=2026-06-30",
        "request": BODY,
        "fields": FIELDS | {"as_of": "2026-06-30"},
    }


def test_the_body_of_a_decision_is_written_as_the_line_that_says_it():
    said = written(BODY | {"engineering": {"usd_per_hour": "100.50"}, "retraining": None}).json
    assert said["text"] == f"{ASKED}, engineering.usd_per_hour=100.5, as_of=2026-06-30"
    assert said["request"] == BODY | {"engineering": {"usd_per_hour": 100.5}}
    assert read(said["text"]).json == said


def test_an_unknown_word_is_told_with_the_nearest_one_beside_what_was_understood():
    said = answer(event("shorthand-unknown-word")).json
    message = "is not a word that I know; did you mean classification?"
    assert said["problems"] == [{"word": "clasification", "message": message}]
    assert said["text"] == f"{ASKED}, as_of=2026-06-30"


def test_what_is_missing_is_asked_for_with_an_example():
    said = answer(event("shorthand-questions")).json
    assert said["questions"] == [
        {
            "input": "workload.calls_per_day",
            "question": "How many calls, a day or a month?",
            "example": "50k calls/day",
        },
        {
            "input": "workload.input_tokens",
            "question": "How many input tokens has a call?",
            "example": "200 in",
        },
    ]
    answered = ", ".join([said["text"], *(each["example"] for each in said["questions"])])
    assert read(answered).json["questions"] == []


def test_nothing_is_a_line_too():
    said = read("").json
    assert (said["text"], said["request"], said["fields"], said["problems"]) == ("", {}, {}, [])
    assert len(said["questions"]) == 5


LINES = (ASKED + DAY, *(typed for _, typed in EXAMPLES))
ODD = "azure/gpt-4o -> gpt-4o-mini; 1.5M requests a month, 2,500 prompt tokens, 0.5 out, cached 2k, generate"


@pytest.mark.parametrize("text", [*LINES, f"{ODD}, 92% -> 95%, 20-50 hours, $99.95/hour, $30.50 training"])
def test_a_decision_on_the_request_is_the_one_that_slacks_command_shows(text):
    said = read(text).json
    assert (said["problems"], said["questions"]) == ([], [])
    decision = decide(said["request"]).json
    shown = reply(Asked(text, "/finetune"), wiring.rate_book().current())
    assert html.unescape(shown.text) == decision["headline"]
    blocks = html.unescape(json.dumps([block.to_dict() for block in shown.blocks], ensure_ascii=False))
    assert f"/finetune {said['text']}" in blocks
    for remark in (*decision["assumptions"], *decision["warnings"]):
        assert json.dumps(remark, ensure_ascii=False)[1:-1] in blocks


@given(requests())
@settings(max_examples=40, deadline=None)
def test_a_request_its_line_and_what_the_line_says_are_one(body):
    experiments = body["experiments"]
    assume(not any(isinstance(experiments.get(name), list) for name in ("runs", "training_usd")))
    assume(body["readiness"].get("models_tried") != [])  # which nobody can type, and means what leaving it out does not
    sent = json.dumps({"request": body}, default=float)
    said = post(PATH, sent).json
    assert said["text"] is not None
    assert read(said["text"]).json == said
    assert written(said["request"]).json == said
    assert decide(said["request"]).json == decide(json.loads(sent)["request"]).json


@pytest.mark.parametrize("name", ['a "quoted" name', "a \u2013 dash", "\u201ccurly\u201d", "it\u2019s"])
def test_a_name_that_no_line_reads_back_as_has_no_line_and_stays_in_the_request(name):
    body = BODY | {"candidate": {"model": name}}
    said = written(body).json
    assert said["text"] is None
    assert said["request"] == body
    assert said["fields"]["candidate.model"] == name


def test_a_line_is_never_longer_than_what_is_read():
    def tried(*names):
        return written(BODY | {"readiness": {"models_tried": names}}).json

    names = ["x" * 229] * 11
    spare = 3000 - len(tried(*names)["text"]) - len(", readiness.models_tried=")
    assert len(tried(*names, "x" * spare)["text"]) == 3000
    longer = tried(*names, "x" * (spare + 1))
    assert longer["text"] is None
    assert len(longer["request"]["readiness"]["models_tried"]) == 12


def test_what_cannot_be_typed_is_named_with_what_to_do():
    remedy = "cannot be typed; send it as JSON to POST /v1/decisions"
    assert answer(event("shorthand-invalid")).errors == {"request.experiments.training_usd": remedy}
    own = {"deployments": {MARKER: "gpt-4o"}, "overrides": {"openai/gpt-4o": {"input": 1, "output": 2}}}
    found = written(BODY | own | {"experiments": {"runs": [{"usd": 1}]}})
    assert found.status == 422
    assert found.errors == dict.fromkeys(
        ("request.deployments", "request.overrides", "request.experiments.runs"), remedy
    )
    assert MARKER not in found.text


@pytest.mark.parametrize(
    "changed",
    [
        {"task": MARKER},
        {"workload": {"calls_per_dya": 5}},
        {"workload": {"calls_per_day": 1, "calls_per_month": 2, "input_tokens": 1}},
        {"workload": {"calls_per_day": 1, "input_tokens": 1, "cacheable_input_tokens": 2}},
        {"current": {"model": "gpt-4o", "prompt_caching": True}},
        {"engineering": {"hours": {"low": 2, "high": 1}}},
        {"colour": MARKER},
    ],
)
def test_a_request_that_is_no_decisions_is_refused_as_it_would_be_there(changed):
    found, decision = written(BODY | changed), decide(BODY | changed)
    assert found.status == decision.status == 422
    assert found.errors == {f"request.{field}": message for field, message in decision.errors.items()}
    allowed = [error.get("allowed") for error in found.problem()["errors"]]
    assert allowed == [error.get("allowed") for error in decision.problem()["errors"]]
    assert MARKER not in found.text.replace(f"request.{MARKER}", "")


@pytest.mark.parametrize(
    ("payload", "field", "message"),
    [
        ({}, "text", "give exactly one of text and request"),
        ({"text": None}, "text", "give exactly one of text and request"),
        ({"text": ASKED, "request": BODY}, "text", "give exactly one of text and request"),
        ({"text": 5}, "text", "must be a string"),
        ({"text": "x" * 3001}, "text", "must have at most 3000 characters"),
        ({"request": [BODY]}, "request", "must be an object with fields"),
        ({"txt": ASKED}, "txt", "is not a field; did you mean text?"),
    ],
)
def test_a_body_that_is_neither_is_refused(payload, field, message):
    found = post(PATH, payload)
    assert found.status == 422
    assert found.errors[field] == message


def test_three_thousand_characters_are_read():
    assert read(ASKED.ljust(3000)).json["problems"] == []


def test_another_method_is_told_which_one_is_taken():
    found = answer(request("GET", PATH))
    assert (found.status, found.headers["allow"]) == (405, "POST")


def test_numbers_leave_as_numbers():
    said = written(SCENARIO_2 | {"experiments": {}}).json["request"]
    assert (said["workload"]["input_tokens"], said["engineering"]["usd_per_hour"]) == (2500, 100)
    numbers: list[str] = []
    json.loads(read("2.5 in, 99.95%").text, parse_float=numbers.append)
    assert [Decimal(number) for number in numbers] == [Decimal("2.5")]


def test_the_log_keeps_names_of_inputs_and_none_of_the_callers_text(output):
    read(f"{ASKED}, candidate.tier={MARKER}, {MARKER}")
    written(BODY | {"candidate": {"model": MARKER}})
    text = output.text()
    assert MARKER not in text
    first, second = (json.loads(line)["shorthand"] for line in text.splitlines() if '"shorthand"' in line)
    assert first == {"inputs": [*first["inputs"]], "problems": 1, "questions": 0, "written": True}
    assert "candidate.tier" in first["inputs"]
    assert second["problems"] == 0
