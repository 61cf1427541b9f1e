"""The nine rules as a decision of GoRules ZEN, evaluated with its trace: the facts in, an outcome of each rule out.

In two layouts, since how a decision is drawn matters to ZEN: all rules in one expression node, and a node for each
rule, as a person would draw them. It is given less to do than our rules do: no sentences and no flip points. The facts
are handed over as its fastest input, a dictionary that is there already; days are numbers, so it reads no dates.

`python -m bench.peers.zen_rules FACTS` serves both as contenders; with `--outcomes` it prints what they find.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import zen

from bench.elsewhere import serve
from bench.rounds import timed

_ANSWERED = '({0} == null ? "unknown" : ({0} == true ? "pass" : "fail"))'
_BEFORE = "(before == true or (before == null and recent == true))"
_OPEN = (
    f'(open_to == "organizations_that_have_fine_tuned" ? {_BEFORE}'
    f' : (open_to == "organizations_with_recent_fine_tuned_inference" ? (recent != false and {_BEFORE})'
    ' : open_to == "everyone"))'
)
_MINIMUM = '(task == "classification" ? policy.minimum_classification : policy.minimum_generation)'
_TUNED = "(calls * fine_tuned + fixed - quality_value)"
_SAVING = f"(calls * current - {_TUNED})"
_WINS = f"(#.monthly - {_TUNED} > 0 and (#.monthly - {_TUNED}) * horizon + #.upfront - one_time >= 0)"

RULES = {
    "training-available": (
        '((open_to == "nobody" and (offered == false or closes_on == null)) or offered == false'
        " or (closes_on != null and as_of >= closes_on)"
        ' or (open_to == "organizations_with_recent_fine_tuned_inference" and recent == false)) ? "fail"'
        f' : ({_OPEN} ? "pass" : (before == null ? "unknown" : "fail"))'
    ),
    "prompting-first": _ANSWERED.format("prompts_optimized"),
    "cheaper-model-first": (
        '(cheaper_tried == true or untried == 0) ? "pass"'
        ' : ((cheaper_tried == null and models_tried == null) ? "unknown" : "fail")'
    ),
    "quality-gap-measured": (
        '(gap_measured == null and current_quality != null and target_quality != null) ? "pass" : '
        + _ANSWERED.format("gap_measured")
    ),
    "enough-examples": (
        f'examples == null ? "unknown" : (examples >= max([{_MINIMUM}, minimum_examples]) ? "pass" : "fail")'
    ),
    "beats-alternatives": (
        f'priced == false ? "unknown" : (all(alternatives, {_WINS}) ? "pass"'
        f' : (some(alternatives, not({_WINS}) and #.assumed == false) ? "fail" : "unknown"))'
    ),
    "saves-per-call": (
        'priced == false ? "unknown" : (calls * (current - fine_tuned) + quality_value > 0 ? "pass" : "fail")'
    ),
    "payback-within-limit": (
        f'priced == false ? "unknown" : (({_SAVING} > 0 and {_SAVING} * policy.limit_months - one_time >= 0)'
        ' ? "pass" : "fail")'
    ),
    "outlives-payback": (
        'priced == false ? "unknown" : (kept_up == false ? "fail" : (retires_on == null ? "pass"'
        f" : ((retires_on > as_of and {_SAVING} > 0 and {_SAVING} * (retires_on - as_of)"
        ' - one_time * policy.days_per_month >= 0) ? "pass" : "fail")))'
    ),
}


def _expressions(id: str, rules: dict[str, str]) -> dict[str, Any]:
    each = [{"id": f"{id}-{key}", "key": key, "value": value} for key, value in rules.items()]
    return {"id": id, "type": "expressionNode", "name": id, "content": {"expressions": each}}


def _graph(nodes: Sequence[dict[str, Any]]) -> str:
    """A decision in which every node sees the request, and what all of them find is the result."""
    ends = [
        {"id": "request", "type": "inputNode", "name": "request", "content": {}},
        {"id": "result", "type": "outputNode", "name": "result", "content": {}},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for node in nodes
        for a, b in (("request", node["id"]), (node["id"], "result"))
    ]
    return json.dumps({"nodes": [*ends, *nodes], "edges": edges})


LAYOUTS = {
    "ZEN, one node": _graph([_expressions("rules", {id.replace("-", "_"): rule for id, rule in RULES.items()})]),
    "ZEN, a node for each rule": _graph(
        [_expressions(id.replace("-", "_"), {id.replace("-", "_"): rule}) for id, rule in RULES.items()]
    ),
}


def outcomes(decision: zen.ZenDecision, facts: dict[str, Any]) -> dict[str, str]:
    """What a layout finds, by the id of the rule, once it is sure that a trace was made."""
    answer = decision.evaluate(facts, {"trace": True})
    if not answer["trace"]:
        raise RuntimeError("there is no trace")
    return {id: answer["result"][id.replace("-", "_")] for id in RULES}


def _evaluate_all(evaluate: Callable[..., Any], cases: Sequence[dict[str, Any]], options: dict[str, Any]) -> None:
    for facts in cases:
        evaluate(facts, options)


def main() -> None:
    """Serve, or print outcomes."""
    cases = json.loads(Path(sys.argv[1]).read_text())
    engine = zen.ZenEngine()
    decisions = {name: engine.create_decision(content) for name, content in LAYOUTS.items()}
    if "--outcomes" in sys.argv:
        print(json.dumps({name: [outcomes(each, facts) for facts in cases] for name, each in decisions.items()}))
        return
    works = {name: partial(_evaluate_all, each.evaluate, cases, {"trace": True}) for name, each in decisions.items()}
    serve({name: timed(work, units=len(cases)) for name, work in works.items()})


if __name__ == "__main__":
    main()
