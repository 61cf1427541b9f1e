"""Spans with OpenTelemetry's attributes of generative AI."""

from datetime import date

import pytest
from pydantic import ValidationError

from inputs.errors import UnusableRequestError
from spend.intake.forms import read_record, records_of
from spend.intake.posted import NotBilled, Posted, Reader
from spend.pricing import Terms
from spend.tokens import Tokens

TODAY = date(2026, 11, 25)
AT = "1795166000000000000"  # 2026-11-20
CHAT = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "gpt-4o-2024-08-06",
    "gen_ai.response.id": "chatcmpl-1",
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 40,
}


@pytest.fixture
def read(table):
    def reading(attributes, **span):
        return read_record(
            {"startTimeUnixNano": AT, "attributes": attributes} | span, Reader(Terms({}, {}), table, TODAY)
        )

    return reading


def test_a_span_is_one_call(read):
    posted = read(CHAT)
    assert (posted.id, posted.project) == ("chatcmpl-1", None)
    call = posted.spent
    assert (call.model, call.answered_by, call.provider) == ("gpt-4o", "gpt-4o-2024-08-06", "openai")
    assert call.tokens == Tokens(1200, 40)
    assert call.on == date(2026, 11, 20)


def test_otlp_writes_attributes_as_a_list_and_integers_as_text(read):
    listed = [
        {"key": name, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
        for name, value in CHAT.items()
    ]
    assert read(listed) == read(CHAT)


def test_what_is_cached_is_a_part_of_the_input(read):
    cache = {"gen_ai.usage.cache_read.input_tokens": 1000, "gen_ai.usage.cache_creation.input_tokens": 100}
    tokens = read(CHAT | cache | {"gen_ai.usage.reasoning.output_tokens": 30}).spent.tokens
    assert tokens == Tokens(1200, 40, cached_input_tokens=1000, cache_write_tokens=100, reasoning_tokens=30)


def test_more_cached_than_there_is_is_refused(read):
    with pytest.raises(UnusableRequestError, match=r"attributes.gen_ai.usage.input_tokens: is less than the cached"):
        read(CHAT | {"gen_ai.usage.cache_read.input_tokens": 1201})


def test_the_older_names_of_the_counts_are_read(read):
    older = {name: value for name, value in CHAT.items() if ".usage." not in name}
    older |= {"gen_ai.usage.prompt_tokens": 7, "gen_ai.usage.completion_tokens": 3}
    assert read(older).spent.tokens == Tokens(7, 3)


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("azure.ai.openai", "azure"),
        ("aws.bedrock", "bedrock"),
        ("gcp.vertex_ai", "vertex"),
        ("gcp.gemini", "google"),
        ("mistral_ai", "mistral"),
        ("x_ai", "xai"),
        ("anthropic", "anthropic"),
    ],
)
def test_a_provider_is_ours_whatever_opentelemetry_calls_it(read, name, provider, table):
    assert read(CHAT | {"gen_ai.provider.name": name}).spent.provider == provider
    older = {key: value for key, value in CHAT.items() if key != "gen_ai.provider.name"} | {"gen_ai.system": name}
    assert read(older).spent.provider == provider
    assert provider in table.provider_ids


@pytest.mark.parametrize("operation", ["invoke_agent", "create_agent", "execute_tool"])
def test_an_agents_span_is_not_counted_beside_its_calls(read, operation):
    found = read(CHAT | {"gen_ai.operation.name": operation})
    assert isinstance(found, NotBilled)
    assert operation in found.reason


def test_a_span_without_tokens_is_not_counted(read):
    assert isinstance(read({"http.request.method": "GET"}), NotBilled)


def test_a_span_counts_by_its_own_id_where_the_answer_has_none(read):
    without = {name: value for name, value in CHAT.items() if name != "gen_ai.response.id"}
    assert read(without, traceId="5b8e", spanId="eee1").id == "5b8e:eee1"
    assert read(CHAT, id="mine").id == "mine"
    with pytest.raises(UnusableRequestError, match=r"attributes.gen_ai.response.id: is missing"):
        read(without)


