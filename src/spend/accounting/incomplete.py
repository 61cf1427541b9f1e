"""Recognises what is sent for a provider's answer and is none: an error, or a part of an answer that was streamed.

Sources: https://platform.openai.com/docs/api-reference/chat-streaming and
https://docs.anthropic.com/en/docs/build-with-claude/streaming
"""

from collections.abc import Mapping
from typing import Any

NO_ANSWER = "it is a provider's error and no answer, so it was not billed"
_CHUNK = "chat.completion.chunk"
_ANTHROPIC_EVENTS = {
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
    "ping",
}
_RESPONSE_EVENT = "response."
_OURS = {"response", "training", "usageMetadata"}
"""What an error has none of."""
_BEDROCK_EVENTS = {"messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop"}


def is_error(body: Mapping[str, Any]) -> bool:
    """Whether a provider says in it that it did not answer, so that it billed nothing."""
    error = body.get("error")
    return bool(error) and isinstance(error, dict | str) and body.keys().isdisjoint(_OURS) and not _has_usage(body)


def _is_unfinished(body: Mapping[str, Any]) -> bool:
    """Whether it is a part of a stream that has counts already, before the answer has ended."""
    if body.get("object") == _CHUNK:
        return none_has(body.get("choices"), "finish_reason")
    return body.get("type") == "message" and "stop_reason" in body and body["stop_reason"] is None


def none_has(values: object, name: str) -> bool:
    """Whether there are objects in a list, and all of them leave a field open."""
    found = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    return bool(found) and all(value.get(name) is None for value in found)


def _has_usage(body: Mapping[str, Any]) -> bool:
    return isinstance(body.get("usage"), dict)


def part_of_a_stream(body: Mapping[str, Any]) -> str | None:
    """What of a streamed answer it is, and what to send in its place; `None` where it is no such part."""
    kind = body.get("type")
    if body.get("object") == _CHUNK and not _has_usage(body):
        return (
            "is a chunk of a streamed answer that tells of no tokens; stream with stream_options "
            '{"include_usage": true} and send the last chunk, which has usage, or send the whole answer'
        )
    if isinstance(kind, str) and kind in _ANTHROPIC_EVENTS:
        return f"is one event ({kind}) of a streamed message; send the whole message with its usage, once it has ended"
    if isinstance(kind, str) and kind.startswith(_RESPONSE_EVENT):
        return "is one event of a streamed response; send what is under response in response.completed"
    if _is_unfinished(body):
        return "has not ended yet, so its counts are not all; send the last part of the stream, or the whole answer"
    if len(body) == 1 and body.keys() & _BEDROCK_EVENTS:
        return "is one event of ConverseStream; send its metadata event's usage, as the answer of Converse has it"
    return None
