"""The buttons under a decision: share it in the channel, edit it in a form, open it on the web page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from handlers.slack.messages.blocks import context
from shorthand.fields import to_fields
from shorthand.writing import write

SHARE, EDIT, PAGE = "share", "edit", "page"
_MOST_IN_A_VALUE = 2_000
_MOST_IN_AN_ADDRESS = 3_000
_MOST_IN_AN_ID = 255


def buttons(
    inputs: Mapping[str, Any], pinned: Mapping[str, Any], command: str, page: str, editable: bool
) -> list[Block]:
    """What can be done with a decision on `inputs`; `pinned` names the day and the rates too, and so stays the same.

    A button stands by what it does it with, and is left out where that does not fit into it.
    """
    shared, edited = write(pinned), write(inputs)
    address = f"{page}?{urlencode(to_fields(pinned))}"
    wanted = [(shared, _MOST_IN_A_VALUE, ButtonElement(action_id=SHARE, text="Share in the channel", value=shared))]
    if editable:
        wanted.append((edited, _MOST_IN_A_VALUE, ButtonElement(action_id=EDIT, text="Edit", value=edited)))
    if page:
        opened = ButtonElement(action_id=PAGE, text="Open on the web page", url=address)
        wanted.append((address, _MOST_IN_AN_ADDRESS, opened))
    elements = [button for held, most, button in wanted if len(held) <= most]
    found: list[Block] = []
    if elements and len(command) <= _MOST_IN_AN_ID:
        # The command comes back with a click, as the block's name.
        found.append(ActionsBlock(block_id=command, elements=list[Any](elements)))
    if len(elements) < len(wanted):
        found.append(context("These are more inputs than fit into every button."))
    return found
