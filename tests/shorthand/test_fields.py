"""The fields of a form, filled from inputs and read back."""

from decimal import Decimal

import pytest
from hypothesis import given

from shorthand.catalogue import INPUTS
from shorthand.fields import from_fields, to_fields
from tests.shorthand.inputs import inputs


@given(inputs())
def test_a_form_reads_back_as_what_it_was_filled_with(said):
    assert from_fields(to_fields(said)) == (said, {})


def test_an_empty_field_says_nothing():
    assert from_fields({"task": "", "workload.input_tokens": "  "}) == ({}, {})


def test_a_field_is_typed_as_in_a_line_and_a_list_has_a_line_for_each():
    fields = {
        "workload.calls_per_day": " 40,000-60k ",
        "readiness.prompts_optimized": "yes",
        "readiness.models_tried": "gpt-4.1\n\n my model, the new one",
    }
    assert from_fields(fields) == (
        {
            "workload": {"calls_per_day": {"low": Decimal(40_000), "high": Decimal(60_000)}},
            "readiness": {"prompts_optimized": True, "models_tried": ["gpt-4.1", "my model, the new one"]},
        },
        {},
    )


def test_what_is_wrong_is_told_of_its_field_and_the_others_are_read():
    said, wrong = from_fields({"workload.input_tokens": "many", "workload.output_tokens": "10"})
    assert said == {"workload": {"output_tokens": Decimal(10)}}
    assert wrong == {"workload.input_tokens": "must be a number, such as 200, 50k or 1.5M"}


def test_a_field_that_is_no_input_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        from_fields({"workload.colour": "blue"})


def test_what_only_a_request_over_http_holds_is_left_out():
    assert to_fields({"deployments": {"prod": "gpt-4o"}, "task": "generation"}) == {"task": "generation"}


@pytest.mark.parametrize("path", INPUTS)
def test_every_input_has_a_label_and_an_example_of_its_kind(path):
    each = INPUTS[path]
    assert each.label
    assert each.section
    assert each.kind.example
    assert all(each.kind.write(each.kind.read(choice)) == choice for choice in each.kind.choices)
