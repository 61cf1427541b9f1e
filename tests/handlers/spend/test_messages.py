"""What is wrong with what was sent to spend: the field, what to send in its place, and never the value itself."""

import base64
import gzip
import json

import pytest

from tests.handlers.http import answer, get, post, put, request
from tests.handlers.spend.posting import CALL, usage

SPAN = {
    "traceId": "5b8e",
    "spanId": "eee1",
    "startTimeUnixNano": "1795166000000000000",
    "attributes": {
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.usage.input_tokens": 1_000_000,
        "gen_ai.usage.output_tokens": 0,
    },
}


def _only(said):
    """The one field that is wrong, and the message."""
    assert said.status == 422, said.text
    [(field, message)] = said.errors.items()
    return field, message


def _sent_as(content, **headers):
    made = request("POST", "/v1/usage", base64.b64encode(content).decode())
    made["isBase64Encoded"] = True
    made["headers"] |= headers
    return made


# Thresholds, months and names


@pytest.mark.parametrize("thresholds", ["0.8", None, 0.8, {"0": 0.8}])
def test_thresholds_are_a_list(aws, thresholds):
    field, message = _only(put("/v1/budgets/support", {"monthly_usd": "1", "thresholds": thresholds}))
    assert (field, message) == (
        "thresholds",
        "must be a list of shares such as [0.8, 1], or leave it out for 80% and 100%",
    )


def test_no_threshold_is_told_what_comes_without_any(aws):
    _, message = _only(put("/v1/budgets/support", {"monthly_usd": "1", "thresholds": []}))
    assert message == "is empty; give at least 1 share such as 0.8, or leave it out for 80% and 100%"


@pytest.mark.parametrize("share", [0, "0.001", 10.5, 80])
def test_a_threshold_out_of_its_bounds_is_told_that_it_is_a_share(aws, share):
    field, message = _only(put("/v1/budgets/support", {"monthly_usd": "1", "thresholds": [share]}))
    assert (field, message) == ("thresholds[0]", "must be a share of the amount from 0.01 to 10: 0.8 is 80%")


@pytest.mark.parametrize("share", [0.01, "10"])
def test_a_threshold_at_its_bounds_is_taken(aws, share):
    assert put("/v1/budgets/support", {"monthly_usd": "1", "thresholds": [share]}).status == 200


def test_the_earliest_month_that_one_answer_reaches_back_to_is_named(aws):
    field, message = _only(get("/v1/spend", month="2026-11", since="2024-11"))
    assert (field, message) == ("since", "must be 2024-12 or later: one answer tells of at most 24 months to 2026-11")
    assert get("/v1/spend", month="2026-11", since="2024-12").status == 200


def test_a_name_that_is_empty_is_called_so(aws):
    assert _only(usage(CALL | {"id": ""})) == ("id", "is empty; give 1 to 256 characters")
    assert _only(usage(CALL, project="")) == ("project", "is empty; give 1 to 64 characters")
    assert _only(get("/v1/spend", project="")) == ("project", "is empty; give 1 to 64 characters")
    assert _only(usage(CALL | {"model": "  "})) == ("model", "holds only spaces; give 1 to 256 characters")
    assert _only(usage(CALL | {"id": "a\x00"})) == ("id", "must be a name, without control characters")


@pytest.mark.parametrize("name", ["support ", " support"])
def test_a_space_at_an_end_makes_no_other_project_and_no_other_record(aws, name):
    message = "begins or ends with a space, which would make it another name; send it without"
    assert _only(usage(CALL | {"project": name})) == ("project", message)
    assert _only(usage(CALL | {"id": name})) == ("id", message)
    assert _only(usage(CALL, project=name)) == ("project", message)
    assert _only(get("/v1/spend", project=name)) == ("project", message)
    assert _only(put(f"/v1/budgets/{name.replace(' ', '%20')}", {"monthly_usd": "1"})) == ("project", message)
    response = {"id": name, "model": "gpt-4o", "usage": {"prompt_tokens": 1, "completion_tokens": 1}}
    assert _only(usage({"project": "support", "response": response})) == ("id", message)
    assert get("/v1/spend", month="2026-11").json["records"] == 0


# Bodies


def test_a_body_in_gzip_is_told_to_come_uncompressed(aws):
    packed = gzip.compress(json.dumps(CALL).encode())
    as_text = request("POST", "/v1/usage", packed.decode(errors="replace"))
    for made in (_sent_as(packed), _sent_as(packed, **{"Content-Encoding": "gzip"}), as_text):
        said = answer(made)
        assert (said.status, list(said.errors)) == (415, ["body"])
        assert "compressed with gzip; send it as it is" in said.errors["body"]
        assert "compression: none" in said.errors["body"]


def test_what_else_is_no_text_is_told_how_to_come(aws):
    said = answer(_sent_as(b"\x28\xb5\x2f\xfd", **{"Content-Encoding": "zstd"}))
    assert said.errors == {"body": "the body is not UTF-8; send JSON in UTF-8, uncompressed"}


