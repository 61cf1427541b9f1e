"""One answer to a command: for the one who typed it, or shared with all in the channel."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.slack.messages.text import clipped

MOST_BLOCKS = 50
_MOST_TEXT = 3_000


@dataclass(frozen=True)
class Message:
    """What is shown: `blocks`, and an escaped `text` in their place where blocks cannot be, as in a notification."""

    text: str
    blocks: tuple[Block, ...]
    in_channel: bool = False

    def payload(self) -> dict[str, Any]:
        """The JSON that Slack takes. Raises `SlackObjectFormationError` where a block is outside Slack's limits."""
        return {
            "response_type": "in_channel" if self.in_channel else "ephemeral",
            "text": clipped(self.text, _MOST_TEXT),
            "blocks": [block.to_dict() for block in self.blocks[:MOST_BLOCKS]],
            "unfurl_links": False,
        }

    def payload_sent_later(self) -> dict[str, Any]:
        """The same for an address that Slack gave, where it stands under what is there already."""
        return self.payload() | {"replace_original": False}
