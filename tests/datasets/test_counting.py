"""What is counted in a file: tokens as OpenAI's cookbook counts them, quantiles that occur, the same examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.files import check_files
from datasets.findings import Findings
from datasets.fingerprints import Fingerprints, Repeated, duplicates, overlap
from datasets.formats.formats import Format
from datasets.histogram import Histogram
from datasets.sharding import check_shard, merged, merged_records, shards
from datasets.tokenizers import Encoding
from tests.datasets.files import asked, chat, found_in, jsonl

O200K = Encoding.O200K
TOOL = {
    "type": "function",
    "function": {
        "name": "get_current_weather",
        "description": "Get the current weather in a given location",
        "parameters": {
            "type": "object",
            "properties": {
                "location": {"type": "string", "description": "The city and state, e.g. San Francisco, CA"},
                "unit": {
                    "type": "string",
                    "description": "The unit of temperature to return",
                    "enum": ["celsius", "fahrenheit"],
                },
            },
            "required": ["location"],
        },
    },
}


def _tokens(*lines):
    return found_in(jsonl(*lines)).tokens[O200K].total


def test_messages_come_to_what_the_cookbook_says_that_openai_bills():
    # OpenAI's cookbook: these messages are 124 prompt tokens of gpt-4o; so many are in the file as well.
    pattern = "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."
    synergies = "New synergies will help drive top-line growth."
    leverage = "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."
    late = "This late pivot means we don't have time to boil the ocean for the client deliverable."
    example = {
        "messages": [
            {"role": "system", "content": pattern},
            {"role": "system", "name": "example_user", "content": synergies},
            {
                "role": "system",
                "name": "example_assistant",
                "content": "Things working well together will increase revenue.",
            },
            {"role": "system", "name": "example_user", "content": leverage},
            {
                "role": "system",
                "name": "example_assistant",
                "content": "Let's talk later when we're less busy about how to do better.",
            },
            {"role": "user", "content": late},
        ]
    }
    found = found_in(jsonl(example), Format.REINFORCEMENT)
    assert found.tokens[O200K].total == 124
    assert found.tokens[Encoding.CL100K].total == 129


def test_a_tool_comes_to_what_the_cookbook_says_that_openai_bills():
    system = "You are a helpful assistant that can answer to questions about the weather."
    example = chat(("system", system), ("user", "What's the weather like in San Francisco?")) | {"tools": [TOOL]}
    assert found_in(jsonl(example), Format.REINFORCEMENT).tokens[O200K].total == 101


def test_answers_are_counted_by_themselves_but_for_those_of_weight_0():
    first = {"role": "assistant", "content": "one two three", "weight": 0}
    example = {"messages": [{"role": "user", "content": "a"}, first, *asked()["messages"]]}
    found = found_in(jsonl(example))
    assert found.learnt[O200K].pairs() == [[1, 1]]
    assert found.messages.pairs() == [[4, 1]]
    assert found.turns.pairs() == [[2, 1]]


def test_special_tokens_in_a_text_are_text():
    assert _tokens(asked(answer="<|endoftext|>")) > _tokens(asked(answer="endoftext"))


def test_quantiles_are_values_that_occur():
    found = Histogram()
    found.add(range(1, 101))
    assert [found.quantile(percent) for percent in (50, 90, 95, 99)] == [50, 90, 95, 99]
    found = Histogram()
    found.add([7])
    assert {found.quantile(percent) for percent in (1, 50, 100)} == {7}


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(1, 100), st.integers(0, 60))
def test_a_histogram_is_what_the_sorted_values_say(values, percent, cap):
    found = Histogram()
    found.add(values)
    rank = max(-(-len(values) * percent // 100), 1)
    assert found.quantile(percent) == sorted(values)[rank - 1]
    assert found.within(cap) == sum(min(value, cap) for value in values)
    assert found.over(cap) == sum(value > cap for value in values)
    assert (found.total, found.size) == (sum(values), len(values))


def test_the_same_example_is_found_whatever_its_spaces_and_order_of_keys():
    line = '{"messages":[{"content":"2+2?","role":"user"},   {"role":"assistant","content":"4"}]}'
    found = check_files([jsonl(asked(), asked("3+3?"), line, asked())])
    assert found.duplicates.examples == 2
    assert found.duplicates.first == (Repeated(3, 1), Repeated(4, 1))


def test_validation_examples_that_are_trained_on_are_found():
    training, validation = jsonl(asked(), asked("3+3?")), jsonl(asked("new"), asked("3+3?"), asked("3+3?"))
    found = check_files([training], [validation])
    assert found.overlap is not None
    assert (found.overlap.examples, found.overlap.first) == (2, (Repeated(2, 2), Repeated(3, 2)))


digests = st.lists(st.integers(0, 5).map(lambda number: bytes(15) + bytes([number])), max_size=30)


@given(digests, digests, st.integers(1, 40))
def test_sorted_on_disk_or_in_memory_the_same_are_found(training, validation, most):
    with Fingerprints(most) as first, Fingerprints(most) as second:
        for line, digest in enumerate(training, 1):
            first.add(digest, line)
        for line, digest in enumerate(validation, 1):
            second.add(digest, line)
        again = [Repeated(line, training.index(each) + 1) for line, each in enumerate(training, 1)]
        again = [each for each in again if each.line != each.same_as]
        shared = [
            Repeated(line, training.index(each) + 1) for line, each in enumerate(validation, 1) if each in training
        ]
        found, both = duplicates(first.records()), overlap(first.records(), second.records())
    assert (found.examples, both.examples) == (len(again), len(shared))
    assert found.first == tuple(again[:20])
    assert both.first == tuple(shared[:20])


rows = st.sampled_from(
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        jsonl(asked()).strip(),
        jsonl(asked("3+3?", "six")).strip(),
        jsonl({"prompt": "a", "completion": "b"}).strip(),
        jsonl(chat(("user", "unanswered"))).strip(),
        jsonl(asked("é" * 30)).strip() + b"\r",
    ]
)


@given(st.lists(rows, min_size=1, max_size=25), st.booleans(), st.booleans(), st.integers(1, 400), st.integers(1, 500))
def test_checked_in_parts_a_file_is_what_one_pass_says(found, mark, ended, shard_bytes, chunk_bytes):
    content = (b"\xef\xbb\xbf" if mark else b"") + b"\n".join(found) + (b"\n" if ended else b"")
    if not content:
        return
    whole = check_files([content])
    parts = []
    for shard in shards(len(content), shard_bytes):
        stream = content[shard.read_from :]
        chunks = [stream[start : start + chunk_bytes] for start in range(0, len(stream), chunk_bytes)]
        fingerprints = Fingerprints(3)
        parts.append((fingerprints, check_shard(chunks, shard, whole.training.format, fingerprints)))
    assert merged(profile for _, profile in parts) == whole.training
    records = merged_records([(fingerprints.records(), profile) for fingerprints, profile in parts])
    assert duplicates(records) == whole.duplicates
    for fingerprints, _ in parts:
        fingerprints.__exit__()


@pytest.mark.parametrize("validation", [None, [jsonl(asked())]])
def test_findings_are_the_same_read_back(validation):
    found = check_files([jsonl(asked(), "nonsense", asked(), asked("x" * 100))], validation)
    assert Findings.of_json(found.as_json()) == found
