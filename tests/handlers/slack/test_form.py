"""The form behind the Edit button: within Slack's limits, filled with what was asked, and read back."""

import pytest
from hypothesis import given
from slack_sdk.models.blocks import Block, InputBlock

from handlers.slack.form import fields_of, form, told_at
from inputs.errors import FieldError
from shorthand.catalogue import INPUTS
from shorthand.fields import from_fields
from tests.shorthand.inputs import inputs


def _sent(view):
    """What Slack sends of a form that nobody changed."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            value = {"type": element["type"]}
            if element["type"] == "static_select":
                value["selected_option"] = element.get("initial_option")
            else:
                value["value"] = element.get("initial_value")
            values[block["block_id"]] = {element["action_id"]: value}
    return {"state": {"values": values}}


@given(inputs())
def test_a_form_that_nobody_changed_says_what_it_was_filled_with(said):
    view = form(said, "private").to_dict()
    assert len(view["blocks"]) <= 100
    assert from_fields(fields_of(_sent(view))) == (said, {})


def test_every_input_has_a_field_and_every_block_is_one_of_slacks():
    view = form({}, "").to_dict()
    assert len(view["title"]["text"]) <= 24
    blocks = [Block.parse(block) for block in view["blocks"]]
    assert {block.block_id for block in blocks if isinstance(block, InputBlock)} == set(INPUTS)
    assert [block.to_dict() for block in blocks if block] == view["blocks"]


def test_only_what_a_decision_requires_must_be_filled():
    view = form({}, "").to_dict()
    required = {block["block_id"] for block in view["blocks"] if block["type"] == "input" and not block["optional"]}
    assert required == {"current.model", "candidate.model", "workload.input_tokens", "task"}


def test_a_choice_that_was_cleared_says_nothing():
    state = {"task": {"value": {"type": "static_select", "selected_option": None}}}
    assert fields_of({"state": {"values": state}}) == {"task": ""}


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("workload.input_tokens", {"workload.input_tokens": "is wrong"}),
        ("workload.calls_per_day.low", {"workload.calls_per_day": "is wrong"}),
        ("overrides.azure/x", {"current.model": "overrides.azure/x: is wrong"}),
    ],
)
def test_an_error_is_told_at_its_field(field, told):
    assert told_at([FieldError(field, "is wrong")]) == told
