"""What must be so whatever the figures are: better facts never make a rule worse."""

from copy import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.engine import judge_all, verdict_of
from rules.facts import Economics, Facts
from rules.outcomes import Outcome, Verdict
from tests.rules.building import POLICY, batch, caching, economics, facts

BETTER = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
MODEST = settings(max_examples=60, deadline=None)
money = st.decimals(0, 20_000, places=2)
per_call = st.decimals(0, "0.01", places=6)
counts = st.integers(0, 5_000_000).map(Decimal)


@st.composite
def some_economics(draw: st.DrawFn) -> Economics:
    bills = st.integers(0, 20_000)
    alternatives = draw(
        st.lists(
            st.one_of(
                st.builds(caching, bills, bills, assumed=st.booleans()),
                st.builds(batch, bills, bills),
            ),
            max_size=2,
            unique_by=lambda each: each.approach,
        )
    )
    return economics(
        calls_per_month=draw(counts),
        current_usd_per_call=draw(per_call),
        fine_tuned_usd_per_call=draw(per_call),
        fixed_usd_per_month=draw(money),
        quality_value_usd_per_month=draw(money),
        one_time_usd=draw(money),
        alternatives=tuple(alternatives),
    )


some_facts = st.builds(
    facts,
    task=st.sampled_from(("classification", "generation")),
    prompts_optimized=st.none() | st.booleans(),
    quality_gap_measured=st.none() | st.booleans(),
    examples=st.none() | st.integers(0, 2000),
    economics=st.none() | some_economics(),
)


def no_rule_is_worse(before: Facts, after: Facts) -> None:
    for one, other in zip(judge_all(before, POLICY), judge_all(after, POLICY), strict=True):
        was, now = one.judgement.outcome, other.judgement.outcome
        assert BETTER[now] >= BETTER[was], f"{one.rule.id} was {was} and became {now}"


@given(some_facts, st.integers(0, 1000), st.integers(0, 1000))
@MODEST
def test_more_examples_never_hurt(found: Facts, examples: int, more: int) -> None:
    no_rule_is_worse(replace(found, examples=examples), replace(found, examples=examples + more))


@given(some_facts, some_economics(), money)
@MODEST
def test_a_longer_payback_never_helps(found: Facts, cheap: Economics, more: Decimal) -> None:
    dear = replace(cheap, one_time_usd=cheap.one_time_usd + more)
    no_rule_is_worse(replace(found, economics=dear), replace(found, economics=cheap))


@given(some_facts, some_economics(), money)
@MODEST
def test_better_quality_that_is_worth_more_never_hurts(found: Facts, poor: Economics, more: Decimal) -> None:
    rich = replace(poor, quality_value_usd_per_month=poor.quality_value_usd_per_month + more)
    no_rule_is_worse(replace(found, economics=poor), replace(found, economics=rich))


@given(some_facts, some_economics(), counts, per_call)
@MODEST
def test_more_calls_never_hurt_where_a_call_saves(found: Facts, few: Economics, more: Decimal, gap: Decimal) -> None:
    few = replace(few, current_usd_per_call=few.fine_tuned_usd_per_call + gap, alternatives=())
    many = replace(few, calls_per_month=few.calls_per_month + more)
    no_rule_is_worse(replace(found, economics=few), replace(found, economics=many))


@given(some_facts, some_economics(), st.integers(1, 1000))
@MODEST
def test_a_cheaper_alternative_never_helps(found: Facts, money: Economics, cheaper: int) -> None:
    undercut = tuple(replace(each, monthly_usd=each.monthly_usd - cheaper) for each in money.alternatives)
    tighter = replace(money, alternatives=undercut)
    no_rule_is_worse(replace(found, economics=tighter), replace(found, economics=money))


@given(some_facts)
@MODEST
def test_every_rule_is_judged_and_says_what_it_saw(found: Facts) -> None:
    judged = judge_all(found, POLICY)
    assert [each.rule for each in judged] == list(CATALOGUE)
    for each in judged:
        assert each.judgement.observed
        assert (each.judgement.outcome is Outcome.UNKNOWN) == bool(each.judgement.ask)
        assert all(str(flip.value) for flip in each.judgement.flips)
    all_pass = all(each.passes for each in judged)
    assert (verdict_of(judged) is Verdict.FINE_TUNE) == all_pass
