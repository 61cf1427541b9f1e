"""LiteLLM's payloads, as its logger posted them, and what stands in them where its users do otherwise.

`litellm/` holds what tests/litellm/calls.py had posted; only the folders in the failed call's traceback are shortened.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from inputs.errors import UnusableRequestError
from spend.call import Call
from spend.intake.forms import read_record
from spend.intake.posted import NotBilled, Posted, Reader
from spend.pricing import Terms, price_call
from spend.tokens import Tokens

SAVED = Path(__file__).with_name("litellm")
TODAY = date(2026, 12, 24)
DAY = date(2026, 11, 25)
TEN_IN = Tokens(input_tokens=10, output_tokens=20)
HAIKU = {"custom_llm_provider": "anthropic", "model": "claude-haiku-4-5"}
NOT_A_COUNT = [-1, True, float("nan"), 1.5, "10", 10**12]


def payload(kind="openai", /, **changed):
    """A payload as it was posted, with fields changed; one that is changed to `...` is left out."""
    saved = json.loads((SAVED / f"{kind}.json").read_text())
    return {name: value for name, value in (saved | changed).items() if value is not ...}


def with_usage(usage, /, **changed):
    """A payload whose usage is told in all three places where LiteLLM writes it."""
    found = payload(**changed)
    found["metadata"] |= {"usage_object": usage}
    found["response"] |= {"usage": usage}
    counts = {name: usage.get(name, ...) for name in ("prompt_tokens", "completion_tokens")}
    return {name: value for name, value in (found | counts).items() if value is not ...}


def with_keys(**keys):
    """A payload of a call with a key of LiteLLM's own."""
    found = payload()
    return found | {"metadata": found["metadata"] | keys}


@pytest.fixture
def read(table):
    """Reads a record."""
    return lambda value: read_record(value, Reader(Terms({}, {}), table, TODAY))


@pytest.fixture
def refused(read):
    """The fields that a record is refused for."""

    def fields(value):
        try:
            read(value)
        except UnusableRequestError as error:
            return [each.field for each in error.errors]
        except ValidationError as error:
            return [".".join(map(str, each["loc"])) for each in error.errors()]
        return []

    return fields


@pytest.mark.parametrize(
    ("kind", "provider", "model", "tokens"),
    [
        ("openai", "openai", "gpt-4o-mini", TEN_IN),
        ("fine_tuned", "openai", "ft:gpt-4o-mini-2024-07-18:acme::x", TEN_IN),
        ("anthropic", "anthropic", "claude-haiku-4-5", TEN_IN),
        ("streamed", "openai", "gpt-4o-mini", Tokens(input_tokens=14, output_tokens=5, reasoning_tokens=0)),
    ],
)
def test_a_call_is_read_as_it_was_logged(kind, provider, model, tokens, read):
    value = payload(kind)
    call = Call(tokens=tokens, on=DAY, model=model, answered_by=model, provider=provider)
    assert read(value) == Posted(value["response"]["id"], None, call)


def test_what_was_said_in_a_call_is_not_kept(read):
    value = payload("openai", messages=[{"role": "user", "content": "hunter2-0451"}])
    value["response"]["choices"][0]["message"]["content"] = "hunter2-0451"
    assert "hunter2-0451" not in repr(read(value))


def test_a_call_that_failed_is_not_billed(read):
    value = payload("failed")
    found = read(value)
    assert isinstance(found, NotBilled)
    assert (found.id, "failed" in found.reason) == (value["id"], True)


def test_a_call_that_litellm_answered_from_its_own_cache_is_not_billed(read):
    found = read(payload(cache_hit=True))
    assert isinstance(found, NotBilled)
    assert "cache" in found.reason


@pytest.mark.parametrize("hit", [False, None, ...])
def test_a_call_that_a_provider_answered_is_billed(hit, read):
    assert isinstance(read(payload(cache_hit=hit)), Posted)


def test_what_is_read_from_the_cache_is_told_apart(read):
    details = {"audio_tokens": 0, "cached_tokens": 60, "image_tokens": None}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110, "prompt_tokens_details": details}
    assert read(with_usage(usage)).spent.tokens == Tokens(100, 10, cached_input_tokens=60)


def test_what_anthropic_writes_to_the_cache_is_told_apart(read):
    details = {"cached_tokens": 600, "cache_write_tokens": 100, "cache_creation_tokens": 100, "text_tokens": 300}
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 50,
        "total_tokens": 1050,
        "prompt_tokens_details": details,
        "cache_creation_input_tokens": 100,
        "cache_read_input_tokens": 600,
    }
    found = read(with_usage(usage, **HAIKU)).spent
    assert found.tokens == Tokens(1000, 50, cached_input_tokens=600, cache_write_tokens=100)
    assert found.tokens.fresh_input_tokens == 300
    assert found.warnings == ()


@pytest.mark.parametrize("usage", [None, {}])
def test_without_the_usage_of_the_answer_the_counts_of_the_payload_are_read(usage, read):
    value = payload(response="redacted-by-litellm", prompt_tokens=7, completion_tokens=3)
    value["metadata"]["usage_object"] = usage
    found = read(value).spent
    assert found.tokens == Tokens(7, 3)
    assert (found.model, found.answered_by) == ("gpt-4o-mini", None)


