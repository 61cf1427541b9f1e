"""What leaves as a word, and what a judgement is unless more is said."""

from decimal import Decimal

import pytest

from rules.outcomes import Flip, Outcome, Said, Verdict, passed, unknown
from rules.readiness import enough_examples
from tests.rules.building import OFFER, POLICY, batch, caching, economics, facts


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


def test_a_sentence_is_written_when_it_is_read_and_not_before() -> None:
    read: list[str] = []

    def about(figure: int) -> str:
        read.append(f"{figure} of them")
        return read[-1]

    seen, needed, asked, flipped = (Said(about, (figure,)) for figure in (1, 2, 3, 4))
    judgement = unknown(seen, needed, asked, Flip("x", Decimal(4), flipped))
    assert not read
    assert (judgement.observed, judgement.required, judgement.ask) == ("1 of them", "2 of them", "3 of them")
    assert [flip.text for flip in judgement.flips] == ["4 of them"]
    assert read == ["1 of them", "2 of them", "3 of them", "4 of them"]


def test_a_sentence_without_figures_is_written_already() -> None:
    assert (passed("seen", "needed").observed, passed("seen", "needed").required) == ("seen", "needed")
    assert passed("seen", "needed").ask is None
    assert Flip("x", True, "said").text == "said"


def test_what_a_rule_saw_and_needs_can_be_had_as_figures() -> None:
    judgement = enough_examples(facts(examples=150), POLICY)
    assert isinstance(judgement.saw, Said)
    assert isinstance(judgement.needs, Said)
    assert judgement.saw.figures[:2] == (150, 200)
    assert judgement.needs.figures[0] == 200
