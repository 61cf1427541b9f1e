"""What a file comes to: tokens of the model, the cost at every provider that could train it, and what is missing."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from datasets.files import check_files
from datasets.report import report
from datasets.terms import CheckTerms
from decisions.request import Dataset
from inputs.errors import UnusableRequestError
from tests.datasets.files import asked, jsonl
from tests.datasets.reports import DAY, RATES, examples, reported
from training.request import TrainingCostsRequest
from training.training_costs import training_costs

PAIR = {
    "input": {"messages": [{"role": "user", "content": "a"}]},
    "preferred_output": [{"role": "assistant", "content": "b"}],
    "non_preferred_output": [{"role": "assistant", "content": "c"}],
}


def _cost(found, provider, model):
    [cost] = [each for each in found.training_costs if (each.provider, each.model) == (provider, model)]
    return cost


def test_the_cost_is_that_of_training_on_exactly_the_tokens_of_the_file():
    found = reported(*examples(100), model="gpt-4o-mini", provider="openai")
    [cost] = found.training_costs
    sent = {
        "provider": "openai",
        "model": "gpt-4o-mini",
        "dataset": {"examples": 100, "tokens": found.training.tokens_per_example.total},
        "as_of": DAY.isoformat(),
    }
    alone = training_costs(TrainingCostsRequest.model_validate(sent), RATES, DAY)
    assert (cost.total_usd, cost.billable_tokens) == (alone.total_usd, alone.billable_tokens)
    assert cost.billable_tokens == Range.of(Decimal(found.training.tokens_per_example.total * 3))
    assert (cost.epochs, found.epochs) == (3, 3)
    assert cost.sources == alone.rates.sources == found.rates.sources != ()
    assert found.tokens.exact


def test_without_a_model_every_provider_that_could_train_is_costed_the_cheapest_first():
    found = reported(*examples(20))
    assert len({each.provider for each in found.training_costs}) > 5
    priced = [each.total_usd.expected for each in found.training_costs if each.total_usd is not None]
    assert priced == sorted(priced)
    assert all(each.total_usd is None for each in found.training_costs[len(priced) :])
    assert all(each.available.status not in {"closed", "not_offered"} for each in found.training_costs)
    assert all(each.reason for each in found.training_costs if each.status == "unpriced")


def test_a_model_is_costed_at_each_provider_that_trains_it():
    found = reported(*examples(20), model="gpt-4o-mini")
    assert {each.provider for each in found.training_costs} == {"openai", "azure"}
    assert {each.epochs for each in found.training_costs} == {5}


def test_tokens_of_a_model_whose_tokenizer_is_not_public_are_a_range_and_say_why():
    found = reported(*examples(200, "word " * 50), model="amazon.nova-micro-v1:0")
    [cost] = found.training_costs
    assert not cost.tokens.exact
    assert cost.tokens_per_epoch.low < cost.tokens_per_epoch.expected < cost.tokens_per_epoch.high
    assert cost.total_usd.low < cost.total_usd.expected < cost.total_usd.high
    assert any(text.startswith("tokens: an estimate") for text in found.assumptions)
    assert set(found.dataset.tokens_per_example) == {"low", "expected", "high"}


def test_examples_that_are_too_long_are_cut_and_what_is_lost_is_told():
    long = asked("q", "word " * 70_000)
    found = reported(long, *examples(20), model="gpt-4o", provider="openai")
    [cost] = found.training_costs
    whole = found.training.tokens_per_example
    assert (cost.longest_example, cost.cut_examples) == (65536, 1)
    assert cost.cut_tokens == whole.max - 65536
    assert (found.training.longest[0].line, found.training.longest[0].tokens) == (1, whole.max)
    assert len(found.training.longest) == 20
    assert cost.tokens_per_epoch.expected == whole.total - cost.cut_tokens


def test_the_dataset_goes_into_a_decision_as_it_is():
    found = reported(*examples(30), validation=examples(3, "four"))
    sent = found.dataset.model_dump(mode="json")
    read = Dataset.model_validate(sent)
    assert read.examples == 30
    assert read.tokens_per_example is not None
    assert read.tokens_per_example.expected * 30 == pytest.approx(found.training.tokens_per_example.total, abs=1e-3)
    assert read.validation_tokens == found.validation.tokens_per_example.total


def test_validation_tokens_are_billed_where_a_provider_bills_them():
    bare, validated = (reported(*examples(100), validation=each) for each in (None, examples(50, "word " * 100)))
    together = next(each for each in validated.training_costs if each.provider == "together" and each.total_usd)
    before = _cost(bare, "together", together.model)
    assert together.billable_tokens.expected > before.billable_tokens.expected
    assert (
        _cost(validated, "openai", "gpt-4o-mini-2024-07-18").total_usd
        == _cost(bare, "openai", "gpt-4o-mini-2024-07-18").total_usd
    )


def test_a_job_that_is_billed_by_the_hour_says_what_to_send():
    questions = [{"messages": [{"role": "user", "content": f"{number}+1?"}]} for number in range(20)]
    found = reported(*questions, format="reinforcement", model="o4-mini", provider="openai")
    [cost] = found.training_costs
    assert (found.method, cost.status, cost.total_usd) == ("rft", "unpriced", None)
    assert "billed by the hour: send hours to POST /v1/training-costs" in str(cost.reason)


def test_pairs_are_costed_as_preference_training():
    found = reported(*[{**PAIR, "input": {"messages": [{"role": "user", "content": f"{n}"}]}} for n in range(10)])
    assert found.method == "dpo"
    assert {each.method for each in found.training_costs} == {"dpo"}
    assert any("pair is taken to be billed" in text for text in found.assumptions)


def test_what_the_policy_wants_is_told_with_how_many_are_missing():
    wanted = {each.whose: (each.wanted, each.missing) for each in reported(*examples(150)).policy}
    assert wanted == {
        "policy, any task": (100, 0),
        "policy, classification": (200, 50),
        "policy, generation": (500, 350),
    }
    assert len(reported(*examples(150), task="classification").policy) == 2


def test_a_file_with_errors_is_told_not_to_be_usable_and_the_rest_is_counted():
    found = reported(*examples(12), "nonsense")
    assert not found.usable
    assert (found.training.examples, found.training.errors, found.training.rejected) == (12, 1, 1)
    assert "lines with errors are not counted" in found.warnings[0]


def test_a_file_without_an_example_has_no_cost_and_no_dataset():
    found = reported("nonsense")
    assert (found.usable, found.dataset, found.training_costs, found.epochs) == (False, None, (), None)
    assert found.training.tokens_per_example is None


def test_what_is_not_checked_is_said():
    assert any("secrets and personal data are not looked for" in text for text in reported(asked()).not_checked)


@pytest.mark.parametrize(
    ("terms", "field"),
    [({"provider": "nobody"}, "provider"), ({"model": "gpt-99"}, "model"), ({"as_of": "1999-01-01"}, "as_of")],
)
def test_what_no_table_has_is_refused_by_its_field(terms, field):
    with pytest.raises(UnusableRequestError) as refused:
        reported(asked(), **terms)
    assert [error.field for error in refused.value.errors] == [field]


def test_epochs_may_be_said():
    found = reported(*examples(10), epochs=1, model="gpt-4o-mini", provider="openai")
    assert (found.epochs, found.training_costs[0].epochs, found.dataset.epochs) == (1, 1, 1)
    assert found.training_costs[0].billable_tokens.expected == Decimal(found.training.tokens_per_example.total)


@pytest.mark.parametrize("line", [{"text": "abc"}, {"text": ""}, {"prompt": "a", "completion": ""}])
def test_a_file_of_a_token_or_of_none_is_reported_on_too(line):
    found = reported(line)
    assert found.training.examples == 1
    assert bool(found.training_costs) == bool(found.training.tokens_per_example.total)


def test_bounds_of_the_cost_hold_for_the_tokens_of_validation_too():
    found = reported(*examples(20, "word " * 30), validation=examples(20, "Wort " * 30), provider="together")
    cost = next(each for each in found.training_costs if each.total_usd and not each.tokens.exact)
    trained, validated = found.training.tokens_per_example.total, found.validation.tokens_per_example.total
    whole = trained * cost.epochs + validated
    if cost.tokens.encoding == "o200k_base":
        assert cost.billable_tokens.expected == whole
        assert cost.billable_tokens.high >= whole * cost.tokens.high
        assert cost.billable_tokens.low <= whole * cost.tokens.low + 2


@pytest.mark.parametrize(("lines", "method"), [([asked()], "dpo"), ([asked()], "rft"), ([PAIR], "sft")])
def test_a_method_that_the_format_is_not_for_is_refused(lines, method):
    findings = check_files([jsonl(*lines)])
    with pytest.raises(UnusableRequestError, match="does not go with the file"):
        report(findings, CheckTerms(method=method), RATES, DAY)


def test_a_provider_that_takes_another_format_says_so():
    found = reported(*examples(20))
    assert _cost(found, "azure", "babbage-002").takes_format is False
    taken = {each.provider: each.takes_format for each in found.training_costs if "002" not in each.model}
    assert (taken["openai"], taken["bedrock"], taken["vertex"], taken["tinker"]) == (True, False, False, None)


def test_reinforcement_may_be_said_by_the_method_alone():
    assert CheckTerms(method="rft").read_as == "reinforcement"
    assert CheckTerms(method="dpo").read_as is None
