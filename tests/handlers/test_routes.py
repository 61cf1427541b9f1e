"""Each route with a good request and a bad one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handlers import wiring
from local.calls import EVENTS as REQUESTS
from local.template import ROOT
from ratebook.sources import read_snapshot
from tests.handlers.http import PROBLEM, answer, body, decide, event, get, request

SNAPSHOT = read_snapshot()
EXPECTED = {
    "page-asset-unknown": 404,
    "decision-form-encoded": 415,
    "decision-invalid": 422,
    "decision-not-json": 422,
    "sensitivity-invalid": 422,
    "shorthand-invalid": 422,
    "training-invalid": 422,
    "usage-price-invalid": 422,
    "usage-invalid": 422,
    "budget-invalid": 422,
    "budget-unknown": 404,
    "fine-tune-unknown": 404,
    "dataset-check-invalid": 422,
    "dataset-check-unknown": 404,
    "dataset-upload": 202,
    "rates-version-unknown": 404,
    "rates-changes-unknown": 404,
}


@pytest.mark.parametrize(
    "name", sorted(name for name, call in REQUESTS.items() if not call.resource.startswith("/slack/"))
)
def test_every_recorded_event_is_answered_as_it_should_be(name, aws, account):
    found = answer(event(name))
    assert found.status == EXPECTED.get(name, 200), found.text
    if found.status >= 400:
        found.problem()


def test_health_says_which_rates_are_in_force():
    rates = {"version": SNAPSHOT.version, "stale": False, "source": "deployed"}
    assert get("/health").json == {"status": "ok", "rates": rates}


def test_a_decision_is_the_articles_first_scenario():
    found = answer(event("decision-scenario-1"))
    assert found.headers["content-type"] == "application/json"
    said = found.json
    assert said["monthly"]["current_usd"] == "750"
    assert said["monthly"]["fine_tuned_usd"] == "90"
    assert said["rates"]["version"] == SNAPSHOT.version
    assert said["rates"]["sha256"] == SNAPSHOT.sha256


def test_a_decision_without_a_day_is_for_today():
    assert decide(body("decision-minimal")).json["rates"]["as_of"] == wiring.now().date().isoformat()


def test_money_leaves_as_strings_of_digits_and_never_as_floats():
    floats: list[str] = []
    json.loads(answer(event("decision-prompt-caching")).text, parse_float=floats.append)
    assert floats == []
    said = decide(body("decision-prompt-caching")).json
    assert said["per_call"]["current_usd"] == "0.00063"
    assert "E" not in json.dumps([line["unit_price_usd"] for line in said["monthly"]["current_lines"]])


def test_the_rules_are_listed_with_their_thresholds():
    said = get("/v1/rules", as_of="2026-06-30").json
    assert said["rules"][0]["id"] == "training-available"
    assert len(said["rules"]) == 9
    assert get("/v1/rules", as_of="2025-08-31").errors == {
        "as_of": "the rate table begins on 2025-09-01; choose that day or a later one"
    }


@pytest.mark.parametrize("as_of", ["", "today", "2026-02-30", "2026-11-22T00:00:00Z", "20261122", "0", "2026-11-2"])
def test_a_day_that_is_none_is_refused(as_of):
    found = get("/v1/models", as_of=as_of)
    assert found.status == 422
    assert found.errors["as_of"].startswith("must be a day")


def test_the_models_are_listed_with_the_prices_of_a_day():
    said = get("/v1/models", as_of="2026-11-22").json
    assert said["as_of"] == "2026-11-22"
    prices = {model["id"]: model["base"] for model in said["models"]}
    assert prices["gpt-4o-mini-2024-07-18"]["usd_per_million_input_tokens"] == "0.15"
    assert prices["davinci"] is None


def test_a_models_name_is_resolved():
    said = get("/v1/models", name="ft:gpt-4o-mini-2024-07-18:tensorzero::ALHEaw1j").json
    assert said["models"] == []
    found = said["resolution"]
    assert (found["base_model"], found["kind"]) == ("gpt-4o-mini-2024-07-18", "fine_tuned")
    assert (found["organization"], found["suffix"], found["id"]) == ("tensorzero", "", "ALHEaw1j")
    assert found["rates"]["usd_per_million_input_tokens"] == "0.3"


def test_an_unknown_name_is_an_answer():
    found = get("/v1/models", name="gpt-4ofoo")
    assert (found.status, found.json["resolution"]["status"]) == (200, "unknown")


def test_a_name_longer_than_any_is_refused():
    assert get("/v1/models", name="x" * 257).errors == {"name": "must have at most 256 characters"}


def test_the_versions_are_listed():
    assert get("/v1/rates").json == {
        "current": SNAPSHOT.version,
        "stale": False,
        "versions": [{"version": SNAPSHOT.version, "published_at": None, "current": True}],
    }


@pytest.mark.parametrize("version", ["current", SNAPSHOT.version])
def test_a_version_is_shown_whole(version):
    said = get(f"/v1/rates/{version}").json
    assert (said["version"], said["sha256"]) == (SNAPSHOT.version, SNAPSHOT.sha256)
    prices = said["table"]["providers"]["openai"]["models"]["gpt-4o-mini-2024-07-18"]["base"][0]
    assert prices["usd_per_million_input_tokens"] == "0.15"


@pytest.mark.parametrize("version", ["2026-11-22-00000000", "latest", "..", "x" * 64, "1"])
def test_an_unknown_version_is_not_found(version):
    found = get(f"/v1/rates/{version}")
    assert (found.status, found.problem()["code"]) == (404, "unknown_version")
    assert found.errors == {"version": "no rate table of that version was published; GET /v1/rates lists them"}


def test_a_version_longer_than_any_is_refused():
    assert get(f"/v1/rates/{'x' * 65}").errors == {"version": "must have at most 64 characters"}


def test_nothing_changed_since_the_same_version():
    said = get("/v1/rates/current/changes", since=SNAPSHOT.version).json
    assert said == {"version": SNAPSHOT.version, "since": SNAPSHOT.version, "changes": []}


def test_changes_need_to_know_since_when():
    assert get("/v1/rates/current/changes").errors == {"since": "is missing; it is required"}
    found = get("/v1/rates/current/changes", since="2020-01-01-00000000")
    assert (found.status, list(found.errors)) == (404, ["since"])
    found = get("/v1/rates/2020-01-01-00000000/changes", since="current")
    assert (found.status, list(found.errors)) == (404, ["version"])


@pytest.mark.parametrize("version", ["2020-01-01-00000000", "", "current", "../x"])
def test_a_decision_by_an_unknown_version_is_not_found(version):
    found = decide(body("decision-minimal") | {"rates_version": version})
    assert (found.status, list(found.errors)) == (404, ["rates_version"])


@pytest.mark.parametrize("path", ["/v1", "/v2/decisions", "/v1/decision", "/health/x", "/v1/rates/a/b"])
def test_an_unknown_route_is_not_found(path):
    found = get(path)
    assert (found.status, found.problem()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/decisions", "POST"),
        ("PUT", "/v1/decisions", "POST"),
        ("DELETE", "/health", "GET"),
        ("PATCH", "/v1/rates/current", "GET"),
        ("OPTIONS", "/v1/rates/current/changes", "GET"),
        ("HEAD", "/docs", "GET"),
    ],
)
def test_a_route_says_which_method_it_takes(method, path, allowed):
    found = answer(request(method, path))
    assert (found.status, found.problem()["code"]) == (405, "method_not_allowed")
    assert found.headers["allow"] == allowed


def test_the_contract_is_the_committed_one():
    found = get("/openapi.json")
    committed = Path(__file__).parents[2] / "docs" / "openapi.json"
    assert found.headers["content-type"] == "application/json"
    assert found.json == json.loads(committed.read_text(encoding="utf-8")), "run `make openapi`"


def test_problems_are_not_plain_json():
    assert get("/nowhere").headers["content-type"] == PROBLEM


def test_the_api_starts_without_what_only_publishing_needs():
    code = "import handlers.api, sys; print(sorted({'yaml', 'boto3', 'publishing.receiving'} & set(sys.modules)))"
    path = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=path, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
