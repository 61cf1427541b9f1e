"""What holds of every job: more never costs less, a part never costs more than the whole, bounds hold."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.training.building import ask, expected_usd, small

tokens = st.integers(1, 10**9)
epochs = st.integers(1, 25)


def trained(tokens, epochs, **request):
    return expected_usd(small(dataset={"tokens": tokens, "epochs": epochs}, **request))


@given(tokens=tokens, more=tokens, epochs=epochs, validation=st.integers(0, 10**9), runs=st.integers(1, 10))
def test_more_of_anything_never_costs_less(tokens, more, epochs, validation, runs):
    cost = trained(tokens, epochs, validation={"tokens": validation}, runs=runs)
    assert trained(tokens + more, epochs, validation={"tokens": validation}, runs=runs) >= cost
    assert trained(tokens, epochs + 1, validation={"tokens": validation}, runs=runs) >= cost
    assert trained(tokens, epochs, validation={"tokens": validation + more}, runs=runs) >= cost
    assert trained(tokens, epochs, validation={"tokens": validation}, runs=runs + 1) >= cost


@given(tokens=tokens, epochs=epochs, done=st.decimals(0, 1, places=3), status=st.sampled_from(["failed", "cancelled"]))
def test_a_job_that_ended_never_costs_more_than_a_whole_one(tokens, epochs, done, status):
    job = {"status": status, "epochs_done": done * epochs}
    assert trained(tokens, epochs, job=job) <= trained(tokens, epochs)


@given(tokens=tokens, epochs=epochs, low=st.integers(1, 10**6), high=st.integers(0, 10**6))
def test_a_job_costs_its_minimum_at_least_and_ranges_are_in_order(tokens, epochs, low, high):
    found = small(dataset={"tokens": {"low": low, "high": low + high}, "epochs": epochs})
    assert found.run_usd is not None
    assert Decimal(4) <= found.run_usd.low <= found.run_usd.expected <= found.run_usd.high


@given(hours=st.decimals(0, 1000, places=3), runs=st.integers(0, 5))
def test_a_job_by_the_hour_never_costs_more_than_its_cap(hours, runs):
    found = ask(provider="hours", model="thinker", method="rft", hours=hours, runs=runs)
    assert expected_usd(found) <= 5000 * runs


@given(count=st.integers(1, 1000), each=st.integers(1, 16))
def test_rented_gpus_are_paid_by_whole_instances_that_hold_them(count, each):
    gpus = {"count": count, "hours": 1, "usd_per_instance_hour": each, "gpus_per_instance": each}
    found = ask(provider="self_hosted", gpus=gpus)
    assert found.instances is not None
    assert (found.instances - 1) * each < count <= found.instances * each
    assert expected_usd(found) == found.instances * each >= count


@given(tokens=tokens, epochs=epochs, runs=st.integers(1, 9), provider=st.sampled_from(["sizes", "openai"]))
def test_the_lines_add_up_to_the_total(tokens, epochs, runs, provider):
    model = {"sizes": "small-8b", "openai": "gpt-4o"}[provider]
    found = ask(
        provider=provider,
        model=model,
        dataset={"tokens": tokens, "epochs": epochs},
        validation={"tokens": 1000},
        runs=runs,
    )
    assert sum(line.cost_usd.expected for line in found.lines) == expected_usd(found)
    assert all(line.quantity * line.unit_price_usd == line.cost_usd.expected for line in found.lines)
