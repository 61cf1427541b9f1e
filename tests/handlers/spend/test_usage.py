"""POST /v1/usage: what is counted, what is told, and that one record never costs another."""

import json
from datetime import timedelta

import pytest

from handlers import wiring
from tests.handlers.http import get, post
from tests.handlers.spend.account import NOW
from tests.handlers.spend.posting import BODY, CALL, calls, counts, spent, usage


@pytest.mark.parametrize("payload", [CALL, [CALL], {"records": [CALL]}])
def test_one_record_a_list_and_records_are_the_same(aws, payload):
    said = usage(payload)
    assert said.status == 200
    assert counts(said.json) == {"accepted": 1}
    assert said.json["cost_usd"] == "2.5"
    assert said.json["results"][0] | {"id": "one", "status": "priced", "cost_usd": "2.5"} == said.json["results"][0]
    assert spent()["total_usd"] == "2.5"


def test_every_record_of_a_list_is_counted(aws):
    assert counts(usage(calls(7)).json) == {"accepted": 7}
    assert spent()["records"] == 7


def test_an_id_counts_once_whoever_sends_it_and_however_often(aws):
    assert counts(usage(calls(3)).json) == {"accepted": 3}
    assert counts(usage(calls(5)).json) == {"accepted": 2, "duplicate": 3}
    assert counts(usage([CALL, CALL, CALL]).json) == {"accepted": 1, "duplicate": 2}
    assert spent()["total_usd"] == "15"


def test_another_call_under_the_same_id_is_told_and_the_first_stands(aws):
    usage(CALL)
    other = CALL | {"usage": {"input_tokens": 2_000_000, "output_tokens": 0}}
    said = usage(other).json
    assert counts(said) == {"duplicate": 1, "conflict": 1}
    assert "counted with other figures, which stand" in said["results"][0]["reason"]
    assert counts(usage([CALL | {"id": "two"}, other | {"id": "two"}]).json) == {
        "accepted": 1,
        "duplicate": 1,
        "conflict": 1,
    }
    assert spent()["total_usd"] == "5"


ANTHROPIC = {
    "id": "msg_1",
    "type": "message",
    "model": "claude-sonnet-4-5",
    "usage": {"input_tokens": 1000, "output_tokens": 10},
}


def test_an_answer_that_tells_no_time_counts_on_the_day_it_came_and_says_so_and_counts_once(aws, monkeypatch):
    first = usage(ANTHROPIC).json
    assert first["results"][0]["warnings"] == [
        "counted on 2026-11-25, on which it came, since nothing tells when it was made; send at"
    ]
    monkeypatch.setattr(wiring, "now", lambda: NOW + timedelta(days=1))
    assert counts(usage(ANTHROPIC).json) == {"duplicate": 1}
    assert [day["name"] for day in spent()["by_day"]] == ["2026-11-25"]
    dated = {"id": "two", "at": "2026-11-24", "response": ANTHROPIC}
    assert usage(dated).json["results"][0]["warnings"] == []
    assert counts(usage(dated | {"at": "2026-11-23"}).json) == {"duplicate": 1, "conflict": 1}


def test_a_price_that_changed_since_makes_no_conflict(aws):
    usage({"records": [CALL], "overrides": {"openai/gpt-4o": {"input": "1", "output": "1"}}})
    assert counts(usage(CALL).json) == {"duplicate": 1}
    assert spent()["total_usd"] == "1"


def test_a_record_is_priced_as_of_its_own_day(aws):
    said = post("/v1/usage-prices", {"model": "o3", "at": "2025-06-09", "usage": CALL["usage"]}).json
    usage([CALL | {"model": "o3", "at": "2025-06-09"}, CALL | {"id": "two", "model": "o3", "at": "2025-06-10"}])
    by_day = {each["name"]: each["total_usd"] for each in get("/v1/spend", month="2025-06").json["by_day"]}
    assert by_day["2025-06-09"] == said["cost_usd"]
    assert by_day["2025-06-09"] != by_day["2025-06-10"]


def test_a_wrong_record_is_told_by_its_place_and_the_others_count(aws):
    wrong = CALL | {"id": "wrong", "usage": {"input_tokens": -1, "output_tokens": 0, "cost": 1}}
    said = usage({"records": [CALL, wrong, CALL | {"id": "two"}]})
    assert said.status == 200
    assert counts(said.json) == {"accepted": 2, "rejected": 1}
    [rejected] = [each for each in said.json["results"] if each["status"] == "rejected"]
    assert (rejected["record"], rejected["id"]) == (1, "wrong")
    errors = {error["field"]: error["message"] for error in rejected["errors"]}
    assert errors["records[1].usage.input_tokens"].startswith("must be between 0 and")
    assert errors["records[1].usage.cost"] == "is not a field"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"id": "x", "model": "gpt-4o"}, "usage"),
        ({name: value for name, value in CALL.items() if name != "id"}, "id"),
        ({name: value for name, value in CALL.items() if name != "at"}, "at"),
        (CALL | {"at": "2026-11-20T10:00:00"}, "at"),
        (CALL | {"at": "1970-01-01"}, "at"),
        (CALL | {"at": "0001-01-01"}, "at"),
        (CALL | {"at": "2062-11-20"}, "at"),
        ({"id": "t", "at": "2019-12-31", "training": {"usd": 1, "model": "gpt-4o"}}, "at"),
        (CALL | {"project": "a/b"}, "project"),
        (CALL | {"project": "a#b"}, "project"),
        (CALL | {"project": ""}, "project"),
        (CALL | {"id": "x" * 257}, "id"),
        (CALL | {"response": BODY}, "usage"),
        ({"id": "t", "at": "2026-11-20", "training": {"usd": -1, "model": "gpt-4o"}}, "training.usd"),
        ({"id": "t", "training": {"usd": 1, "model": "gpt-4o"}}, "at"),
        (BODY | {"usage": {"prompt_tokens": "7", "completion_tokens": 1}}, "usage.prompt_tokens"),
        ({name: value for name, value in BODY.items() if name != "id"}, "id"),
        ("a text", "body"),
    ],
)
def test_what_is_wrong_with_one_record_is_refused_by_its_fields_name(aws, record, field):
    said = usage(record)
    assert said.status == 422, said.text
    assert field in said.errors
    assert spent()["records"] == 0


