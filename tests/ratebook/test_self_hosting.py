"""Rented GPUs as a provider: recipes are its models, instances its hosting options."""

from datetime import date
from decimal import Decimal

from ratebook.history import in_force
from ratebook.models import RateTable
from ratebook.self_hosting import as_provider, with_self_hosted

ON = date(2026, 11, 22)


def test_every_recipe_is_a_model_and_every_instance_an_option(table: RateTable) -> None:
    provider = as_provider(table.self_hosted)
    assert set(provider.models) == set(table.self_hosted.recipes)
    assert set(table.self_hosted.instances) <= set(provider.hosting_options)


def test_training_is_the_rent_of_the_instances_that_the_recipe_needs(table: RateTable) -> None:
    provider = as_provider(table.self_hosted)
    recipe = in_force(table.self_hosted.recipes["full-70b"], ON)
    assert recipe is not None
    rent = in_force(table.self_hosted.instances[recipe.instance].on_demand, ON)
    price = in_force(provider.models["full-70b"].training["sft"], ON)
    assert rent is not None
    assert price is not None
    assert recipe.gpus == 4
    assert price.usd_per_training_hour == rent.usd_per_instance_hour * 4
    assert price.usd_per_training_hour == Decimal("14.692")


def test_hosting_is_by_the_hour_of_the_instance_and_not_by_the_token(table: RateTable) -> None:
    option = as_provider(table.self_hosted).hosting_options["aws.g5.xlarge"][-1]
    assert (option.usd_per_unit_hour, option.unit, option.bills_tokens) == (Decimal("1.006"), "instance", False)


def test_a_new_rent_is_a_new_training_price_from_its_day(table: RateTable) -> None:
    rented = table.self_hosted
    instance = rented.instances["aws.g5.xlarge"]
    dearer = instance.on_demand[-1].model_copy(
        update={"effective_from": date(2027, 1, 1), "usd_per_instance_hour": Decimal("1.2")}
    )
    instances = rented.instances | {
        "aws.g5.xlarge": instance.model_copy(update={"on_demand": (*instance.on_demand, dearer)})
    }
    provider = as_provider(rented.model_copy(update={"instances": instances}))
    prices = provider.models["lora-8b"].training["sft"]
    before, after = in_force(prices, date(2026, 12, 31)), in_force(prices, date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.usd_per_training_hour, after.usd_per_training_hour) == (Decimal("1.006"), Decimal("1.2"))


def test_the_table_itself_is_left_as_it_is(table: RateTable) -> None:
    wider = with_self_hosted(table)
    assert "self_hosted" in wider.provider_ids
    assert "self_hosted" not in table.provider_ids
