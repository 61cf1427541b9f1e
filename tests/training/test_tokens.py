"""Jobs by the token: epochs, the cap of an example, validation, padding, and the price of a model's size."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from tests.training.building import ask, expected_usd, refused, small

MILLION = {"tokens": 1_000_000, "epochs": 1}


def mini(**request):
    return ask(provider="openai", model="gpt-4o-mini", **request)


def test_a_file_is_billed_once_for_each_epoch():
    found = mini(dataset={"examples": 1000, "tokens_per_example": 500, "epochs": 3})
    assert expected_usd(found) == Decimal("4.50")
    assert (found.billable_tokens, found.epochs) == (Range.of(Decimal(1_500_000)), 3)
    assert [line.name for line in found.lines] == ["training: 1,500,000 tokens in 3 epochs"]
    assert mini(dataset={"tokens": 500_000, "epochs": 3}).total_usd == found.total_usd


def test_runs_are_as_many_jobs_and_may_be_a_range():
    found = mini(dataset=MILLION, runs={"low": 3, "expected": 4, "high": 5})
    assert found.run_usd == Range.of(Decimal(3))
    assert found.total_usd == Range(Decimal(9), Decimal(12), Decimal(15))


@pytest.mark.parametrize(("examples", "epochs"), [(4, 25), (10, 10), (26, 3), (8333, 3), (8334, 2), (12_501, 1)])
def test_auto_epochs_go_by_the_examples_and_the_answer_says_how(examples, epochs):
    found = mini(dataset={"examples": examples, "tokens_per_example": 10})
    assert found.epochs == epochs
    assert any(said.startswith(f"dataset.epochs: {epochs}, which") for said in found.assumptions)


def test_epochs_that_are_stated_are_no_assumption():
    assert not any("epochs" in said for said in mini(dataset=MILLION).assumptions)


@pytest.mark.parametrize(("tokens", "billed"), [(65_536, 65_536), (65_537, 65_536)])
def test_an_example_is_billed_up_to_the_cap_and_the_answer_warns_of_the_cut(tokens, billed):
    found = mini(dataset={"examples": 10, "tokens_per_example": tokens, "epochs": 1})
    assert found.billable_tokens == Range.of(Decimal(10 * billed))
    assert any("cut off" in said for said in found.warnings) == (tokens > billed)


def test_a_file_whose_examples_are_too_long_on_average_is_cut_too():
    found = mini(dataset={"examples": 10, "tokens": 1_000_000, "epochs": 1})
    assert found.billable_tokens == Range.of(Decimal(655_360))
    assert mini(dataset={"tokens": 1_000_000, "epochs": 1}).billable_tokens == Range.of(Decimal(1_000_000))


@pytest.mark.parametrize(("examples", "warned"), [(9, True), (10, False)])
def test_a_file_with_too_few_examples_is_priced_with_a_warning(examples, warned):
    found = mini(dataset={"examples": examples, "tokens": 1_000_000, "epochs": 1})
    assert found.status == "priced"
    assert ("OpenAI takes no file of fewer than 10 examples" in found.warnings) == warned


@pytest.mark.parametrize(("examples", "warned"), [(3_000_000, False), (3_000_001, True), (3, False), (2, True)])
def test_a_file_of_the_size_that_is_taken_is_no_warning(examples, warned):
    found = small(dataset={"examples": examples, "tokens": 1_000_000_000, "epochs": 1})
    assert any("takes no file of" in said for said in found.warnings) == warned


def test_validation_is_free_where_the_provider_does_not_bill_it():
    found = mini(dataset=MILLION, validation={"tokens": 1_000_000, "evaluations": 10})
    assert (expected_usd(found), found.billable_tokens) == (Decimal(3), Range.of(Decimal(1_000_000)))
    assert "validation: OpenAI does not bill validation tokens" in found.assumptions


def test_validation_is_billed_at_each_evaluation_where_the_provider_bills_it():
    found = small(dataset={"tokens": 10_000_000, "epochs": 2}, validation={"tokens": 1_000_000, "evaluations": 5})
    assert found.billable_tokens == Range.of(Decimal(25_000_000))
    assert [line.name for line in found.lines] == [
        "training: 20,000,000 tokens in 2 epochs",
        "validation: 5,000,000 tokens",
    ]
    assert expected_usd(found) == Decimal("12.5")


def test_one_evaluation_is_assumed_where_their_number_is_not_said():
    found = small(dataset={"tokens": 10_000_000, "epochs": 1}, validation={"tokens": 1_000_000})
    assert found.billable_tokens == Range.of(Decimal(11_000_000))
    assert "validation.evaluations: 1; each is billed" in found.assumptions


def test_without_packing_every_example_is_billed_at_the_full_length():
    found = small(dataset={"examples": 1000, "epochs": 3}, packing=False, sequence_length=8192)
    assert found.billable_tokens == Range.of(Decimal(3 * 1000 * 8192))
    packed = small(dataset={"examples": 1000, "tokens_per_example": 500, "epochs": 3})
    assert packed.billable_tokens == Range.of(Decimal(1_500_000))


def test_steps_without_packing_are_batches_of_the_full_length():
    found = small(steps=1000, batch_size=8, sequence_length=8192, packing=False)
    assert (found.billable_tokens, found.epochs) == (Range.of(Decimal(65_536_000)), None)
    assert [line.name for line in found.lines] == ["training: 65,536,000 tokens"]


def test_examples_beyond_the_sequence_are_cut_with_a_warning():
    dataset = {"examples": 1000, "tokens_per_example": {"low": 100, "high": 9000}, "epochs": 1}
    found = small(dataset=dataset, packing=False, sequence_length=8192)
    assert "examples of more than 8,192 tokens are cut off there, and billed up to there" in found.warnings


def test_padding_makes_no_difference_where_the_provider_does_not_bill_it():
    found = mini(dataset={"examples": 1000, "tokens_per_example": 500, "epochs": 3}, packing=False)
    assert expected_usd(found) == Decimal("4.50")
    assert "packing: makes no difference, since OpenAI does not bill padding" in found.assumptions


def test_what_the_providers_terms_need_is_asked_for():
    about = {"provider": "sizes", "model": "small-8b", "packing": False}
    assert "sequence_length" in refused(**about, dataset={"examples": 10, "epochs": 1})
    assert "dataset.examples" in refused(**about, dataset=MILLION, sequence_length=10)
    about = {"provider": "openai", "model": "gpt-4o-mini"}
    assert "dataset.tokens_per_example" in refused(**about, dataset={"examples": 10})
    assert "steps" in refused(**about, steps=1, batch_size=1, sequence_length=10, packing=False)


def test_the_adapter_is_priced_where_the_tuning_is_not_said():
    found = small(dataset={"tokens": 10_000_000, "epochs": 1})
    assert (expected_usd(found), found.tuning) == (Decimal(5), "lora")
    assert "tuning: lora" in found.assumptions


def test_the_whole_model_has_a_price_of_its_own():
    found = small(dataset={"tokens": 10_000_000, "epochs": 1}, tuning="full")
    assert (expected_usd(found), found.tuning) == (Decimal(10), "full")
    assert "tuning: full" not in found.assumptions


def test_a_job_costs_its_minimum_fee_at_the_least_for_every_run():
    found = small(dataset={"tokens": 1_000_000, "epochs": 1}, runs=2)
    assert (expected_usd(found), found.minimum_usd_applied) == (Decimal(8), Decimal(4))
    assert "Sizes takes at least 4 USD for a job" in found.assumptions
    dear = small(dataset={"tokens": 8_000_000, "epochs": 1})
    assert (expected_usd(dear), dear.minimum_usd_applied) == (Decimal(4), None)
