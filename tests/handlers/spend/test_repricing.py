"""POST /v1/usage/reprice: records that had no price get one, each once, as of its own day."""

import pytest

from handlers import wiring
from handlers.spend import repricing
from spend.ledger.reconciling import reconcile
from tests.handlers.http import get, post

MAPPED = {"deployments": {"mine": "gpt-4o"}}


def _call(id, model="mine", at="2026-11-20", project="support"):
    usage = {"input_tokens": 1_000_000, "output_tokens": 0}
    return {"id": id, "project": project, "model": model, "at": at, "usage": usage}


def _post(*calls):
    assert post("/v1/usage", {"records": list(calls)}).status == 200


def _reprice(**more):
    return post("/v1/usage/reprice", more).json


def _spent(month="2026-11", **query):
    said = get("/v1/spend", month=month, **query).json
    return said["records"], said["unpriced_records"], said["total_usd"]


def test_a_record_is_priced_once_its_model_is_known(aws):
    _post(_call("one"), _call("two"))
    said = _reprice(**MAPPED)
    assert (said["repriced"], said["cost_usd"], said["still_unpriced"], said["next"]) == (2, "5", 0, None)
    assert _spent() == (2, 0, "5")
    assert _reprice(**MAPPED)["repriced"] == 0
    assert _spent() == (2, 0, "5")


def test_it_is_priced_as_of_its_own_day(aws):
    _post(_call("before", at="2025-06-09"), _call("after", at="2025-06-10"))
    _reprice(deployments={"mine": "o3"})
    before, after = (post("/v1/usage-prices", _as_o3(day)).json["cost_usd"] for day in ("2025-06-09", "2025-06-10"))
    by_day = {each["name"]: each["total_usd"] for each in get("/v1/spend", month="2025-06").json["by_day"]}
    assert by_day == {"2025-06-09": before, "2025-06-10": after}
    assert before != after


def _as_o3(day):
    return {"model": "o3", "at": day, "usage": _call("x")["usage"]}


def test_what_has_no_price_yet_says_why_and_stays(aws):
    _post(_call("one"), _call("two", model="nowhere"), _call("three", model="nowhere"))
    said = _reprice(**MAPPED)
    assert (said["repriced"], said["still_unpriced"]) == (1, 2)
    [left] = said["without_a_price"]
    assert (left["model"], left["records"]) == ("nowhere", 2)
    assert "in no rate table" in left["reason"]
    assert _spent() == (3, 2, "2.5")


def test_a_month_or_a_project_is_repriced_alone(aws):
    _post(_call("one"), _call("two", at="2026-10-31"), _call("three", project="other"))
    assert _reprice(month="2026-10", **MAPPED)["repriced"] == 1
    assert _spent("2026-10") == (1, 0, "2.5")
    assert _reprice(project="other", **MAPPED)["repriced"] == 1
    assert _spent() == (2, 1, "2.5")


def test_many_records_are_repriced_in_several_requests(aws, monkeypatch):
    monkeypatch.setattr(repricing, "MOST_AT_ONCE", 7)
    _post(*(_call(f"call-{number}") for number in range(30)))
    said, times = _reprice(**MAPPED), 1
    while said["next"] is not None:
        assert said["repriced"] == 7
        said, times = _reprice(after=said["next"], **MAPPED), times + 1
    assert times == 5
    assert _spent() == (30, 0, "75")
    assert reconcile(wiring.ledger().records, wiring.spend_table()).differences == ()


@pytest.mark.parametrize("after", ["x", "99:a", "-1:a", ":", "0:"])
def test_a_place_that_no_answer_gave_is_refused(aws, after):
    assert list(post("/v1/usage/reprice", {"after": after}).errors) == ["after"]


@pytest.mark.parametrize(("field", "value"), [("month", "2026-13"), ("month", "11-2026"), ("project", "a/b")])
def test_a_month_and_a_project_are_checked(aws, field, value):
    assert list(post("/v1/usage/reprice", {field: value}).errors) == [field]


def test_the_first_price_of_a_call_stays_its_price(aws):
    """A priced record is not priced again: history does not change when a price does."""
    _post(_call("one", model="gpt-4o"))
    said = post("/v1/usage/reprice", {"overrides": {"openai/gpt-4o": {"input": "1", "output": "1"}}}).json
    assert said["repriced"] == 0
    assert _spent() == (1, 0, "2.5")


def test_a_provider_that_no_table_has_is_said_and_the_record_stays_the_one_that_was_sent(aws):
    _post(_call("one", model="gpt-4o") | {"provider": "nobody"}, _call("two", model="gpt-4o") | {"provider": "OpenAI"})
    assert _spent() == (2, 1, "2.5")
    assert _reprice()["repriced"] == 0
    said = _reprice(provider="openai")
    assert (said["repriced"], said["cost_usd"]) == (1, "2.5")
    assert _spent() == (2, 0, "5")
    again = post("/v1/usage", _call("one", model="gpt-4o") | {"provider": "nobody"}).json
    assert (again["duplicate"], again["conflict"]) == (1, 0)
    assert reconcile(wiring.ledger().records, wiring.spend_table()).differences == ()


def test_a_provider_to_price_by_is_one_of_the_table(aws):
    assert list(post("/v1/usage/reprice", {"provider": "nobody"}).errors) == ["provider"]
