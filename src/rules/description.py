"""The catalogue and the thresholds in force, for people who want to know the policy before they ask."""

from datetime import date

from rules.catalogue import CATALOGUE, in_words
from rules.outcomes import Verdict
from rules.thresholds import Thresholds
from shapes.frozen import Frozen


class RuleDescription(Frozen):
    """One rule of the catalogue, with the numbers of the policy in force."""

    id: str
    question: str
    observes: tuple[str, ...]
    requires: str
    because: str
    source: str
    remedy: str
    otherwise: Verdict


class PolicyDescription(Frozen):
    """The rules in the order in which they decide, and the thresholds in force on a day."""

    as_of: date
    rates_version: str
    rules: tuple[RuleDescription, ...]
    thresholds: Thresholds


def describe(thresholds: Thresholds, as_of: date, rates_version: str) -> PolicyDescription:
    """The policy in force on `as_of` by the rate table `rates_version`."""
    rules = tuple(
        RuleDescription(
            id=rule.id,
            question=rule.question,
            observes=rule.observes,
            requires=in_words(rule.requires, thresholds),
            because=rule.because,
            source=rule.source,
            remedy=in_words(rule.remedy, thresholds),
            otherwise=rule.otherwise,
        )
        for rule in CATALOGUE
    )
    return PolicyDescription(as_of=as_of, rates_version=rates_version, rules=rules, thresholds=thresholds)
