"""Answers that are sent after Slack's request was acknowledged: what is kept of them, and the queue they wait in."""

from dataclasses import asdict
from typing import Self

from pydantic import BaseModel, ConfigDict, JsonValue

from handlers.slack.commands import Asked


class FollowUp(BaseModel):
    """An answer that is ready (`payload`), or a `text` that is still to be answered with the rates of then."""

    # What is raised is logged by Lambda in its own words, which must not be those of the message.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    response_url: str
    payload: dict[str, JsonValue] | None = None
    text: str = ""
    command: str = ""
    page: str = ""
    editable: bool = False
    shared_by: str = ""

    @classmethod
    def of(cls, asked: Asked, response_url: str, payload: dict[str, JsonValue] | None = None) -> Self:
        """The answer to what was asked, at an address that Slack gave."""
        return cls(response_url=response_url, payload=payload, **asdict(asked))

    @property
    def asked(self) -> Asked:
        """What is to be answered."""
        return Asked(self.text, self.command, self.page, self.editable, self.shared_by)
