"""A file is read as it streams: its lines, whatever ends them and wherever its chunks are cut."""

import json
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets import lines as reading
from datasets.checking import check
from datasets.fingerprints import Fingerprints
from datasets.lines import Line, lines, lines_between
from tests.datasets.files import asked, found_in, jsonl, problems_of


def _cut(content, size):
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_lines_are_the_same_wherever_the_stream_is_cut(size):
    content = b"one\r\ntwo\n\n  \nfive\rfive\nlast"
    assert list(lines(_cut(content, size))) == [
        Line(1, 0, b"one"),
        Line(2, 5, b"two"),
        Line(3, 9, b""),
        Line(4, 10, b"  "),
        Line(5, 13, b"five\rfive"),
        Line(6, 23, b"last"),
    ]


def test_a_file_that_ends_with_a_line_end_has_no_empty_line_after_it():
    assert [line.content for line in lines([b"a\n", b"b\n"])] == [b"a", b"b"]
    assert list(lines([])) == list(lines([b""])) == []


@given(st.binary(max_size=60).map(lambda text: text.replace(b"x", b"\n")), st.integers(1, 61), st.integers(1, 9))
def test_each_line_belongs_to_one_part_wherever_a_file_is_cut(content, shard, size):
    found = []
    for start in range(0, len(content), shard):
        chunks = _cut(content[max(start - 1, 0) :], size)
        part = list(lines_between(chunks, start, min(start + shard, len(content))))
        assert [line.number for line in part] == list(range(1, len(part) + 1))
        found += [(line.offset, line.content) for line in part]
    assert found == [(line.offset, line.content) for line in lines([content])]


@pytest.mark.parametrize("size", [1, 5, 64])
def test_a_line_that_is_too_long_is_skipped_and_told_and_the_next_is_read(size):
    with patch.object(reading, "MOST_LINE_BYTES", 20):
        found = list(lines(_cut(b"short\n" + b"x" * 50 + b"\nshort\n", size)))
    assert [line.content for line in found] == [b"short", None, b"short"]
    assert [line.offset for line in found] == [0, 6, 57]


def test_a_line_that_is_too_long_is_a_problem():
    with Fingerprints() as fingerprints:
        profile = check([Line(1, 0, None), Line(2, 9, json.dumps(asked()).encode())], None, fingerprints)
    assert [str(problem.code) for problem in profile.problems.first] == ["line_too_long"]
    assert profile.examples == 1


def test_a_byte_order_mark_is_told_and_the_example_counts_all_the_same():
    found = found_in(b"\xef\xbb\xbf" + jsonl(asked(), asked("3+3?")))
    assert [(problem.line, problem.code) for problem in found.problems.first] == [(1, "byte_order_mark")]
    assert found.examples == 2


def test_blank_lines_are_told_and_cost_nothing():
    assert problems_of(asked(), "", "  ", asked("3+3?")) == [(2, "blank_line", None), (3, "blank_line", None)]
    assert found_in(jsonl(asked(), "")).problems.errors == 0


def test_what_is_not_utf_8_is_told_by_line_and_byte():
    found = found_in(jsonl(asked()) + b'{"a": "\xff"}\n' + jsonl(asked("3+3?")))
    [problem] = found.problems.first
    assert (problem.line, problem.code, problem.detail) == (2, "not_utf_8", "byte 8 of the line")
    [utf_16, *_] = found_in(json.dumps(asked()).encode("utf-16")).problems.first
    assert utf_16.detail == "it looks like UTF-16"


@pytest.mark.parametrize(
    ("line", "code", "detail"),
    [
        ('{"messages": [', "not_json", "Expecting value, column 15"),
        ('{"a": 1} {"b": 2}', "not_json", "Extra data, column 10"),
        ('{"a": NaN}', "not_json", "it holds NaN, Infinity or an integer of thousands of digits"),
        ('{"a": ' + "9" * 5000 + "}", "not_json", "it holds NaN, Infinity or an integer of thousands of digits"),
        ("[" * 100_000, "not_json", "it is nested too deeply"),
        ('{"messages": ' + "[" * 900 + "]" * 900 + "}", None, None),
        ("[1, 2]", "not_an_object", None),
        ('"text"', "not_an_object", None),
        ('{"question": "2+2?"}', "unknown_format", None),
    ],
)
def test_a_line_that_is_no_example_is_told_with_what_is_wrong(line, code, detail):
    found = found_in(jsonl(asked(), line))
    assert found.examples == 1
    [problem, *_] = found.problems.first
    if code is not None:
        assert (problem.line, problem.code, problem.detail) == (2, code, detail)


def test_an_example_of_another_format_than_the_first_is_told():
    assert problems_of(asked(), {"prompt": "a", "completion": "b"}) == [(2, "other_format", None)]


def test_of_each_kind_the_first_twenty_are_told_and_all_counted():
    found = found_in(jsonl(*["nonsense"] * 250, asked(), {"messages": [{"role": "user", "content": "a"}]}))
    assert dict(found.problems.counts) == {"not_json": 250, "no_answer": 1}
    assert [problem.line for problem in found.problems.first] == [*range(1, 21), 252]


def test_what_is_wrong_in_one_line_is_kept_for_the_first_of_each_kind():
    found = found_in(jsonl({"messages": [{}] * 5000}))
    assert found.problems.counts["missing"] == 10_000
    assert len(found.problems.first) < 100


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b'{\n  "messages": []\n}\n', "the file looks like one JSON document over many lines"),
        (b"\x1f\x8b\x08\x00\xff", "the file is compressed with gzip"),
        (b"\xef\xbb\xbf[\n{}\n]", "the file looks like one JSON document over many lines"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_looks_like(content, detail):
    found = found_in(content).problems.first
    assert detail in {problem.detail for problem in found if problem.line == 1}
