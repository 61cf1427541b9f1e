"""Jobs by the hour: seconds and cents, the cap, graders, and the hours of each GPU."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from tests.training.building import ask, expected_usd, refused


def thinker(**request):
    return ask(provider="hours", model="thinker", method="rft", **request)


@pytest.mark.parametrize(("hours", "usd"), [(1, "100.00"), (1.23456, "123.44"), (0.0001, "0.00")])
def test_hours_are_billed_by_the_second_and_a_job_to_the_cent(hours, usd):
    found = thinker(hours=hours)
    assert expected_usd(found) == Decimal(usd)
    assert found.billable_tokens is None
    assert "hours: billed by the second, and the cost of a job to the cent" in found.assumptions


@pytest.mark.parametrize(("hours", "usd", "cap"), [(49, 4900, None), (50, 5000, None), (51, 5000, 5000)])
def test_a_job_pauses_at_the_cap(hours, usd, cap):
    found = thinker(hours=hours)
    assert (expected_usd(found), found.cap_usd_applied) == (usd, cap)
    assert any("pauses a job at 5,000 USD and asks" in said for said in found.warnings) == (cap is not None)


def test_the_cap_holds_for_each_run_by_itself():
    assert expected_usd(thinker(hours=60, runs=2)) == 10_000


def test_the_cap_may_decide_only_one_end_of_a_range():
    found = thinker(hours={"low": 10, "high": 60})
    assert found.total_usd == Range(Decimal(1000), Decimal(3500), Decimal(5000))
    assert found.cap_usd_applied == 5000


def test_graders_are_billed_at_their_models_token_rates():
    found = thinker(hours=2, grader={"model": "thinker", "input_tokens": 1_000_000, "output_tokens": 500_000})
    assert expected_usd(found) == Decimal(206)
    assert [line.name for line in found.lines[1:]] == ["grader thinker: input tokens", "grader thinker: output tokens"]
    assert (found.confirmed, found.warnings) == (False, ("the price of the grader is not confirmed",))


def test_the_cap_counts_graders_too():
    found = thinker(hours=49, grader={"model": "thinker", "input_tokens": 0, "output_tokens": 20_000_000})
    assert expected_usd(found) == 5000


def test_a_grader_without_a_price_leaves_the_job_unpriced():
    found = thinker(hours=2, grader={"model": "unpriced-grader", "input_tokens": 1, "output_tokens": 1})
    assert (found.status, found.total_usd, found.lines) == ("unpriced", None, ())
    assert found.reason == "no price of the grader unpriced-grader is known for 2026-11-22: choose another"


def test_a_grader_that_there_is_not_is_refused():
    about = {"provider": "hours", "model": "thinker", "method": "rft", "hours": 1}
    grader = {"model": "thinkr", "input_tokens": 1, "output_tokens": 1}
    assert refused(**about, grader=grader) == {
        "grader.model": "is not a model of Hours in the rate table; did you mean one of these?"
    }
    assert "grader.tier" in refused(**about, grader=grader | {"model": "thinker", "tier": "global"})


def graded(model, **grader):
    tokens = {"input_tokens": 1_000_000, "output_tokens": 1_000_000}
    return ask(
        provider="tiers", model="global-only", method="rft", hours=1, grader={"model": model, **tokens, **grader}
    )


def test_a_provider_may_bill_graders_in_a_tier_of_its_own_choice():
    found = graded("nano-1")
    assert expected_usd(found) == Decimal("107.5")
    assert "grader.tier: datazone, in which Tiers bills graders" in found.assumptions


def test_the_tier_that_is_said_of_the_grader_wins_over_the_providers_choice():
    found = graded("nano-1", tier="global")
    assert expected_usd(found) == Decimal(105)
    assert not any(said.startswith("grader.tier") for said in found.assumptions)


def test_a_grader_that_is_not_sold_in_that_tier_has_no_price_until_another_is_said():
    found = graded("global-only")
    assert (found.status, found.total_usd) == ("unpriced", None)
    assert found.reason == (
        "no price of the grader global-only in the tier datazone is known for 2026-11-22: "
        "choose another, or send grader.tier"
    )
    assert expected_usd(graded("global-only", tier="global")) == Decimal(105)


def test_one_hour_is_not_written_as_one_hours():
    assert [line.name for line in thinker(hours=1).lines] == ["training: 1 hour of thinker"]
    assert [line.name for line in thinker(hours={"low": 1, "high": 2}).lines] == ["training: 1 to 2 hours of thinker"]
    found = ask(provider="hours", model="pooled", method="rft", gpus={"count": 1, "hours": 1})
    assert [line.name for line in found.lines] == ["training: 1 GPU for 1 hour"]


def test_gpu_hours_are_those_of_every_gpu():
    found = ask(provider="hours", model="pooled", method="rft", gpus={"count": 9, "hours": 2})
    assert expected_usd(found) == Decimal(144)
    assert [line.name for line in found.lines] == ["training: 9 GPUs for 2 hours"]
    assert found.instances is None


@pytest.mark.parametrize(
    ("model", "amount", "remedy"),
    [
        ("thinker", {"dataset": {"tokens": 10, "epochs": 1}}, "is billed by the hour: send hours"),
        ("thinker", {"gpus": {"count": 1, "hours": 1}}, "is billed by the hour: send hours"),
        ("pooled", {"hours": 1}, "is billed by the GPU hour: send gpus with count and hours"),
    ],
)
def test_another_amount_than_the_one_that_is_billed_is_refused_with_the_remedy(model, amount, remedy):
    [(field, message)] = refused(provider="hours", model=model, method="rft", **amount).items()
    assert [field] == list(amount)
    assert message == f"training {model} by rft at Hours {remedy}"


def test_hours_are_refused_where_tokens_are_billed():
    assert "hours" in refused(provider="openai", model="gpt-4o-mini", hours=1)
