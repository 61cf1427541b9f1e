"""Bodies of the requests in events/: the scenarios of the article that the rules come from, and cases around them.

`{**A, "dataset": …}` reads: A, but for the dataset.
"""

import json
from typing import Any

Body = dict[str, Any]

_READY = {"prompts_optimized": True, "cheaper_model_tried": True, "quality_gap_measured": True}
_DATASET = {"examples": 1000, "tokens_per_example": 500, "epochs": 3}

MINIMAL: Body = {
    "task": "classification",
    "workload": {"calls_per_day": 50000, "input_tokens": 200, "output_tokens": 0},
    "current": {"model": "gpt-4o"},
    "candidate": {"provider": "openai", "model": "gpt-4o-mini"},
}

# A large model replaced by a small one that was fine-tuned.
SCENARIO_1: Body = {
    "task": "classification",
    "workload": {
        "calls_per_day": 50000,
        "input_tokens": 200,
        "output_tokens": 0,
        "cacheable_input_tokens": 0,
        "batch": False,
    },
    "current": {"model": "gpt-4o"},
    "candidate": {
        "provider": "openai",
        "model": "gpt-4o-mini",
        "method": "sft",
        "input_tokens": 200,
        "output_tokens": 0,
    },
    "dataset": _DATASET,
    "experiments": {"training_usd": ["4.50", "8", "6", "12"]},
    "engineering": {"hours": {"low": 20, "expected": 35, "high": 50}, "usd_per_hour": "100"},
    "readiness": _READY,
    "organization": {"has_fine_tuned_before": True},
    "as_of": "2026-06-30",
}

# A long system prompt that fine-tuning would make needless.
SCENARIO_2: Body = {
    **SCENARIO_1,
    "task": "generation",
    "workload": {**SCENARIO_1["workload"], "calls_per_day": 20000, "input_tokens": 2500},
    "current": {"model": "gpt-4o-mini"},
    "candidate": {**SCENARIO_1["candidate"], "input_tokens": 700},
}

# The same, with the system prompt cached today.
SCENARIO_2_CACHED: Body = {
    **SCENARIO_2,
    "workload": {**SCENARIO_2["workload"], "cacheable_input_tokens": 2000},
}

# Prompting works: three points of accuracy at twice the price.
SCENARIO_3: Body = {
    **SCENARIO_1,
    "workload": {**SCENARIO_1["workload"], "calls_per_day": 20000, "input_tokens": 400},
    "current": {"model": "gpt-4o-mini"},
    "candidate": {**SCENARIO_1["candidate"], "input_tokens": 400},
    "readiness": {**_READY, "current_quality": 0.92, "target_quality": 0.95},
}

# Too few examples.
SCENARIO_4: Body = {**SCENARIO_1, "dataset": {**_DATASET, "examples": 50}}

# Beats the plain prompt and loses to the cached one.
PROMPT_CACHING: Body = {
    **SCENARIO_1,
    "task": "generation",
    "workload": {
        **SCENARIO_1["workload"],
        "calls_per_day": 20000,
        "input_tokens": 3000,
        "output_tokens": 300,
        "cacheable_input_tokens": 2816,
    },
    "current": {"model": "gpt-4o-mini"},
    "candidate": {**SCENARIO_1["candidate"], "input_tokens": 500, "output_tokens": 300},
}

# OpenAI takes no new fine-tuning customers.
NOT_AVAILABLE: Body = {
    **SCENARIO_1,
    "organization": {"has_fine_tuned_before": False},
    "as_of": "2026-11-22",
}

# Pays back within the limit of three months, but OpenAI stops its fine-tunes sooner.
OPENAI_2026_11_22: Body = {
    **SCENARIO_1,
    "workload": {**SCENARIO_1["workload"], "calls_per_day": 100000},
    "engineering": {"hours": 35, "usd_per_hour": "100"},
    "as_of": "2026-11-22",
}

# Hosting by the hour: how many calls a month it needs by itself, against the plain prompt and against the cached one.
AZURE_HOSTING: Body = {
    **PROMPT_CACHING,
    "current": {"provider": "azure", "model": "gpt-4o-mini"},
    "candidate": {**PROMPT_CACHING["candidate"], "provider": "azure"},
    "as_of": "2026-11-22",
}

# Two model units that are paid for by the hour, used or not.
BEDROCK_PROVISIONED: Body = {
    **AZURE_HOSTING,
    "current": {"provider": "bedrock", "model": "amazon.nova-2-lite-v1:0"},
    "candidate": {
        "provider": "bedrock",
        "model": "amazon.nova-2-lite-v1:0",
        "hosting": {"option": "provisioned", "units": 2},
    },
}

# A recipe on rented GPUs.
SELF_HOSTED: Body = {
    **AZURE_HOSTING,
    "current": {"model": "gpt-4o"},
    "candidate": {"provider": "self_hosted", "model": "lora-8b", "input_tokens": 500, "output_tokens": 300},
}

# What the fine-tuned model costs to call is known to nobody.
UNPRICED: Body = {**SELF_HOSTED, "candidate": {"provider": "tinker", "model": "Qwen3-8B"}}

# Five mistakes: a negative number, text for a number, an unknown task, an unknown field, and a field that is missing.
INVALID: Body = {
    "task": "poetry",
    "workload": {"calls_per_day": -1, "input_tokens": "many", "output_tokens": 0},
    "candidate": {"provider": "openai", "model": "gpt-4o-mini"},
    "colour": "blue",
}

# What the article's training file costs in one run: 4.50 USD.
TRAINING: Body = {
    "provider": "openai",
    "model": "gpt-4o-mini",
    "method": "sft",
    "dataset": _DATASET,
    "validation": {"tokens": 50000},
    "runs": {"low": 3, "expected": 4, "high": 5},
    "as_of": "2026-06-30",
}

