"""Bodies of the decisions in events/: the scenarios of the article that the rules come from, and cases around them.

`{**A, "dataset": …}` reads: A, but for the dataset.
"""

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

# Five mistakes: a negative number, text for a number, an unknown task, an unknown field, and a field that is missing.
INVALID: Body = {
    "task": "poetry",
    "workload": {"calls_per_day": -1, "input_tokens": "many", "output_tokens": 0},
    "candidate": {"provider": "openai", "model": "gpt-4o-mini"},
    "colour": "blue",
}
