"""What is paid whether or not anybody calls: hosting, storage, people, retraining."""

from decimal import Decimal

import pytest

from costs.engineering import engineering_line, retraining_line
from costs.hosting import hosting_line, storage_line, unit_minutes_line
from costs.quantities import CostLine, Range


@pytest.mark.parametrize(("hours", "usd"), [(720, "1224"), (730, "1241"), (744, "1264.8")])
def test_hosting_at_1_70_an_hour_by_how_a_month_is_reckoned(hours: int, usd: str) -> None:
    line = hosting_line("hosting", Decimal("1.70"), Decimal(hours))
    assert line.cost_usd == Range.of(Decimal(usd))
    assert (line.name, line.unit) == ("hosting", "hours")
    assert (line.quantity, line.unit_price_usd) == (Decimal(hours), Decimal("1.70"))


def test_every_instance_is_billed_for_every_hour() -> None:
    assert hosting_line("hosting", Decimal("1.70"), Decimal(720), instances=3).cost_usd == Range.of(Decimal(3672))


def test_storage_is_by_the_model_and_month() -> None:
    line = storage_line("storage", Decimal("1.95"), models=2)
    assert line == CostLine("storage", Decimal(2), "model months", Decimal("1.95"), Range.of(Decimal("3.90")))


def test_one_model_is_stored_unless_more_are_said() -> None:
    assert storage_line("storage", Decimal("1.95")).cost_usd == Range.of(Decimal("1.95"))


def test_a_unit_of_a_model_is_billed_for_every_minute_in_which_it_is_loaded() -> None:
    # Two custom model units, loaded for ten hours a day: 18,000 minutes each at 0.05718 a minute.
    line = unit_minutes_line("custom model units", 2, Decimal(18_000), Decimal("0.05718"))
    usd = Range.of(Decimal("2058.48"))
    assert line == CostLine("custom model units", Decimal(36_000), "unit minutes", Decimal("0.05718"), usd)


def test_the_articles_20_to_50_hours_at_100_are_2000_to_5000() -> None:
    hours = Range(Decimal(20), Decimal(35), Decimal(50))
    line = engineering_line("engineering", hours, Range.of(Decimal(100)))
    assert line.cost_usd == Range(Decimal(2000), Decimal(3500), Decimal(5000))
    assert (line.name, line.unit) == ("engineering", "hours")
    assert (line.quantity, line.unit_price_usd) == (Decimal(35), Decimal(100))


def test_few_hours_meet_the_low_rate_and_many_the_high_one() -> None:
    line = engineering_line(
        "engineering", Range(Decimal(1), Decimal(2), Decimal(3)), Range(Decimal(10), Decimal(20), Decimal(30))
    )
    assert line.cost_usd == Range(Decimal(10), Decimal(40), Decimal(90))


def test_a_retraining_every_three_months_costs_a_third_of_it_a_month() -> None:
    line = retraining_line(3, Range(Decimal(150), Decimal(300), Decimal(450)))
    assert line.cost_usd == Range(Decimal(50), Decimal(100), Decimal(150))
    assert line.unit_price_usd == 300


def test_a_retraining_says_how_often_it_is_and_what_share_of_one_falls_on_a_month() -> None:
    line = retraining_line(4, Range.of(Decimal(300)))
    assert line.name == "retraining every 4 months, a month's share"
    assert (line.quantity, line.unit) == (Decimal("0.25"), "retrainings")
    assert line.quantity * line.unit_price_usd == line.cost_usd.expected


def test_a_third_of_300_is_100_and_not_a_hair_less() -> None:
    assert retraining_line(3, Range.of(Decimal(300))).cost_usd.expected == Decimal(100)
