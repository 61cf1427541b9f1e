"""Each format: what is right in it, and what is wrong, by line and field."""

import json
from typing import Any

import pytest

from datasets.formats.formats import Format
from datasets.problems import Code, severity_of, told
from tests.datasets.files import asked, chat, found_in, jsonl, problems_of

TOOLS = [{"type": "function", "function": {"name": "lookup", "parameters": {"type": "object", "properties": {}}}}]
CALL = {"id": "call_1", "type": "function", "function": {"name": "lookup", "arguments": '{"id": 7}'}}
USER, ANSWER = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
TOOL_ANSWER = {"role": "tool", "tool_call_id": "call_1", "content": "found"}
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
PAIR: dict[str, Any] = {
    "input": {"messages": [USER]},
    "preferred_output": [ANSWER],
    "non_preferred_output": [{**ANSWER, "content": "c"}],
}
CONVERSE: dict[str, Any] = {
    "schemaVersion": "bedrock-conversation-2024",
    "system": [{"text": "s"}],
    "messages": [{"role": "user", "content": [{"text": "a"}]}, {"role": "assistant", "content": [{"text": "b"}]}],
}
GEMINI: dict[str, Any] = {
    "systemInstruction": {"role": "system", "parts": [{"text": "s"}]},
    "contents": [{"role": "user", "parts": [{"text": "a"}]}, {"role": "model", "parts": [{"text": "b"}]}],
}


def _messages(*messages, **more):
    return {"messages": list(messages)} | more


RIGHT = [
    (asked(), Format.CHAT),
    (_messages(USER, {**ANSWER, "weight": 0}, USER, {**ANSWER, "weight": 1}), Format.CHAT),
    (_messages({"role": "developer", "content": "s"}, USER, ANSWER), Format.CHAT),
    (_messages(USER, {"role": "assistant", "tool_calls": [CALL]}, TOOL_ANSWER, ANSWER, tools=TOOLS), Format.CHAT),
    (_messages(USER, {"role": "assistant", "content": None, "tool_calls": [CALL]}, tools=TOOLS), Format.CHAT),
    (
        _messages(
            USER,
            {"role": "assistant", "function_call": {"name": "lookup", "arguments": "{}"}},
            {"role": "function", "name": "lookup", "content": "found"},
            ANSWER,
            functions=[TOOLS[0]["function"]],
        ),
        Format.CHAT,
    ),
    (_messages({"role": "user", "content": [{"type": "text", "text": "a"}, IMAGE]}, ANSWER), Format.CHAT),
    (_messages(USER, ANSWER, tools=TOOLS, parallel_tool_calls=False), Format.CHAT),
    (PAIR, Format.PREFERENCE),
    ({**PAIR, "input": {"messages": [USER], "tools": TOOLS, "parallel_tool_calls": True}}, Format.PREFERENCE),
    (CONVERSE, Format.CONVERSE),
    ({name: value for name, value in CONVERSE.items() if name != "system"}, Format.CONVERSE),
    (GEMINI, Format.GEMINI),
    ({"contents": GEMINI["contents"]}, Format.GEMINI),
    ({"prompt": "a", "completion": " b"}, Format.COMPLETION),
    (_messages({**USER, "name": None}, ANSWER, weight=0.5), Format.CHAT),
    ({"contents": [{"parts": [{"text": "a"}]}, GEMINI["contents"][1]]}, Format.GEMINI),
    ({**CONVERSE, "schemaVersion": "of my own"}, Format.CONVERSE),
    ({"text": "a"}, Format.TEXT),
]


@pytest.mark.parametrize(("line", "format"), RIGHT)
def test_what_is_right_has_no_problem(line, format):
    found = found_in(jsonl(line))
    assert (found.format, found.problems.first, found.examples) == (format, [], 1)
    assert sum(found.learnt["o200k_base"].counts) > 0
    assert found.tokens["o200k_base"].total > found.learnt["o200k_base"].total - 1


