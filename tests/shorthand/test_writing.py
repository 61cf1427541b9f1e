"""A line that is written reads back as the same inputs, whatever they are."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.request import DecisionRequest
from shorthand.catalogue import BEYOND_TEXT, INPUTS
from shorthand.reading import read
from shorthand.values import COUNT, DAY, EPOCHS, NAME, SHARE, SPREAD, YES_NO
from shorthand.writing import with_answers, write

_COUNTS = st.decimals(0, 10**9, allow_nan=False, places=3) | st.integers(0, 10**9).map(Decimal)
_VALUES = {
    COUNT: _COUNTS,
    SPREAD: _COUNTS | st.lists(_COUNTS, min_size=2, max_size=2).map(lambda ends: {"low": ends[0], "high": ends[1]}),
    SHARE: st.decimals(0, 1, allow_nan=False, places=4),
    YES_NO: st.booleans(),
    DAY: st.dates().map(lambda day: day.isoformat()),
    EPOCHS: st.just("auto") | st.integers(1, 50).map(Decimal),
    NAME: st.sampled_from(
        ["gpt-4o", "ft:gpt-4o-mini:acme::x", "my model, the new one", "a=b", "a -> b", "accounts/x/models/y"]
    ),
}


@st.composite
def _inputs(draw):
    nested: dict[str, Any] = {}
    for path in draw(st.lists(st.sampled_from(sorted(INPUTS)), unique=True)):
        each = INPUTS[path]
        values = _VALUES[each.kind] if each.kind in _VALUES else st.sampled_from(_choices(each))
        *parents, name = path.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = draw(st.lists(values, min_size=1, max_size=3)) if each.many else draw(values)
    return nested


def _choices(each):
    return [
        word for word in ("classification", "generation", "sft", "dpo", "rft", "lora", "full") if _allows(each, word)
    ]


def _allows(each, word):
    try:
        return each.kind.read(word) == word
    except ValueError:
        return False


@given(_inputs())
def test_a_line_reads_back_as_what_it_was_written_from(inputs):
    line = write(inputs)
    reading = read(line, lambda name: False)
    assert reading.problems == (), line
    assert reading.inputs == inputs


def test_a_line_is_written_as_people_would():
    inputs = {
        "task": "classification",
        "workload": {"calls_per_day": Decimal(50_000), "input_tokens": Decimal(200), "output_tokens": Decimal(10)},
        "current": {"model": "gpt-4o"},
        "candidate": {"model": "gpt-4o-mini"},
        "dataset": {"examples": Decimal(1_000)},
    }
    line = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"
    assert write(inputs) == line
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
