"""Requests as they are sent, changed field by field, and the parts of an answer that tests look at."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from decisions.answer import DecisionAnswer, FlipAnswer, RuleAnswer
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from rules.outcomes import Outcome

type Body = dict[str, Any]
type Ask = Callable[[Body], DecisionAnswer]


def asking(rates: TableInUse, today: date) -> Ask:
    """What answers a request body by these rates on that day."""
    return lambda body: decide(DecisionRequest.model_validate(body), rates, today)


def with_fields(body: Body, fields: Mapping[str, object]) -> Body:
    """`body` with each dotted path of `fields` set; `...` takes the field out."""
    changed = deepcopy(body)
    for path, value in fields.items():
        *parents, name = path.split(".")
        place = changed
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is ...:
            place.pop(name, None)
        else:
            place[name] = deepcopy(value)
    return changed


def request(fields: Mapping[str, object] | None = None) -> Body:
    """A request in which every rule passes, but for what `fields` change of it."""
    body: Body = {
        "task": "classification",
        "workload": {
            "calls_per_month": 3_000_000,
            "input_tokens": 1000,
            "output_tokens": 100,
            "cacheable_input_tokens": 0,
        },
        "current": {"model": "gpt-4o"},
        "candidate": {"model": "gpt-4o-mini"},
        "dataset": {"examples": 1000, "tokens_per_example": 500, "epochs": 3},
        "experiments": {"runs": 4},
        "engineering": {"hours": 35, "usd_per_hour": "100"},
        "readiness": {"prompts_optimized": True, "cheaper_model_tried": True, "quality_gap_measured": True},
        "organization": {"has_fine_tuned_before": True, "fine_tuned_inference_in_last_60_days": True},
        "quality_value_usd_per_month": "0",
        "horizon_months": 12,
        "as_of": "2026-11-22",
    }
    return with_fields(body, fields or {})


def rule(answer: DecisionAnswer, id: str) -> RuleAnswer:
    """The rule of that id."""
    return next(each for each in answer.rules if each.id == id)


def outcome(answer: DecisionAnswer, id: str) -> Outcome:
    """What the rule of that id came to."""
    return rule(answer, id).outcome


def flip(answer: DecisionAnswer, id: str, input: str) -> FlipAnswer:
    """What would flip the rule of that id by that input."""
    return next(each for each in rule(answer, id).flips_when if each.input == input)


def not_passing(answer: DecisionAnswer) -> list[RuleAnswer]:
    """The rules that do not pass."""
    return [each for each in answer.rules if each.outcome is not Outcome.PASS]
