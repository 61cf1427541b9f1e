"""Money leaves as digits, in every answer and into every table, and comes as digits where it comes in a string."""

import json
import re
from decimal import Decimal

import pytest

from handlers import wiring
from spend.budgets.alerts import usd
from spend.storage import keys
from tests.handlers.http import answer, get, post, put, request

DIGITS = re.compile(r"-?\d+(\.\d*[1-9])?")
BASELINE = {"usd_per_call": "0.0000001"}
TUNED = {"model": "ft:gpt-4o-mini-2024-07-18:acme::x", "baseline": BASELINE, "in_use_from": "2026-11-01"}
IN_A_STRING = 'must be a number, or one in a string of digits such as "0.15", without exponent, sign of plus or spaces'


def _put_text(path, text):
    return answer(request("PUT", path, text))


def _amounts(value, name=""):
    """Each decimal of an answer: what is under a name of money, and the thresholds."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _amounts(inner, key)]
    if isinstance(value, list):
        return [found for inner in value for found in _amounts(inner, name)]
    money = "usd" in name or name in {"thresholds", "share", "payback_months", "share_of_promise"}
    return [value] if money and value is not None else []


@pytest.mark.parametrize(
    ("sent", "told"), [("2E+2", "200"), ("2e2", "200"), ("200.00", "200"), ('"200.00"', "200"), ("1E9", "1000000000")]
)
def test_a_budget_leaves_as_digits_however_it_came(aws, sent, told):
    said = _put_text("/v1/budgets/support", f'{{"monthly_usd": {sent}, "thresholds": [0.50, "1.0", 1E+1]}}')
    assert (said.status, said.json["monthly_usd"], said.json["thresholds"]) == (200, told, ["0.5", "1", "10"])
    answers = (said.json, *(get(path).json for path in ("/v1/budgets", "/v1/budgets/support", "/v1/spend")))
    for each in answers:
        assert _amounts(each)
        assert all(DIGITS.fullmatch(amount) for amount in _amounts(each)), each
    [stored] = wiring.spend_table().under(keys.BUDGETS)
    assert all(DIGITS.fullmatch(amount) for amount in _amounts(stored)), stored


def test_a_promise_and_a_baseline_leave_as_digits(aws):
    promised = '{"saving_usd_per_month": -1E+2, "one_time_usd": "5214.000000", "payback_months": 1E1}'
    tuned = json.dumps(TUNED)[:-1] + f', "promised": {promised}, "hosting_usd_per_month": 2e1}}'
    said = _put_text("/v1/fine-tunes/x", tuned)
    kept = said.json["fine_tune"]
    assert kept["promised"] == {"saving_usd_per_month": "-100", "one_time_usd": "5214", "payback_months": "10"}
    assert (kept["baseline"]["usd_per_call"], kept["hosting_usd_per_month"]) == ("0.0000001", "20")
    assert all(DIGITS.fullmatch(amount) for amount in _amounts(get("/v1/fine-tunes/x").json))
    [stored] = wiring.spend_table().under(keys.FINE_TUNES)
    assert all(DIGITS.fullmatch(amount) for amount in _amounts(json.loads(stored["fine_tune"]))), stored


def test_what_was_stored_with_an_exponent_is_still_read(aws):
    table = wiring.spend_table()
    table.put(keys.key(keys.BUDGETS, "support") | {"monthly_usd": "2E+2", "thresholds": ["0.8", "1.0"]})
    assert get("/v1/budgets/support").json["monthly_usd"] == "200"
    stored = TUNED | {"baseline": {"usd_per_call": "1E-7"}, "project": "support "}
    table.put(keys.key(keys.FINE_TUNES, "x") | {"fine_tune": json.dumps(stored)})
    assert get("/v1/fine-tunes/x").json["fine_tune"]["baseline"]["usd_per_call"] == "0.0000001"


@pytest.mark.parametrize("text", ["2E+2", "1e9", "1_000", " 5", "5 ", "+5", ".5", "5.", "٣", "", "NaN", "1,000", "$5"])
def test_money_in_a_string_is_digits(aws, text):
    assert put("/v1/budgets/support", {"monthly_usd": text}).errors == {"monthly_usd": IN_A_STRING}
    assert put("/v1/fine-tunes/x", TUNED | {"one_time_usd": text}).errors == {"one_time_usd": IN_A_STRING}
    own = {"records": [], "overrides": {"openai/gpt-4o": {"input": text, "output": "1"}}}
    assert list(post("/v1/usage", own).errors.values()) == [IN_A_STRING]


@pytest.mark.parametrize(("text", "told"), [("0.15", "0.15"), ("200", "200"), ("100.0", "100"), ("0200", "200")])
def test_the_usual_spellings_of_money_are_taken(aws, text, told):
    assert put("/v1/budgets/support", {"monthly_usd": text}).json["monthly_usd"] == told


@pytest.mark.parametrize(
    ("field", "text"),
    [("monthly_usd", "1000000000"), ("monthly_usd", "0.01"), ("monthly_usd", "999999999.999999999999")],
)
def test_what_the_bounds_allow_the_pattern_of_the_contract_allows_too(aws, field, text):
    assert put("/v1/budgets/support", {field: text}).status == 200
    assert re.fullmatch(_pattern("Budget", field), text)


def test_a_promise_may_be_negative_by_its_pattern(aws):
    assert re.fullmatch(_pattern("Promise", "saving_usd_per_month"), "-1000000000")
    assert not re.fullmatch(_pattern("Promise", "one_time_usd"), "-1")
    assert put("/v1/budgets/support", {"monthly_usd": "-1"}).errors == {
        "monthly_usd": "must be between 0.01 and 1000000000"
    }


def _pattern(model, field):
    kinds = get("/openapi.json").json["components"]["schemas"][f"{model}-Input"]["properties"][field]["anyOf"]
    return next(kind["pattern"] for kind in kinds if "pattern" in kind)


@pytest.mark.parametrize("usd", ["0.0000000000001", 1e-13, "1.0000000000001"])
def test_money_that_is_finer_than_it_is_kept_is_refused(aws, usd):
    training = {"id": "job", "project": "support", "at": "2026-11-02", "training": {"usd": usd, "model": "m"}}
    message = "must have at most 12 decimal places"
    assert post("/v1/usage", training).errors == {"training.usd": message}
    assert put("/v1/fine-tunes/x", TUNED | {"one_time_usd": usd}).errors == {"one_time_usd": message}


@pytest.mark.parametrize("usd", ["0.000000000012", "1.000000000001"])
def test_money_as_fine_as_it_is_kept_counts(aws, usd):
    training = {"id": "job", "project": "support", "at": "2026-11-02", "training": {"usd": usd, "model": "m"}}
    assert post("/v1/usage", training).json["cost_usd"] == usd
    assert get("/v1/spend", month="2026-11").json["training_usd"] == usd


def test_the_smallest_cost_that_is_kept_adds_up(aws):
    spent = {"training": {"usd": "0.000000000001", "model": "gpt-4o"}, "at": "2026-11-20", "project": "support"}
    assert post("/v1/usage", {"records": [spent | {"id": "one"}, spent | {"id": "two"}]}).json["accepted"] == 2
    assert post("/v1/usage", spent | {"id": "three"}).json["accepted"] == 1
    assert get("/v1/spend", month="2026-11").json["total_usd"] == "0.000000000003"


@pytest.mark.parametrize(("amount", "told"), [("0.0000003", "0.0000003 USD"), ("0.00000047123", "0.00000047 USD")])
def test_an_alert_tells_a_small_amount_in_digits_too(amount, told):
    assert usd(Decimal(amount)) == told
