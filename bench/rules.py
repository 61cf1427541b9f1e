"""Nine rules with what they saw and their flip points, beside GoRules ZEN with its trace on the same rules and facts.

The facts are those of every case in `tests/golden`: whole requests, priced by the authored rates. Before anything is
timed, each rule must have the same outcome in both. ZEN's trace is figures and no sentences, and so is what our rules
find before somebody reads it: that is what the goal is about. What every sentence costs besides has a row of its own.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.elsewhere import ROOT, contenders_of, environment
from bench.results import print_table, reached, write
from bench.rounds import measured, timed
from costs.quantities import EXACT
from decisions.alternatives import alternatives
from decisions.costing import cost
from decisions.facts import facts_of
from decisions.gather import gather
from decisions.request import DecisionRequest
from ratebook.sources import read_snapshot
from rules.catalogue import CATALOGUE
from rules.engine import judge_all
from rules.facts import Economics, Facts
from rules.thresholds import Thresholds

PEERS = ROOT / ".peers" / "bin" / "python"
ZEN = "bench.peers.zen_rules"
DAY = date(2026, 11, 22)

type Case = tuple[Facts, Thresholds]


def cases() -> list[Case]:
    """What the rules look at in each golden case."""
    table, found = read_snapshot().table, []
    for path in sorted((ROOT / "tests" / "golden").glob("*/request.json")):
        request = DecisionRequest.model_validate(json.loads(path.read_text(), parse_float=Decimal))
        with localcontext(EXACT):
            gathered = gather(request, table, DAY)
            costs = cost(gathered)
            found.append((facts_of(gathered, costs, alternatives(gathered, costs)), gathered.thresholds))
    return found


def as_zen(facts: Facts, policy: Thresholds) -> dict[str, Any]:
    """The same facts for ZEN: flat, days and money as numbers."""
    offer = facts.offer
    return {
        "as_of": facts.as_of.toordinal(),
        "task": facts.task,
        "offered": offer.offered,
        "open_to": offer.open_to,
        "closes_on": offer.closes_on.toordinal() if offer.closes_on else None,
        "retires_on": offer.fine_tunes_retire_on.toordinal() if offer.fine_tunes_retire_on else None,
        "minimum_examples": offer.minimum_examples or 0,
        "kept_up": offer.kept_up,
        "before": facts.has_fine_tuned_before,
        "recent": facts.recent_fine_tuned_inference,
        "prompts_optimized": facts.prompts_optimized,
        "cheaper_tried": facts.cheaper_model_tried,
        "untried": len(facts.cheaper_models_untried),
        "models_tried": None if facts.models_tried is None else len(facts.models_tried),
        "gap_measured": facts.quality_gap_measured,
        "current_quality": _number(facts.current_quality),
        "target_quality": _number(facts.target_quality),
        "examples": facts.examples,
        "policy": {
            "limit_months": _number(policy.payback_limit_months),
            "minimum_classification": _number(policy.minimum_examples("classification")),
            "minimum_generation": _number(policy.minimum_examples("generation")),
            "days_per_month": _number(policy.days_per_month),
        },
    } | _money(facts.economics)


def _money(economics: Economics | None) -> dict[str, Any]:
    if economics is None:
        return {"priced": False, "alternatives": []}
    return {
        "priced": True,
        "calls": float(economics.calls_per_month),
        "current": float(economics.current_usd_per_call),
        "fine_tuned": float(economics.fine_tuned_usd_per_call),
        "fixed": float(economics.fixed_usd_per_month),
        "quality_value": float(economics.quality_value_usd_per_month),
        "one_time": float(economics.one_time_usd),
        "horizon": economics.horizon_months,
        "alternatives": [
            {"monthly": float(each.monthly_usd), "upfront": float(each.upfront_usd), "assumed": each.assumed}
            for each in economics.alternatives
        ],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def outcomes(case: Case) -> dict[str, str]:
    """What our rules find, by id."""
    with localcontext(EXACT):
        return {each.rule.id: each.judgement.outcome.value for each in judge_all(*case)}


def zen_outcomes(file: Path) -> dict[str, list[dict[str, str]]]:
    """What each layout of ZEN finds in each case."""
    command = [str(PEERS), "-m", ZEN, str(file), "--outcomes"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())  # noqa: S603
    found: dict[str, list[dict[str, str]]] = json.loads(ran.stdout)
    return found


def _judge_all(every: Sequence[Case]) -> None:
    with localcontext(EXACT):  # as a decision does
        for case in every:
            judge_all(*case)


def _judge_and_write_all(every: Sequence[Case]) -> None:
    with localcontext(EXACT):
        for case in every:
            for each in judge_all(*case):
                judgement = each.judgement
                _ = judgement.observed, judgement.required, judgement.ask, [flip.text for flip in judgement.flips]


def main() -> int:
    """Print the table. Returns the exit code: 1 where an outcome differs or the goal is missed."""
    every = cases()
    with TemporaryDirectory() as folder:
        file = Path(folder, "facts.json")
        file.write_text(json.dumps([as_zen(*case) for case in every]))
        ours = [outcomes(case) for case in every]
        for layout, theirs in zen_outcomes(file).items():
            if theirs != ours:
                print(f"{layout} finds other outcomes", file=sys.stderr)
                return 1
        with contenders_of(PEERS, ZEN, str(file)) as zen:
            ours_timed = {
                f"Payback, {len(CATALOGUE)} rules with flip points": timed(lambda: _judge_all(every), units=len(every)),
                "the same, with every sentence": timed(lambda: _judge_and_write_all(every), units=len(every)),
            }
            found = measured(ours_timed | zen)
    print_table(f"nine rules over {len(every)} requests, each", found)
    write("rules", found, cases=len(every))
    fastest = min(zen, key=found.lower_quartile)
    return 0 if reached(f"rules against {fastest}", found.ratio(fastest), at_least=10) else 1


if __name__ == "__main__":
    sys.exit(main())
