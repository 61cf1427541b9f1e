"""Which price holds: tiers and regions, the caller's own, an unconfirmed one, and none at all."""

from datetime import date
from decimal import Decimal

import pytest

from costs.quantities import Range
from tests.training.building import ask, expected_usd, rates, refused

MILLION = {"tokens": 1_000_000, "epochs": 1}


def nano(**request):
    return ask(provider="tiers", model="nano-1", dataset=MILLION, **request)


def test_the_providers_own_tier_is_priced_where_none_is_said():
    found = nano()
    assert (expected_usd(found), found.tier) == (Decimal("1.5"), "global")
    assert "tier: global" in found.assumptions
    assert "tier: global" not in nano(tier="global").assumptions


def test_a_regional_price_without_a_region_is_a_range_up_to_the_dearest():
    found = nano(tier="regional")
    assert found.total_usd == Range(Decimal("1.65"), Decimal("1.98"), Decimal("1.98"))
    [said] = [said for said in found.assumptions if said.startswith("region:")]
    assert "northeurope, norwayeast at 1.98 USD" in said
    assert "at 1.65 USD" in said


def test_a_region_without_a_price_of_its_own_has_the_general_one():
    found = nano(tier="regional", region="westus")
    assert found.total_usd == Range.of(Decimal("1.65"))
    assert not any(said.startswith("region:") for said in found.assumptions)


def test_a_region_with_a_price_of_its_own_has_that_one():
    assert nano(tier="regional", region="norwayeast").total_usd == Range.of(Decimal("1.98"))


def test_a_region_makes_no_difference_where_there_is_one_price_for_all():
    found = ask(provider="openai", model="gpt-4o-mini", dataset=MILLION, region="eu")
    assert expected_usd(found) == Decimal(3)
    assert "region: makes no difference, since OpenAI has one price for all" in found.assumptions


def test_a_tier_or_region_that_there_is_not_is_refused_with_those_that_there_are():
    about = {"provider": "tiers", "model": "nano-1", "dataset": MILLION}
    assert refused(**about, tier="moon") == {"tier": "is not one in which Tiers sells this model; choose one of these"}
    assert "tier" in refused(**about, region="northeurope")


def test_the_callers_own_price_wins_and_the_answer_says_so():
    found = nano(usd_per_million_training_tokens="1.2")
    assert (expected_usd(found), found.price_source, found.confirmed) == (Decimal("1.2"), "stated in the request", None)
    assert (
        "usd_per_million_training_tokens: 1.2 USD as stated, in place of the list price of 1.5 USD" in found.assumptions
    )
    assert found.rates.sources == ()


def test_the_callers_own_price_keeps_the_providers_terms():
    about = {"provider": "sizes", "model": "small-8b", "dataset": MILLION}
    found = ask(**about, usd_per_million_training_tokens="0.1", validation={"tokens": 1_000_000})
    assert (expected_usd(found), found.minimum_usd_applied) == (Decimal(4), Decimal(4))
    found = ask(**about, usd_per_million_training_tokens="10", validation={"tokens": 1_000_000})
    assert expected_usd(found) == Decimal(20)
    found = ask(provider="hours", model="thinker", method="rft", hours=60, usd_per_training_hour="90")
    assert (expected_usd(found), found.cap_usd_applied) == (Decimal(5000), Decimal(5000))


def test_the_callers_own_price_prices_a_model_that_no_table_has():
    found = ask(
        provider="tiers",
        model="brand-new",
        dataset=MILLION,
        usd_per_million_training_tokens=7,
        validation={"tokens": 1},
    )
    assert (found.status, found.model, found.available.status) == ("priced", "brand-new", "open")
    assert found.billable_tokens == Range.of(Decimal(1_000_001))
    assert any("in no rate table" in said for said in found.warnings)
    assert any("what Tiers bills here is not known" in said for said in found.assumptions)


def test_a_price_that_nobody_confirmed_carries_that_mark():
    found = nano(tier="developer")
    assert (expected_usd(found), found.confirmed) == (Decimal("0.75"), False)
    assert "the price of training nano-1 is not confirmed: from one copy" in found.warnings


def test_a_price_that_nobody_could_confirm_is_absent_and_the_answer_says_so():
    found = ask(provider="hours", model="thinker", dataset=MILLION)
    assert (found.status, found.total_usd, found.lines, found.confirmed) == ("unpriced", None, (), None)
    assert found.reason == (
        "no price of training thinker by sft at Hours could be confirmed: "
        "send usd_per_million_training_tokens or usd_per_training_hour"
    )
    assert found.available.status == "open"
    assert found.billable_tokens == Range.of(Decimal(1_000_000))


def test_what_is_not_sold_is_unpriced_and_not_offered():
    found = ask(provider="openai", model="gpt-4o-mini", method="rft", dataset=MILLION)
    assert (found.status, found.available.status) == ("unpriced", "not_offered")
    assert "no price of training gpt-4o-mini-2024-07-18 by rft at OpenAI" in str(found.reason)
    assert nano(tier="empty").reason == (
        "no price of training nano-1 by sft at Tiers in the tier empty is known for 2026-11-22"
    )


def test_a_price_that_begins_later_is_none_yet_and_the_method_is_offered_all_the_same():
    found = ask(provider="later", model="soon", dataset=MILLION)
    assert (found.status, found.available.status) == ("unpriced", "open")
    assert expected_usd(ask(provider="later", model="soon", dataset=MILLION, as_of="2027-01-01")) == Decimal(2)


def test_an_adapter_that_is_not_priced_apart_is_told_to_leave_tuning_out():
    assert nano(tuning="lora").reason == "Tiers has no price of its own for lora sft of nano-1: leave tuning out"


def test_an_unknown_provider_or_model_is_refused():
    assert "provider" in refused(provider="openia", model="gpt-4o", dataset=MILLION)
    assert refused(provider="tiers", model="nano-2", dataset=MILLION) == {
        "model": "is not a model of Tiers in the rate table; did you mean one of these?"
    }
    assert "model" in refused(provider="tiers", model="gpt-4o-mini", dataset=MILLION)


def test_a_fine_tune_is_trained_on_at_its_base_models_price():
    found = ask(provider="openai", model="ft:gpt-4o-mini-2024-07-18:acme::x", dataset=MILLION)
    assert (found.model, expected_usd(found)) == ("gpt-4o-mini-2024-07-18", Decimal(3))


def test_the_answer_names_the_rates_and_the_source():
    found = nano(as_of="2026-11-01")
    compiled = rates().compiled
    assert (found.rates.version, found.rates.sha256, found.rates.stale) == (compiled.version, compiled.sha256, False)
    assert found.rates.as_of == date(2026, 11, 1)
    assert found.price_source == "The price list (https://example.com/prices)"


@pytest.mark.parametrize(("as_of", "priced"), [("2025-08-31", False), ("2025-09-01", True)])
def test_a_day_before_the_first_price_is_refused(as_of, priced):
    about = {"provider": "tiers", "model": "nano-1", "dataset": MILLION, "as_of": as_of}
    if priced:
        assert expected_usd(ask(**about)) == Decimal("1.5")
    else:
        assert refused(**about) == {"as_of": "the rate table begins on 2025-09-01; choose that day or a later one"}
