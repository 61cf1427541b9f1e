"""Tells in which format a file is, and reads its examples."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from datasets.example import Example, Found
from datasets.formats import chat, completion, converse, gemini, preference


class Format(StrEnum):
    """The formats that are understood."""

    CHAT = "chat"
    PREFERENCE = "preference"
    REINFORCEMENT = "reinforcement"
    CONVERSE = "converse"
    GEMINI = "gemini"
    COMPLETION = "completion"
    TEXT = "text"


_READERS: Mapping[Format, Callable[[dict[str, Any], Found], Example]] = {
    Format.CHAT: chat.read,
    Format.PREFERENCE: preference.read,
    Format.REINFORCEMENT: chat.read_asked,
    Format.CONVERSE: converse.read,
    Format.GEMINI: gemini.read,
    Format.COMPLETION: completion.read,
    Format.TEXT: completion.read_text,
}


def read(value: dict[str, Any], format: Format, found: Found) -> Example:
    """The example of a format; what is wrong with it is added to `found`."""
    return _READERS[format](value, found)


def format_of(value: Mapping[str, Any]) -> Format | None:
    """The format of an example, by what none of the others has; `None` where it is of none.

    A conversation is taken for chat: whether it is meant for reinforcement it does not tell.
    """
    if instead_of(value) is not None:
        return None
    if value.keys() & _OUTPUTS or isinstance(value.get("input"), dict):
        return Format.PREFERENCE
    if "contents" in value:
        return Format.GEMINI
    if "messages" in value:
        return Format.CONVERSE if _is_converse(value) else Format.CHAT
    if value.keys() & completion.FIELDS:
        return Format.COMPLETION
    return Format.TEXT if "text" in value else None


def instead_of(value: Mapping[str, Any]) -> str | None:
    """What to write in the place of an example of a format that is well known and that no provider here takes."""
    return next((remedy for names, remedy in _OTHERS if names <= value.keys()), None)


_OUTPUTS = preference.FIELDS - {"input"}
_OTHERS = (
    (frozenset({"instruction", "output"}), "it looks like Alpaca's; write prompt and completion, or messages"),
    (frozenset({"chosen", "rejected"}), "it looks like TRL's; write input, preferred_output and non_preferred_output"),
    (frozenset({"conversations"}), "it looks like ShareGPT's; write messages with role and content"),
    (frozenset({"contents", "completions"}), "Gemini's preference tuning is not checked here"),
    (frozenset({"input_text", "output_text"}), "it is that of Vertex AI's older models; write contents with parts"),
)


def _is_converse(value: Mapping[str, Any]) -> bool:
    if "schemaVersion" in value or isinstance(value.get("system"), list):
        return True
    messages = value["messages"] if isinstance(value["messages"], list) else []
    contents = (message.get("content") for message in messages if isinstance(message, dict))
    parts = (part for content in contents if isinstance(content, list) for part in content if isinstance(part, dict))
    return any("type" not in part for part in parts)
