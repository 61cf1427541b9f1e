"""The nine rules: declared in full, in the order of the policy, each with passing, failing and unknown cases."""

from collections.abc import Iterator

import pytest

from rules.catalogue import CATALOGUE, Rule, in_words
from rules.facts import Facts
from rules.outcomes import Outcome, Verdict
from tests.rules.building import POLICY
from tests.rules.cases import CASES, RULES

ORDER = (
    ("training-available", Verdict.NOT_AVAILABLE),
    ("prompting-first", Verdict.IMPROVE_PROMPTS),
    ("cheaper-model-first", Verdict.TRY_CHEAPER_MODEL),
    ("quality-gap-measured", Verdict.MEASURE_QUALITY),
    ("enough-examples", Verdict.COLLECT_EXAMPLES),
    ("beats-alternatives", Verdict.USE_PROMPT_CACHING),
    ("saves-per-call", Verdict.DO_NOT_FINE_TUNE),
    ("payback-within-limit", Verdict.DO_NOT_FINE_TUNE),
    ("outlives-payback", Verdict.DO_NOT_FINE_TUNE),
)
ARTICLES_QUESTIONS = {
    "prompting-first": "Have I tried optimizing my prompts first?",
    "cheaper-model-first": "Have I tried a cheaper base model?",
    "quality-gap-measured": "Is the quality gap between prompting and my target measurable?",
    "enough-examples": "Do I have 200+ high-quality training examples?",
    "payback-within-limit": "Will the inference savings exceed the training + engineering cost within 3 months?",
}


def cases() -> Iterator[object]:
    for id, outcomes in CASES.items():
        for outcome, facts_by_name in outcomes.items():
            for name, facts in facts_by_name.items():
                yield pytest.param(RULES[id], facts, outcome, id=f"{id}: {outcome}: {name}")


@pytest.mark.parametrize(("rule", "facts", "outcome"), [*cases()])
def test_a_rule_passes_fails_or_does_not_know(rule: Rule, facts: Facts, outcome: Outcome) -> None:
    judgement = rule.judge(facts, POLICY)
    assert judgement.outcome is outcome
    assert judgement.observed
    assert judgement.required
    assert (judgement.ask is not None) == (outcome is Outcome.UNKNOWN), "an unknown outcome asks, and only that"
    if outcome is Outcome.PASS:
        assert judgement.flips == ()


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_every_rule_has_a_case_of_every_outcome(rule: Rule) -> None:
    assert {outcome for outcome, found in CASES[rule.id].items() if found} == set(Outcome)


def test_the_rules_decide_in_the_order_of_the_policy() -> None:
    assert tuple((rule.id, rule.otherwise) for rule in CATALOGUE) == ORDER


def test_the_articles_five_questions_are_asked_in_its_words() -> None:
    assert {id: RULES[id].question for id in ARTICLES_QUESTIONS} == ARTICLES_QUESTIONS


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_every_rule_says_what_it_asks_why_from_where_and_what_to_do(rule: Rule) -> None:
    assert rule.question.endswith("?")
    for said in (rule.because, rule.source, rule.remedy, rule.requires, *rule.observes):
        assert said.strip()
    for template in (rule.requires, rule.remedy):
        assert "{" not in in_words(template, POLICY)


def test_the_numbers_in_a_sentence_are_those_of_the_policy() -> None:
    changed = POLICY.model_copy(update={"payback_limit_months": POLICY.payback_limit_months + 2})
    requires = RULES["payback-within-limit"].requires
    assert "within 3 months" in in_words(requires, POLICY)
    assert "within 5 months" in in_words(requires, changed)
    assert "(4-8 hours)" in in_words(RULES["quality-gap-measured"].remedy, POLICY)
