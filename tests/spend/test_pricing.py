from datetime import date
from decimal import Decimal

import pytest

from tests.spend.asking import USAGE, price, why

ALL = {
    "input_tokens": 1_000_000,
    "cached_input_tokens": 200_000,
    "cache_write_tokens": 300_000,
    "cache_write_1h_tokens": 100_000,
    "output_tokens": 100_000,
}


def test_each_kind_of_token_has_its_price_and_its_line():
    answer = price(model="full", usage=ALL)
    assert [(line.name, line.quantity, line.unit_price_usd, line.cost_usd.expected) for line in answer.lines] == [
        ("input tokens", Decimal("0.4"), 10, 4),
        ("cached input tokens", Decimal("0.2"), 4, Decimal("0.8")),
        ("input tokens written to the cache", Decimal("0.3"), 12, Decimal("3.6")),
        ("input tokens written to the cache for an hour", Decimal("0.1"), 18, Decimal("1.8")),
        ("output tokens", Decimal("0.1"), 20, 2),
    ]
    assert (answer.status, answer.cost_usd, answer.price_source) == ("priced", Decimal("12.2"), "list")
    assert (answer.confirmed, answer.warnings, answer.source) == (True, (), "a price list")
    assert answer.tokens.fresh_input_tokens == 400_000
    assert answer.rates.usd_per_million_cache_write_1h_tokens == 18
    assert (answer.kind, answer.provider, answer.base_model, answer.model) == ("base", "openai", "full", "full")


def test_a_fine_tune_has_its_own_prices():
    answer = price(model="ft:full-alias:acme::x", usage=USAGE | {"cached_input_tokens": 500_000})
    assert (answer.kind, answer.base_model, answer.cost_usd) == ("fine_tuned", "full", Decimal(14))


def test_a_call_without_tokens_costs_nothing_and_is_priced():
    answer = price(model="full", usage={"input_tokens": 0, "output_tokens": 0})
    assert (answer.status, answer.cost_usd, answer.lines) == ("priced", 0, ())


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        (USAGE, "7.1"),
        (USAGE | {"cached_input_tokens": 500_000}, "5.6"),
        (USAGE | {"cache_write_tokens": 500_000}, "7.6"),
    ],
)
def test_a_batch_has_its_stored_prices_and_never_half(usage, cost):
    answer = price(model="full", usage=usage, batch=True)
    assert (answer.cost_usd, answer.rates.batch) == (Decimal(cost), True)


def test_without_a_batch_price_a_batch_is_unpriced():
    assert why(price(model="long", batch=True)) == "no_batch_price"


def test_what_is_written_to_the_cache_at_a_dearer_price_is_not_priced_in_a_batch_without_one():
    written = USAGE | {"cache_write_tokens": 1}
    assert why(price(model="writes-dearer", usage=written, batch=True)) == "no_cache_write_price"
    assert why(price(model="writes-dearer", usage=written)) is None
    assert why(price(model="plain", usage=written, batch=True)) is None
    assert why(price(model="full", usage=USAGE | {"cache_write_1h_tokens": 1}, batch=True)) == "no_cache_write_price"


def test_cached_tokens_cost_as_much_as_fresh_ones_where_they_have_no_price_and_the_answer_says_so():
    answer = price(model="plain", usage=USAGE | {"cached_input_tokens": 500_000, "cache_write_tokens": 100_000})
    assert answer.cost_usd == price(model="plain").cost_usd == 12
    assert answer.warnings == (
        "no price of its own is known for cached input tokens; taken at the price of other input",
        "no price of its own is known for input tokens written to the cache; taken at the price of other input",
    )
    assert answer.rates.usd_per_million_cached_input_tokens is None


def test_cached_tokens_of_a_batch_are_told_to_have_no_price_of_a_batch():
    answer = price(model="plain", usage=USAGE | {"cached_input_tokens": 1}, batch=True)
    assert answer.warnings == (
        "no price of its own is known for cached input tokens of a batch; taken at the price of other input",
    )


def test_what_is_kept_for_an_hour_is_unpriced_without_a_price_of_its_own():
    assert why(price(model="plain", usage=USAGE | {"cache_write_1h_tokens": 1})) == "no_cache_write_price"


@pytest.mark.parametrize(("tokens", "cost"), [(200_000, "0.2"), (200_001, "0.600003")])
def test_one_token_more_than_the_limit_moves_the_whole_call_to_the_long_prices(tokens, cost):
    answer = price(model="long", usage={"input_tokens": tokens, "output_tokens": 0})
    assert (answer.cost_usd, answer.rates.long_context) == (Decimal(cost), tokens > 200_000)


def test_cached_tokens_count_towards_a_long_call():
    usage = {"input_tokens": 200_001, "cached_input_tokens": 200_001, "output_tokens": 0}
    assert price(model="long", usage=usage).cost_usd == Decimal("0.200001")


@pytest.mark.parametrize(
    ("at", "cost", "since"),
    [
        ("2026-05-31", "12", date(2025, 6, 1)),
        ("2026-06-01", "5.8", date(2026, 6, 1)),
        ("2026-05-31T23:59:59Z", "12", date(2025, 6, 1)),
        ("2026-05-31T23:59:59.5-00:30", "5.8", date(2026, 6, 1)),
        ("2026-06-01t00:30:00+01:00", "12", date(2025, 6, 1)),
    ],
)
def test_the_day_in_utc_decides_the_price(at, cost, since):
    answer = price(model="history", at=at)
    assert (answer.cost_usd, answer.effective_from) == (Decimal(cost), since)


