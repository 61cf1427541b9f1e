"""What training costs, in the figures that the providers and the article give."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.quantities import CostLine, Range, total
from costs.training import (
    TrainingFile,
    auto_epochs,
    capped,
    gpu_runs_line,
    hour_runs_line,
    instances_for,
    stated_runs_line,
    token_run_cost,
    token_runs_line,
)

GPT_4O_MINI, GPT_4O = Decimal(3), Decimal(25)
ONE_RUN = Range.of(Decimal(1))


def a_file(examples: int = 1000, tokens: int = 500, epochs: int = 3, billed_validation_tokens: int = 0) -> TrainingFile:
    return TrainingFile(
        Decimal(examples), Range.of(Decimal(tokens)), Decimal(epochs), Decimal(billed_validation_tokens)
    )


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [
        (1, 25),
        (4, 25),
        (5, 20),
        (10, 10),
        (25, 4),
        (26, 3),
        (33, 3),
        (34, 3),
        (8333, 3),
        (8334, 2),
        (12_500, 2),
        (12_501, 1),
        (25_001, 1),
        (1_000_000, 1),
    ],
)
def test_auto_chooses_the_epochs_of_the_published_heuristic(examples: int, epochs: int) -> None:
    assert auto_epochs(examples) == epochs


@given(examples=st.integers(1, 100_000))
def test_auto_passes_about_a_hundred_to_25_000_examples(examples: int) -> None:
    epochs = auto_epochs(examples)
    assert 1 <= epochs <= 25
    if examples < 34:
        assert epochs == 25 or examples * (epochs + 1) > 100
    if epochs > 1:
        assert examples * epochs <= 25_000


def test_the_articles_run_on_gpt_4o_mini_costs_4_50() -> None:
    assert token_run_cost(a_file(), GPT_4O_MINI) == Range.of(Decimal("4.50"))


def test_the_same_tokens_on_gpt_4o_cost_37_50() -> None:
    assert token_run_cost(a_file(), GPT_4O) == Range.of(Decimal("37.50"))


def test_the_articles_four_runs_come_to_30_50() -> None:
    runs = tuple(stated_runs_line(f"run {usd}", Range.of(Decimal(usd))) for usd in ("4.50", "8", "6", "12"))
    assert total(runs) == Range.of(Decimal("30.50"))


def test_a_cost_that_is_stated_is_one_total_at_what_is_expected_of_it() -> None:
    stated = Range(Decimal(20), Decimal(30), Decimal(50))
    assert stated_runs_line("experiments", stated) == CostLine(
        "experiments", Decimal(1), "total as stated", Decimal(30), stated
    )


def test_runs_are_a_quantity_of_tokens_at_the_price_of_a_million() -> None:
    line = token_runs_line("training", a_file(), Range.of(Decimal(4)), GPT_4O_MINI)
    assert line == CostLine("training", Decimal(6), "million training tokens", Decimal(3), Range.of(Decimal(18)))


def test_runs_may_be_a_range_and_so_may_the_tokens_of_an_example() -> None:
    file = TrainingFile(Decimal(1000), Range(Decimal(400), Decimal(500), Decimal(600)), Decimal(3))
    line = token_runs_line("training", file, Range(Decimal(3), Decimal(4), Decimal(5)), GPT_4O_MINI)
    assert line.cost_usd == Range(Decimal("10.80"), Decimal(18), Decimal(27))
    assert line.quantity * line.unit_price_usd == line.cost_usd.expected


def test_no_runs_cost_nothing() -> None:
    assert token_runs_line("training", a_file(), Range.of(Decimal(0)), GPT_4O).cost_usd == Range.of(Decimal(0))


def test_billed_validation_tokens_are_billed_once_not_once_an_epoch() -> None:
    assert a_file(billed_validation_tokens=100_000).billed_tokens == Range.of(Decimal(1_600_000))
    assert token_run_cost(a_file(billed_validation_tokens=100_000), GPT_4O_MINI) == Range.of(Decimal("4.80"))


def test_validation_tokens_that_are_not_billed_cost_nothing() -> None:
    assert a_file().billed_tokens == Range.of(Decimal(1_500_000))


@pytest.mark.parametrize(
    ("tokens", "billed"), [(65_535, 65_535), (65_536, 65_536), (65_537, 65_536), (100_000, 65_536)]
)
def test_an_example_is_billed_up_to_the_providers_cap(tokens: int, billed: int) -> None:
    assert capped(Range.of(Decimal(tokens)), Decimal(65_536)) == Range.of(Decimal(billed))


def test_a_cap_cuts_each_end_of_a_range_by_itself() -> None:
    tokens = Range(Decimal(10), Decimal(20), Decimal(30))
    assert capped(tokens, Decimal(15)) == Range(Decimal(10), Decimal(15), Decimal(15))


def test_without_a_cap_examples_are_billed_whole() -> None:
    assert capped(Range.of(Decimal(10_000_000)), None) == Range.of(Decimal(10_000_000))


def test_training_by_the_hour_is_hours_times_runs_times_price() -> None:
    hours, runs = Range(Decimal(1), Decimal(2), Decimal(3)), Range(Decimal(2), Decimal(3), Decimal(4))
    line = hour_runs_line("training", hours, runs, Decimal(100))
    usd = Range(Decimal(200), Decimal(600), Decimal(1200))
    assert line == CostLine("training", Decimal(6), "training hours", Decimal(100), usd)


@pytest.mark.parametrize(("gpus", "instances"), [(1, 1), (7, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_gpus_are_rented_by_the_whole_instance(gpus: int, instances: int) -> None:
    assert instances_for(gpus, gpus_per_instance=8) == instances


def test_nine_gpus_pay_for_sixteen() -> None:
    line = gpu_runs_line("training", instances_for(9, 8), Range.of(Decimal(4)), ONE_RUN, Decimal("27.44705"))
    usd = Range.of(Decimal("219.5764"))
    assert line == CostLine("training", Decimal(8), "instance hours", Decimal("27.44705"), usd)


amounts = st.integers(0, 10_000)


@given(examples=amounts, more=amounts, tokens=amounts, epochs=st.integers(1, 50), validation=amounts)
def test_more_of_anything_never_trains_for_less(
    examples: int, more: int, tokens: int, epochs: int, validation: int
) -> None:
    cost = token_run_cost(a_file(examples, tokens, epochs, validation), GPT_4O_MINI).expected
    assert cost >= 0
    assert token_run_cost(a_file(examples + more, tokens, epochs, validation), GPT_4O_MINI).expected >= cost
    assert token_run_cost(a_file(examples, tokens + more, epochs, validation), GPT_4O_MINI).expected >= cost
    assert token_run_cost(a_file(examples, tokens, epochs + more, validation), GPT_4O_MINI).expected >= cost
    assert token_run_cost(a_file(examples, tokens, epochs, validation + more), GPT_4O_MINI).expected >= cost


@given(examples=amounts, times=st.integers(0, 100))
def test_twice_the_examples_train_for_twice_the_money(examples: int, times: int) -> None:
    once, often = token_run_cost(a_file(examples), GPT_4O), token_run_cost(a_file(examples * times), GPT_4O)
    assert often == once.scaled(Decimal(times))