def test_a_byte_order_mark_means_nothing(aws):
    assert answer(_sent_as(b"\xef\xbb\xbf" + json.dumps(CALL).encode())).json["accepted"] == 1
    assert usage("\ufeff" + json.dumps(CALL)).json["duplicate"] == 1


def test_what_stands_beside_the_records_is_told_where_to_stand(aws):
    field, message = _only(usage({"records": [CALL], "project": "p"}))
    assert (field, message) == (
        "project",
        "is not a field beside records; send it as ?project=… in the address, or in each record",
    )
    [error] = usage({"records": [CALL], "override": {}}).problem()["errors"]
    assert (error["field"], error["allowed"]) == ("override", ["deployments", "overrides", "records"])


@pytest.mark.parametrize("mapped", [5, None, ["gpt-4o"]])
def test_a_deployment_is_told_how_to_be_written(aws, mapped):
    field, message = _only(usage({"records": [CALL], "deployments": {"x": mapped}}))
    assert field == "deployments.x"
    assert message == 'must be the name of a model, such as "gpt-4o", or {"model": "gpt-4o", "provider": "azure"}'


# Answers of providers that are none


@pytest.mark.parametrize(
    "error",
    [
        {"error": {"message": "slow down", "type": "rate_limit_error"}},
        {"type": "error", "error": {"type": "overloaded_error", "message": "no"}},
        {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}},
        {"id": "resp_1", "object": "response", "status": "failed", "error": {"code": "server_error"}, "usage": None},
    ],
)
def test_an_error_of_a_provider_was_not_billed(aws, error):
    for record in (error, {"id": "mine", "project": "support", "response": error}):
        said = usage(record).json
        assert (said["not_billed"], said["results"][0]["status"]) == (1, "not_billed")
        assert said["results"][0]["reason"] == "it is a provider's error and no answer, so it was not billed"
    assert said["results"][0]["id"] == "mine"
    priced = post("/v1/usage-prices", {"response": error})
    assert _only(priced) == ("response", "it is a provider's error and no answer, so it was not billed; leave it out")


CHUNK = {"id": "c-1", "object": "chat.completion.chunk", "created": 1795166000, "model": "gpt-4o", "choices": []}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CHUNK, 'stream with stream_options {"include_usage": true} and send the last chunk, which has usage'),
        (CHUNK | {"usage": None}, "is a chunk of a streamed answer that tells of no tokens"),
        (
            {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 15}},
            "send the whole message with its usage",
        ),
        (
            CHUNK | {"choices": [{"index": 0, "finish_reason": None}], "usage": {"prompt_tokens": 7}},
            "has not ended yet, so its counts are not all; send the last part of the stream, or the whole answer",
        ),
        (
            {"id": "m", "type": "message", "stop_reason": None, "usage": {"input_tokens": 7, "output_tokens": 1}},
            "has not ended yet",
        ),
        ({"type": "message_start", "message": {"usage": {"input_tokens": 1}}}, "is one event (message_start)"),
        ({"type": "content_block_delta", "index": 0}, "is one event (content_block_delta) of a streamed message"),
        ({"type": "response.completed", "response": {"id": "r"}}, "send what is under response in response.completed"),
        ({"contentBlockDelta": {"delta": {"text": "hunter2"}}}, "is one event of ConverseStream"),
    ],
)
def test_a_part_of_a_streamed_answer_is_told_what_to_send_in_its_place(aws, part, said):
    field, message = _only(usage(part))
    assert (field, said in message) == ("body", True), message
    rejected = usage([CALL, part]).json["results"][1]["errors"]
    assert [each["field"] for each in rejected] == ["[1]"]
    field, message = _only(usage({"id": "mine", "response": part}))
    assert (field, said in message, "hunter2" in message) == ("response", True, False)


def test_the_last_chunk_of_a_stream_counts_where_it_has_usage(aws):
    tokens = {"prompt_tokens": 1_000_000, "completion_tokens": 0, "total_tokens": 1_000_000}
    assert usage(CHUNK | {"usage": tokens}).json["cost_usd"] == "2.5"


# What has no price


def test_a_model_that_no_table_has_is_told_what_to_do(aws):
    told = usage({"records": [CALL | {"model": "not-yet-sold"}]}).json["results"][0]["reason"]
    assert told.startswith("in no rate table")
    assert told.endswith(
        "; reprice with provider and overrides or with deployments that map it, or once the table has it"
    )
    of_openai = usage(CALL | {"id": "two", "model": "not-yet-sold", "provider": "openai"}).json["results"][0]
    assert "reprice with overrides or with deployments that map it, or once the table has it" in of_openai["reason"]
    nobody = usage(CALL | {"id": "three", "provider": "nobody"}).json["results"][0]["reason"]
    assert "the rate table has no such provider; it has " in nobody
    assert nobody.endswith("; reprice with provider, one of these")


