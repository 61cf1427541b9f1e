"""With which inputs the rules about money would pass, worked out by hand."""

from copy import replace
from datetime import date
from decimal import Decimal

from rules.economy import beats_alternatives, outlives_payback, payback_within_limit, saves_per_call
from rules.facts import Economics, Lever
from rules.outcomes import Flip, Judgement, Outcome
from tests.rules.building import POLICY, batch, caching, economics, facts, written

DEARER = {"fine_tuned_usd_per_call": Decimal("0.002")}


def with_lever(lever: Lever, **changes: object) -> Economics:
    """The economics with this lever alone."""
    return replace(economics(**changes), levers=(lever,))


def texts(judgement: Judgement) -> list[str]:
    return [f"{flip.input}: {flip.text}" for flip in judgement.flips]


def test_a_shorter_prompt_for_the_fine_tune_or_a_longer_one_today_makes_a_call_cheaper() -> None:
    # A call costs 0.0005 more, 500 a month by a million calls: 1,000 tokens at 0.50 a month each.
    tokens = Lever("tokens", "tokens", Decimal(4000), Decimal(1), most=Decimal(100_000))
    theirs, todays = replace(tokens, saving=Decimal("-0.5")), replace(tokens, saving=Decimal("0.5"))

    def needed(lever: Lever) -> tuple[Flip, ...]:
        return written(saves_per_call(facts(economics=with_lever(lever, **DEARER)), POLICY).flips)

    assert needed(theirs) == (Flip("tokens", Decimal(2999), "at most 2,999 tokens (now 4,000)"),)
    assert needed(todays) == (Flip("tokens", Decimal(5001), "at least 5,001 tokens (now 4,000)"),)


def test_better_quality_must_be_worth_more_than_the_dearer_calls() -> None:
    judgement = saves_per_call(facts(economics=economics(**DEARER)), POLICY)
    assert texts(judgement) == ["quality_value_usd_per_month: at least 500.01 USD a month for better quality (now 0)"]


def test_what_quality_is_worth_allows_for_so_many_dearer_calls() -> None:
    worth = economics(quality_value_usd_per_month=Decimal(100), **DEARER)
    judgement = saves_per_call(facts(economics=worth), POLICY)
    # 200,000 calls cost 100 more, which is just what the quality is worth.
    assert texts(judgement)[0] == "workload.calls_per_month: at most 199,999 calls a month (now 1,000,000)"


def test_hosting_may_cost_so_much_an_hour() -> None:
    # Two dollars for each of 720 hours. 1,000 in three months need 333.34 a month: 666.66 for hosting, 0.92 an hour.
    hosting = Lever(
        "usd_per_hour", "USD an hour", Decimal(2), Decimal("0.01"), saving=Decimal(-720), fixed=Decimal(720)
    )
    money = with_lever(hosting, fixed_usd_per_month=Decimal(1440))
    judgement = payback_within_limit(facts(economics=money), POLICY)
    assert texts(judgement) == ["usd_per_hour: at most 0.92 USD an hour (now 2)"]


def test_a_payback_within_three_months_takes_more_calls_or_fewer_hours() -> None:
    judgement = payback_within_limit(facts(economics=economics(one_time_usd=Decimal(4500))), POLICY)
    assert texts(judgement) == [
        "workload.calls_per_month: at least 1,500,000 calls a month (now 1,000,000)",
        "engineering.hours: at most 30 hours of engineering (now 45)",
        "quality_value_usd_per_month: at least 500 USD a month for better quality (now 0)",
    ]


def test_a_payback_within_29_days_takes_more_calls_or_fewer_hours() -> None:
    # 1,000 are to be saved in 29 days of a month of 30: 1,034.49 a month, or 966.66 once.
    judgement = outlives_payback(facts(as_of=date(2026, 12, 16)), POLICY)
    assert texts(judgement) == [
        "workload.calls_per_month: at least 1,034,483 calls a month (now 1,000,000)",
        "engineering.hours: at most 9.66 hours of engineering (now 10)",
        "quality_value_usd_per_month: at least 34.49 USD a month for better quality (now 0)",
    ]


def test_fewer_hours_beat_an_alternative_that_is_cheaper_over_the_year_only() -> None:
    # 500 a month and 1,000 once are 7,000 in a year; 520 and 300 are 6,540: 4.6 hours of 100 fewer.
    judgement = beats_alternatives(facts(economics=economics(alternatives=(caching(520, most=None),))), POLICY)
    assert "engineering.hours: at most 5.4 hours of engineering (now 10)" in texts(judgement)


def test_what_cannot_be_cached_is_said_in_tokens() -> None:
    for assumed in (False, True):
        money = economics(alternatives=(caching(400, most=1407, assumed=assumed),))
        judgement = beats_alternatives(facts(economics=money), POLICY)
        assert written(judgement.flips)[0] == Flip(
            "workload.cacheable_input_tokens", Decimal(1407), "at most 1,407 tokens that can be cached"
        )
        assert judgement.outcome is (Outcome.UNKNOWN if assumed else Outcome.FAIL)


def test_a_prefix_that_nothing_is_cached_of_is_said_too_and_where_there_is_none_it_is_not() -> None:
    def inputs(most: int | None) -> list[str]:
        money = economics(alternatives=(caching(400, most=most),))
        return [flip.input for flip in beats_alternatives(facts(economics=money), POLICY).flips]

    assert "workload.cacheable_input_tokens" in inputs(0)
    assert "workload.cacheable_input_tokens" not in inputs(None)


def test_a_cacheable_prefix_flips_nothing_while_batch_is_cheaper_too() -> None:
    money = economics(alternatives=(caching(400), batch(400)))
    judgement = beats_alternatives(facts(economics=money), POLICY)
    assert [flip.input for flip in judgement.flips] == ["quality_value_usd_per_month"]
