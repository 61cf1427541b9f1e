"""What the four rules about money say."""

from copy import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from rules.economy import beats_alternatives, outlives_payback, payback_within_limit, saves_per_call
from rules.facts import EqualAlternative, Lever
from rules.outcomes import Judgement, Outcome, Verdict
from tests.rules.building import POLICY, batch, caching, economics, facts


def against(*alternatives: EqualAlternative) -> Judgement:
    return beats_alternatives(facts(economics=economics(alternatives=alternatives)), POLICY)


def test_cheaper_by_the_month_is_strict_and_over_the_horizon_it_is_not() -> None:
    # 500 a month and 1,000 once, against an alternative that costs 300 to start: 700 are spread over 12 months.
    assert against(caching(500, 1000)).outcome is Outcome.FAIL
    assert against(caching(501, 1000)).outcome is Outcome.PASS
    assert against(caching(558, 304)).outcome is Outcome.PASS
    assert against(caching(558, 303)).outcome is Outcome.FAIL


def test_the_sentence_has_both_bills() -> None:
    assert against(caching(400)).observed == (
        "fine-tuned 500.00 USD a month and 1,000.00 USD once; "
        "today's prompt cached 400.00 USD a month and 300.00 USD once"
    )
    assert against().observed.endswith("; neither caching nor batch applies")


def test_a_cache_that_was_only_assumed_is_named_so() -> None:
    assert against(caching(400, assumed=True)).observed.endswith("300.00 USD once, if all of it can be cached")
    beaten = against(caching(900, assumed=True))
    assert beaten.outcome is Outcome.PASS
    assert beaten.observed.endswith("900.00 USD a month and 300.00 USD once, if all of it can be cached")


def test_the_worst_alternative_is_named_and_gives_the_verdict() -> None:
    assert against(caching(400), batch(450)).verdict is Verdict.USE_PROMPT_CACHING
    assert against(caching(450), batch(400)).verdict is Verdict.DO_NOT_FINE_TUNE
    assert "in a batch 400.00 USD" in against(caching(450), batch(400)).observed


def test_what_is_known_to_be_better_fails_the_rule_whatever_is_assumed() -> None:
    judgement = against(caching(100, assumed=True), batch(450))
    assert judgement.outcome is Outcome.FAIL
    assert "in a batch 450.00 USD" in judgement.observed


def test_a_shorter_cacheable_prefix_flips_it_only_where_caching_alone_is_in_the_way() -> None:
    alone, both = against(caching(400, most=1407)), against(caching(400), batch(400))
    assert (alone.flips[0].input, alone.flips[0].value) == ("workload.cacheable_input_tokens", Decimal(1407))
    assert "workload.cacheable_input_tokens" not in [flip.input for flip in both.flips]
    assert [flip.input for flip in against(batch(400)).flips] == ["quality_value_usd_per_month"]


def prompt_tokens(**slopes: int) -> Lever:
    """An input with which the bill of each alternative rises by so many dollars a month."""
    bills = {approach: Decimal(slope) for approach, slope in slopes.items()}
    return Lever("tokens", "tokens", Decimal(0), Decimal(1), most=Decimal(1000), alternatives=bills)


@pytest.mark.parametrize("alternatives", list(permutations((caching(400), batch(600)))))
def test_a_flip_must_keep_ahead_of_alternatives_that_are_beaten_already(
    alternatives: tuple[EqualAlternative, ...],
) -> None:
    def tokens_needed(of: Lever) -> list[object]:
        money = economics(alternatives=alternatives, levers=(of,))
        judgement = beats_alternatives(facts(economics=money), POLICY)
        return [flip.value for flip in judgement.flips if flip.input == "tokens"]

    # Caching must become 158.33 a month dearer. Batch may become 41.67 a month cheaper, and no more.
    assert tokens_needed(prompt_tokens(prompt_caching=10)) == [16]
    assert tokens_needed(prompt_tokens(prompt_caching=10, batch=-2)) == [16]
    assert tokens_needed(prompt_tokens(prompt_caching=10, batch=-3)) == []


def test_an_input_with_which_alternatives_come_and_go_flips_nothing_against_them() -> None:
    comes_and_goes = replace(prompt_tokens(), alternatives=None, current=Decimal(-10))
    money = economics(alternatives=(caching(400),), levers=(comes_and_goes,))
    assert "tokens" not in [flip.input for flip in beats_alternatives(facts(economics=money), POLICY).flips]


def test_what_an_alternative_costs_to_start_is_part_of_the_slope() -> None:
    # With a rate of 100 an hour less, fine-tuning costs 1,000 less to start and the alternative 300 less.
    rate = Lever(
        "rate", "USD an hour", Decimal(100), Decimal(1), one_time=Decimal(10), upfront={"prompt_caching": Decimal(3)}
    )
    money = economics(alternatives=(caching(520),), levers=(rate,))
    found = beats_alternatives(facts(economics=money), POLICY).flips
    # 20 a month for 12 months are 240 dollars, and 7 × 34 = 238.
    assert [flip.value for flip in found if flip.input == "rate"] == [34]


def test_what_is_paid_beside_the_calls_makes_no_call_cheaper() -> None:
    hosting = Lever("hosting", "USD an hour", Decimal(2), Decimal(1), saving=Decimal(-720), fixed=Decimal(720))
    money = replace(economics(fine_tuned_usd_per_call=Decimal("0.002")), levers=(hosting,))
    assert saves_per_call(facts(economics=money), POLICY).flips == ()


