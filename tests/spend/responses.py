"""Answers of providers, as they come, and what each says of the tokens."""

from typing import Any

from spend.tokens import Tokens

Body = dict[str, Any]


def chat(usage: Body, **more: Any) -> Body:
    """A chat completion of OpenAI's shape."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": "Yes."},
        "finish_reason": "stop",
        "logprobs": None,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_761_000_000,
        "model": "gpt-4o-2024-08-06",
        "choices": [choice],
        "usage": usage,
        "system_fingerprint": "fp_1",
    } | more


def responses(usage: Body, **more: Any) -> Body:
    """An answer of OpenAI's responses API."""
    return {"id": "resp_1", "object": "response", "model": "gpt-4o-2024-08-06", "output": [], "usage": usage} | more


def message(usage: Body, **more: Any) -> Body:
    """An answer of Anthropic's messages API."""
    content = [{"type": "text", "text": "Yes."}]
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-x",
        "content": content,
        "usage": usage,
    } | more


def gemini(usage: Body, **more: Any) -> Body:
    """An answer of Gemini's generateContent."""
    parts = {"parts": [{"text": "Yes."}], "role": "model"}
    candidate = {"content": parts, "finishReason": "STOP", "avgLogprobs": -0.1}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-x"} | more


def converse(usage: Body, **more: Any) -> Body:
    """An answer of Bedrock's Converse."""
    output = {"message": {"role": "assistant", "content": [{"text": "Yes."}]}}
    return {"output": output, "stopReason": "end_turn", "usage": usage, "metrics": {"latencyMs": 900}} | more


_MISTRAL: Body = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
_CLAUDE: Body = {"input_tokens": 100, "output_tokens": 50}

