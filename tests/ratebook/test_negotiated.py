import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratebook.negotiated import matches, negotiated_rates, qualified

NAME = "ft:gpt-4.1-2025-04-14:acme:support:AbC"


@pytest.mark.parametrize(
    "pattern", [NAME, "*", "ft:*", "*AbC", "ft:gpt-4.1-*:acme:*", "*acme*", "ft:gpt-4.1-2025-04-14:*:*:*", f"{NAME}*"]
)
def test_a_star_stands_for_any_characters(pattern):
    assert matches(pattern, NAME)


@pytest.mark.parametrize(
    "pattern", ["", "ft:", "gpt-4.1*", "*acm", "*acme*acme*", "ft:gpt-4.1-2025-04-14:?cme:*", NAME[:-1]]
)
def test_nothing_else_of_a_pattern_stands_for_another(pattern):
    assert not matches(pattern, NAME)


def test_a_star_never_takes_the_same_characters_twice():
    assert not matches("ab*ba", "aba")
    assert matches("ab*ba", "abba")


def test_a_whole_name_wins_then_the_longest_pattern():
    patterns = {"openai/*": "any", "openai/ft:gpt-4.1-*": "longer", f"openai/{NAME}": "whole"}
    assert negotiated_rates(patterns, [f"openai/{NAME}"]) == "whole"
    assert negotiated_rates(patterns, ["openai/ft:gpt-4.1-mini:acme::x"]) == "longer"
    assert negotiated_rates(patterns, ["openai/gpt-4o"]) == "any"
    assert negotiated_rates(patterns, ["azure/gpt-4o"]) is None
    assert negotiated_rates({}, ["openai/gpt-4o"]) is None


def test_of_equally_long_patterns_the_first_in_alphabetical_order_counts():
    assert negotiated_rates({"*b": 2, "a*": 1}, ["ab"]) == 2
    assert negotiated_rates({"a*": 1, "*b": 2}, ["ab"]) == 2


def test_a_model_goes_by_each_name_at_each_of_its_providers_ids():
    assert qualified(("vertex", "vertex_ai"), ("a", "b")) == ["vertex/a", "vertex/b", "vertex_ai/a", "vertex_ai/b"]


@settings(deadline=None)
@given(st.text(alphabet="ab*", max_size=12), st.text(alphabet="ab", max_size=12))
def test_a_pattern_takes_what_a_plain_reading_of_it_takes(pattern, name):
    def plainly(pattern, name):
        if not pattern:
            return not name
        if pattern[0] == "*":
            return plainly(pattern[1:], name) or (bool(name) and plainly(pattern, name[1:]))
        return bool(name) and pattern[0] == name[0] and plainly(pattern[1:], name[1:])

    assert matches(pattern, name) == plainly(pattern, name)


def test_a_pattern_of_many_stars_is_read_at_once():
    began = time.process_time()
    matches("*a" * 128, "a" * 127 + "b" * 129)
    assert time.process_time() - began < 0.1
