"""A line that is written reads back as the same inputs, whatever they are."""

from decimal import Decimal

import pytest
from hypothesis import given

from decisions.request import DecisionRequest
from shorthand.catalogue import BEYOND_TEXT, INPUTS
from shorthand.reading import read
from shorthand.writing import with_answers, write
from tests.shorthand.inputs import inputs


@given(inputs())
def test_a_line_reads_back_as_what_it_was_written_from(said):
    line = write(said)
    reading = read(line, lambda name: False)
    assert reading.problems == (), line
    assert reading.inputs == said


def test_a_line_is_written_as_people_would():
    said = {
        "task": "classification",
        "workload": {"calls_per_day": Decimal(50_000), "input_tokens": Decimal(200), "output_tokens": Decimal(10)},
        "current": {"model": "gpt-4o"},
        "candidate": {"model": "gpt-4o-mini"},
        "dataset": {"examples": Decimal(1_000)},
    }
    line = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"
    assert write(said) == line
    assert with_answers(line, ["prompts_optimized=yes"]) == f"{line}, prompts_optimized=yes"
    assert with_answers("", ["200 in"]) == "200 in"


def test_what_cannot_be_typed_is_refused():
    with pytest.raises(ValueError, match=r"deployments.* cannot be typed"):
        write({"deployments": {"prod": "gpt-4o"}})


def _paths(model, prefix=""):
    for name, field in model.model_fields.items():
        inner = _model_of(field.annotation)
        if inner is not None:
            yield from _paths(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


def _model_of(annotation):
    options = [annotation, *getattr(annotation, "__args__", ())]
    return next((each for each in options if isinstance(each, type) and hasattr(each, "model_fields")), None)


def test_every_input_of_a_decision_can_be_typed_but_for_whole_objects():
    assert {path for path in _paths(DecisionRequest) if path.partition(".")[0] not in BEYOND_TEXT} == set(INPUTS)


@pytest.mark.parametrize("name", ["->", "→", ",", ";", "to"])
def test_a_quoted_name_that_looks_like_a_mark_is_a_name(name):
    said = {"current": {"model": "gpt-4o"}, "candidate": {"model": name}}
    reading = read(write(said), lambda _: False)
    assert (reading.inputs, reading.problems) == (said, ())
    other_way = read(f'"{name}" -> gpt-4o', lambda _: False)
    assert (other_way.inputs["current"]["model"], other_way.problems) == (name, ())


@pytest.mark.parametrize(("today", "tomorrow"), [("1.5M", "50k"), ("0.92", "0.95"), ("70b", "8"), ("gpt-4o", "3")])
def test_models_whose_names_look_like_amounts_are_models(today, tomorrow):
    said = {"current": {"model": today}, "candidate": {"model": tomorrow}}
    reading = read(write(said), lambda _: False)
    assert (reading.inputs, reading.problems) == (said, ())


def test_two_amounts_beside_an_arrow_are_qualities():
    assert read("0.92 -> 0.95", lambda _: False).inputs == {
        "readiness": {"current_quality": Decimal("0.92"), "target_quality": Decimal("0.95")}
    }