READ: dict[str, tuple[Body, Tokens]] = {
    "OpenAI's prompt includes what is cached, its completion the reasoning": (
        chat(
            {
                "prompt_tokens": 17903,
                "completion_tokens": 500,
                "total_tokens": 18403,
                "prompt_tokens_details": {"cached_tokens": 17817, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 300, "audio_tokens": 0},
            }
        ),
        Tokens(17903, 500, cached_input_tokens=17817, reasoning_tokens=300),
    ),
    "details that are null are as good as absent": (
        chat({"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": None}),
        Tokens(10, 5),
    ),
    "a cache write stands among the prompt's details": (
        chat({"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": {"cache_write_tokens": 4}}),
        Tokens(10, 5, cache_write_tokens=4),
    ),
    "embeddings have no completion": (
        {"object": "list", "model": "gpt-4o", "data": [], "usage": {"prompt_tokens": 8, "total_tokens": 8}},
        Tokens(8, 0),
    ),
    "the responses API counts alike, with other names": (
        responses(
            {
                "input_tokens": 2006,
                "input_tokens_details": {"cached_tokens": 1920},
                "output_tokens": 300,
                "output_tokens_details": {"reasoning_tokens": 256},
                "total_tokens": 2306,
            }
        ),
        Tokens(2006, 300, cached_input_tokens=1920, reasoning_tokens=256),
    ),
    "DeepSeek's cache hits are a part of the prompt": (
        chat(_MISTRAL | {"prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36}),
        Tokens(100, 20, cached_input_tokens=64),
    ),
    "Mistral answers in OpenAI's shape": (chat(_MISTRAL | {"num_cached_tokens": 50}), Tokens(100, 20, 50)),
    "xAI's total shows that reasoning stands beside the completion": (
        chat(
            {
                "prompt_tokens": 100,
                "completion_tokens": 20,
                "total_tokens": 620,
                "completion_tokens_details": {"reasoning_tokens": 500},
            }
        ),
        Tokens(100, 520, reasoning_tokens=500),
    ),
    "a total without reasoning shows that it is inside": (
        chat(
            {
                "prompt_tokens": 100,
                "completion_tokens": 520,
                "total_tokens": 620,
                "completion_tokens_details": {"reasoning_tokens": 500},
            }
        ),
        Tokens(100, 520, reasoning_tokens=500),
    ),
    "Anthropic's input leaves out what the cache has a part in": (
        message(
            _CLAUDE
            | {
                "cache_read_input_tokens": 2000,
                "cache_creation_input_tokens": 300,
                "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
                "service_tier": "standard",
            }
        ),
        Tokens(2400, 50, cached_input_tokens=2000, cache_write_tokens=100, cache_write_1h_tokens=200),
    ),
    "Anthropic's usual speed": (message(_CLAUDE | {"speed": "standard", "inference_geo": "global"}), Tokens(100, 50)),
    "Anthropic's cache writes without their time are kept for the usual one": (
        message(_CLAUDE | {"cache_creation_input_tokens": 300}),
        Tokens(400, 50, cache_write_tokens=300),
    ),
    "Gemini's thoughts stand beside the answer, its tools' input beside the prompt": (
        gemini(
            {
                "promptTokenCount": 1000,
                "cachedContentTokenCount": 600,
                "candidatesTokenCount": 100,
                "thoughtsTokenCount": 900,
                "toolUsePromptTokenCount": 50,
                "totalTokenCount": 2050,
                "trafficType": "ON_DEMAND",
            }
        ),
        Tokens(1050, 1000, cached_input_tokens=600, reasoning_tokens=900),
    ),
    "Gemini leaves out what is zero, and prices a picture in the prompt like text": (
        gemini({"promptTokenCount": 258, "promptTokensDetails": [{"modality": "IMAGE", "tokenCount": 258}]}),
        Tokens(258, 0),
    ),
    "Converse's input leaves out what the cache has a part in": (
        converse(
            {
                "inputTokens": 100,
                "outputTokens": 50,
                "totalTokens": 2450,
                "cacheReadInputTokens": 2000,
                "cacheWriteInputTokens": 300,
                "cacheDetails": [{"ttl": "5m", "inputTokens": 100}, {"ttl": "1h", "inputTokens": 200}],
            }
        ),
        Tokens(2400, 50, cached_input_tokens=2000, cache_write_tokens=100, cache_write_1h_tokens=200),
    ),
}

_FEW: Body = {"prompt_tokens": 10, "completion_tokens": 5}
_SOME: Body = {"promptTokenCount": 10, "candidatesTokenCount": 5}

UNPRICED: dict[str, tuple[Body, str]] = {
    "OpenAI flex": (chat(_FEW, service_tier="flex"), "service_tier"),
    "OpenAI priority": (responses({"input_tokens": 1, "output_tokens": 1}, service_tier="priority"), "service_tier"),
    "Anthropic priority": (message(_CLAUDE | {"service_tier": "priority"}), "service_tier"),
    "Anthropic fast": (message(_CLAUDE | {"speed": "fast"}), "service_tier"),
    "Anthropic in one geography": (message(_CLAUDE | {"inference_geo": "us"}), "service_tier"),
    "Gemini provisioned": (gemini(_SOME | {"trafficType": "PROVISIONED_THROUGHPUT"}), "service_tier"),
    "Bedrock flex": (converse({"inputTokens": 1, "outputTokens": 1}, serviceTier={"type": "flex"}), "service_tier"),
    "Bedrock optimized": (
        converse({"inputTokens": 1, "outputTokens": 1}, performanceConfig={"latency": "optimized"}),
        "service_tier",
    ),
    "OpenAI audio in": (chat(_FEW | {"prompt_tokens_details": {"audio_tokens": 3}}), "modality"),
    "OpenAI audio out": (chat(_FEW | {"completion_tokens_details": {"audio_tokens": 3}}), "modality"),
    "OpenAI pictures": (chat(_FEW | {"prompt_tokens_details": {"image_tokens": 3}}), "modality"),
    "Gemini audio in": (
        gemini(_SOME | {"promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 10}]}),
        "modality",
    ),
    "Gemini pictures out": (
        gemini(_SOME | {"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 5}]}),
        "modality",
    ),
}

WRONG: dict[str, tuple[Body, str]] = {
    "a negative count": (chat({"prompt_tokens": -1, "completion_tokens": 1}), "response.usage.prompt_tokens"),
    "a boolean": (chat({"prompt_tokens": True, "completion_tokens": 1}), "response.usage.prompt_tokens"),
    "text": (converse({"inputTokens": "7", "outputTokens": 1}), "response.usage.inputTokens"),
    "half a token": (message({"input_tokens": 0.5, "output_tokens": 1}), "response.usage.input_tokens"),
    "a count that is missing": (chat({"prompt_tokens": 1}), "response.usage.completion_tokens"),
    "output that is missing": (message({"input_tokens": 1}), "response.usage.output_tokens"),
    "a prompt that is null": (gemini({"promptTokenCount": None}), "response.usageMetadata.promptTokenCount"),
    "more cached than there is": (
        chat({"prompt_tokens": 10, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 11}}),
        "response.usage.prompt_tokens",
    ),
    "more reasoning than output": (
        responses({"input_tokens": 1, "output_tokens": 1, "output_tokens_details": {"reasoning_tokens": 2}}),
        "response.usage.output_tokens",
    ),
    "more reasoning than completion, and no total that shows it beside": (
        chat({"prompt_tokens": 100, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 500}}),
        "response.usage.completion_tokens",
    ),
    "more reasoning than completion, and a total that shows it inside": (
        chat(_MISTRAL | {"completion_tokens_details": {"reasoning_tokens": 500}}),
        "response.usage.completion_tokens",
    ),
    "a total that is no count": (chat(_MISTRAL | {"total_tokens": "120"}), "response.usage.total_tokens"),
    "more kept for an hour than written": (
        message(_CLAUDE | {"cache_creation_input_tokens": 1, "cache_creation": {"ephemeral_1h_input_tokens": 2}}),
        "response.usage.cache_creation_input_tokens",
    ),
    "more kept for an hour than written, at Bedrock": (
        converse({"inputTokens": 1, "outputTokens": 1, "cacheDetails": [{"ttl": "1h", "inputTokens": 2}]}),
        "response.usage.cacheWriteInputTokens",
    ),
    "details that are no object": (chat(_FEW | {"prompt_tokens_details": [1]}), "response.usage.prompt_tokens_details"),
    "details that are no list": (
        gemini(_SOME | {"promptTokensDetails": "IMAGE"}),
        "response.usageMetadata.promptTokensDetails",
    ),
    "a tier that is no text": (chat(_FEW, service_tier=1), "response.service_tier"),
    "a model that is no text": (chat(_FEW, model=4), "response.model"),
    "a model with half a character": (chat(_FEW, model="\ud800"), "response.model"),
    "usage that is no object": ({"usage": 3}, "response.usage"),
    "no usage": ({"id": "1", "object": "chat.completion"}, "response"),
    "usage of nobody's": ({"usage": {"tokens": 3}}, "response"),
    "usage that two providers count differently": ({"usage": {"input_tokens": 1, "output_tokens": 1}}, "response"),
    "nothing": ({}, "response"),
}
