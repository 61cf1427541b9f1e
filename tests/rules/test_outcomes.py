"""What leaves as a word, and what a judgement is unless more is said."""

from decimal import Decimal

import pytest

from rules.outcomes import Outcome, Verdict
from tests.rules.building import OFFER, batch, caching, economics


@pytest.mark.parametrize("word", [*Outcome, *Verdict], ids=str)
def test_an_outcome_and_a_verdict_leave_as_the_word_that_they_are_named_by(word: Outcome | Verdict) -> None:
    assert str(word) == word.name.lower()


def test_a_bill_that_nobody_assumed_is_none_of_caching_and_has_no_prefix() -> None:
    assert (batch(400).assumed, batch(400).most_cacheable_tokens) == (False, None)
    assert caching(400, assumed=True).assumed


def test_an_offer_is_kept_up_and_has_neither_tier_nor_successor_unless_it_is_said() -> None:
    assert (OFFER.kept_up, OFFER.tier, OFFER.kept_up_in, OFFER.successor) == (True, None, None, None)


def test_the_economics_of_a_month_are_its_calls_the_fixed_costs_and_what_quality_is_worth() -> None:
    money = economics(fixed_usd_per_month=Decimal(70), quality_value_usd_per_month=Decimal(20))
    assert money.saving_usd_per_call == Decimal("0.001")
    assert money.fine_tuned_usd_per_month == 500 + 70 - 20
    assert money.saving_usd_per_month == 1500 - 550