def test_another_service_tier_has_other_rates(read):
    assert read(CHAT | {"openai.response.service_tier": "flex"}).spent.unpriced.code == "service_tier"
    assert read(CHAT | {"openai.response.service_tier": "default"}).spent.unpriced is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"gen_ai.usage.input_tokens": -1}, "attributes.gen_ai.usage.input_tokens"),
        ({"gen_ai.usage.input_tokens": True}, "attributes.gen_ai.usage.input_tokens"),
        ({"gen_ai.usage.output_tokens": "7"}, "attributes.gen_ai.usage.output_tokens"),
        ({"gen_ai.request.model": None, "gen_ai.response.model": None}, "attributes.gen_ai.request.model"),
        ({"gen_ai.request.model": 7}, "attributes.gen_ai.request.model"),
        ({"gen_ai.provider.name": ""}, "attributes.gen_ai.provider.name"),
    ],
)
def test_what_is_wrong_is_refused_by_its_attribute(read, more, field):
    with pytest.raises(UnusableRequestError) as refused:
        read(CHAT | more)
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.parametrize("at", ["soon", -1, True, 1.5, "9" * 30])
def test_a_time_that_cannot_be_is_refused(read, at):
    with pytest.raises(ValidationError):
        read(CHAT, startTimeUnixNano=at)


def test_without_a_time_it_is_refused(read):
    with pytest.raises(UnusableRequestError, match=r"^at: is missing"):
        read(CHAT, startTimeUnixNano=None)


def test_a_whole_otlp_export_is_its_spans_each_of_its_services_project(table):
    exported = {
        "resourceSpans": [
            {
                "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "support"}}]},
                "scopeSpans": [
                    {
                        "scope": {"name": "x"},
                        "spans": [
                            {"traceId": "a", "spanId": "b", "startTimeUnixNano": AT, "attributes": _listed(CHAT)},
                            {"traceId": "a", "spanId": "c", "startTimeUnixNano": AT, "attributes": []},
                        ],
                    }
                ],
            }
        ]
    }
    found = [read_record(value, Reader(Terms({}, {}), table, TODAY)) for _, value in records_of(exported)]
    assert isinstance(found[0], Posted)
    assert (found[0].id, found[0].project) == ("chatcmpl-1", "support")
    assert isinstance(found[1], NotBilled)


@pytest.mark.parametrize("attributes", [[{"key": 1}], [7], 7, "text"])
def test_a_span_of_an_export_that_is_wrong_is_refused_alone(table, attributes):
    good = {"traceId": "a", "spanId": "b", "startTimeUnixNano": AT, "attributes": _listed(CHAT)}
    exported = {"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": attributes}, good]}]}]}
    (_, wrong), (_, right) = records_of(exported)
    reader = Reader(Terms({}, {}), table, TODAY)
    with pytest.raises(ValidationError):
        read_record(wrong, reader)
    assert isinstance(read_record(right, reader), Posted)


def _listed(attributes):
    return [
        {"key": name, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
        for name, value in attributes.items()
    ]


@pytest.mark.parametrize("name", ["shop/checkout", 7, ["a"], "x" * 65])
def test_a_service_whose_name_is_no_projects_counts_for_the_one_of_the_address_and_is_told(read, name):
    posted = read(CHAT | {"service.name": name})
    assert posted.project is None
    [warning] = posted.spent.warnings
    assert warning == "service.name cannot be the name of a project, so it counts for the one of the address"


def test_a_span_has_one_id_in_whatever_letters_its_digits_are_written(read):
    named = {name: value for name, value in CHAT.items() if name != "gen_ai.response.id"}
    written = (("0aF7", "00bC"), ("0AF7", "00BC"), ("0X0af7", "0x00bc"))
    assert {read(named, traceId=trace, spanId=span).id for trace, span in written} == {"0af7:00bc"}
    assert read(CHAT, traceId=None, spanId=None).id == "chatcmpl-1"