WRONG = [
    ({"messages": "a"}, "wrong_type", "messages"),
    ({"messages": []}, "no_messages", "messages"),
    ({"messages": [7, ANSWER]}, "wrong_type", "messages[0]"),
    (_messages({"content": "a"}, ANSWER), "missing", "messages[0].role"),
    (_messages({"role": "human", "content": "a"}, ANSWER), "unknown_role", "messages[0].role"),
    (_messages({"role": "user"}, ANSWER), "missing", "messages[0].content"),
    (_messages({"role": "user", "content": 7}, ANSWER), "wrong_type", "messages[0].content"),
    (_messages({"role": "user", "content": []}, ANSWER), "no_content", "messages[0].content"),
    (_messages(USER, {"role": "assistant"}), "missing", "messages[1].content"),
    (_messages(USER, {"role": "assistant", "content": " "}), "empty_answer", "messages[1].content"),
    (_messages(USER), "no_answer", "messages"),
    (_messages(USER, ANSWER, USER), "ends_without_answer", "messages[2]"),
    (_messages(USER, {**ANSWER, "weight": 0}), "nothing_trained", "messages"),
    (_messages(USER, {**ANSWER, "weight": 0.5}), "weight", "messages[1].weight"),
    (_messages(USER, {**ANSWER, "weight": True}), "weight", "messages[1].weight"),
    (_messages({**USER, "weight": 1}, ANSWER), "weight_elsewhere", "messages[0].weight"),
    (_messages({**USER, "weight": 2}, ANSWER), "weight", "messages[0].weight"),
    (_messages(USER, ANSWER, system="s"), "system_beside", "system"),
    (
        _messages(USER, {"role": "assistant", "content": [{"type": "text", "text": " "}]}),
        "empty_answer",
        "messages[1].content",
    ),
    (_messages({**USER, "mood": "x"}, ANSWER), "unknown_field", "messages[0].mood"),
    (asked(comment="x"), "unknown_field", "comment"),
    (_messages(USER, TOOL_ANSWER, ANSWER), "tool_call_unknown", "messages[1].tool_call_id"),
    (
        _messages(
            USER,
            {"role": "assistant", "tool_calls": [{**CALL, "function": {"name": "other", "arguments": "{}"}}]},
            tools=TOOLS,
        ),
        "tool_unknown",
        "messages[1].tool_calls[0].function.name",
    ),
    (
        _messages(
            USER, {"role": "assistant", "tool_calls": [{**CALL, "function": {"name": "lookup", "arguments": "{"}}]}
        ),
        "arguments_not_json",
        "messages[1].tool_calls[0].function.arguments",
    ),
    (
        _messages(
            USER, {"role": "assistant", "tool_calls": [{**CALL, "function": {"name": "lookup", "arguments": {}}}]}
        ),
        "wrong_type",
        "messages[1].tool_calls[0].function.arguments",
    ),
    (_messages(USER, {"role": "assistant", "content": [IMAGE]}), "image_in_answer", "messages[1].content[0]"),
    (_messages({"role": "user", "content": [IMAGE] * 11}, ANSWER), "too_many_images", "messages"),
    (
        _messages({"role": "user", "content": [{"type": "image_url", "image_url": {"url": "file:///a"}}]}, ANSWER),
        "image_address",
        "messages[0].content[0].image_url.url",
    ),
    (
        _messages({"role": "user", "content": [{"type": "sound"}]}, ANSWER),
        "unknown_part",
        "messages[0].content[0].type",
    ),
    (_messages(USER, ANSWER, tools=[{"type": "web_search"}]), "wrong_type", "tools[0].type"),
    (_messages(USER, ANSWER, tools=[{"type": "function", "function": {}}]), "missing", "tools[0].function.name"),
    ({**PAIR, "preferred_output": [USER]}, "no_answer", "preferred_output"),
    ({**PAIR, "preferred_output": []}, "no_messages", "preferred_output"),
    ({"preferred_output": [ANSWER], "non_preferred_output": [ANSWER]}, "missing", "input"),
    ({**PAIR, "non_preferred_output": [ANSWER]}, "same_outputs", "non_preferred_output"),
    ({**PAIR, "input": {"messages": [USER, ANSWER]}}, "ends_with_answer", "input.messages[1]"),
    ({**CONVERSE, "schemaVersion": 7}, "wrong_type", "schemaVersion"),
    ({**CONVERSE, "system": [{"text": "System: be kind"}]}, "reserved_word", "system[0].text"),
    (
        {**CONVERSE, "messages": [{"role": "user", "content": [{"text": "hi [EOS]"}]}, CONVERSE["messages"][1]]},
        "reserved_word",
        "messages[0].content[0].text",
    ),
    ({**CONVERSE, "system": "s"}, "wrong_type", "system"),
    ({**CONVERSE, "messages": CONVERSE["messages"][:1]}, "no_answer", "messages[0]"),
    ({**CONVERSE, "messages": CONVERSE["messages"][1:]}, "out_of_turn", "messages[0]"),
    ({**CONVERSE, "messages": [*CONVERSE["messages"], CONVERSE["messages"][0]]}, "ends_without_answer", "messages[2]"),
    (
        {**CONVERSE, "messages": [{"role": "user", "content": "a"}, CONVERSE["messages"][1]]},
        "wrong_type",
        "messages[0].content",
    ),
    ({**GEMINI, "contents": GEMINI["contents"][:1]}, "no_answer", "contents"),
    ({**GEMINI, "contents": [{"role": "assistant", "parts": [{"text": "a"}]}]}, "unknown_role", "contents[0].role"),
    ({"contents": [{"role": "user", "parts": []}, GEMINI["contents"][1]]}, "no_content", "contents[0].parts"),
    (
        {"contents": [{"role": "user", "parts": [{"x": 1}]}, GEMINI["contents"][1]]},
        "unknown_part",
        "contents[0].parts[0]",
    ),
    ({"prompt": "a"}, "missing", "completion"),
    ({"prompt": "a", "completion": ""}, "empty_answer", "completion"),
    ({"prompt": ["a"], "completion": "b"}, "wrong_type", "prompt"),
    ({"text": 7}, "wrong_type", "text"),
]


