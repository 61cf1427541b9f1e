"""Every input of a decision that can be typed: where it belongs, what it is called, and how its value is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shorthand.values import COUNT, DAY, EPOCHS, NAME, SHARE, SPREAD, YES_NO, Kind, one_of


@dataclass(frozen=True)
class Input:
    """One input: its `path` in the request, what a form calls it and puts it under, and how its value is typed.

    One that is said several times is a list.
    """

    path: str
    section: str
    label: str
    kind: Kind
    many: bool = False


INPUTS: Mapping[str, Input] = {
    each.path: each
    for each in (
        Input("current.model", "Today", "Model that answers today", NAME),
        Input("candidate.model", "Fine-tuned", "Model to fine-tune", NAME),
        Input("workload.calls_per_day", "Today", "Calls a day", SPREAD),
        Input("workload.calls_per_month", "Today", "or calls a month", SPREAD),
        Input("workload.input_tokens", "Today", "Input tokens of a call", COUNT),
        Input("workload.output_tokens", "Today", "Output tokens of a call", COUNT),
        Input("dataset.examples", "Training", "Examples", COUNT),
        Input("task", "Today", "Task", one_of("classification", "generation")),
        Input("workload.cacheable_input_tokens", "Today", "Input tokens that are the same in every call", COUNT),
        Input("workload.cache_hit_rate", "Today", "Share of calls that find them in the cache", SHARE),
        Input("workload.batch", "Today", "Sent through the batch API", YES_NO),
        Input("workload.latency_tolerant", "Today", "Answers may take 24 hours", YES_NO),
        Input("current.provider", "Today", "Provider", NAME),
        Input("current.tier", "Today", "Tier", NAME),
        Input("current.region", "Today", "Region", NAME),
        Input("current.prompt_caching", "Today", "The prompt is cached today", YES_NO),
        Input("candidate.provider", "Fine-tuned", "Provider", NAME),
        Input("candidate.tier", "Fine-tuned", "Tier", NAME),
        Input("candidate.region", "Fine-tuned", "Region", NAME),
        Input("candidate.method", "Fine-tuned", "Method", one_of("sft", "dpo", "rft")),
        Input("candidate.tuning", "Fine-tuned", "Adapter or whole model", one_of("lora", "full")),
        Input("candidate.hosting.option", "Fine-tuned", "Hosting", NAME),
        Input("candidate.hosting.units", "Fine-tuned", "GPUs, instances or model units", COUNT),
        Input("candidate.hosting.hours_per_month", "Fine-tuned", "Hours a month in which it is up", COUNT),
        Input("candidate.hosting.usd_per_unit_hour", "Fine-tuned", "Your price of a unit, USD an hour", COUNT),
        Input("candidate.input_tokens", "Fine-tuned", "Input tokens of a call after", COUNT),
        Input("candidate.output_tokens", "Fine-tuned", "Output tokens of a call after", COUNT),
        Input("candidate.cacheable_input_tokens", "Fine-tuned", "Of these, the same in every call", COUNT),
        Input("dataset.tokens_per_example", "Training", "Tokens of an example", SPREAD),
        Input("dataset.epochs", "Training", "Epochs", EPOCHS),
        Input("dataset.validation_tokens", "Training", "Validation tokens", COUNT),
        Input("experiments.runs", "Training", "Training runs until one is good", SPREAD),
        Input("experiments.training_usd", "Training", "or their cost, USD", SPREAD),
        Input("experiments.hours_per_run", "Training", "Hours of a run", SPREAD),
        Input("engineering.hours", "People", "Hours of engineering", SPREAD),
        Input("engineering.usd_per_hour", "People", "USD an hour", SPREAD),
        Input("readiness.prompts_optimized", "What was tried", "The prompts were optimised", YES_NO),
        Input("readiness.cheaper_model_tried", "What was tried", "A cheaper model was tried", YES_NO),
        Input("readiness.models_tried", "What was tried", "Models that were tried", NAME, many=True),
        Input("readiness.quality_gap_measured", "What was tried", "The quality gap was measured", YES_NO),
        Input("readiness.current_quality", "What was tried", "Quality today", SHARE),
        Input("readiness.target_quality", "What was tried", "Quality that is needed", SHARE),
        Input(
            "organization.has_fine_tuned_before", "What was tried", "Your organisation has fine-tuned before", YES_NO
        ),
        Input(
            "organization.fine_tuned_inference_in_last_60_days",
            "What was tried",
            "and called a fine-tune in the last 60 days",
            YES_NO,
        ),
        Input("retraining.every_months", "Afterwards", "Retraining, every so many months", COUNT),
        Input("retraining.hours", "Afterwards", "Hours of each", SPREAD),
        Input("retraining.runs", "Afterwards", "Training runs of each", SPREAD),
        Input("quality_value_usd_per_month", "Afterwards", "What better quality is worth, USD a month", COUNT),
        Input("horizon_months", "Afterwards", "Months to compare over", COUNT),
        Input("as_of", "Afterwards", "Day to decide for", DAY),
        Input("rates_version", "Afterwards", "Version of the rate table", NAME),
    )
}

BEYOND_TEXT = ("deployments", "overrides")
"""Inputs that only a request over HTTP has: whole objects, which nobody types into a chat."""


def _last_names() -> dict[str, str]:
    """The paths by their last part, as far as that is one path's only."""
    last: dict[str, list[str]] = {}
    for path in INPUTS:
        last.setdefault(path.rpartition(".")[2], []).append(path)
    return {name: paths[0] for name, paths in last.items() if len(paths) == 1}


KEYS: Mapping[str, str] = {
    **{path: path for path in INPUTS},
    **_last_names(),
    "from": "current.model",
    "current": "current.model",
    "to": "candidate.model",
    "candidate": "candidate.model",
    "provider": "candidate.provider",
    "tier": "candidate.tier",
    "region": "candidate.region",
    "tried": "readiness.models_tried",
    "input_tokens": "workload.input_tokens",
    "output_tokens": "workload.output_tokens",
    "cacheable_input_tokens": "workload.cacheable_input_tokens",
    "hours": "engineering.hours",
    "runs": "experiments.runs",
    "quality": "readiness.current_quality",
    "target": "readiness.target_quality",
    "horizon": "horizon_months",
}
"""What may stand before `=`: a whole path, its last part where that is plain, and a few shorter names."""


def by_section() -> Iterator[tuple[str, list[Input]]]:
    """The inputs as a form shows them: under their sections, each in the order of its first input."""
    for section in dict.fromkeys(each.section for each in INPUTS.values()):
        yield section, [each for each in INPUTS.values() if each.section == section]