def test_where_nothing_is_to_be_repaid_something_must_still_be_saved() -> None:
    nothing = facts(economics=economics(one_time_usd=Decimal(0), fixed_usd_per_month=Decimal(1000)))
    assert payback_within_limit(nothing, POLICY).outcome is Outcome.FAIL
    assert outlives_payback(nothing, POLICY).outcome is Outcome.FAIL


def test_an_input_that_takes_the_saving_away_with_the_cost_flips_nothing() -> None:
    # Each unit saves 100 a month and costs 400 once. Only none of it is repaid in time, and none saves nothing.
    units = Lever("units", "units", Decimal(10), Decimal(1), saving=Decimal(100), one_time=Decimal(400))
    money = replace(economics(one_time_usd=Decimal(4000)), levers=(units,))
    for judge in (payback_within_limit, outlives_payback):
        judgement = judge(facts(economics=money), POLICY)
        assert (judgement.outcome, judgement.flips) == (Outcome.FAIL, ())


@pytest.mark.parametrize(
    ("fine_tuned", "calls", "observed"),
    [
        ("0.0005", 1, "a call costs 0.001 USD less (0.0015 USD today, 0.0005 USD fine-tuned)"),
        ("0.0015", 1, "a call costs as much (0.0015 USD today, 0.0015 USD fine-tuned)"),
        ("0.002", 1, "a call costs 0.0005 USD more (0.0015 USD today, 0.002 USD fine-tuned)"),
        ("0.0005", 0, "a call costs 0.001 USD less (0.0015 USD today, 0.0005 USD fine-tuned); but there are no calls"),
    ],
)
def test_what_a_call_costs_is_said_in_a_sentence(fine_tuned: str, calls: int, observed: str) -> None:
    money = economics(fine_tuned_usd_per_call=Decimal(fine_tuned), calls_per_month=Decimal(calls))
    assert saves_per_call(facts(economics=money), POLICY).observed == observed


def test_what_quality_is_worth_is_part_of_the_sentence() -> None:
    money = economics(fine_tuned_usd_per_call=Decimal("0.002"), quality_value_usd_per_month=Decimal(750))
    judgement = saves_per_call(facts(economics=money), POLICY)
    assert judgement.outcome is Outcome.PASS
    assert judgement.observed.endswith("; better quality is worth 750.00 USD a month")


@pytest.mark.parametrize(
    ("changes", "observed"),
    [
        ({}, "pays back in 1 month: 1,000.00 USD once, 1,000.00 USD saved a month"),
        (
            {"payback_months_low": Decimal("0.5"), "payback_months_high": None},
            "pays back in 1 month (0.5 at best, never at worst): 1,000.00 USD once, 1,000.00 USD saved a month",
        ),
        (
            {
                "fixed_usd_per_month": Decimal(1100),
                "payback_months_low": Decimal(2),
                "payback_months_high": None,
            },
            (
                "it is not expected to pay back (2 at best, never at worst): "
                "1,000.00 USD once, and each month costs 100.00 USD more"
            ),
        ),
        (
            {"fixed_usd_per_month": Decimal(1000), "payback_months_low": None, "payback_months_high": None},
            "it never pays back: 1,000.00 USD once, and each month saves nothing",
        ),
        (
            {"fixed_usd_per_month": Decimal(1500), "payback_months_low": None, "payback_months_high": None},
            "it never pays back: 1,000.00 USD once, and each month costs 500.00 USD more",
        ),
    ],
)
def test_how_long_payback_takes_is_said_in_a_sentence(changes: dict[str, Decimal | None], observed: str) -> None:
    assert payback_within_limit(facts(economics=economics(**changes)), POLICY).observed == observed


def test_payback_is_judged_at_the_expected_point_and_not_at_the_ends() -> None:
    wide = economics(payback_months_low=Decimal("0.1"), payback_months_high=Decimal(100))
    assert payback_within_limit(facts(economics=wide), POLICY).outcome is Outcome.PASS


def test_a_longer_limit_is_the_policys_to_give() -> None:
    slow = facts(economics=economics(one_time_usd=Decimal(5000)))
    longer = POLICY.model_copy(update={"payback_limit_months": Decimal(5)})
    assert payback_within_limit(slow, POLICY).outcome is Outcome.FAIL
    assert payback_within_limit(slow, longer).outcome is Outcome.PASS


def test_the_days_that_are_left_are_counted_from_the_day_that_is_asked_about() -> None:
    judgement = outlives_payback(facts(), POLICY)
    assert judgement.observed == "pays back in 30 days"
    assert judgement.required == "at most 53 days: fine-tunes of gpt-4o-mini are shut down on 2027-01-14"


@pytest.mark.parametrize("as_of", [date(2027, 1, 14), date(2028, 1, 1)])
def test_a_model_that_is_gone_is_said_to_be_gone_and_nothing_flips_that(as_of: date) -> None:
    judgement = outlives_payback(facts(as_of=as_of), POLICY)
    assert judgement.observed == "fine-tunes of gpt-4o-mini were shut down on 2027-01-14"
    assert judgement.flips == ()


def test_on_the_last_day_but_one_something_could_still_flip_it() -> None:
    assert outlives_payback(facts(as_of=date(2027, 1, 13)), POLICY).flips


@pytest.mark.parametrize("judge", [beats_alternatives, saves_per_call, payback_within_limit, outlives_payback])
def test_a_price_that_is_not_known_is_asked_for_in_its_own_words(judge: object) -> None:
    judgement = judge(facts(economics=None, unpriced_because="training is billed by the hour"), POLICY)  # type: ignore[operator]
    assert judgement.outcome is Outcome.UNKNOWN
    assert judgement.observed == "training is billed by the hour"
    assert judgement.ask == "What does it cost? Training is billed by the hour."
    assert judgement.flips == ()
