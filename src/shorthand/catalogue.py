"""Every input of a decision that can be typed: where it belongs, what it is called, and how its value is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from shorthand.values import COUNT, DAY, EPOCHS, NAME, SHARE, SPREAD, YES_NO, Kind, one_of


@dataclass(frozen=True)
class Input:
    """One input: its `path` in the request, its `kind`, and whether it may be said several times, for a list."""

    path: str
    kind: Kind
    many: bool = False


INPUTS: Mapping[str, Input] = {
    each.path: each
    for each in (
        Input("current.model", NAME),
        Input("candidate.model", NAME),
        Input("workload.calls_per_day", SPREAD),
        Input("workload.calls_per_month", SPREAD),
        Input("workload.input_tokens", COUNT),
        Input("workload.output_tokens", COUNT),
        Input("dataset.examples", COUNT),
        Input("task", one_of("classification", "generation")),
        Input("workload.cacheable_input_tokens", COUNT),
        Input("workload.cache_hit_rate", SHARE),
        Input("workload.batch", YES_NO),
        Input("workload.latency_tolerant", YES_NO),
        Input("current.provider", NAME),
        Input("current.tier", NAME),
        Input("current.region", NAME),
        Input("current.prompt_caching", YES_NO),
        Input("candidate.provider", NAME),
        Input("candidate.tier", NAME),
        Input("candidate.region", NAME),
        Input("candidate.method", one_of("sft", "dpo", "rft")),
        Input("candidate.tuning", one_of("lora", "full")),
        Input("candidate.hosting.option", NAME),
        Input("candidate.hosting.units", COUNT),
        Input("candidate.hosting.hours_per_month", COUNT),
        Input("candidate.hosting.usd_per_unit_hour", COUNT),
        Input("candidate.input_tokens", COUNT),
        Input("candidate.output_tokens", COUNT),
        Input("candidate.cacheable_input_tokens", COUNT),
        Input("dataset.tokens_per_example", SPREAD),
        Input("dataset.epochs", EPOCHS),
        Input("dataset.validation_tokens", COUNT),
        Input("experiments.runs", SPREAD),
        Input("experiments.training_usd", SPREAD),
        Input("experiments.hours_per_run", SPREAD),
        Input("engineering.hours", SPREAD),
        Input("engineering.usd_per_hour", SPREAD),
        Input("readiness.prompts_optimized", YES_NO),
        Input("readiness.cheaper_model_tried", YES_NO),
        Input("readiness.models_tried", NAME, many=True),
        Input("readiness.quality_gap_measured", YES_NO),
        Input("readiness.current_quality", SHARE),
        Input("readiness.target_quality", SHARE),
        Input("organization.has_fine_tuned_before", YES_NO),
        Input("organization.fine_tuned_inference_in_last_60_days", YES_NO),
        Input("retraining.every_months", COUNT),
        Input("retraining.hours", SPREAD),
        Input("retraining.runs", SPREAD),
        Input("quality_value_usd_per_month", COUNT),
        Input("horizon_months", COUNT),
        Input("as_of", DAY),
        Input("rates_version", NAME),
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