def test_overrides_that_match_nothing_are_told_and_so_is_what_would(aws):
    overrides = {"openai/mien": {"input": "1", "output": "1"}}
    [told] = usage({"records": [CALL | {"model": "mine"}], "overrides": overrides}).json["results"]
    assert told["warnings"] == [
        "no override matched mine, since nothing tells its provider; reprice with provider, or map it in deployments"
    ]
    [left] = post("/v1/usage/reprice", {"overrides": overrides}).json["without_a_price"]
    assert left["warnings"] == told["warnings"]
    assert left["reason"] == told["reason"]
    mapped = {"mine": {"model": "mine", "provider": "openai"}}
    [left] = post("/v1/usage/reprice", {"overrides": overrides, "deployments": mapped}).json["without_a_price"]
    assert left["warnings"] == ["no override matched mine; did you mean openai/mine?"]
    right = {"openai/mine": overrides["openai/mien"]}
    assert post("/v1/usage/reprice", {"overrides": right, "deployments": mapped}).json["repriced"] == 1


def test_another_service_tier_is_told_which_are_understood_and_how_to_be_priced(aws):
    tokens = {"prompt_tokens": 1, "completion_tokens": 1}
    response = {"id": "c-2", "model": "gpt-4o", "service_tier": "hunter2", "usage": tokens}
    reason = usage(response).json["results"][0]["reason"]
    assert "(auto or default or on_demand or standard)" in reason
    assert "send its tokens as usage under an id of its own, with overrides that hold its rates" in reason
    assert "hunter2" not in reason


# Spans


def test_an_export_without_spans_names_what_was_sent(aws):
    message = "has no spans; send at least one under resourceSpans[].scopeSpans[].spans[]"
    for export in ("[]", "{}", '[{"scopeSpans": []}]', '[{"scopeSpans": [{"spans": []}]}]'):
        assert _only(usage(f'{{"resourceSpans": {export}}}')) == ("resourceSpans", message)


def test_a_span_of_an_export_is_told_by_its_place(aws):
    wrong = SPAN | {"spanId": "x" * 65}
    said = usage({"resourceSpans": [{"scopeSpans": [{"spans": [SPAN]}, {"spans": [SPAN, wrong]}]}]}).json
    [rejected] = [each for each in said["results"] if each["status"] == "rejected"]
    assert rejected["errors"][0]["field"] == "resourceSpans[0].scopeSpans[1].spans[1].spanId"


@pytest.mark.parametrize("digits", [20, 4301, 100_000])
def test_a_count_of_thousands_of_digits_is_out_of_its_bounds(aws, digits):
    counts = [
        {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "9" * digits}},
        {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "-1"}},
    ]
    field, message = _only(usage(SPAN | {"attributes": counts}))
    assert field == "attributes.gen_ai.usage.input_tokens"
    assert message == "must be between 0 and 999999999999"


def test_a_span_as_the_python_sdk_writes_it_is_the_one_of_otlp(aws):
    printed = {
        "name": "chat gpt-4o",
        "context": {"trace_id": "0x5b8e", "span_id": "0xeee1", "trace_state": "[]"},
        "kind": "SpanKind.CLIENT",
        "parent_id": None,
        "start_time": "2026-11-20T08:33:20.000000Z",
        "end_time": "2026-11-20T08:33:21.000000Z",
        "status": {"status_code": "UNSET"},
        "attributes": SPAN["attributes"],
        "events": [],
        "links": [],
        "resource": {"attributes": {"service.name": "support"}, "schema_url": ""},
    }
    said = usage(printed).json
    assert (said["results"][0]["id"], said["cost_usd"]) == ("5b8e:eee1", "2.5")
    assert [each["name"] for each in get("/v1/spend", month="2026-11").json["by_project"]] == ["support"]
    flat = {"trace_id": "5b8e", "span_id": "eee1", "start_time_unix_nano": SPAN["startTimeUnixNano"]}
    for same in (SPAN, flat | {"attributes": SPAN["attributes"]}):
        assert usage(same, project="support").json["duplicate"] == 1


@pytest.mark.parametrize("context", [None, "hunter2", ["hunter2"], {}, {"trace_id": "0x1"}])
def test_a_span_without_an_id_is_told_which_there_may_be(aws, context):
    field, message = _only(usage({"context": context} | {name: SPAN[name] for name in ("attributes",)}))
    assert field == "attributes.gen_ai.response.id"
    assert message == "is missing; to be counted by, send it, or id, or traceId and spanId, or trace_id and span_id"


@pytest.mark.parametrize("start", ["T", "2026-11-20T08:33:20", "soon", 1.5])
def test_a_start_that_is_no_moment_is_told_how_to_be_written(aws, start):
    field, message = _only(usage({**SPAN, "startTimeUnixNano": start}))
    assert field == "startTimeUnixNano"
    assert "2026-11-22T10:00:00Z" in message