@pytest.mark.parametrize(
    ("keys", "project"),
    [
        ({}, None),
        ({"user_api_key_alias": "bot"}, "bot"),
        ({"user_api_key_alias": " bot "}, "bot"),
        ({"user_api_key_alias": "bot", "user_api_key_team_alias": "support"}, "support"),
        ({"user_api_key_team_alias": "support", "user_api_key_project_alias": "refunds"}, "refunds"),
    ],
)
def test_the_project_is_the_narrowest_alias_of_the_key(keys, project, read):
    assert read(with_keys(**keys)).project == project


def test_an_alias_that_can_be_no_project_costs_no_record(read):
    posted = read(with_keys(user_api_key_team_alias="support/eu"))
    assert posted.project is None
    assert "cannot be the name of a project" in posted.spent.warnings[-1]


def test_the_proxys_own_name_for_a_group_of_models_is_not_the_model_that_answered(read):
    own = read(payload("openai") | {"model_group": "our-model", "response": {"model": "our-model"}})
    assert own.spent.answered_by is None


def test_another_service_tier_has_other_rates(read):
    flex = payload("openai")
    flex["response"]["service_tier"] = "flex"
    assert read(flex).spent.unpriced.code == "service_tier"


def test_what_is_written_to_the_cache_for_an_hour_is_told_apart(read):
    details = {"cached_tokens": 0, "cache_creation_tokens": 100}
    hour = details | {"cache_creation_token_details": {"ephemeral_1h_input_tokens": 60}}
    usage = {"prompt_tokens": 200, "completion_tokens": 1, "prompt_tokens_details": hour}
    tokens = read(payload("anthropic") | {"metadata": {"usage_object": usage}}).spent.tokens
    assert (tokens.cache_write_tokens, tokens.cache_write_1h_tokens, tokens.input_tokens) == (40, 60, 200)


def test_a_deployment_of_azure_is_priced_as_the_model_that_answered(read, table):
    value = payload(model="support-chat", custom_llm_provider="azure")
    value["response"]["model"] = "gpt-4o-mini-2024-07-18"
    call = read(value).spent
    assert (call.provider, call.model, call.answered_by) == ("azure", "support-chat", "gpt-4o-mini-2024-07-18")
    price = price_call(call, Terms({}, {}), table)
    assert (price.status, price.provider, price.base_model) == ("priced", "azure", "gpt-4o-mini-2024-07-18")


@pytest.mark.parametrize(
    ("logged", "provider"), [("text-completion-openai", "openai"), ("azure_text", "azure"), (None, None)]
)
def test_a_provider_has_our_name(logged, provider, read):
    assert read(payload(custom_llm_provider=logged)).spent.provider == provider


@pytest.mark.parametrize("kind", ["aimage_generation", "image_generation", "atranscription", "rerank"])
def test_what_is_billed_by_something_else_than_tokens_has_no_price(kind, read, table):
    call = read(payload(call_type=kind, prompt_tokens=0, completion_tokens=0)).spent
    assert call.unpriced.code == "call_type"
    assert kind in call.unpriced.message
    price = price_call(call, Terms({}, {}), table)
    assert (price.status, price.cost_usd, price.reason) == ("unpriced", None, call.unpriced)


@pytest.mark.parametrize("kind", ["completion", "acompletion", "aresponses", "aembedding", "anthropic_messages"])
def test_what_is_billed_by_the_token_has_no_reason_to_be_unpriced(kind, read):
    assert read(payload(call_type=kind)).spent.unpriced is None


@pytest.mark.parametrize("count", NOT_A_COUNT, ids=repr)
@pytest.mark.parametrize("name", ["prompt_tokens", "completion_tokens"])
def test_what_is_no_count_of_tokens_is_refused_by_its_name(name, count, refused):
    usage = {"prompt_tokens": 10, "completion_tokens": 20} | {name: count}
    [field] = refused(with_usage(usage))
    assert field.rpartition(".")[2] == name


@pytest.mark.parametrize("name", ["prompt_tokens", "completion_tokens"])
def test_tokens_that_are_missing_are_refused_by_their_name(name, refused):
    usage = {"prompt_tokens": 10, "completion_tokens": 20}
    del usage[name]
    [field] = refused(with_usage(usage))
    assert field.rpartition(".")[2] == name


@pytest.mark.parametrize("start", [None, True, -1, float("nan"), float("inf"), "soon", "2026-11-25T10:00:00"], ids=repr)
def test_what_is_no_moment_is_refused_by_its_name(start, refused):
    assert refused(payload(startTime=start)) == ["startTime"]


def test_a_start_that_is_missing_is_refused_by_its_name(refused):
    assert refused(payload(startTime=...)) == ["startTime"]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (1795651199.999, date(2026, 11, 25)),
        (1795651200, date(2026, 11, 26)),
        ("2026-11-25T23:30:00-01:00", date(2026, 11, 26)),
    ],
)
def test_the_day_is_that_of_the_start_in_utc(start, day, read):
    assert read(payload(startTime=start)).spent.on == day


@pytest.mark.parametrize("id", [None, "", 7, "x" * 257], ids=["none", "empty", "a number", "too long"])
def test_what_is_no_id_is_refused_by_its_name(id, refused):
    assert refused(payload(id=id)) == ["id"]


def test_a_call_of_no_model_is_refused_by_its_name(refused):
    assert refused(payload(model=None, response={})) == ["model"]
