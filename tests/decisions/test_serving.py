"""How the fine-tuned model is served: by tier and region, on GPUs by the hour, in model units, on rented machines."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from decisions.decide import TableInUse
from inputs.errors import UnusableRequestError
from ratebook.models import Provider, RateTable
from rules.outcomes import Outcome, Verdict
from tests.decisions.asking import Ask, asking, outcome, request, rule, with_fields

SINCE = {"effective_from": date(2025, 9, 1), "source": "page", "checked_on": date(2026, 11, 22), "confirmed": True}


def tokens(input_usd: str, output_usd: str) -> dict[str, Any]:
    return SINCE | {"usd_per_million_input_tokens": input_usd, "usd_per_million_output_tokens": output_usd}


def training(usd: str) -> dict[str, Any]:
    return {"sft": [SINCE | {"usd_per_million_training_tokens": usd}]}


CLOUD: dict[str, Any] = {
    "schema_version": 1,
    "title": "Cloud",
    "reseller": True,
    "default_tier": "global",
    "sources": {"page": {"title": "price page"}},
    "availability": [SINCE | {"open_to": "everyone"}],
    "hosting": [SINCE | {"usd_per_deployment_hour": "1.70"}],
    "hosting_options": {
        "h100": [SINCE | {"usd_per_unit_hour": "8", "unit": "GPU", "bills_tokens": False}],
        "imported": [
            SINCE
            | {
                "usd_per_unit_minute": "0.05718",
                "window_minutes": 5,
                "usd_per_unit_month_storage": "1.95",
                "unit": "custom model unit",
                "bills_tokens": False,
            }
        ],
    },
    "models": {
        "mini": {
            "fine_tuned": [tokens("0.15", "0.6")],
            "training": training("3"),
            "tiers": {
                "regional": {
                    "regions": ["eastus"],
                    "fine_tuned": [tokens("0.165", "0.66")],
                    "training": training("3.3"),
                },
                "regional:southeastasia": {
                    "fine_tuned": [tokens("0.198", "0.792")],
                    "training": training("3.96"),
                    "hosting": [SINCE | {"usd_per_deployment_hour": "2.04"}],
                },
                "developer": {
                    "fine_tuned": [tokens("0.15", "0.6")],
                    "training": training("1.5"),
                    "hosting": [
                        SINCE | {"usd_per_deployment_hour": "0", "production": False, "note": "removed after 24 hours"}
                    ],
                },
            },
        },
        "trained-for-an-unknown-price": {"fine_tuned": [tokens("0.15", "0.6")], "trainable": ["sft"]},
    },
}


@pytest.fixture(scope="module")
def cloud(table: RateTable) -> Ask:
    providers = table.providers | {"cloud": Provider.model_validate(CLOUD)}
    wider = RateTable(providers=providers, self_hosted=table.self_hosted, policy=table.policy)
    return asking(TableInUse(wider, "test", "0"), date(2026, 11, 22))


def of_mini(fields: dict[str, object] | None = None) -> dict[str, Any]:
    return request({"candidate": {"provider": "cloud", "model": "mini"}, **(fields or {})})


def hosting_usd(ask: Ask, **hosting: object) -> Decimal:
    answer = ask(of_mini({"candidate.hosting": hosting}))
    lines = [line for line in answer.monthly.fine_tuned_lines if line.name.startswith("hosting")]
    return sum((line.cost_usd.expected for line in lines), start=Decimal(0))


def test_a_deployment_is_billed_for_all_hours_of_the_month(cloud: Ask) -> None:
    assert hosting_usd(cloud) == Decimal(1224)


def test_or_for_those_in_which_it_is_up(cloud: Ask) -> None:
    assert hosting_usd(cloud, hours_per_month=100) == Decimal(170)


def test_gpus_of_its_own_are_billed_by_the_hour_and_calls_are_not(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.hosting": {"option": "h100", "units": 2}}))
    assert answer.per_call.fine_tuned_usd == 0
    (line,) = answer.monthly.fine_tuned_lines
    assert (line.unit_price_usd, line.cost_usd.expected) == (Decimal(8), Decimal(8 * 2 * 720))
    assert answer.payback.hosting_break_even_calls_per_month == "3291429"  # 11,520 USD at 0.0035 USD a call


def test_custom_model_units_are_billed_by_the_minute_and_stored_by_the_unit(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.hosting": {"option": "imported", "units": 2, "hours_per_month": 10}}))
    hosting, storage = answer.monthly.fine_tuned_lines
    assert hosting.cost_usd.expected == Decimal("0.05718") * 2 * 600
    assert (storage.unit, storage.cost_usd.expected) == ("custom model unit months", Decimal("3.90"))


def test_a_stated_price_of_an_hour_wins_and_is_said(cloud: Ask) -> None:
    assert hosting_usd(cloud, usd_per_unit_hour="1.5") == Decimal(1080)
    answer = cloud(of_mini({"candidate.hosting": {"usd_per_unit_hour": "1.5"}}))
    assert "candidate.hosting: 1.5 USD an hour as stated, in place of a list price" in answer.assumptions


def test_a_unit_that_was_not_counted_is_taken_as_one_and_said(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.hosting": {"option": "h100"}}))
    assert "candidate.hosting.units: 1 GPU; measure that it carries your peak" in answer.assumptions
    assert "candidate.hosting.hours_per_month: 720, always up" in answer.assumptions


def test_an_option_that_is_not_sold_is_refused_with_those_that_are(cloud: Ask) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        cloud(of_mini({"candidate.hosting": {"option": "spot"}}))
    (error,) = refused.value.errors
    assert (error.field, error.allowed) == ("candidate.hosting.option", ("h100", "imported"))


@pytest.mark.parametrize(
    ("where", "usd_per_call", "training_usd", "hosting"),
    [
        ({}, "0.00021", "18", "1224"),
        ({"tier": "global"}, "0.00021", "18", "1224"),
        ({"tier": "regional", "region": "eastus"}, "0.000231", "19.8", "1224"),
        ({"tier": "regional", "region": "southeastasia"}, "0.0002772", "23.76", "1468.8"),
    ],
)
def test_a_tier_has_its_own_prices(
    cloud: Ask, where: dict[str, str], usd_per_call: str, training_usd: str, hosting: str
) -> None:
    answer = cloud(of_mini({"candidate": {"provider": "cloud", "model": "mini", **where}}))
    assert answer.per_call.fine_tuned_usd == Decimal(usd_per_call)
    assert answer.one_time.lines[0].cost_usd.expected == Decimal(training_usd)
    assert answer.monthly.fine_tuned_lines[-1].cost_usd.expected == Decimal(hosting)


def test_without_a_region_the_dearest_is_taken_and_said(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.tier": "regional"}))
    assert answer.per_call.fine_tuned_usd == Decimal("0.0002772")
    assert "candidate.region: priced as in southeastasia, the dearest of 2 regional prices" in answer.assumptions


@pytest.mark.parametrize(
    ("where", "field", "allowed"),
    [
        ({"candidate.tier": "moon"}, "candidate.tier", ("global", "regional", "developer")),
        ({"candidate.tier": "regional", "candidate.region": "mars"}, "candidate.region", ("eastus", "southeastasia")),
        ({"current.tier": "global"}, "current.tier", ()),
    ],
)
def test_a_tier_or_region_that_is_not_sold_is_refused(
    cloud: Ask, where: dict[str, object], field: str, allowed: tuple[str, ...]
) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        cloud(of_mini(where))
    (error,) = refused.value.errors
    assert (error.field, error.allowed) == (field, allowed)


def test_a_developer_deployment_never_makes_a_payback_look_good(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.tier": "developer", "engineering.hours": 1}))
    assert outcome(answer, "payback-within-limit") is Outcome.PASS
    assert outcome(answer, "outlives-payback") is Outcome.FAIL
    assert answer.verdict is Verdict.DO_NOT_FINE_TUNE
    assert "developer hosting is not kept up for production: removed after 24 hours" in answer.warnings
    assert rule(answer, "outlives-payback").required.endswith("repaid its cost, such as global")
    assert rule(answer, "outlives-payback").flips_when == ()  # what global costs may not repay itself
    moved = cloud(of_mini({"candidate.tier": "global", "engineering.hours": 1}))
    assert outcome(moved, "outlives-payback") is Outcome.PASS


def test_a_model_that_is_trained_for_an_unknown_price_is_available_and_unpriced(cloud: Ask) -> None:
    body = of_mini({"candidate.model": "trained-for-an-unknown-price"})
    answer = cloud(body)
    assert outcome(answer, "training-available") is Outcome.PASS
    assert outcome(answer, "payback-within-limit") is Outcome.UNKNOWN
    assert answer.verdict is Verdict.NEED_MORE_INFORMATION
    assert (
        "no price of training trained-for-an-unknown-price by sft is known" in rule(answer, "saves-per-call").observed
    )
    stated = cloud(body | {"experiments": {"training_usd": "40"}})
    assert outcome(stated, "payback-within-limit") is not Outcome.UNKNOWN


def test_one_time_costs_of_nothing_still_warn_of_the_hours(cloud: Ask) -> None:
    answer = cloud(of_mini({"experiments": {"training_usd": "0"}, "engineering": {"hours": 0}}))
    assert answer.payback.days is not None
    assert answer.payback.days.expected == 0
    assert any(warning.startswith("nothing is counted once") for warning in answer.warnings)


def test_each_alternative_says_how_many_calls_hosting_needs_against_it(cloud: Ask) -> None:
    answer = cloud(
        of_mini(
            {
                "current.model": "gpt-4o-mini",
                "workload.input_tokens": 3000,
                "workload.output_tokens": 300,
                "workload.cacheable_input_tokens": 2816,
                "candidate.input_tokens": 500,
            }
        )
    )
    needed = {each.approach: each.hosting_break_even_calls_per_month for each in answer.alternatives}
    assert answer.payback.hosting_break_even_calls_per_month == "3264000"
    assert needed["zero_shot_prompting"] == "3264000"
    assert needed["prompt_caching"] == "7472528"
    assert needed["fine_tuning"] is None
    assert needed["self_hosted_lora"] is None


OWN = {"candidate": {"provider": "self_hosted", "model": "lora-8b"}}


def test_a_recipe_on_rented_gpus_is_trained_by_its_hours_and_hosted_by_the_month(ask: Ask) -> None:
    answer = ask(request(OWN))
    training_line, _ = answer.one_time.lines
    assert training_line.unit_price_usd == Decimal("1.006")
    assert training_line.cost_usd.expected == Decimal("1.006") * Decimal("1.5") * 4
    (hosting,) = answer.monthly.fine_tuned_lines
    assert hosting.cost_usd.expected == Decimal("724.32")
    assert answer.per_call.fine_tuned_usd == 0
    assert outcome(answer, "training-available") is Outcome.PASS
    assert "experiments.hours_per_run: 1 to 2, by the recipe" in answer.assumptions


def test_hardware_is_dear_by_the_token_where_few_call(ask: Ask) -> None:
    body = request(OWN | {"candidate.hosting": {"option": "aws.g5.xlarge"}})
    busy, idle = ask(body), ask(with_fields(body, {"workload.calls_per_month": 300}))
    assert any("0.2195 USD for a million tokens, at 1,273.15 tokens a second" in each for each in busy.warnings)
    assert any("2,194.91 USD for a million tokens, at 0.13 tokens a second" in each for each in idle.warnings)


def test_another_gpu_than_the_recipes_is_warned_of(ask: Ask) -> None:
    body = request({"candidate": {"provider": "self_hosted", "model": "full-70b"}})
    warned = ask(with_fields(body, {"candidate.hosting": {"option": "aws.g4dn.xlarge"}})).warnings
    said = "the recipe is for A100 80GB and aws.g4dn.xlarge has T4 16GB: check that a model of 70B fits its memory"
    assert said in warned
    assert said not in ask(body).warnings


def test_more_machines_cost_more_and_stated_hours_replace_the_recipes(ask: Ask) -> None:
    fields = OWN | {
        "candidate.hosting": {"option": "aws.g5.xlarge", "units": 3, "hours_per_month": 240},
        "experiments": {"runs": 1, "hours_per_run": 10},
    }
    answer = ask(request(fields))
    assert answer.one_time.lines[0].cost_usd.expected == Decimal("10.06")
    assert answer.monthly.fine_tuned_lines[0].cost_usd.expected == Decimal("724.32")


def test_a_recipe_that_there_is_not_is_refused_with_those_there_are(ask: Ask) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        ask(request({"candidate": {"provider": "self_hosted", "model": "lora-7b"}}))
    assert "lora-8b" in refused.value.errors[0].allowed


def test_a_job_costs_its_minimum_fee_at_the_least_each_time(table: RateTable) -> None:
    price = SINCE | {"usd_per_million_training_tokens": "1", "usd_minimum_per_job": "4"}
    mini = CLOUD["models"]["mini"] | {"training": {"sft": [price]}}
    providers = table.providers | {"cloud": Provider.model_validate(CLOUD | {"models": {"mini": mini}})}
    wider = RateTable(providers=providers, self_hosted=table.self_hosted, policy=table.policy)
    ask = asking(TableInUse(wider, "test", "0"), date(2026, 11, 22))
    small, large = ask(of_mini()), ask(of_mini({"dataset.examples": 10_000}))
    assert small.one_time.lines[0].cost_usd.expected == 16  # 4 runs of 1.50 USD, at 4 USD each
    assert small.one_time.lines[0].name.endswith("at least 4 USD a job")
    assert large.one_time.lines[0].cost_usd.expected == 60
    assert large.one_time.lines[0].unit == "million training tokens"


def test_calls_that_repay_it_are_those_made_until_then_where_hosting_is_billed(cloud: Ask) -> None:
    answer = cloud(of_mini({"candidate.hosting": {"option": "h100"}, "workload.calls_per_month": 4_000_000}))
    assert answer.payback.months is not None
    assert answer.payback.break_even_calls is not None
    calls = answer.payback.months.expected * 4_000_000 if answer.payback.months.expected else Decimal(0)
    assert abs(int(answer.payback.break_even_calls) - calls) < 1000  # months are rounded to four places
    without = cloud(of_mini({"candidate.hosting": {"option": "h100"}, "workload.calls_per_month": 1_000_000}))
    assert (without.payback.months, without.payback.break_even_calls) == (None, None)


@pytest.mark.parametrize(
    ("where", "field", "said"),
    [
        ({"candidate.region": "eastus"}, "candidate.tier", "is missing; a region's price goes by the tier"),
        ({"current.region": "eastus"}, "current.region", "has one price of this model in all regions; leave it out"),
    ],
)
def test_a_region_by_itself_says_no_price(cloud: Ask, where: dict[str, object], field: str, said: str) -> None:
    with pytest.raises(UnusableRequestError) as refused:
        cloud(of_mini(where))
    (error,) = refused.value.errors
    assert error.field == field
    assert said in error.message