# Hours of reinforcement that reach Azure's cap for a job.
TRAINING_BY_HOUR: Body = {
    "provider": "azure",
    "model": "o4-mini",
    "method": "rft",
    "hours": 60,
    "as_of": "2026-11-22",
}

# Together bills padding and validation, and a job that was cancelled for the steps done.
TRAINING_CANCELLED: Body = {
    "provider": "together",
    "model": "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
    "method": "sft",
    "tuning": "lora",
    "packing": False,
    "steps": 1000,
    "batch_size": 8,
    "sequence_length": 8192,
    "validation": {"tokens": 1000000, "evaluations": 5},
    "job": {"status": "cancelled", "steps_done": 500},
    "as_of": "2026-11-22",
}

# Nine GPUs are two instances of eight.
TRAINING_ON_GPUS: Body = {
    "provider": "self_hosted",
    "gpus": {"count": 9, "instance": "aws.p5.48xlarge", "hours": {"low": 2, "high": 4}},
    "as_of": "2026-11-22",
}

# Says the amount in two ways.
TRAINING_INVALID: Body = {**TRAINING, "hours": 2}

# A fine-tune's call, most of its prompt from the cache: 0.0375 USD.
USAGE_PRICE: Body = {
    "model": "ft:gpt-4o-2024-08-06:acme:support:9AbCdEf1",
    "usage": {"input_tokens": 10000, "cached_input_tokens": 8000, "output_tokens": 1000},
    "at": "2026-10-01",
}

# The provider's own answer, as it came.
USAGE_PRICE_RESPONSE: Body = {
    "response": {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "gpt-4o-2024-08-06",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": 2006,
            "completion_tokens": 300,
            "total_tokens": 2306,
            "prompt_tokens_details": {"cached_tokens": 1920},
        },
        "service_tier": "default",
    },
    "at": "2026-11-22T10:00:00Z",
}

# An Azure deployment's name says nothing of the model.
USAGE_PRICE_UNPRICED: Body = {
    "model": "prod-chat",
    "provider": "azure",
    "usage": {"input_tokens": 1000, "output_tokens": 1000},
    "at": "2026-11-22",
}

# Until it is mapped, here to a fine-tune in a region, at a negotiated price.
USAGE_PRICE_NEGOTIATED: Body = {
    **USAGE_PRICE_UNPRICED,
    "deployments": {"prod-chat": {"model": "gpt-4o-mini-2024-07-18.ft-0e208cf3", "tier": "regional"}},
    "overrides": {"azure/prod-*": {"input": "0.12", "output": "0.48"}},
}

# More cached than there is input, and a field that is not known.
USAGE_PRICE_INVALID: Body = {
    "model": "gpt-4o",
    "usage": {"input_tokens": 100, "cached_input_tokens": 150, "output_tokens": 10},
    "colour": "blue",
}

_SLACK_USER = {"id": "U2147483697", "username": "ada", "name": "ada", "team_id": "T0001"}


def _slack_click(action_id: str, value: str) -> dict[str, Any]:
    """A click on a button under a decision."""
    return {
        "type": "block_actions",
        "user": _SLACK_USER,
        "api_app_id": "A123456",
        "token": "gIkuvaNzQIHg97ATvDxqgjtO",
        "container": {"type": "message", "message_ts": "1795341600.000100", "channel_id": "C1", "is_ephemeral": True},
        "trigger_id": "13345224610.738474920.8088930838d88f008e0",
        "team": {"id": "T0001", "domain": "example"},
        "channel": {"id": "C2147483705", "name": "costs"},
        "response_url": "https://hooks.slack.com/actions/1234/5678",
        "actions": [
            {
                "action_id": action_id,
                "block_id": "/finetune",
                "type": "button",
                "text": {"type": "plain_text", "text": "Share in the channel"},
                "value": value,
                "action_ts": "1795341600.000200",
            }
        ],
    }


SLACK_COMMAND = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification, 2026-06-30"
SLACK_SHARE = _slack_click("share", SLACK_COMMAND)
SLACK_EDIT = _slack_click("edit", SLACK_COMMAND)
SLACK_SUBMISSION = {
    "type": "view_submission",
    "user": _SLACK_USER,
    "api_app_id": "A123456",
    "token": "gIkuvaNzQIHg97ATvDxqgjtO",
    "trigger_id": "13345224611.738474920.8088930838d88f008e0",
    "team": {"id": "T0001", "domain": "example"},
    "view": {
        "id": "V123456",
        "type": "modal",
        "callback_id": "edit-decision",
        "private_metadata": json.dumps(
            {"response_url": "https://hooks.slack.com/actions/1234/5678", "command": "/finetune"}
        ),
        "state": {
            "values": {
                "current.model": {"value": {"type": "plain_text_input", "value": "gpt-4o"}},
                "candidate.model": {"value": {"type": "plain_text_input", "value": "gpt-4o-mini"}},
                "workload.calls_per_day": {"value": {"type": "plain_text_input", "value": "many"}},
                "workload.input_tokens": {"value": {"type": "plain_text_input", "value": "200"}},
                "task": {"value": {"type": "static_select", "selected_option": {"value": "classification"}}},
            }
        },
    },
    "response_urls": [],
}
SLACK_FOLLOW_UP = {
    "response_url": "https://hooks.slack.com/commands/1234/5678",
    "text": SLACK_COMMAND,
    "command": "/finetune",
}
SLACK_FOLLOW_UP_ELSEWHERE = SLACK_FOLLOW_UP | {"response_url": "https://hooks.slack.com.example.org/1234"}
