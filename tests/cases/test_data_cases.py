"""Datasets that other tools got wrong: minimums, legal weights, percentiles, limits in tokens."""

from decimal import Decimal
from functools import cache

import pytest

from datasets.formats.formats import Format
from datasets.histogram import Histogram
from datasets.minimums import of_provider
from ratebook.sources import read_snapshot
from tests.datasets.files import asked, found_in, jsonl
from tests.datasets.reports import examples, reported


@cache
def _table():
    return read_snapshot().table


def _asked_for(provider, model, method="sft", have=0, tokens=0):
    entry = _table().providers[provider]
    found = of_provider(entry, entry.models[entry.names[model]], method, have, Decimal(tokens))
    return {(each.kind, each.unit): (each.wanted, each.met, each.missing) for each in found}


def test_data_01_nine_examples_are_one_too_few_for_openai():
    for count, missing in ((9, 1), (10, 0)):
        [cost] = reported(*examples(count), provider="openai", model="gpt-4o-mini").training_costs
        [least] = [each for each in cost.minimums if each.kind == "required"]
        assert (least.wanted, least.have, least.met, least.missing) == (10, count, not missing, missing)


@pytest.mark.parametrize(("method", "wanted"), [("sft", 100), ("dpo", 1000)])
def test_data_03_what_amazon_recommends_for_nova_goes_by_the_method(method, wanted):
    for model in ("nova-micro", "nova-lite", "nova-pro", "nova-2-lite"):
        for have, met in ((wanted - 1, False), (wanted, True)):
            found = _asked_for("bedrock", model, method, have)
            assert found == {("recommended", "examples"): (wanted, met, 0 if met else 1)}


@pytest.mark.parametrize(("have", "least", "most"), [(2, False, True), (3, True, True), (3_000_001, True, False)])
def test_data_05_fireworks_takes_three_to_three_million(have, least, most):
    models = [id for id, model in _table().providers["fireworks"].models.items() if model.limits is not None]
    model = next(id for id in models if _table().providers["fireworks"].models[id].limits.minimum_examples)
    found = _asked_for("fireworks", model, have=have)
    assert found["required", "examples"][:2] == (3, least)
    assert found["maximum", "examples"][:2] == (3_000_000, most)


def test_data_08_a_weight_of_zero_is_legal():
    first = {"role": "assistant", "content": "x", "weight": 0}
    found = found_in(jsonl({"messages": [{"role": "user", "content": "a"}, first, *asked()["messages"]]}))
    assert (found.format, found.problems.first, found.examples) == (Format.CHAT, [], 1)


def test_data_10_the_95th_percentile_is_of_95_percent():
    found = Histogram()
    found.add(range(1, 101))
    assert (found.quantile(95), found.quantile(90)) == (95, 90)


@pytest.mark.parametrize(("tokens", "met"), [(131_071, False), (131_072, True)])
def test_data_12_databricks_counts_tokens_and_not_examples(tokens, met):
    found = _asked_for("databricks", "meta-llama/Llama-3.2-3B-Instruct", have=1, tokens=tokens)
    assert found == {("recommended", "training tokens"): (131_072, met, 0 if met else 1)}
