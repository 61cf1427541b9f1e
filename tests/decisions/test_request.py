"""What a request may say, and what is answered where it says something else."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from costs.quantities import Range
from decisions.request import DecisionRequest
from inputs.errors import UnusableRequestError
from tests.decisions.asking import Ask, request


def refused(field: str, value: object) -> str:
    """The message for that value of the field."""
    with pytest.raises(ValidationError) as caught:
        DecisionRequest.model_validate(request({field: value}))
    found = caught.value.errors(include_url=False)
    assert len(found) == 1, found
    return str(found[0]["msg"])


def read(field: str, value: object) -> Any:
    """What the field becomes."""
    place: Any = DecisionRequest.model_validate(request({field: value}))
    for name in field.split("."):
        place = getattr(place, name)
    return place


SMALLEST = {
    "task": "classification",
    "workload": {"calls_per_month": 1, "input_tokens": 1},
    "current": {"model": "gpt-4o"},
    "candidate": {"model": "gpt-4o-mini"},
}


def test_four_fields_are_enough() -> None:
    assert DecisionRequest.model_validate(SMALLEST).candidate.method == "sft"


@pytest.mark.parametrize("field", SMALLEST)
def test_each_of_the_four_is_needed(field: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        DecisionRequest.model_validate({name: value for name, value in SMALLEST.items() if name != field})


@pytest.mark.parametrize("value", [True, False, "12", "abc", "NaN", [], {}])
def test_counts_are_numbers_and_not_strings_or_booleans(value: object) -> None:
    expected = "must be a number, or an object of low, high" if value == {} else "must be a number"
    assert refused("workload.calls_per_month", value).startswith(expected)
    assert refused("workload.input_tokens", value).startswith("must be a number")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN")])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    assert refused("workload.input_tokens", value) == "must be a finite number"
    assert refused("engineering.hours", {"low": 1, "high": value}) == "high must be a finite number"


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("workload.calls_per_month", "10000000000"),
        ("workload.input_tokens", "10000000"),
        ("workload.output_tokens", "10000000"),
        ("candidate.input_tokens", "10000000"),
        ("dataset.examples", "100000000"),
        ("dataset.tokens_per_example", "10000000"),
        ("dataset.validation_tokens", "1000000000000"),
        ("experiments.runs", "1000"),
        ("experiments.hours_per_run", "100000"),
        ("engineering.hours", "100000"),
        ("engineering.usd_per_hour", "1000000000"),
        ("readiness.current_quality", "1"),
        ("quality_value_usd_per_month", "1000000000"),
    ],
)
def test_a_number_is_between_nothing_and_its_most(field: str, most: str) -> None:
    said = f"must be between 0 and {most}"
    for value in (-1, Decimal("-0.01"), 10**30, Decimal(most) + 1):
        assert refused(field, value) == said
    assert read(field, Decimal(most)) in (Decimal(most), Range.of(Decimal(most)))
    assert read(field, 0) in (0, Range.of(Decimal(0)))


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("retraining.every_months", 1, 120), ("horizon_months", 1, 120), ("dataset.epochs", 1, 50)],
)
def test_a_count_of_months_or_epochs_is_whole_and_at_least_one(field: str, least: int, most: int) -> None:
    for value in (least - 1, most + 1):
        assert refused(field, value) == f"must be between {least} and {most}"
    assert refused(field, 1.5) == "must be a whole number"
    assert (read(field, least), read(field, most), read(field, 12.0)) == (least, most, 12)


def test_examples_are_whole() -> None:
    assert refused("dataset.examples", 12.5) == "must be a whole number"
    assert read("dataset.examples", 200.0) == 200


@pytest.mark.parametrize("value", ["0.15", 0.15, Decimal("0.15")])
def test_money_may_be_a_string_of_digits(value: object) -> None:
    assert read("quality_value_usd_per_month", value) == Decimal("0.15")
    assert read("engineering.usd_per_hour", value) == Range.of(Decimal("0.15"))


@pytest.mark.parametrize("value", ["", "1,000", "$5", "٣", "0x10", "2E+2", "1_000", " 5", ".5", True])
def test_money_in_other_words_is_refused(value: object) -> None:
    said = 'must be a number, or one in a string of digits such as "0.15", without exponent, sign of plus or spaces'
    assert refused("quality_value_usd_per_month", value) == said


def test_money_of_many_digits_is_out_of_its_bounds() -> None:
    assert refused("quality_value_usd_per_month", "1" * 31) == "must be between 0 and 1000000000"


def test_a_float_is_read_as_it_is_written() -> None:
    assert read("workload.cache_hit_rate", 0.1) == Decimal("0.1")
    assert read("workload.input_tokens", 1e3) == 1000


def test_a_number_has_at_most_thirty_digits() -> None:
    assert refused("workload.input_tokens", Decimal("1." + "1" * 30)) == "must have at most 30 digits"
    assert refused("workload.input_tokens", Decimal("1E-31")) == "must have at most 30 digits"
    assert read("workload.input_tokens", Decimal("1E-30")) == Decimal("1E-30")


def test_minus_nothing_is_nothing() -> None:
    assert str(read("workload.input_tokens", -0.0)) == "0"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"low": 5, "high": 3}, "must be in order: low, expected, high"),
        ({"low": 1, "expected": 5, "high": 3}, "must be in order: low, expected, high"),
        ({"low": 2, "expected": 1, "high": 3}, "must be in order: low, expected, high"),
        ({"low": 1}, "must be a number, or an object of low, high and, where it is known, expected"),
        (
            {"low": 1, "high": 2, "most": 3},
            "must be a number, or an object of low, high and, where it is known, expected",
        ),
        ({"low": -1, "high": 2}, "low must be between 0 and 100000"),
        ({"low": 1, "high": "2"}, "high must be a number, without quotes"),
        ({"low": 1, "expected": True, "high": 2}, "expected must be a number"),
    ],
)
def test_a_range_is_low_expected_high_in_order(value: object, said: str) -> None:
    assert refused("engineering.hours", value) == said


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, Range.of(Decimal(5))),
        ({"low": 1, "high": 2}, Range(Decimal(1), Decimal("1.5"), Decimal(2))),
        ({"low": 1, "expected": None, "high": 2}, Range(Decimal(1), Decimal("1.5"), Decimal(2))),
        ({"low": 1, "expected": 1, "high": 2}, Range(Decimal(1), Decimal(1), Decimal(2))),
        ({"low": 2, "expected": 2, "high": 2}, Range.of(Decimal(2))),
    ],
)
def test_a_number_may_stand_for_a_range(value: object, expected: Range) -> None:
    assert read("engineering.hours", value) == expected


@pytest.mark.parametrize("field", ["colour", "workload.calls", "current.colour", "candidate.epochs", "readiness.ready"])
def test_a_field_that_is_not_known_is_refused(field: str) -> None:
    assert refused(field, 1) == "Extra inputs are not permitted"


@pytest.mark.parametrize(
    "field",
    ["workload.batch", "current.prompt_caching", "readiness.prompts_optimized", "organization.has_fine_tuned_before"],
)
@pytest.mark.parametrize("value", ["true", 1, 0, "yes"])
def test_yes_and_no_are_booleans(field: str, value: object) -> None:
    assert refused(field, value) == "Input should be a valid boolean"


@pytest.mark.parametrize(
    "value", ["2026-13-01", "2026-02-30", "2026-1-1", "22.11.2026", "2026-11-22T00:00", 20261122, True, 0]
)
def test_a_day_is_written_in_one_way(value: object) -> None:
    assert refused("as_of", value).startswith("must be a day")


@pytest.mark.parametrize("name", ["", "  ", "gpt\n4o", "gpt\x00", "x" * 257])
def test_a_name_is_something_that_can_be_read(name: str) -> None:
    with pytest.raises(ValidationError):
        DecisionRequest.model_validate(request({"current.model": name}))


@pytest.mark.parametrize(
    ("workload", "said"),
    [
        ({"input_tokens": 1}, "give exactly one of calls_per_day and calls_per_month"),
        (
            {"input_tokens": 1, "calls_per_day": 1, "calls_per_month": 30},
            "give exactly one of calls_per_day and calls_per_month",
        ),
        (
            {"input_tokens": 100, "calls_per_day": 1, "cacheable_input_tokens": 101},
            "is a part of workload.input_tokens and cannot be more",
        ),
    ],
)
def test_a_workload_contradicts_itself_in_words(workload: dict[str, object], said: str) -> None:
    assert refused("workload", workload) == said


def test_all_of_the_prompt_may_be_cacheable() -> None:
    assert read("workload.cacheable_input_tokens", 1000) == 1000


def test_who_reads_from_the_cache_today_says_how_much() -> None:
    body = request({"current.prompt_caching": True, "workload.cacheable_input_tokens": ...})
    with pytest.raises(ValidationError, match=r"is needed where current\.prompt_caching is true"):
        DecisionRequest.model_validate(body)


@pytest.mark.parametrize(
    ("experiments", "said"),
    [
        ({"runs": []}, "at least 1 item"),
        ({"runs": [1] * 101}, "at most 100 items"),
        ({"training_usd": []}, "at least 1 item"),
        ({"runs": [1, 2], "training_usd": 3}, "one by one in one place"),
        ({"runs": [{"usd": 1, "epochs": 2}]}, "the cost of a run, or what it trains on, not both"),
        ({"runs": [{"examples": 0}]}, "must be between 1 and"),
        ({"runs": [True]}, "must be a number, or one in a string"),
        ({"runs": [{"cost": 1}]}, "Extra inputs are not permitted"),
    ],
)
def test_runs_are_said_in_one_way(experiments: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        DecisionRequest.model_validate(request({"experiments": experiments}))


@pytest.mark.parametrize(
    ("field", "value"), [("task", "poetry"), ("candidate.method", "magic"), ("dataset.epochs", "many")]
)
def test_a_choice_is_one_of_its_choices(field: str, value: str) -> None:
    assert refused(field, value).startswith("Input should be ")


@pytest.mark.parametrize(
    ("fields", "field", "said", "allowed"),
    [
        ({"current.model": "gpt-40"}, "current.model", "did you mean one of these?", ("gpt-4o",)),
        ({"candidate.model": "qqqqqq"}, "candidate.model", "GET /v1/models lists the names", ()),
        ({"current.provider": "nobody"}, "current.provider", "is not a provider of the rate table", ("openai",)),
        ({"candidate.provider": "nobody"}, "candidate.provider", "is not a provider of the rate table", ("openai",)),
        ({"current.model": "davinci"}, "current.model", "no price of davinci is known; choose another", ()),
        ({"current.model": "curie"}, "current.model", "is known; choose another", ()),
        (
            {"workload.input_tokens": 128_001, "candidate.input_tokens": 1},
            "workload.input_tokens",
            "at most 128,000",
            (),
        ),
        ({"current.model": "gpt-5", "workload.input_tokens": 128_001}, "candidate.input_tokens", "at most 128,000", ()),
        (
            {"candidate.input_tokens": 10, "candidate.cacheable_input_tokens": 11},
            "candidate.cacheable_input_tokens",
            "cannot be more",
            (),
        ),
    ],
)
def test_what_only_the_rate_table_shows_names_the_field(
    ask: Ask, fields: dict[str, object], field: str, said: str, allowed: tuple[str, ...]
) -> None:
    with pytest.raises(UnusableRequestError) as caught:
        ask(request(fields))
    (error,) = caught.value.errors
    assert error.field == field
    assert said in error.message
    assert set(allowed) <= set(error.allowed)


def test_a_sibling_is_never_taken_for_a_model(ask: Ask) -> None:
    usd = {name: ask(request({"current.model": name})).per_call.current_usd for name in ("gpt-4o", "gpt-4o-mini")}
    assert usd == {"gpt-4o": Decimal("0.0035"), "gpt-4o-mini": Decimal("0.00021")}
