"""Whatever is typed and whatever is answered: within Slack's limits, and nothing in it pings or leads elsewhere."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.answer import DecisionAnswer
from handlers import wiring
from handlers.slack.commands import Asked, reply
from handlers.slack.messages.decision import decision_message
from handlers.slack.messages.text import clipped, code, copyable, escaped, length, listed
from shorthand.catalogue import BEYOND_TEXT
from shorthand.reading import read
from tests.handlers.http import decide
from tests.handlers.slack.reading import checked, shown
from tests.handlers.slack.signed import command

HOSTILE = (
    "<!channel>",
    "<@U123>",
    "<#C123>",
    "<http://evil.example|the bill>",
    "`code` *bold* _em_ ~no~",
    "&lt;!here&gt;",
)
GOLDEN = sorted(path.parent.name for path in (Path(__file__).parents[2] / "golden").glob("*/request.json"))
TOKEN = re.compile(r"<[^>]*>")
_MOST = {"header": 150, "section": 3000}


def _texts(block):
    if block["type"] == "actions":
        return [button["text"] for button in block["elements"]]
    return [text for text in (block.get("text"), *block.get("fields", ()), *block.get("elements", ())) if text]


def _harmless(payload):
    """No mention, no link, no text that Slack would read for links, and every text within its limit."""
    for block in checked(payload):
        for text in _texts(block):
            assert TOKEN.search(text["text"]) is None
            assert len(text["text"]) <= (2000 if "fields" in block else _MOST.get(block["type"], 3000))
            assert text["type"] == "plain_text" or text["verbatim"] is True
    assert TOKEN.search(payload["text"]) is None
    assert payload["unfurl_links"] is False
    assert len(json.dumps(payload)) < 100_000


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "text",
    ["{}", "price {}", '"{}" -> gpt-4o-mini, 50k/day, 200 in, classification', "{}=5", 'task="{}"', 'current="{}"'],
)
def test_what_is_typed_is_shown_as_text_and_no_more(text, hostile):
    _harmless(command(text.format(hostile)).json)


@given(st.text(max_size=400) | st.lists(st.sampled_from(HOSTILE)).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_no_text_is_too_odd_to_be_answered(text):
    answer = command(text)
    assert answer.status == 200
    _harmless(answer.json)


def test_names_of_any_length_stay_within_the_limits():
    for name in ("m" * 256, "<" * 256, "&" * 256, "`" * 256):
        _harmless(command(f'"{name}" -> "{name}", 50k/day, 200 in, classification').json)
    _harmless(command(" ".join(f"w{number}" * 20 for number in range(40))).json)


def _typed(asked):
    """As much of a request as can be typed: no objects of the caller's own, and no lists of runs."""
    body = {name: value for name, value in asked.items() if name not in BEYOND_TEXT}
    if "experiments" in body:
        body["experiments"] = {name: each for name, each in body["experiments"].items() if not isinstance(each, list)}
    return body


@pytest.mark.parametrize("name", GOLDEN)
def test_every_recorded_decision_is_shown_whole(name):
    asked = json.loads((Path(__file__).parents[2] / "golden" / name / "request.json").read_text())
    answer = decide(asked)
    payload = decision_message(DecisionAnswer.model_validate_json(answer.text), _typed(asked), "/finetune").payload()
    _harmless(payload)
    said = shown(payload)
    assert answer.json["headline"] in said
    for rule in answer.json["rules"]:
        assert rule["id"] in said or answer.json["verdict"] == "fine_tune"
        assert rule["outcome"] != "fail" or rule["observed"] in said
    for line in said.splitlines():
        typed = re.fullmatch(r"`/finetune (.*)`|• `(.*=.*)`: .*", line)
        if typed is not None:
            reading = read(typed[1] or typed[2], lambda _: True)
            assert reading.problems == ()
            assert typed[2] or reading.questions == ()


@given(st.text(st.sampled_from("<!channel>@#|`*&; \"'\n") | st.characters(), max_size=250))
@settings(max_examples=60, deadline=None)
def test_a_models_name_is_never_more_than_text(name):
    rates = wiring.rate_book().current()
    for text in (
        f'"{name}" -> gpt-4o-mini, 50k/day, 200 in, classification',
        f'gpt-4o -> gpt-4o-mini, 50k/day, 200 in, classification, tried="{name}"',
        f'current="{name}"',
        f"price {name}",
    ):
        _harmless(reply(Asked(text, "/finetune"), rates).payload())


def test_an_answer_of_great_length_is_cut_within_the_limits():
    answer = DecisionAnswer.model_validate_json(
        decide(json.loads((Path(__file__).parents[2] / "golden" / "scenario-1" / "request.json").read_text())).text
    )
    long = "<&>*" * 2000
    rules = tuple(rule.model_copy(update={"observed": long, "outcome": "fail"}) for rule in answer.rules)
    _harmless(
        decision_message(
            answer.model_copy(update={"headline": long, "warnings": (long,) * 30, "rules": rules}),
            {"current": {"model": long}},
            "/finetune",
        ).payload()
    )


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("plain 1.5 text", "plain 1.5 text"),
    ],
)
def test_slacks_own_marks_are_escaped(text, shown_as):
    assert escaped(text) == shown_as


def test_a_name_in_a_box_cannot_leave_it():
    assert code("a`b") == "`a'b`"
    assert code("a\n\nb") == "`a b`"
    assert code("") == "` `"


@given(st.text(), st.integers(10, 60))
def test_a_text_is_cut_between_characters_and_never_within_an_entity(text, most):
    cut = clipped(escaped(text), most)
    assert length(cut) <= most
    assert not re.search(r"&(?!(amp|lt|gt);)", cut)


def test_a_text_that_fits_is_not_cut():
    assert clipped("a" * 10, 10) == "a" * 10
    assert clipped("a" * 11, 10) == "a" * 9 + "…"
    assert clipped("a &amp; b", 6) == "a …"


def test_a_character_that_is_two_to_slack_is_counted_as_two():
    assert length("\N{ROCKET}") == 2
    assert clipped("\N{ROCKET}" * 5, 6) == "\N{ROCKET}" * 2 + "…"


def test_lines_that_do_not_fit_are_counted():
    assert listed(["a" * 10] * 5, 100) == "\n".join(["a" * 10] * 5)
    assert listed(["a" * 10] * 9, 70) == "\n".join(["a" * 10] * 3) + "\n… and 6 more"


def test_a_command_is_shown_whole_or_not_at_all():
    assert copyable("/finetune a -> b") == "`/finetune a -&gt; b`"
    assert "too long" in copyable("/finetune " + "m" * 2800)
    assert "too long" in copyable("/finetune " + "<" * 800)
    assert "cannot be shown" in copyable("/finetune a`b")
    assert "cannot be shown" in copyable("/finetune a\nb")
