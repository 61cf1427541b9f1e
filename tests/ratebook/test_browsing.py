from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ratebook.book import Rates
from ratebook.browsing import list_models, resolve_name
from ratebook.compiled import compile_table

ON = date(2026, 11, 22)
MINI = "gpt-4o-mini-2024-07-18"


@pytest.fixture(scope="module")
def rates(table):
    return Rates(compile_table(table), datetime(2026, 11, 22, tzinfo=UTC))


def _listed(rates, day):
    return {listing.id: listing for listing in list_models(rates, day).models}


def _resolved(rates, name, day=ON):
    return resolve_name(rates, name, day).resolution


def test_every_model_is_listed_with_its_prices_of_the_day(rates, table):
    listed = _listed(rates, ON)
    assert list(listed) == list(table.providers["openai"].models)
    mini = listed[MINI]
    assert mini.base.usd_per_million_input_tokens == Decimal("0.15")
    assert mini.fine_tuned.usd_per_million_input_tokens == Decimal("0.3")
    assert mini.training["sft"].usd_per_million_training_tokens == 3
    assert mini.hosting.usd_per_deployment_hour == 0
    assert (mini.retires_on, mini.aliases) == (date(2027, 1, 14), ("gpt-4o-mini",))
    assert list_models(rates, ON).rates_version == rates.compiled.version


def test_a_price_is_listed_from_its_first_day(rates):
    assert _listed(rates, date(2026, 10, 20))["gpt-6-luna"].base is None
    assert _listed(rates, date(2026, 10, 21))["gpt-6-luna"].base.usd_per_million_input_tokens == Decimal("0.1")


def test_what_cannot_be_fine_tuned_has_no_hosting(rates):
    assert _listed(rates, ON)["gpt-6-luna"].hosting is None


def test_a_base_models_name_has_its_base_price(rates):
    found = _resolved(rates, "gpt-4o-mini")
    assert (found.status, found.kind, found.provider, found.base_model) == ("resolved", "base", "openai", MINI)
    assert found.rates.usd_per_million_input_tokens == Decimal("0.15")
    assert (found.retired, found.retires_on) == (False, date(2027, 1, 14))
    assert found.message == MINI


def test_a_fine_tunes_name_has_the_fine_tuned_price_and_its_parts(rates):
    found = _resolved(rates, f"ft:{MINI}:acme:support:AbC:ckpt-step-90")
    assert (found.kind, found.base_model) == ("fine_tuned", MINI)
    assert (found.organization, found.suffix, found.id, found.checkpoint_step) == ("acme", "support", "AbC", 90)
    assert found.rates.usd_per_million_input_tokens == Decimal("0.3")
    assert found.message == f"a fine-tune of {MINI}"


@pytest.mark.parametrize(("day", "retired"), [(date(2027, 1, 13), False), (date(2027, 1, 14), True)])
def test_a_model_is_retired_from_its_last_day_on(rates, day, retired):
    assert _resolved(rates, MINI, day).retired is retired


def test_a_base_model_and_its_fine_tunes_may_be_shut_down_on_different_days(rates):
    day = date(2026, 10, 1)
    assert _resolved(rates, "davinci-002", day).retired
    assert not _resolved(rates, "ft:davinci-002:acme::x", day).retired


def test_a_name_of_the_first_generation_is_recognised_and_has_no_price(rates):
    found = _resolved(rates, "davinci:ft-acme-2023-01-01-00-00-00")
    assert (found.status, found.kind, found.base_model, found.legacy) == ("resolved", "fine_tuned", "davinci", True)
    assert (found.retired, found.rates) == (True, None)
    assert found.message == "a fine-tune of davinci, named as before August 2023; no price of it is known"


def test_a_price_that_has_not_begun_is_told_and_is_not_zero(rates):
    found = _resolved(rates, "gpt-6-luna", date(2026, 10, 20))
    assert found.rates is None
    assert found.message == "gpt-6-luna; its prices begin on 2026-10-21"


def test_an_unknown_name_is_an_answer_with_what_looks_like_it(rates):
    found = _resolved(rates, "gpt-4o-mimi")
    assert (found.status, found.rates, found.base_model) == ("unknown", None, None)
    assert found.nearest[0] == "gpt-4o-mini"
    assert found.message == "in no rate table; it is not priced as a model that looks like it"