@pytest.mark.parametrize("payload", [[], {"records": []}, {"records": {}}, {"records": [CALL], "record": 1}, None, 7])
def test_a_body_without_records_is_refused(aws, payload):
    assert usage(payload).status == 422


def test_more_than_a_thousand_are_refused_and_a_thousand_are_not(aws):
    assert "1,000" in usage(calls(1001)).problem()["detail"]
    assert usage(calls(1000)).status == 202


def test_where_every_record_is_wrong_the_problem_names_them_all(aws):
    said = usage([CALL | {"at": "soon"}, CALL | {"usage": {}}])
    assert said.status == 422
    assert {"[0].at", "[1].usage.input_tokens", "[1].usage.output_tokens"} <= set(said.errors)


def test_what_is_unknown_beside_the_records_is_refused_with_its_name(aws):
    said = usage({"records": [CALL], "overrides": {"nobody/gpt-4o": {"input": "1", "output": "1"}}})
    assert list(said.errors) == ["overrides.nobody/gpt-4o"]
    assert list(usage({"records": [CALL], "deployments": {"mine": {}}}).errors) == ["deployments.mine.model"]


def test_records_without_a_project_count_for_the_one_of_the_address_or_the_default(aws):
    usage(BODY, project="support")
    usage(BODY | {"id": "chatcmpl-2"})
    assert [each["name"] for each in spent()["by_project"]] == ["default", "support"]


def test_a_response_counts_by_its_own_id_and_day(aws):
    said = usage({"project": "support", "response": BODY}).json
    assert said["results"][0]["id"] == "chatcmpl-1"
    assert counts(usage(BODY).json) == {"duplicate": 1, "conflict": 1}  # of another project
    assert [each["name"] for each in spent()["by_day"]] == ["2026-11-20"]


def test_a_model_that_no_table_has_is_counted_and_never_as_zero(aws):
    said = usage([CALL | {"model": "not-yet-sold"}, CALL | {"id": "two"}]).json
    assert counts(said) == {"accepted": 2, "unpriced": 1}
    unpriced = said["results"][0]
    assert (unpriced["status"], unpriced["cost_usd"]) == ("unpriced", None)
    assert "in no rate table" in unpriced["reason"]
    said = spent()
    assert (said["records"], said["unpriced_records"], said["total_usd"]) == (2, 1, "2.5")


def test_training_is_spend_of_its_own(aws):
    usage([{"id": "ftjob-1", "project": "support", "at": "2026-11-02", "training": {"usd": "4.50", "model": "m"}}])
    said = spent()
    assert (said["training_usd"], said["total_usd"], said["base_usd"]) == ("4.5", "4.5", "0")


def test_one_key_is_one_record_however_it_is_spelt_in_json(aws):
    text = '{"records": [{"id": "one", "id": "two"}]}'
    assert post("/v1/usage", text).problem()["code"] == "not_json"


def test_a_whole_answer_of_a_provider_is_not_kept(aws):
    said = BODY | {"model": "not-yet-sold", "choices": [{"message": {"content": "a secret of the caller"}}]}
    usage(said)
    items = aws["dynamodb"].scan(TableName="payback-ledger")["Items"]
    assert len(items) == 1
    assert "secret" not in json.dumps(items)


def test_nothing_that_the_caller_named_is_logged(aws, output):
    usage(CALL | {"id": "my-own-id", "project": "a-name"})
    text = output.text()
    assert '"accepted":1' in text
    assert "my-own-id" not in text
    assert "a-name" not in text


def test_records_and_those_without_a_price_are_counted_as_metrics(aws, output):
    usage([CALL, CALL, CALL | {"id": "two", "model": "not-yet-sold"}])
    found = output.metrics()
    assert (found["UsageRecords"][0], found["UnpricedRecords"][0]) == (2, 1)


@pytest.mark.parametrize("id", ["x" * 5000, "a\u0000b", "\ud800", "é" * 257])
def test_an_id_that_cannot_be_kept_costs_its_own_record_and_no_other(aws, id):
    wrong = {"project": "support", "response": BODY | {"id": id}}
    said = usage([*calls(20), wrong])
    assert (said.status, counts(said.json)) == (200, {"accepted": 20, "rejected": 1})
    span = {"traceId": "a\u0000", "spanId": "b", "startTimeUnixNano": "1795166000000000000"}
    attributes = {"gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": 1, "gen_ai.usage.output_tokens": 1}
    assert list(usage(span | {"attributes": attributes}).errors) == ["id"]
    assert spent()["records"] == 20
