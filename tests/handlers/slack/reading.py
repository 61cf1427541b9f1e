"""A message as a person sees it."""

from typing import Any

from slack_sdk.models.blocks import Block

import local.slack


def shown(payload: dict[str, Any]) -> str:
    """All the text of a message's blocks, whose form is checked on the way."""
    checked(payload)
    return local.slack.shown(payload)


def checked(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a message, each of which Slack's own library reads back as it is."""
    blocks: list[dict[str, Any]] = payload["blocks"]
    assert 1 <= len(blocks) <= 50
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
    return blocks
