"""The policy as people read it before they ask."""

from datetime import date
from decimal import Decimal

from rules.catalogue import CATALOGUE
from rules.description import describe
from tests.rules.building import POLICY, span


def test_every_rule_is_described_in_the_order_in_which_they_decide() -> None:
    found = describe(POLICY, date(2026, 11, 22), "2026-11-20T10-00-00Z")
    assert (found.as_of, found.rates_version, found.thresholds) == (date(2026, 11, 22), "2026-11-20T10-00-00Z", POLICY)
    for described, rule in zip(found.rules, CATALOGUE, strict=True):
        assert (described.id, described.question, described.observes) == (rule.id, rule.question, rule.observes)
        assert (described.because, described.source, described.otherwise) == (rule.because, rule.source, rule.otherwise)


def test_what_is_required_and_what_to_do_have_the_numbers_in_force() -> None:
    stricter = POLICY.model_copy(
        update={"minimum_examples_classification": Decimal(250), "engineering_hours_evaluation": span("5", "9")}
    )
    rules = {rule.id: rule for rule in describe(stricter, date(2026, 11, 22), "v1").rules}
    assert rules["enough-examples"].requires == (
        "at least 250 for classification, 500 for generation, and the provider's own minimum; below 100 it rarely helps"
    )
    assert rules["quality-gap-measured"].remedy == (
        "build an evaluation set (5-9 hours) and score today's prompt on it"
    )
    assert rules["payback-within-limit"].requires == "training, experiments and engineering repaid within 3 months"