@pytest.mark.parametrize(("line", "code", "field"), WRONG)
def test_what_is_wrong_is_told_with_its_field_and_what_to_do(line, code, field):
    found = found_in(jsonl(line))
    assert (code, field) in {(problem.code, problem.field) for problem in found.problems.first}
    for problem in found.problems.first:
        assert problem.message
        assert problem.line == 1
    errors = [problem for problem in found.problems.first if problem.severity == "error"]
    assert found.examples == (0 if errors else 1)


def test_an_example_for_reinforcement_ends_with_the_question():
    line = {"messages": [USER], "reference_answer": {"city": "Paris"}}
    assert problems_of(line, format=Format.REINFORCEMENT) == []
    assert problems_of(asked(), format=Format.REINFORCEMENT) == [(1, "ends_with_answer", "messages[1]")]


def test_of_what_a_line_says_nothing_is_told():
    canary = "xyzzy-canary"
    lines = [
        {"messages": [{"role": canary, "content": canary}], "tools": [{"type": canary}]},
        {**CONVERSE, "schemaVersion": canary},
        '{"messages": "' + canary,
    ]
    for line in lines:
        assert canary not in json.dumps(found_in(jsonl(line)).as_json())


def test_every_kind_of_problem_says_what_to_do():
    for code in Code:
        assert len(told(code)) > 15
        assert severity_of(code)


@pytest.mark.parametrize("value", [None, 7, "a", [], {}, [7], {"a": 7}, [[]], [{}]])
@pytest.mark.parametrize("line", [line for line, _ in RIGHT])
def test_whatever_stands_in_the_place_of_a_field_is_told_and_breaks_nothing(line, value):
    for changed in _with(line, value):
        found = found_in(jsonl(changed, asked() if "messages" in line else line))
        assert found.lines == 2


def _with(line, value):
    """The line with the value in the place of each of its parts in turn."""
    items = line.items() if isinstance(line, dict) else enumerate(line) if isinstance(line, list) else ()
    for key, part in items:
        for changed in (value, *_with(part, value)):
            copy = dict(line) if isinstance(line, dict) else list(line)
            copy[key] = changed
            yield copy


def test_a_conversation_may_have_any_roles_in_any_order():
    assert (
        problems_of(chat(("system", "a"), ("user", "b"), ("user", "c"), ("assistant", "d"), ("assistant", "e"))) == []
    )


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ({"instruction": "a", "input": "", "output": "b"}, "it looks like Alpaca's; write prompt and completion"),
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "it looks like TRL's; write input, preferred_output"),
        ({"conversations": [{"from": "human", "value": "a"}]}, "it looks like ShareGPT's; write messages"),
        ({**GEMINI, "completions": []}, "Gemini's preference tuning is not checked here"),
    ],
)
def test_a_well_known_format_that_is_not_taken_is_told_what_to_write_instead(line, remedy):
    [problem] = found_in(jsonl(line)).problems.first
    assert problem.code == "unknown_format"
    assert str(problem.detail).startswith(remedy)


def test_a_system_beside_the_messages_is_counted():
    beside, inside = (
        found_in(jsonl(line)) for line in (_messages(USER, ANSWER, system="s t"), _messages(USER, ANSWER))
    )
    assert beside.tokens["o200k_base"].total == inside.tokens["o200k_base"].total + 3 + 2
