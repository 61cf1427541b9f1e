"""Bodies of the requests of spend in events/: a week of a project that moved from a large model to a fine-tune."""

from typing import Any

Body = dict[str, Any]

PROJECT, FINE_TUNE = "support", "ft:gpt-4o-mini-2024-07-18:acme::support"


def _used(id: str, model: str, at: str, **tokens: int) -> Body:
    return {"id": id, "project": PROJECT, "model": model, "provider": "openai", "at": at, "usage": tokens}


USAGE: Body = {
    "records": [
        _used(
            "call-0001",
            "gpt-4o",
            "2026-11-20T09:12:41Z",
            input_tokens=2006,
            cached_input_tokens=1920,
            output_tokens=300,
        ),
        _used("call-0002", FINE_TUNE, "2026-11-20T09:12:43Z", input_tokens=700, output_tokens=300),
        _used("call-0003", "gpt-6-preview", "2026-11-20T09:12:44Z", input_tokens=700, output_tokens=300),
        {
            "id": "ftjob-abc123",
            "project": PROJECT,
            "at": "2026-11-19",
            "training": {"usd": "4.50", "provider": "openai", "model": "gpt-4o-mini-2024-07-18"},
        },
    ]
}

# One of the records is wrong: it is told, and the other counts.
USAGE_REJECTED: Body = {
    "records": [
        _used("call-0004", "gpt-4o", "2026-11-20T09:13:00Z", input_tokens=100, output_tokens=10),
        _used("call-0005", "gpt-4o", "yesterday", input_tokens=100, cached_input_tokens=150, output_tokens=10),
    ]
}

USAGE_INVALID: Body = {"records": [{"id": "call-0006", "model": "gpt-4o"}]}

# As OpenAI's API answered, with nothing around it.
USAGE_RESPONSE: Body = {
    "id": "chatcmpl-9nYKzW",
    "object": "chat.completion",
    "created": 1795166000,
    "model": "gpt-4o-2024-08-06",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello!"}, "finish_reason": "stop"}],
    "usage": {
        "prompt_tokens": 2006,
        "completion_tokens": 300,
        "total_tokens": 2306,
        "prompt_tokens_details": {"cached_tokens": 1920},
    },
}

# As OTLP writes a span in JSON.
USAGE_SPAN: Body = {
    "traceId": "5b8efff798038103d269b633813fc60c",
    "spanId": "eee19b7ec3c1b174",
    "name": "chat gpt-4o",
    "startTimeUnixNano": "1795166000000000000",
    "endTimeUnixNano": "1795166001000000000",
    "attributes": [
        {"key": "service.name", "value": {"stringValue": PROJECT}},
        {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
        {"key": "gen_ai.provider.name", "value": {"stringValue": "openai"}},
        {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o"}},
        {"key": "gen_ai.response.id", "value": {"stringValue": "chatcmpl-AAAA"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1200"}},
        {"key": "gen_ai.usage.cache_read.input_tokens", "value": {"intValue": "1024"}},
        {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "40"}},
    ],
}

# As LiteLLM's generic API logger posts a batch, of which this is the part that is read.
USAGE_LITELLM: list[Body] = [
    {
        "id": "chatcmpl-5d4c8f",
        "call_type": "acompletion",
        "status": "success",
        "custom_llm_provider": "openai",
        "model": "gpt-4o-mini",
        "startTime": 1795166000.25,
        "endTime": 1795166001.5,
        "prompt_tokens": 1200,
        "completion_tokens": 40,
        "total_tokens": 1240,
        "cache_hit": None,
        "metadata": {
            "user_api_key_team_alias": PROJECT,
            "usage_object": {
                "prompt_tokens": 1200,
                "completion_tokens": 40,
                "total_tokens": 1240,
                "prompt_tokens_details": {"cached_tokens": 1024},
            },
        },
    }
]

REPRICE: Body = {"month": "2026-11", "deployments": {"gpt-6-preview": "gpt-4o"}}

BUDGET: Body = {"monthly_usd": "200", "thresholds": ["0.5", "0.8", "1.0"], "training_monthly_usd": "50"}
BUDGET_INVALID: Body = {"monthly_usd": "200", "thresholds": [80]}

FINE_TUNE_IN_USE: Body = {
    "model": FINE_TUNE,
    "project": PROJECT,
    "baseline": {"model": "gpt-4o", "input_tokens": 2500},
    "in_use_from": "2026-11-01",
    "promised": {"saving_usd_per_month": "660", "one_time_usd": "3530.5", "payback_months": "5.35"},
}

QUEUED: Body = {
    "entries": [
        {
            "id": "call-0007",
            "project": PROJECT,
            "day": "2026-11-21",
            "category": "base",
            "model": "gpt-4o-2024-08-06",
            "provider": "openai",
            "base_model": "gpt-4o-2024-08-06",
            "input_tokens": 1000,
            "output_tokens": 100,
            "cost_usd": "0.0035",
            "confirmed": True,
            "rates_version": "2026-11-25-4bef5402",
            "fingerprint": "6f1ed002ab5595859014ebf0951522d9",
        }
    ]
}
# Nothing that this product put in its queue.
QUEUED_ELSEWHERE: Body = {"record": "call-0008"}
