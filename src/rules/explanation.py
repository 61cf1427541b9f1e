"""Says what was decided: one sentence, and what to do next. Written once; every channel shows the same."""

from collections.abc import Sequence
from decimal import Decimal

from rules.catalogue import in_words
from rules.engine import Judged, deciding, verdict_of
from rules.facts import Economics, Facts
from rules.outcomes import Outcome, Verdict
from rules.thresholds import Thresholds
from rules.wording import months, number, usd

_OPENING = {
    Verdict.FINE_TUNE: "Fine-tune",
    Verdict.IMPROVE_PROMPTS: "Improve the prompts first",
    Verdict.TRY_CHEAPER_MODEL: "Try a cheaper base model first",
    Verdict.USE_PROMPT_CACHING: "Use prompt caching instead",
    Verdict.MEASURE_QUALITY: "Measure the quality gap first",
    Verdict.COLLECT_EXAMPLES: "Collect more examples first",
    Verdict.DO_NOT_FINE_TUNE: "Do not fine-tune",
    Verdict.NOT_AVAILABLE: "Not available",
    Verdict.NEED_MORE_INFORMATION: "More information is needed",
}

_MEASURED_IN_TIME = {"payback-within-limit", "outlives-payback"}


def headline(judged: Sequence[Judged], facts: Facts) -> str:
    """The verdict and its reason in one sentence."""
    verdict, first = verdict_of(judged), deciding(judged)
    if first is None:
        return f"{_OPENING[verdict]}: {_payback(facts.economics)}."
    if first.judgement.outcome is Outcome.UNKNOWN:
        return f"{_OPENING[verdict]}: {_questions(judged)}"
    needed = f", required: {first.judgement.required}" if first.rule.id in _MEASURED_IN_TIME else ""
    return f"{_OPENING[verdict]}: {first.judgement.observed}{needed}{_worth(first, judged, facts)}."


def next_steps(judged: Sequence[Judged], thresholds: Thresholds) -> tuple[str, ...]:
    """What to do, in the order of the rules: questions to answer, and the remedy and flips of each rule that fails."""
    steps = []
    for each in judged:
        if each.judgement.ask:
            steps.append(each.judgement.ask)
        elif not each.passes:
            remedy = in_words(each.rule.remedy, thresholds)
            steps.append(f"{remedy[:1].upper()}{remedy[1:]}{_passes_with(each)}.")
    return tuple(dict.fromkeys(steps)) or (
        "Train, evaluate against today's prompt, and compare the month's bill with the saving promised.",
    )


def _passes_with(each: Judged) -> str:
    """The figures that would flip a rule about money; what flips the others is in their remedy already."""
    figures = [flip.text for flip in each.judgement.flips if isinstance(flip.value, Decimal)]
    if not figures or each.rule.otherwise not in {Verdict.USE_PROMPT_CACHING, Verdict.DO_NOT_FINE_TUNE}:
        return ""
    return f": {each.rule.id} passes with {', or '.join(figures)}"


def _payback(economics: Economics | None) -> str:
    if economics is None or economics.payback_months is None:
        return "every rule passes"
    once, saving = usd(economics.one_time_usd), usd(economics.saving_usd_per_month)
    return f"{once} once saves {saving} a month and is repaid in {months(economics.payback_months)}"


def _questions(judged: Sequence[Judged]) -> str:
    """The one question that is open, or how many are and what fails as things stand."""
    asked = {each.judgement.ask for each in judged if each.judgement.ask}
    lost = _already_lost(judged)
    if len(asked) > 1 or lost:
        return f"{'one question is' if len(asked) == 1 else f'{len(asked)} questions are'} open{lost}."
    return asked.pop()


def _already_lost(judged: Sequence[Judged]) -> str:
    """What fails as things stand, whatever else is asked."""
    lost = [each for each in judged if each.judgement.outcome is Outcome.FAIL]
    return f"; as things stand, {lost[0].rule.id} fails: {lost[0].judgement.observed}" if lost else ""


def _worth(first: Judged, judged: Sequence[Judged], facts: Facts) -> str:
    """What better quality would have to be worth, where money is what speaks against fine-tuning."""
    if first.rule.id not in {"saves-per-call", "payback-within-limit"}:
        return ""
    payback = next(each.judgement for each in judged if each.rule.id == "payback-within-limit")
    for flip in payback.flips:
        if flip.input == "quality_value_usd_per_month" and isinstance(flip.value, Decimal):
            return f"; {_gap(facts)} would have to be worth {usd(flip.value)} a month"
    return ""


def _gap(facts: Facts) -> str:
    current, target = facts.current_quality, facts.target_quality
    if current is None or target is None or target <= current:
        return "better quality"
    points = (target - current) * 100
    return f"the {number(points)} {'point' if points == 1 else 'points'} of quality"
