"""What is worked out once for a table changes no answer, is never shared, is bounded, and goes with the table."""

import gc
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from weakref import ref

import pytest
from hypothesis import given, settings

from decisions.alternatives import cheaper_models
from decisions.costing import cost
from decisions.decide import TableInUse, decide
from decisions.gather import gather
from decisions.on_day import on_day
from decisions.pricing import Asked, most_input_tokens, priced
from decisions.request import DecisionRequest
from inputs.errors import UnusableRequestError
from ratebook.compiled import read_compiled
from ratebook.kept import PerTable
from ratebook.models import RateTable
from ratebook.names import NameParts, ResolvedModel
from ratebook.offers import Offer
from tests.authored import FIRST_RELEASE
from tests.decisions.asking import Body, request
from tests.decisions.requests import requests

TODAY = date(2026, 11, 22)
SELF_HOSTED = {"candidate": {"provider": "self_hosted", "model": "lora-8b"}}


@pytest.fixture(scope="module")
def first_release() -> TableInUse:
    """Another table, in which other models stand at other prices."""
    published = read_compiled(FIRST_RELEASE.read_bytes())
    return TableInUse(published.table, published.version, published.sha256)


def _never_asked(rates: TableInUse) -> TableInUse:
    """The same rates as another table, of which nothing is kept."""
    return TableInUse(rates.table.model_copy(), rates.version, rates.sha256)


def _answered(body: Body, rates: TableInUse) -> str:
    """The whole answer as it is sent, or why there is none."""
    try:
        return decide(DecisionRequest.model_validate(body), rates, TODAY).model_dump_json()
    except UnusableRequestError as error:
        return str(error.errors)


@given(requests(), requests())
@settings(max_examples=60)
def test_an_answer_does_not_depend_on_what_was_asked_before(
    rates: TableInUse, first_release: TableInUse, one: Body, other: Body
) -> None:
    before = _answered(one, rates)
    _answered(other, rates)
    assert _answered(one, rates) == before
    assert _answered(one, _never_asked(rates)) == before
    in_other_table = _answered(one, first_release)
    assert _answered(one, rates) == before
    assert _answered(one, _never_asked(first_release)) == in_other_table


@given(requests())
@settings(max_examples=40)
def test_the_cheaper_models_are_those_that_a_walk_through_the_whole_table_finds(rates: TableInUse, body: Body) -> None:
    asked_for = DecisionRequest.model_validate(body)
    try:
        gathered = gather(asked_for, rates.table, TODAY)
    except UnusableRequestError:
        return
    costs = cost(gathered)
    found = {(each.provider, each.model): each.usd_per_call for each in cheaper_models(gathered, costs)}
    calls, walked = gathered.calls, {}
    asked = Asked(gathered.as_of, calls.input_tokens, asked_for.workload.batch)
    for model, offer in _every_model(gathered.table):
        most, retires_on = most_input_tokens(model.model), model.model.retires_on
        if not model.model.compared or model.model.interface != gathered.today.model.interface:
            continue
        if model.model_id == gathered.today.model_id and not gathered.today.fine_tuned:
            continue
        if retires_on is not None and retires_on.date <= gathered.as_of:
            continue
        other = priced(model, offer, asked, {}, fine_tuned=False)
        if other is not None and (most is None or calls.input_tokens <= most):
            call = other.call(calls.input_tokens, calls.output_tokens, gathered.cached_today_tokens, calls.hit_rate)
            walked[model.provider, model.model_id] = other.cost(call)
    assert found == {key: usd for key, usd in walked.items() if usd < costs.usd_per_call_today}


def _every_model(table: RateTable) -> Iterator[tuple[ResolvedModel, Offer]]:
    for provider_id, provider in table.providers.items():
        for model_id, model in provider.models.items():
            found = ResolvedModel(model_id, provider_id, model_id, model, NameParts(model_id))
            yield found, Offer(provider, model, provider.default_tier, None, model)


def test_equal_tables_share_nothing(table: RateTable) -> None:
    made = PerTable(lambda _: object())
    same = table.model_copy()
    assert same == table
    assert made(table) is made(table)
    assert made(same) is not made(table)


@pytest.mark.parametrize("fields", [{}, SELF_HOSTED], ids=["trained by a provider", "self-hosted"])
def test_what_is_kept_of_a_table_goes_with_it(rates: TableInUse, fields: Body) -> None:
    shortly = _never_asked(rates)
    kept, day = ref(on_day(shortly.table, TODAY)), ref(shortly.table)
    assert _answered(request(fields), shortly).startswith("{")
    assert kept() is not None
    del shortly
    gc.collect()
    assert day() is None
    assert kept() is None


def test_of_all_days_that_were_asked_for_only_a_few_are_kept(table: RateTable) -> None:
    shortly = table.model_copy()
    asked = [ref(on_day(shortly, TODAY + timedelta(days=days))) for days in range(100)]
    assert sum(day() is not None for day in asked) <= 8
    assert on_day(shortly, TODAY).thresholds == on_day(table, TODAY).thresholds


def _everybody() -> Iterator[Body]:
    """No two requests alike, in their figures, days, names and prices of their own."""
    for number in range(10_000):
        body = request(
            {
                "workload.input_tokens": 500 + number,
                "as_of": (TODAY + timedelta(days=number // 40)).isoformat(),
                "readiness.models_tried": [f"a-model-of-mine-{number}"],
                "workload.batch": number % 5 == 0,
                "engineering.hours": {"low": 10, "high": 10 + number},
                "horizon_months": 1 + number % 24,
            }
        )
        if number % 3 == 0:
            body["overrides"] = {f"openai/gpt-4o-{number}*": {"input": "1", "output": "2"}}
        if number % 7 == 0:
            body |= SELF_HOSTED
        yield body


def test_two_thousand_decisions_leave_memory_flat(rates: TableInUse) -> None:
    asked = _everybody()

    def ask(decisions: int) -> int:
        """Blocks of memory in use after so many more decisions."""
        for body in islice(asked, decisions):
            _answered(body, rates)
        gc.collect()
        return sys.getallocatedblocks()

    before = ask(200)
    grown = ask(2_000) - before
    assert grown < 1_000, "not even half a block of a decision may stay"


def test_long_calls_are_compared_at_the_prices_of_long_calls(rates: TableInUse) -> None:
    day = on_day(rates.table, TODAY)
    long = [each for each in day.compared("chat", batch=False) if len(each.at_list_prices) > 1]
    assert long
    for each in long:
        ordinary, dearer = each.at_list_prices
        assert ordinary.longest is not None
        for tokens, expected in ((ordinary.longest, ordinary), (ordinary.longest + Decimal("0.5"), dearer)):
            assert each.at(Decimal(tokens)) is expected