def test_without_a_time_the_price_is_todays():
    assert price(model="history", today=date(2026, 5, 31)).cost_usd == 12
    assert price(model="history", today=date(2026, 5, 31)).at == date(2026, 5, 31)


def test_before_the_first_price_a_call_is_unpriced_and_told_when_it_begins():
    answer = price(model="history", at="2025-05-31")
    assert why(answer) == "before_first_price"
    assert answer.reason.message == "the prices of history begin on 2025-06-01"


@pytest.mark.parametrize(("at", "code"), [("2026-10-31", None), ("2026-11-01", "retired")])
def test_a_retired_model_has_the_price_of_its_days_and_none_after(at, code):
    assert why(price(model="retired", at=at)) == code
    assert why(price(model="ft:retired:acme::x", at=at)) is None


def test_after_an_unconfirmed_retirement_a_call_is_priced_with_a_warning():
    answer = price(model="perhaps-retired")
    assert answer.status == "priced"
    assert answer.warnings == (
        "perhaps-retired was reported to be shut down on 2026-11-01, which no second source confirms",
    )
    assert price(model="perhaps-retired", at="2026-10-31").warnings == ()


def test_an_unconfirmed_price_carries_the_mark_where_it_was_applied():
    answer = price(model="unsure")
    assert answer.confirmed is False
    assert answer.warnings == ("a price that was applied is confirmed by one source only, or by inference",)
    assert price(model="partly-unsure").confirmed
    assert price(model="partly-unsure", usage=USAGE | {"cached_input_tokens": 1}).confirmed is False


def test_a_model_without_a_price_is_unpriced_and_never_free():
    assert why(price(model="unpriced")) == "no_price"
    assert why(price(model="ft:plain:acme::x")) == "no_price"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"model": "nobodys"}, "unknown_model"),
        ({"model": "full-"}, "unknown_model"),
        ({"model": "full", "provider": "nobody"}, "unknown_provider"),
        ({"model": "full", "provider": "azure"}, "needs_mapping"),
        ({"model": "arn:aws:bedrock:us-east-1:1:application-inference-profile/x"}, "needs_mapping"),
    ],
)
def test_a_name_that_is_not_resolved_is_unpriced_and_says_why(request_, code):
    assert why(price(**request_)) == code


def test_what_a_name_says_by_itself_is_told_even_where_its_model_is_not_known():
    answer = price(model="arn:aws:bedrock:us-east-1:1:imported-model/x")
    assert (answer.provider, answer.kind, answer.billing) == ("bedrock", "fine_tuned", "imported")


@pytest.mark.parametrize(
    ("request_", "cost"),
    [
        ({}, "1.2"),
        ({"tier": "global"}, "1.2"),
        ({"tier": "datazone"}, "2.4"),
        ({"model": "served.ft-abc", "tier": "regional", "region": "eastus"}, "3.6"),
        ({"model": "served.ft-abc", "tier": "regional", "region": "northeurope"}, "4.8"),
        ({"tier": "alike"}, "7.7"),
    ],
)
def test_a_tier_and_a_region_have_their_own_price(request_, cost):
    answer = price(**{"model": "served", "provider": "azure"} | request_)
    assert answer.cost_usd == Decimal(cost)
    assert answer.tier == request_.get("tier", "global")


@pytest.mark.parametrize(
    ("request_", "code", "told"),
    [
        ({"tier": "regional"}, "region_needed", "northeurope, the others"),
        ({"tier": "regional", "region": "mars"}, "region_not_sold", "eastus, northeurope, westeurope"),
        ({"tier": "spaceship"}, "tier_not_sold", "global, datazone, regional"),
        ({"region": "eastus"}, "tier_not_sold", "send tier"),
        ({"tier": "datazone"}, "no_price", "datazone"),
    ],
)
def test_where_the_price_is_not_told_by_the_tier_the_answer_says_what_to_send(request_, code, told):
    answer = price(**{"model": "served.ft-abc", "provider": "azure"} | request_)
    assert why(answer) == code
    assert told in answer.reason.message


def test_hosting_that_is_billed_beside_the_tokens_is_told():
    answer = price(model="served.ft-abc")
    assert answer.warnings == (
        "hosting is billed beside the tokens and is not in cost_usd: 1.7 USD for each hour of the deployment",
    )
    assert price(model="served", provider="azure").warnings == ()


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("provisioned-model", "60.5 USD for each hour of a model unit (provisioned)"),
        ("imported-model", "0.05 USD for each minute of a custom model unit (imported)"),
        ("custom-model-deployment", "(imported)"),  # whichever way it is hosted, it is by the time
    ],
)
def test_what_is_billed_by_the_hour_has_no_price_by_the_call(resource, told):
    name = f"arn:aws:bedrock:us-east-1:1:{resource}/x"
    answer = price(model=name, deployments={"x": "amazon.nova-v1:0"})
    assert why(answer) == "billed_by_the_hour"
    assert answer.reason.message.endswith(told)
    assert answer.base_model == "amazon.nova-v1:0"
