"""Runs the catalogue: every rule, always; the first that does not pass decides."""

from collections.abc import Sequence

from msgspec import Struct

from rules.catalogue import CATALOGUE, Rule
from rules.facts import Facts
from rules.outcomes import Judgement, Outcome, Verdict
from rules.thresholds import Thresholds


class Judged(Struct, frozen=True, gc=False):
    """A rule and what it found."""

    rule: Rule
    judgement: Judgement

    @property
    def passes(self) -> bool:
        """True where the rule holds."""
        return self.judgement.outcome is Outcome.PASS


def judge_all(facts: Facts, thresholds: Thresholds, catalogue: Sequence[Rule] = CATALOGUE) -> tuple[Judged, ...]:
    """Every rule of the catalogue with its judgement, in order."""
    return tuple([Judged(rule, rule.judge(facts, thresholds)) for rule in catalogue])


def deciding(judged: Sequence[Judged]) -> Judged | None:
    """The first rule that does not pass; `None` where all pass."""
    return next((each for each in judged if not each.passes), None)


def verdict_of(judged: Sequence[Judged]) -> Verdict:
    """What to do, by the first rule that does not pass."""
    first = deciding(judged)
    if first is None:
        return Verdict.FINE_TUNE
    if first.judgement.outcome is Outcome.UNKNOWN:
        return Verdict.NEED_MORE_INFORMATION
    return first.judgement.verdict or first.rule.otherwise
