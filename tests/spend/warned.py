"""Answers of providers that are read, and what there is to beware of in each."""

from typing import Any

from tests.spend.responses import Body, chat, converse, gemini, message, responses

_CHAT: Body = {"prompt_tokens": 100, "completion_tokens": 20}
_SOME: Body = {"promptTokenCount": 10, "candidatesTokenCount": 5}
_TOOLS = ["web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call"]
_TEXT: Body = {"type": "output_text", "text": "Yes."}
_OUTPUT: list[Any] = [{"type": "message", "content": [_TEXT]}, {"type": "function_call"}]
_CITING: Body = {"message": {"content": "Yes.", "annotations": [{"type": "url_citation", "url_citation": {}}]}}
_ONE: Body = {"input_tokens": 1, "output_tokens": 1}


def _off(totals: str) -> tuple[str, ...]:
    return (f"{totals}; check which of them is right",)


def _apart(*what: str) -> tuple[str, ...]:
    return tuple(f"{each} are billed beside the tokens and are not in cost_usd" for each in what)


WARNED: dict[str, tuple[Body, tuple[str, ...]]] = {
    "a chat's total": (
        chat(_CHAT | {"total_tokens": 125}),
        _off("response.usage.total_tokens is 125, but input and output come to 120"),
    ),
    "a response's total": (
        responses(_ONE | {"total_tokens": 3}),
        _off("response.usage.total_tokens is 3, but input and output come to 2"),
    ),
    "DeepSeek's hits and misses": (
        chat(_CHAT | {"prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 35}),
        _off(
            "response.usage.prompt_tokens is 100, but prompt_cache_hit_tokens and prompt_cache_miss_tokens come to 99"
        ),
    ),
    "Gemini's total": (
        gemini(_SOME | {"thoughtsTokenCount": 3, "totalTokenCount": 15}),
        _off(
            "response.usageMetadata.totalTokenCount is 15, but promptTokenCount, toolUsePromptTokenCount, "
            "candidatesTokenCount and thoughtsTokenCount come to 18"
        ),
    ),
    "Anthropic's cache writes by their time": (
        message(
            _ONE
            | {
                "cache_creation_input_tokens": 300,
                "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 150},
            }
        ),
        _off(
            "response.usage.cache_creation_input_tokens is 300, but cache_creation.ephemeral_5m_input_tokens and "
            ".ephemeral_1h_input_tokens come to 250"
        ),
    ),
    "Converse's total": (
        converse({"inputTokens": 1, "outputTokens": 1, "cacheReadInputTokens": 5, "totalTokens": 3}),
        _off("response.usage.totalTokens is 3, but input, cache and output come to 7"),
    ),
    "OpenAI's tools, each kind once": (
        responses(_ONE, output=[*_OUTPUT, *({"type": tool} for tool in [*_TOOLS, "web_search_call"])]),
        _apart("web searches", "file searches", "code interpreter sessions", "generated images"),
    ),
    "a chat that cites what it found": (
        chat(_CHAT, choices=[_CITING]),
        _apart("web searches"),
    ),
    "Gemini's grounding": (
        gemini(_SOME, candidates=[{"finishReason": "STOP", "groundingMetadata": {"webSearchQueries": ["a"]}}]),
        _apart("searches that ground the answer"),
    ),
    "nothing of a total that Converse writes without the cache": (
        converse({"inputTokens": 1, "outputTokens": 1, "cacheReadInputTokens": 5, "totalTokens": 2}),
        (),
    ),
    "nothing of tools that cost nothing": (responses(_ONE, output=_OUTPUT), ()),
    "nothing of content in no form that is known": (responses(_ONE, output=["a", {"type": ["b"]}, None]), ()),
    "nothing of notes in no form that is known": (chat(_CHAT, choices=[{"message": {"annotations": [3]}}]), ()),
    "Gemini's part of a stream": (
        gemini(_SOME, candidates=[{"content": {}}]),
        ("response.candidates has no finishReason: if this is a part of a stream, send the last one in its place",),
    ),
    "nothing of grounding without a search": (
        gemini(_SOME, candidates=[{"finishReason": "STOP", "groundingMetadata": {"webSearchQueries": []}}]),
        (),
    ),
}
