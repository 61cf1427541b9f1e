"""The report on a training file as text."""

import json

from datasets.problems import Code, told
from local.dataset_events import SENT_ALONG
from local.dataset_report import shown
from tests.handlers.example import BODY
from tests.handlers.http import post


def _shown(**body):
    answer = post("/v1/datasets/checks", body)
    assert answer.status == 200, answer.text
    return shown(answer.json, "tickets.jsonl")


def test_it_has_all_that_a_person_looks_for():
    text = _shown(**SENT_ALONG)
    for line in (
        "tickets.jsonl: not usable, with 1 error",
        "  format chat, method sft",
        "  24 examples in 25 lines, 4,516 bytes",
        f"  line 19: error: messages: {told(Code.NO_ANSWER)}",
        "validation file: usable",
        "6 examples repeated, by line: 20 = 1, 21 = 2, 22 = 3, 23 = 4, 24 = 5, 25 = 6",
        "  NOT MET: policy, classification: 200 examples recommended; 176 missing",
        "  met: OpenAI: 10 examples required",
        "tokens: Counted with o200k_base itself.",
    ):
        assert line in text.splitlines(), line
    [row] = [line.split() for line in text.splitlines() if line.startswith("  tokens")][:1]
    assert row == ["tokens", "30.8", "29", "31", "32", "32", "32", "32", "740"]
    assert "USD: openai gpt-4o-mini-2024-07-18, 4 epochs, 2,960 tokens" in text


def test_the_dataset_can_be_pasted_into_a_decision():
    [line] = [line for line in _shown(**SENT_ALONG).splitlines() if '"dataset"' in line]
    pasted = json.loads(f"{{{line.strip()}}}")
    answer = post("/v1/decisions", BODY | pasted)
    assert answer.status == 200, answer.text


def test_ten_trainings_are_told_and_how_many_there_are():
    text = _shown(content=SENT_ALONG["content"])
    trainings = [line for line in text.splitlines() if " USD: " in line]
    assert len(trainings) == 10
    assert "training costs, the 10 cheapest of " in text
    assert "without a price, such as" in text


def test_where_no_example_can_be_used_there_are_no_figures():
    text = _shown(content="x\n" * 30)
    assert text.startswith("tickets.jsonl: no example can be used")
    assert "30 problems in all:\n    30 × not_json" in text
    assert "per example" not in text
    assert '"dataset"' not in text


def test_amounts_below_a_dollar_are_not_rounded_to_nothing():
    assert " 0.00 USD" not in _shown(content=SENT_ALONG["content"])


def test_an_error_is_told_though_warnings_come_before_it():
    line = '{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "id": 1}\n'
    text = _shown(content=line * 150 + "nonsense\n")
    assert "  line 151: error: the line is not JSON" in text


def test_a_name_of_the_file_does_nothing_to_a_terminal():
    messages = '[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]'
    text = _shown(content=f'{{"messages": {messages}, "\\u001b[31mred\\nline": 1}}')
    assert "?[31mred?line: is no field" in text
    assert "\x1b" not in text


def test_a_provider_that_takes_another_format_is_told():
    text = _shown(content='{"contents": [{"parts": [{"text": "a"}]}, {"role": "model", "parts": [{"text": "b"}]}]}')
    assert "tokens; takes another format" in text
