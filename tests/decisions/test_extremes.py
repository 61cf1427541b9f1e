"""The smallest and largest figures that are accepted are decided, exactly, and nothing breaks."""

import json
from decimal import Decimal

import pytest

from rules.outcomes import Outcome
from tests.decisions.asking import Ask, flip, outcome, request

FINEST = Decimal("1E-30")


@pytest.mark.parametrize(
    "fields",
    [
        {"workload": {"calls_per_month": 0, "input_tokens": 0, "output_tokens": 0}},
        {"workload": {"calls_per_month": FINEST, "input_tokens": FINEST, "output_tokens": 0}},
        {
            "workload": {
                "calls_per_month": FINEST,
                "input_tokens": 1024,
                "cacheable_input_tokens": 1024,
                "cache_hit_rate": FINEST,
                "output_tokens": FINEST,
            },
            "engineering": {"hours": 100_000, "usd_per_hour": 1_000_000_000},
        },
        {
            "workload": {"calls_per_day": 10_000_000_000, "input_tokens": 128_000, "output_tokens": 10_000_000},
            "dataset": {"examples": 100_000_000, "tokens_per_example": 10_000_000, "epochs": 50},
            "experiments": {"runs": 1000},
            "engineering": {"hours": 100_000, "usd_per_hour": 1_000_000_000},
            "quality_value_usd_per_month": 1_000_000_000,
            "retraining": {"every_months": 7, "hours": 100_000, "runs": 1000},
            "horizon_months": 120,
        },
        {"dataset": {"examples": 0}, "experiments": {"runs": 0}, "engineering": {"hours": 0}},
        {"engineering.usd_per_hour": 0, "experiments": {"training_usd": 0}},
        {"as_of": "9999-12-31"},
        {"readiness.models_tried": ["x" * 256] * 200},
    ],
)
def test_absurd_requests_are_decided_in_plain_digits(ask: Ask, fields: dict[str, object]) -> None:
    answer = json.loads(ask(request(fields)).model_dump_json())
    figures = [answer["monthly"]["current_usd"], *answer["per_call"].values()]
    assert all(figure is None or figure.lstrip("-").replace(".", "", 1).isdigit() for figure in figures)


def test_a_saving_that_retraining_eats_up_exactly_never_pays_back(ask: Ask) -> None:
    # A call saves 0.00308: 100,000 of them 308 a month, as much as a third of a retraining for 924 dollars.
    answer = ask(
        request(
            {
                "workload.calls_per_month": 100_000,
                "experiments.training_usd": 100,
                "retraining": {"every_months": 3, "hours": Decimal("9.195"), "runs": 1},
            }
        )
    )
    assert answer.monthly.saving_usd is not None
    assert answer.monthly.saving_usd.expected == 0
    assert answer.payback.months is None


THIRDS: dict[str, object] = {
    "experiments": {"training_usd": 0},
    "retraining": {"every_months": 3, "hours": 2, "runs": 0},
    "engineering": {"hours": 40, "usd_per_hour": 22},
    "workload.calls_per_month": 100_000,
}


def test_a_tie_of_thirds_is_a_tie(ask: Ask) -> None:
    # 308 dollars a month, less two thirds of an hour, repay in 3 months 40 hours: at 22 dollars, to the cent.
    assert outcome(ask(request(THIRDS)), "payback-within-limit") is Outcome.PASS
    dearer = ask(request(THIRDS | {"engineering": {"hours": 40, "usd_per_hour": Decimal("22.01")}}))
    assert flip(dearer, "payback-within-limit", "engineering.usd_per_hour").value == "22"
    fewer = ask(request(THIRDS | {"workload.calls_per_month": 99_999}))
    assert flip(fewer, "payback-within-limit", "workload.calls_per_month").value == "100000"
    longer = ask(request(THIRDS | {"engineering": {"hours": Decimal("40.01"), "usd_per_hour": 22}}))
    assert flip(longer, "payback-within-limit", "engineering.hours").value == "40"
