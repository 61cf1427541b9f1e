"""The page: asked by its address, answered as a document in which nothing of the address is more than text."""

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.answer import DecisionAnswer
from handlers.page.answer import answer_section
from shorthand.catalogue import INPUTS
from tests.handlers.example import ASKED, BODY
from tests.handlers.http import decide, get, post

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/request.json"))
_VOID = {"meta", "input", "br"}


class _Reader(HTMLParser):
    """Elements that are closed in their order, their attributes, and the text between them."""

    def __init__(self):
        super().__init__()
        self.open, self.elements, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def _read(document):
    reader = _Reader()
    reader.feed(document)
    reader.close()
    assert reader.open == []
    assert not {"script", "iframe", "object", "link", "img", "a"} & {tag for tag, _ in reader.elements}
    assert not [name for _, attributes in reader.elements for name in attributes if name.startswith("on")]
    return reader


def _page(**query):
    answer = get("/", **query)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return _read(answer.text)


def test_without_inputs_it_asks_for_them():
    page = _page()
    assert "".join(page.text).count("For example") == 1
    fields = {attributes["name"] for tag, attributes in page.elements if tag in {"input", "select", "textarea"}}
    assert fields == {"ask", *INPUTS}
    labelled = {attributes["for"] for tag, attributes in page.elements if tag == "label"}
    assert labelled == {
        attributes["id"] for _, attributes in page.elements if "name" in attributes and "id" in attributes
    }


def test_a_line_of_shorthand_is_answered_as_the_api_answers():
    expected, text = decide(BODY).json, html.unescape("".join(_page(ask=f"{ASKED}, 2026-06-30").text))
    assert expected["headline"] in text
    for rule in expected["rules"]:
        assert rule["question"] in text
        assert rule["observed"] in text
        assert all(flip["text"] in text for flip in rule["flips_when"])
    assert all(alternative["model"] in text for alternative in expected["alternatives"])
    assert all(remark in text for remark in (*expected["warnings"], *expected["assumptions"]))
    assert expected["rates"]["version"] in text
    assert f"/finetune {ASKED}, as_of=2026-06-30" in text


def test_the_inputs_by_their_paths_are_answered_the_same_and_fill_the_form():
    fields = {
        "task": "classification",
        "current.model": "gpt-4o",
        "candidate.model": "gpt-4o-mini",
        "workload.calls_per_day": "50,000",
        "workload.input_tokens": "200",
        "workload.output_tokens": "10",
        "dataset.examples": "1k",
        "as_of": "2026-06-30",
        "candidate.method": "",
    }
    page = _page(**fields)
    assert decide(BODY).json["headline"] in "".join(page.text)
    filled = {attributes["name"]: attributes.get("value") for tag, attributes in page.elements if tag == "input"}
    assert filled["workload.calls_per_day"] == "50,000"
    assert ("option", {"value": "classification", "selected": None}) in page.elements


def test_the_address_of_slacks_button_gives_the_same_answer():
    answer = post("/v1/decisions", BODY).json
    fields = {"workload.calls_per_day": "50k", "rates_version": answer["rates"]["version"], "as_of": "2026-06-30"}
    said = {"task": "classification", "current.model": "gpt-4o", "candidate.model": "gpt-4o-mini"}
    more = {"workload.input_tokens": "200", "workload.output_tokens": "10", "dataset.examples": "1000"}
    assert answer["headline"] in "".join(_page(**fields, **said, **more).text)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"ask": f"{ASKED}, clasification"}, "did you mean classification?"),
        ({"ask": "gpt-4o -> gpt-4o-mini"}, "How many input tokens has a call?"),
        ({"ask": "x" * 3001}, "must have at most 3,000 characters"),
        ({"workload.input_tokens": "many"}, "must be a number"),
        ({"workload.input_tokens": "200"}, "is missing"),
        ({"wrokload.input_tokens": "200"}, "did you mean workload.input_tokens?"),
        ({"ask": f"{ASKED}, rates_version=000000000000"}, "was never published"),
        ({"ask": "gpt-4o -> gtp-4o-mini, 50k/day, 200 in, classification"}, "candidate.model"),
    ],
)
def test_what_is_wrong_is_told_with_the_remedy_and_the_form_stays_filled(query, told):
    page = _page(**query)
    assert told in "".join(page.text)
    assert ("div", {"class": "wrong", "role": "alert"}) in page.elements


HOSTILE = (
    "<script>alert(1)</script>",
    '" onfocus="alert(1)',
    "</style><script>",
    "&lt;b&gt;",
    "'><img src=x onerror=1>",
)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["ask", "current.model", "task", "readiness.models_tried", "nothing"])
def test_nothing_of_the_address_becomes_markup(name, hostile):
    _page(**{name: hostile})
    _page(ask=f'"{hostile.replace(chr(34), "")}" -> gpt-4o-mini, 50k/day, 200 in, classification')


@given(st.dictionaries(st.sampled_from(["ask", *INPUTS]) | st.text(min_size=1), st.text(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_address_is_too_odd_to_be_answered(query):
    _page(**query)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_every_recorded_decision_is_shown(path):
    answer = decide(json.loads(path.read_text()))
    text = "".join(_read(answer_section(DecisionAnswer.model_validate_json(answer.text), "x -> y")).text)
    assert answer.json["headline"] in text


def test_its_policy_allows_its_own_style_and_nothing_else():
    answer = get("/")
    [style] = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "unsafe" not in policy
    assert "style=" not in answer.text.replace(style, "")


def test_another_method_is_told_so():
    assert post("/", {}).status == 405


def test_a_fine_tune_that_never_pays_back_is_said_to_never_do_so():
    text = "".join(_page(ask="gpt-4o-mini -> gpt-4o, 50k calls/day, 200 in, classification, 2026-06-30").text)
    assert "never; at most 3 months" in text


def test_the_landing_page_reads_no_rates(monkeypatch):
    monkeypatch.setattr("handlers.wiring.rate_book", lambda: pytest.fail("the rates were read"))
    _page()
