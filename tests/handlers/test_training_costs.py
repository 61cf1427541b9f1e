"""POST /v1/training-costs: asked over HTTP, refused with words that help, logged without the caller's text."""

import copy
import json

import pytest

from handlers import wiring
from ratebook.sources import read_snapshot
from tests.handlers.http import answer, body, event, post, request

PATH = "/v1/training-costs"
MARKER = "hunter2-0451"
JOB = body("training")
# Everything that may stand together in one request.
WHOLE = {
    "provider": "openai",
    "model": "gpt-4o-mini",
    "method": "rft",
    "tuning": None,
    "tier": None,
    "region": None,
    "dataset": {"examples": 1000, "tokens_per_example": {"low": 400, "high": 600}, "tokens": None, "epochs": 3},
    "validation": {"tokens": 1000, "evaluations": 2},
    "packing": False,
    "sequence_length": 4096,
    "grader": {"model": "gpt-4o", "tier": None, "input_tokens": 1000, "output_tokens": 100},
    "runs": {"low": 1, "expected": 2, "high": 3},
    "job": {"status": "failed", "stage": "training", "epochs_done": 1},
    "usd_per_million_training_tokens": "2.50",
    "as_of": "2026-06-30",
    "rates_version": None,
}


def ask(payload, **changed):
    return post(PATH, payload, **changed)


def test_the_articles_run_costs_four_dollars_fifty_and_four_of_them_eighteen():
    found = answer(event("training"))
    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    said = found.json
    assert said["run_usd"] == {"low": "4.5", "expected": "4.5", "high": "4.5"}
    assert said["total_usd"] == {"low": "13.5", "expected": "18", "high": "22.5"}
    assert said["lines"] == [
        {
            "name": "training: 1,500,000 tokens in 3 epochs",
            "quantity": "6",
            "unit": "million tokens",
            "unit_price_usd": "3",
            "cost_usd": said["total_usd"],
        }
    ]
    assert (said["billable_tokens"]["expected"], said["epochs"], said["confirmed"]) == ("1500000", 3, True)
    assert said["available"]["status"] == "limited"
    assert said["retires_on"] == "2027-01-14"


def test_money_leaves_as_strings_of_digits_and_never_as_floats():
    floats: list[str] = []
    json.loads(ask(WHOLE).text, parse_float=floats.append)
    assert floats == []


def test_a_request_with_every_field_is_answered_at_the_callers_own_price():
    said = ask(WHOLE).json
    assert said["price_source"] == "stated in the request"
    assert said["lines"][0]["cost_usd"] == {"low": "10.24", "expected": "20.48", "high": "30.72"}


def test_without_a_day_today_is_meant():
    said = ask({name: value for name, value in JOB.items() if name != "as_of"}).json
    assert said["rates"]["as_of"] == wiring.now().date().isoformat()


def test_the_answer_can_be_had_again_by_the_version_that_it_names():
    version = ask(JOB).json["rates"]["version"]
    assert version == read_snapshot().version
    assert ask(JOB | {"rates_version": version}).json == ask(JOB).json


def test_an_unknown_version_is_not_found():
    found = ask(JOB | {"rates_version": "2020-01-01-00000000"})
    assert (found.status, list(found.errors)) == (404, ["rates_version"])


def test_another_method_is_told_which_one_is_taken():
    found = answer(request("GET", PATH))
    assert (found.status, found.headers["allow"]) == (405, "POST")


def test_two_amounts_are_refused_with_the_ways_that_there_are():
    found = answer(event("training-invalid"))
    assert found.status == 422
    assert "dataset, steps" in found.errors["hours"]


def _places(value, place=()):
    yield place
    for key, part in value.items() if isinstance(value, dict) else ():
        yield from _places(part, (*place, key))


def _at(value, place):
    for key in place:
        value = value[key]
    return value


@pytest.mark.parametrize("place", [place for place in _places(WHOLE) if isinstance(_at(WHOLE, place), dict)])
def test_an_unknown_field_is_refused_wherever_it_stands(place):
    changed = copy.deepcopy(WHOLE)
    _at(changed, place)["surprise"] = MARKER
    found = ask(changed)
    assert found.status == 422
    assert MARKER not in found.text


@pytest.mark.parametrize(
    ("place", "misspelt", "meant"),
    [((), "provder", "provider"), (("dataset",), "example", "examples"), (("job",), "epoch_done", "epochs_done")],
)
def test_a_misspelt_field_is_told_which_was_meant_and_which_there_are(place, misspelt, meant):
    changed = copy.deepcopy(WHOLE)
    _at(changed, place)[misspelt] = 1
    [error] = ask(changed).problem()["errors"]
    assert error["message"] == f"is not a field; did you mean {meant}?"
    assert set(error["allowed"]) >= set(_at(WHOLE, place))


@pytest.mark.parametrize("place", [place for place in _places(WHOLE) if place], ids=".".join)
@pytest.mark.parametrize("value", [MARKER, [MARKER], {MARKER: MARKER}, {"low": MARKER, "high": MARKER}, -9182736455])
def test_the_value_of_a_wrong_field_is_not_shown_again(place, value):
    changed = copy.deepcopy(WHOLE)
    _at(changed, place[:-1])[place[-1]] = value
    found = ask(changed)
    if found.status == 200:  # a model that no table has, at the caller's own price; a region that makes no difference
        assert place in {("model",), ("region",)}
        return
    assert found.status in {404, 422}
    shown = found.text.replace(f'.{MARKER}"', "").replace(f".{MARKER}: is not a field", "")  # an unknown field's name
    assert MARKER not in shown
    assert "9182736455" not in shown


def test_an_unknown_model_is_told_the_nearest_names():
    [error] = ask(JOB | {"model": "gpt-4o-mimi"}).problem()["errors"]
    assert error["field"] == "model"
    assert "gpt-4o-mini" in error["allowed"]


def test_the_log_keeps_figures_and_none_of_the_callers_text(output):
    ask(WHOLE | {"model": MARKER})
    text = output.text()
    assert MARKER not in text
    [record] = [json.loads(line) for line in text.splitlines() if '"training_costs"' in line]
    assert record["training_costs"] == {
        "status": "priced",
        "provider": "openai",
        "method": "rft",
        "total_usd": "20.497",
        "available": "limited",
        "rates_version": read_snapshot().version,
        "as_of": "2026-06-30",
        "stale": False,
    }


def test_the_age_of_the_rates_is_counted_where_the_current_ones_are_used(output):
    ask(JOB)
    assert "RatesAgeSeconds" in output.metrics()
    ask(JOB | {"rates_version": read_snapshot().version})
    assert "RatesAgeSeconds" not in output.metrics()
