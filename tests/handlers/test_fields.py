"""Fields that are wrong: named, with what is allowed, and never with the value that was sent."""

import copy
import json

import pytest

from tests.handlers.http import answer, body, decide, event, get

MARKER = "hunter2-0451"
NUMBER = -9182736455
WHOLE = {
    "task": "classification",
    "workload": {
        "calls_per_day": {"low": 1, "expected": 2, "high": 3},
        "input_tokens": 2000,
        "output_tokens": 10,
        "cacheable_input_tokens": 1500,
        "cache_hit_rate": 0.5,
        "batch": False,
        "latency_tolerant": True,
    },
    "current": {"model": "gpt-4o", "provider": "openai", "prompt_caching": False},
    "candidate": {
        "model": "gpt-4o-mini",
        "provider": "openai",
        "method": "sft",
        "input_tokens": 200,
        "output_tokens": 10,
        "cacheable_input_tokens": 0,
    },
    "dataset": {"examples": 1000, "tokens_per_example": {"low": 1, "high": 9}, "epochs": 3, "validation_tokens": 0},
    "experiments": {
        "runs": ["4.50", {"usd": "8", "name": "a"}, {"examples": 10, "tokens_per_example": 5, "epochs": "auto"}],
        "hours_per_run": 1,
    },
    "engineering": {"hours": {"low": 20, "expected": 35, "high": 50}, "usd_per_hour": "100"},
    "readiness": {
        "prompts_optimized": True,
        "cheaper_model_tried": True,
        "models_tried": ["gpt-4.1-nano"],
        "quality_gap_measured": True,
        "current_quality": 0.92,
        "target_quality": 0.95,
    },
    "organization": {"has_fine_tuned_before": True, "fine_tuned_inference_in_last_60_days": True},
    "retraining": {"every_months": 6, "hours": 2, "runs": 1},
    "quality_value_usd_per_month": "10",
    "horizon_months": 12,
    "as_of": "2026-06-30",
    "rates_version": None,
}


def _places(value, place=()):
    yield place
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _places(part, (*place, key))


def _at(value, place):
    for key in place:
        value = value[key]
    return value


def _with(value, place):
    """`WHOLE` with another value at a place."""
    changed = copy.deepcopy(WHOLE)
    _at(changed, place[:-1])[place[-1]] = value
    return changed


PLACES = [place for place in _places(WHOLE) if place]
# Text that may be anything: a run's name, and names of models that were tried.
FREE = {("experiments", "runs", 1, "name"), ("readiness", "models_tried", 0)}


def _id(place):
    return ".".join(map(str, place))


def test_a_request_with_every_field_is_answered():
    assert decide(WHOLE).status == 200, decide(WHOLE).text


@pytest.mark.parametrize("place", PLACES, ids=_id)
@pytest.mark.parametrize("value", [MARKER, [MARKER], {MARKER: MARKER}, {"low": MARKER, "high": MARKER}, NUMBER])
def test_the_value_of_a_wrong_field_is_not_shown_again(place, value):
    found = decide(_with(value, place))
    if found.status == 200:
        assert (place in FREE, value) == (True, MARKER) or (place[-1], value) == ("models_tried", [MARKER])
        return
    assert found.status in {404, 422}
    shown = found.text.replace(f'.{MARKER}"', "").replace(f".{MARKER}: is not a field", "")  # an unknown field's name
    assert MARKER not in shown
    assert str(NUMBER) not in shown
    top = str(place[0])
    assert all(field.startswith(top) for field in found.errors), found.errors


@pytest.mark.parametrize("place", [place for place in _places(WHOLE) if isinstance(_at(WHOLE, place), dict)], ids=_id)
def test_an_unknown_field_is_refused_wherever_it_stands(place):
    changed = copy.deepcopy(WHOLE)
    _at(changed, place)["surprise"] = MARKER
    found = decide(changed)
    assert found.status == 422
    assert MARKER not in found.text


@pytest.mark.parametrize(
    ("place", "misspelt", "meant"),
    [
        ((), "tasks", "task"),
        (("workload",), "calls_per_dya", "calls_per_day"),
        (("candidate",), "modle", "model"),
        (("readiness",), "prompt_optimized", "prompts_optimized"),
        (("experiments", "runs", 2), "epoch", "epochs"),
    ],
)
def test_a_misspelt_field_is_told_which_was_meant_and_which_there_are(place, misspelt, meant):
    changed = copy.deepcopy(WHOLE)
    inner = _at(changed, place)
    inner[misspelt] = 1
    [error] = decide(changed).problem()["errors"]
    assert error["field"].endswith(misspelt)
    assert error["message"] == f"is not a field; did you mean {meant}?"
    assert set(error["allowed"]) >= set(inner) - {misspelt}


