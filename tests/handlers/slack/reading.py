"""A message as a person sees it."""

import html
from typing import Any

from slack_sdk.models.blocks import Block


def shown(payload: dict[str, Any]) -> str:
    """All the text of a message's blocks, whose form is checked on the way."""
    return "\n".join(_texts(block) for block in checked(payload))


def checked(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a message, each of which Slack's own library reads back as it is."""
    blocks: list[dict[str, Any]] = payload["blocks"]
    assert 1 <= len(blocks) <= 50
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
    return blocks


def _texts(block: dict[str, Any]) -> str:
    texts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    return html.unescape("\n".join(text["text"] for text in texts if text)).replace("\u200b", "")
