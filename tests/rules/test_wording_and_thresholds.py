"""Figures in sentences, and values that a policy may have."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from rules.thresholds import Span, Thresholds, check_value
from rules.wording import counted, day, months, number, usd
from tests.rules.building import POLICY


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1234.5", "1,234.50 USD"),
        ("0", "0.00 USD"),
        ("1", "1.00 USD"),
        ("0.00012", "0.00012 USD"),
        ("0.000091234", "0.00009123 USD"),
        ("0.5", "0.5 USD"),
        ("-0.0000912", "-0.0000912 USD"),
        ("-12.345", "-12.35 USD"),
        ("999999.995", "1,000,000.00 USD"),
        ("-0.123456", "-0.1235 USD"),
        ("0.99994", "0.9999 USD"),
        ("0.99995", "1.00 USD"),
        ("-0.99999", "-1.00 USD"),
        ("0.00000000012345", "0.000000000123 USD"),
    ],
)
def test_dollars_are_to_the_cent_and_small_ones_to_four_digits(amount: str, said: str) -> None:
    assert usd(Decimal(amount)) == said


def test_numbers_and_months_are_rounded_only_in_a_sentence() -> None:
    assert number(Decimal(802603)) == "802,603"
    assert number(Decimal("5.3485")) == "5.35"
    assert number(Decimal(100)) == "100"
    assert number(Decimal(100), 0) == "100"
    assert number(Decimal("99.6"), 0) == "100"
    assert number(Decimal("2.001")) == "2"
    assert number(Decimal(10) ** 27) == f"1{',000' * 9}"  # of more digits than could be rounded
    assert number(Decimal("0.125")) == "0.13"
    assert number(Decimal("0.005")) == "0.01"
    assert number(Decimal("0.9255"), 4) == "0.9255"
    assert months(None) == "never"
    assert months(Decimal("7.616")) == "7.62 months"
    assert months(Decimal("1.0000")) == "1 month"
    assert counted(0, "day") == "0 days"
    assert counted(1, "day") == "1 day"
    assert counted(2, "day") == "2 days"
    assert day(date(2026, 11, 2)) == "2026-11-02"


def test_the_middle_of_a_span_is_half_way() -> None:
    assert Span(low=Decimal(20), high=Decimal(50)).middle == 35
    with pytest.raises(ValueError, match=r"^low is above high: swap them$"):
        Span(low=Decimal(5), high=Decimal(3))
    with pytest.raises(ValidationError, match="low is above high: swap them"):
        Span.model_validate({"low": 5, "high": 3})
    assert Span(low=Decimal(5), high=Decimal(5)).middle == 5


@pytest.mark.parametrize(
    ("name", "least", "below"),
    [
        ("batch_hours", Span(low=Decimal(0), high=Decimal(0)), {"low": "-0.01", "high": "1"}),
        ("few_shot_examples", Decimal(0), Decimal("-0.01")),
        ("payback_limit_months", Decimal("0.01"), Decimal(0)),
        ("cache_hit_rate", Decimal(0), Decimal("-0.01")),
        ("cache_hit_rate", Decimal(1), Decimal("1.01")),
        ("horizon_months", Decimal(1), Decimal("Infinity")),
        ("few_shot_examples", Decimal(1), Decimal("NaN")),
        ("batch_hours", {"low": "1", "high": "2"}, {"low": "1", "high": "2", "middle": "1.5"}),
    ],
)
def test_a_threshold_is_taken_up_to_its_limit_and_refused_beyond(name: str, least: object, below: object) -> None:
    check_value(name, least)
    with pytest.raises(ValueError, match=name):
        check_value(name, below)


def test_thresholds_leave_in_digits_and_refuse_what_nobody_knows() -> None:
    policy = POLICY.model_copy(update={"hours_per_month": Decimal("7.2E+2")})
    assert policy.model_dump(mode="json")["hours_per_month"] == "720"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Thresholds.model_validate(POLICY.model_dump() | {"payback_months": 3})
    with pytest.raises(AttributeError, match="immutable"):
        setattr(POLICY, "horizon_months", Decimal(6))  # noqa: B010
    with pytest.raises(AttributeError, match="immutable"):
        setattr(POLICY.batch_hours, "low", Decimal(1))  # noqa: B010


@pytest.mark.parametrize("task", ["classification", "generation"])
def test_the_comfortable_number_is_at_least_the_minimum(task: str) -> None:
    assert POLICY.minimum_examples(task) <= POLICY.comfortable_examples(task)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("payback_limit_months", Decimal(0), "payback_limit_months must be one number"),
        ("payback_limit_months", Span(low=Decimal(1), high=Decimal(2)), "payback_limit_months must be one number"),
        ("cache_hit_rate", Decimal("1.1"), "cache_hit_rate must be one number"),
        ("engineering_hours", Decimal(20), "engineering_hours must be a span such as"),
        ("budget_alert_shares", Decimal(1), "budget_alert_shares must be a list such as"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_in_an_editors_words(name: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_value(name, value)


def test_an_editor_reads_which_threshold_what_shape_it_has_and_what_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match="cache_hit_rate") as refused:
        check_value("cache_hit_rate", Decimal("1.1"))
    assert str(refused.value) == "cache_hit_rate must be one number (input should be less than or equal to 1)"
    with pytest.raises(ValueError, match="engineering_hours") as refused:
        check_value("engineering_hours", Decimal(20))
    assert str(refused.value).startswith("engineering_hours must be a span such as {low: 3, high: 5} (")
    with pytest.raises(ValueError, match="budget_alert_shares") as refused:
        check_value("budget_alert_shares", Decimal(1))
    assert str(refused.value).startswith("budget_alert_shares must be a list such as [0.8, 1] (")


def test_values_of_the_right_shape_are_taken() -> None:
    for name in Thresholds.model_fields:
        check_value(name, getattr(POLICY, name))