def test_a_field_like_none_is_only_told_which_there_are():
    [error] = decide(WHOLE | {"zzzzzz": 1}).problem()["errors"]
    assert (error["field"], error["message"]) == ("zzzzzz", "is not a field")
    assert set(error["allowed"]) >= set(WHOLE)


@pytest.mark.parametrize("field", ["task", "workload", "current", "candidate"])
def test_a_required_field_that_is_missing_is_named(field):
    request = {key: value for key, value in WHOLE.items() if key != field}
    assert decide(request).errors == {field: "is missing; it is required"}


def test_all_wrong_fields_are_reported_at_once():
    assert set(answer(event("decision-invalid")).errors) >= {"workload.calls_per_day"}
    found = decide(WHOLE | {"task": "poetry", "horizon_months": 0, "organization": 1, "as_of": "soon"})
    assert found.errors == {
        "task": "must be one of the allowed values",
        "organization": "must be an object with fields",
        "horizon_months": "must be between 1 and 120",
        "as_of": "must be a day written as YYYY-MM-DD",
    }


def test_what_is_allowed_is_listed():
    [error] = decide(WHOLE | {"task": "poetry"}).problem()["errors"]
    assert error["allowed"] == ["classification", "generation"]


def test_exactly_one_number_of_calls_is_taken():
    for workload in ({"input_tokens": 1}, {"input_tokens": 1, "calls_per_day": 1, "calls_per_month": 1}):
        assert decide(WHOLE | {"workload": workload}).errors == {
            "workload.calls_per_day": "give exactly one of calls_per_day and calls_per_month"
        }


@pytest.mark.parametrize("side", ["current", "candidate"])
def test_an_unknown_model_is_told_the_nearest_names(side):
    found = decide(WHOLE | {side: {"model": "gpt-4o-mimi"}})
    [error] = found.problem()["errors"]
    assert error["field"] == f"{side}.model"
    assert "gpt-4o-mini" in error["allowed"]
    assert "gpt-4o-mimi" not in found.text


def test_a_day_before_the_first_price_is_refused_with_the_first_day():
    found = decide(WHOLE | {"as_of": "2025-08-31"})
    assert found.status == 422
    assert "2025-09-01" in found.errors["as_of"]
    assert decide(WHOLE | {"as_of": "2025-09-01"}).status == 200


def test_query_parameters_are_not_shown_again_either():
    for found in (
        get("/v1/models", as_of=MARKER),
        get("/v1/rules", as_of=MARKER),
        get(f"/v1/rates/{MARKER}"),
        get("/v1/rates/current/changes", since=MARKER),
        get(f"/{MARKER}"),
    ):
        assert found.status in {404, 422}
        assert MARKER not in found.text


@pytest.mark.parametrize("name", ["decision-scenario-1", "decision-minimal"])
def test_a_null_is_as_good_as_leaving_an_optional_field_out(name):
    request = body(name)
    given = json.loads(json.dumps(request))
    for field in ("dataset", "retraining", "quality_value_usd_per_month", "horizon_months", "rates_version"):
        given.setdefault(field, None)
    assert decide(given).json == decide(request).json


def test_a_misspelt_parameter_is_told_which_was_meant():
    [error] = get("/v1/models", as_off="2026-06-30").problem()["errors"]
    allowed = ["name", "provider", "as_of"]
    assert error == {"field": "as_off", "message": "is not a field; did you mean as_of?", "allowed": allowed}
    assert get("/v1/rules", name="gpt-4o").errors == {"name": "is not a field"}


@pytest.mark.parametrize("path", ["/health", "/v1/rates", "/v1/rates/current", "/openapi.json", "/docs"])
def test_a_route_without_parameters_refuses_them_too(path):
    found = get(path, as_of="2026-11-22")
    assert (found.status, found.errors) == (422, {"as_of": "is not a field"})


def test_a_parameter_of_a_route_that_takes_a_body_is_refused():
    assert decide(WHOLE, as_of="2026-11-22").errors == {"as_of": "is not a field"}


def test_a_refused_item_is_the_only_thing_said_of_its_list():
    found = decide(WHOLE | {"experiments": {"runs": ["four"]}})
    assert found.status == 422
    assert list(found.errors) == ["experiments.runs[0]"]


def test_an_empty_list_is_called_too_short():
    assert list(decide(WHOLE | {"experiments": {"runs": []}}).errors) == ["experiments.runs"]
