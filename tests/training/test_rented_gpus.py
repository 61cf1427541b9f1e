"""Jobs on rented GPUs: whole instances, stated rents, spot, and recipes."""

from decimal import Decimal

import pytest

from costs.quantities import Range
from tests.training.building import ask, expected_usd, refused


def rented(**gpus):
    return ask(provider="self_hosted", gpus=gpus)


@pytest.mark.parametrize(("count", "instances"), [(1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_gpus_are_rented_by_the_whole_instance(count, instances):
    found = rented(count=count, hours=1, usd_per_instance_hour="32.80", gpus_per_instance=8)
    assert (found.instances, expected_usd(found)) == (instances, instances * Decimal("32.80"))
    assert any("whole instance" in said for said in found.assumptions) == (count % 8 != 0)


def test_an_instance_of_the_table_has_its_own_rent_and_gpus():
    found = rented(count=9, hours={"low": 1, "high": 3}, instance="aws.p5.48xlarge")
    assert found.instances == 2
    assert found.total_usd == Range(Decimal("110.08"), Decimal("220.16"), Decimal("330.24"))
    assert found.confirmed is True
    assert [line.name for line in found.lines] == ["training: 2 × aws.p5.48xlarge for 9 GPUs"]


def test_a_stated_rent_is_the_callers_own():
    found = rented(count=8, hours=1, usd_per_instance_hour="10", gpus_per_instance=8)
    assert (found.price_source, found.confirmed) == ("stated in the request", None)
    assert "gpus.usd_per_instance_hour: 10 USD as stated" in found.assumptions


def test_a_spot_rent_that_is_not_known_is_not_the_on_demand_rent():
    found = rented(count=1, hours=1, instance="aws.g4dn.xlarge", purchase="spot")
    assert (found.status, found.total_usd) == ("unpriced", None)
    assert found.reason is not None
    assert "send gpus.usd_per_instance_hour" in found.reason
    assert any("spot prices move" in said for said in found.warnings)


def test_an_instance_that_there_is_not_is_refused():
    gpus = {"count": 1, "hours": 1, "instance": "aws.p9"}
    assert refused(provider="self_hosted", gpus=gpus) == {"gpus.instance": "is not an instance of the rate table"}


def test_a_job_that_failed_pays_for_the_hours_it_ran():
    gpus = {"count": 8, "hours": 10, "usd_per_instance_hour": "10", "gpus_per_instance": 8}
    found = ask(provider="self_hosted", gpus=gpus, job={"status": "failed", "hours_done": 4})
    assert expected_usd(found) == Decimal(40)


def test_a_recipe_says_what_to_rent_and_for_how_long():
    found = ask(provider="self_hosted", model="lora-70b", dataset={"examples": 2000, "epochs": 1})
    assert found.total_usd == Range(Decimal("14.692"), Decimal("22.038"), Decimal("29.384"))
    assert any(said.startswith("hours: 4 to 8, by the recipe for 2,000 examples") for said in found.assumptions)
    assert expected_usd(ask(provider="self_hosted", model="lora-70b", hours=1)) == Decimal("3.673")


def test_gpus_of_a_recipe_are_rented_whole_too():
    found = ask(provider="self_hosted", model="full-70b", hours=1)
    assert (found.instances, expected_usd(found)) == (4, 4 * Decimal("3.673"))


def test_a_recipe_needs_its_name_and_the_examples_or_hours():
    assert "model" in refused(provider="self_hosted", model="lora-1b", hours=1)
    dataset = {"tokens": 1000, "epochs": 1}
    assert "dataset.examples" in refused(provider="self_hosted", model="lora-70b", dataset=dataset)


def test_rented_gpus_are_open_to_everyone():
    assert rented(count=1, hours=1, instance="aws.g5.xlarge").available.status == "open"
