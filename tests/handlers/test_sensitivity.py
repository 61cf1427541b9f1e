"""POST /v1/decisions/sensitivity: every end is what a decision says, over all cases; refused and logged as one is."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from handlers import wiring
from local.event_bodies import INVALID, MINIMAL, SCENARIO_1
from ratebook.sources import read_snapshot
from tests.decisions.asking import with_fields
from tests.handlers.http import answer, decide, event, post, request

PATH = "/v1/decisions/sensitivity"
GOLDEN = sorted(Path(__file__).parents[1].glob("golden/*/request.json"))
MARKER = "hunter2-0451"


def ask(payload, **changed):
    return post(PATH, payload, **changed)


def _figures(decision):
    """What a decision says of the payback, as the ends say it."""
    months, once, saving = decision["payback"]["months"], decision["one_time"], decision["monthly"]["saving_usd"]
    return {
        "months": None if months is None else months["expected"],
        "one_time_usd": once["total_usd"]["expected"],
        "saving_usd_per_month": saving["expected"],
    }


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_every_end_is_what_a_decision_says_of_that_value(path):
    body = json.loads(path.read_text())
    said, decision = ask(body).json, decide(body).json
    assert said["rates"] == decision["rates"]
    if decision["monthly"]["saving_usd"] is None:
        assert (said["months"], said["inputs"]) == (None, [])
        assert said["reason"] in json.dumps([rule["observed"] for rule in decision["rules"]])
        return
    assert said["reason"] is None
    assert said["months"] == _figures(decision)["months"]
    assert said["inputs"]
    for each in said["inputs"]:
        for end in (each["low"], each["high"]):
            sent = with_fields(body, {each["input"]: json.loads(end["value"])})
            assert {"value": end["value"], **_figures(decide(sent).json)} == end, each["input"]
        as_expected = with_fields(body, {each["input"]: json.loads(each["value"])})
        assert _figures(decide(as_expected).json) == _figures(decision), each["input"]


def test_the_articles_first_scenario_depends_on_the_hours_most():
    found = answer(event("sensitivity"))
    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    said = found.json
    assert (said["months"], said["swing"], said["reason"]) == ("5.3492", "0.25", None)
    first, *others = said["inputs"]
    assert first == {
        "input": "engineering.hours",
        "value": "35",
        "because": "range",
        "low": {"value": "20", "months": "3.0765", "one_time_usd": "2030.5", "saving_usd_per_month": "660"},
        "high": {"value": "50", "months": "7.622", "one_time_usd": "5030.5", "saving_usd_per_month": "660"},
    }
    assert [(each["input"], each["low"]["value"], each["high"]["value"]) for each in others] == [
        ("workload.input_tokens", "150", "250"),
        ("workload.calls_per_day", "37500", "62500"),
        ("engineering.usd_per_hour", "75", "125"),
        ("candidate.input_tokens", "150", "250"),
        ("experiments.training_usd", "22.875", "38.125"),
    ]


def test_what_has_no_price_is_said_in_the_words_of_a_decision():
    said = answer(event("sensitivity-unpriced")).json
    assert (said["months"], said["inputs"]) == (None, [])
    assert said["reason"].startswith("no price of a fine-tuned Qwen3-8B is known: send overrides")


def test_money_leaves_as_strings_of_digits_and_never_as_floats():
    floats: list[str] = []
    json.loads(ask(MINIMAL).text, parse_float=floats.append, parse_int=floats.append)
    assert floats == []


def test_a_range_of_the_policy_is_a_range_of_its_own():
    said = {each["input"]: each for each in ask(MINIMAL | {"as_of": "2026-06-30"}).json["inputs"]}
    assert (said["experiments.runs"]["because"], said["engineering.hours"]["because"]) == ("range", "range")
    assert said["dataset.examples"]["because"] == "swing"
    hours = said["engineering.hours"]
    low, high = (Decimal(hours[end]["value"]) for end in ("low", "high"))
    assert low < Decimal(hours["value"]) < high


def test_without_a_day_today_is_meant():
    assert ask(MINIMAL).json["rates"]["as_of"] == wiring.now().date().isoformat()


@pytest.mark.parametrize(
    "payload",
    [
        INVALID,
        MINIMAL | {"current": {"model": "gtp-4o"}},
        MINIMAL | {"as_of": "2020-01-01"},
        MINIMAL | {"rates_version": "2020-01-01-00000000"},
        "not json",
    ],
)
def test_it_is_refused_as_a_decision_is(payload):
    found, decision = ask(payload), decide(payload)
    assert found.status in {404, 422}
    assert (found.status, found.problem()) == (decision.status, decision.problem())


def test_another_method_is_told_which_one_is_taken():
    found = answer(request("GET", PATH))
    assert (found.status, found.headers["allow"]) == (405, "POST")


def test_the_log_keeps_figures_and_names_of_inputs_and_none_of_the_callers_text(output):
    ask(SCENARIO_1 | {"readiness": {"models_tried": [MARKER]}})
    text = output.text()
    assert MARKER not in text
    [record] = [json.loads(line) for line in text.splitlines() if '"sensitivity"' in line]
    logged = record["sensitivity"]
    assert (logged["priced"], logged["payback_months"], logged["stale"]) == (True, "5.3492", False)
    assert logged["inputs"][0] == "engineering.hours"
    assert (logged["rates_version"], logged["as_of"]) == (read_snapshot().version, "2026-06-30")


def test_the_age_of_the_rates_is_counted_where_the_current_ones_are_used(output):
    ask(SCENARIO_1)
    assert "RatesAgeSeconds" in output.metrics()
    ask(SCENARIO_1 | {"rates_version": read_snapshot().version})
    assert "RatesAgeSeconds" not in output.metrics()
