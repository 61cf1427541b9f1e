"""The words that people type: what a number counts, and what is said without one."""

from collections.abc import Mapping

_SPELLINGS = {
    "call": "call calls request requests req reqs query queries",
    "day": "day days daily",
    "month": "month months monthly mo",
    "in": "in input inputs prompt",
    "out": "out output outputs completion",
    "token": "token tokens tok toks",
    "example": "example examples sample samples row rows",
    "training": "training train",
    "epoch": "epoch epochs",
    "run": "run runs experiment experiments",
    "hour": "hour hours hr hrs h",
    "engineering": "engineering engineer",
    "cached": "cached cacheable cache",
    "hit": "hit hits",
    "after": "after tuned",
    "validation": "validation",
    "quality": "quality accuracy",
    "target": "target needed",
    "usd": "usd dollar dollars",
    "horizon": "horizon",
    "retraining": "retrain retraining",
}
UNITS: Mapping[str, str] = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
"""A unit's word in any of its spellings: the unit."""

_FILLERS = """
a an the of per each every and with for from please we our have is at using use should fine-tune finetune replace by it
worth
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that change nothing."""

_COUNTED = {
    "workload.calls_per_day": "call day|day",
    "workload.calls_per_month": "call month|month",
    "workload.input_tokens": "in|in token|in call|in token call",
    "workload.output_tokens": "out|out token|out call|out token call",
    "workload.cacheable_input_tokens": "cached|cached token|cached in|cached in token",
    "candidate.input_tokens": "in after|in token after",
    "candidate.output_tokens": "out after|out token after",
    "dataset.examples": "example|training example",
    "dataset.tokens_per_example": "token example|token training example",
    "dataset.epochs": "epoch|training epoch",
    "dataset.validation_tokens": "validation token|validation",
    "experiments.runs": "run|training run",
    "experiments.hours_per_run": "hour run|hour training run",
    "engineering.hours": "hour|hour engineering",
    "horizon_months": "horizon|month horizon",
    "retraining.every_months": "retraining month",
}
_PRICED = {
    "engineering.usd_per_hour": "hour|usd hour|hour engineering|usd hour engineering",
    "experiments.training_usd": "training|usd training|training run|usd training run",
    "quality_value_usd_per_month": "month|usd month|quality month|usd quality month",
}
_SHARED = {
    "workload.cache_hit_rate": "cached hit|hit",
    "readiness.current_quality": "quality",
    "readiness.target_quality": "target|target quality|quality target",
}


def _by_words(table: Mapping[str, str]) -> dict[frozenset[str], str]:
    return {frozenset(words.split()): path for path, ways in table.items() for words in ways.split("|")}


COUNTED = _by_words(_COUNTED)
"""What a plain number counts, by the units around it, in whatever order."""
PRICED = _by_words(_PRICED)
"""What a number of dollars is the price of."""
SHARED = _by_words(_SHARED)
"""What a percentage is a share of."""

FLAGS: Mapping[tuple[str, ...], tuple[str, bool | str]] = {
    ("classification",): ("task", "classification"),
    ("classify",): ("task", "classification"),
    ("generation",): ("task", "generation"),
    ("generate",): ("task", "generation"),
    ("batch",): ("workload.batch", True),
    ("latency", "tolerant"): ("workload.latency_tolerant", True),
    ("prompt", "caching"): ("current.prompt_caching", True),
    ("sft",): ("candidate.method", "sft"),
    ("dpo",): ("candidate.method", "dpo"),
    ("rft",): ("candidate.method", "rft"),
    ("lora",): ("candidate.tuning", "lora"),
    ("full",): ("candidate.tuning", "full"),
    ("prompts", "optimized"): ("readiness.prompts_optimized", True),
    ("prompts", "optimised"): ("readiness.prompts_optimized", True),
    ("cheaper", "tried"): ("readiness.cheaper_model_tried", True),
    ("gap", "measured"): ("readiness.quality_gap_measured", True),
    ("tuned", "before"): ("organization.has_fine_tuned_before", True),
    ("fine-tuned", "before"): ("organization.has_fine_tuned_before", True),
}
"""What is said in a word or two; `no` before it says the opposite of a yes."""

WORDS = tuple(sorted({*UNITS, *(word for phrase in FLAGS for word in phrase)}))
"""Every word with a meaning, among which the nearest to an unknown one is looked for."""
