"""All rules are judged; the first that does not pass decides."""

from itertools import combinations
from typing import Any

import pytest

from rules.catalogue import CATALOGUE
from rules.engine import deciding, judge_all, verdict_of
from rules.facts import Facts
from rules.outcomes import Outcome, Verdict
from tests.rules.building import POLICY, batch, caching, economics, facts
from tests.rules.cases import CASES


def verdict(of: Facts) -> Verdict:
    return verdict_of(judge_all(of, POLICY))


def test_where_all_nine_pass_the_verdict_is_to_fine_tune() -> None:
    judged = judge_all(facts(), POLICY)
    assert [each.judgement.outcome for each in judged] == [Outcome.PASS] * 9
    assert deciding(judged) is None
    assert verdict_of(judged) is Verdict.FINE_TUNE


def test_every_rule_is_judged_even_after_one_failed() -> None:
    judged = judge_all(facts(prompts_optimized=False, examples=3), POLICY)
    assert [each.rule for each in judged] == list(CATALOGUE)
    assert [each.rule.id for each in judged if not each.passes] == ["prompting-first", "enough-examples"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"offer": {"offered": False}}, Verdict.NOT_AVAILABLE),
        ({"prompts_optimized": False}, Verdict.IMPROVE_PROMPTS),
        ({"cheaper_model_tried": False, "cheaper_models_untried": ("gpt-6-luna",)}, Verdict.TRY_CHEAPER_MODEL),
        ({"quality_gap_measured": False}, Verdict.MEASURE_QUALITY),
        ({"examples": 50}, Verdict.COLLECT_EXAMPLES),
        ({"economics": economics(alternatives=(caching(400),))}, Verdict.USE_PROMPT_CACHING),
        ({"economics": economics(alternatives=(batch(400),))}, Verdict.DO_NOT_FINE_TUNE),
        ({"economics": economics(alternatives=(caching(450), batch(400)))}, Verdict.DO_NOT_FINE_TUNE),
        ({"economics": economics(alternatives=(caching(400), batch(450)))}, Verdict.USE_PROMPT_CACHING),
        ({"economics": economics(one_time_usd=economics().one_time_usd * 4)}, Verdict.DO_NOT_FINE_TUNE),
        ({"prompts_optimized": None}, Verdict.NEED_MORE_INFORMATION),
        ({"economics": None}, Verdict.NEED_MORE_INFORMATION),
        ({"economics": economics(alternatives=(caching(400, assumed=True),))}, Verdict.NEED_MORE_INFORMATION),
    ],
)
def test_one_rule_that_does_not_pass_gives_its_own_verdict(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(facts(**changes)) is expected


READINESS: dict[str, tuple[dict[str, Any], Verdict]] = {
    "prompting-first": ({"prompts_optimized": False}, Verdict.IMPROVE_PROMPTS),
    "cheaper-model-first": (
        {"cheaper_model_tried": False, "cheaper_models_untried": ("gpt-6-luna",)},
        Verdict.TRY_CHEAPER_MODEL,
    ),
    "quality-gap-measured": ({"quality_gap_measured": False}, Verdict.MEASURE_QUALITY),
    "enough-examples": ({"examples": 50}, Verdict.COLLECT_EXAMPLES),
    "payback-within-limit": (
        {"economics": economics(one_time_usd=economics().one_time_usd * 4)},
        Verdict.DO_NOT_FINE_TUNE,
    ),
}


@pytest.mark.parametrize(("earlier", "later"), [*combinations(READINESS, 2)])
def test_of_two_rules_that_fail_the_earlier_decides(earlier: str, later: str) -> None:
    changes = READINESS[earlier][0] | READINESS[later][0]
    assert verdict(facts(**changes)) is READINESS[earlier][1]


def test_an_open_question_before_a_failure_decides_and_one_after_it_does_not() -> None:
    assert verdict(facts(prompts_optimized=None, examples=50)) is Verdict.NEED_MORE_INFORMATION
    assert verdict(facts(prompts_optimized=False, examples=None)) is Verdict.IMPROVE_PROMPTS


@pytest.mark.parametrize(
    "found", [found for outcomes in CASES.values() for named in outcomes.values() for found in named.values()]
)
def test_the_verdict_is_always_that_of_the_first_rule_that_does_not_pass(found: Facts) -> None:
    judged = judge_all(found, POLICY)
    first = deciding(judged)
    if first is None:
        assert verdict_of(judged) is Verdict.FINE_TUNE
    elif first.judgement.outcome is Outcome.UNKNOWN:
        assert verdict_of(judged) is Verdict.NEED_MORE_INFORMATION
    else:
        assert verdict_of(judged) in {first.rule.otherwise, Verdict.DO_NOT_FINE_TUNE}
        assert all(each.passes for each in judged[: judged.index(first)])


def test_a_rule_that_breaks_is_an_error_and_never_a_no() -> None:
    with pytest.raises(AttributeError):
        judge_all(facts(task="poetry"), POLICY)
