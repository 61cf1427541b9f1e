"""The form behind the Edit button: every input of a decision, filled with what was asked, and read when it is sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from inputs.errors import FieldError
from shorthand.catalogue import INPUTS, Input, by_section
from shorthand.fields import to_fields

CALLBACK_ID = "edit-decision"
_ACTION_ID = "value"
_MOST_CHARACTERS = 3000
_REQUIRED = ("current.model", "candidate.model", "workload.input_tokens", "task")


def form(inputs: Mapping[str, Any], private_metadata: str) -> View:
    """The form filled with `inputs`. Slack gives `private_metadata` (at most 3,000 characters) back as it is."""
    filled = to_fields(inputs)
    return View(
        type="modal",
        callback_id=CALLBACK_ID,
        title="Should we fine-tune?",
        submit="Decide",
        close="Cancel",
        private_metadata=private_metadata,
        blocks=list(_blocks(filled)),
    )


def _blocks(filled: Mapping[str, str]) -> Iterable[Block]:
    for section, found in by_section():
        yield HeaderBlock(text=section)
        for each in found:
            yield InputBlock(
                block_id=each.path,
                label=each.label,
                optional=each.path not in _REQUIRED,
                element=_element(each, filled.get(each.path)),
            )


def _element(each: Input, text: str | None) -> InputInteractiveElement:
    if each.kind.choices:
        options = [Option(value=choice, text=choice) for choice in each.kind.choices]
        chosen = next((option for option in options if option.value == text), None)
        return StaticSelectElement(
            action_id=_ACTION_ID, options=options, initial_option=chosen, placeholder="not answered"
        )
    example = f"{each.kind.example}, one a line" if each.many else each.kind.example
    return PlainTextInputElement(
        action_id=_ACTION_ID,
        initial_value=(text or "")[:_MOST_CHARACTERS] or None,
        placeholder=example,
        multiline=each.many,
        max_length=_MOST_CHARACTERS,
    )


def fields_of(view: Mapping[str, Any]) -> dict[str, str]:
    """The texts in a form that was sent, by their paths. Blocks that are no input of ours are not looked at."""
    state = view["state"]["values"]
    return {path: _text(state[path][_ACTION_ID]) for path in INPUTS if path in state}


def _text(value: Mapping[str, Any]) -> str:
    if value["type"] == "static_select":
        chosen = value.get("selected_option")
        return chosen["value"] if chosen else ""
    return value.get("value") or ""


def told_at(errors: Iterable[FieldError]) -> dict[str, str]:
    """What Slack shows at the fields of the form; an error about no field of it is told at the first one."""
    told: dict[str, str] = {}
    for error in errors:
        path = next((path for path in INPUTS if error.field == path or error.field.startswith(f"{path}.")), None)
        message = error.message if path else f"{error.field}: {error.message}"
        told.setdefault(path or next(iter(INPUTS)), message[:_MOST_CHARACTERS])
    return told
