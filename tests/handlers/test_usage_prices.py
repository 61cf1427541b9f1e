"""POST /v1/usage-prices and GET /v1/models?name= over HTTP: the contract, the refusals, what is logged."""

import json

import pytest

from tests.handlers.http import answer, event, get, post
from tests.spend.responses import WRONG, chat

MARKER = "hunter2-0451"
REQUEST = {
    "model": "gpt-4o",
    "provider": "openai",
    "usage": {
        "input_tokens": 100,
        "cached_input_tokens": 10,
        "cache_write_tokens": 0,
        "cache_write_1h_tokens": 0,
        "output_tokens": 10,
        "reasoning_tokens": 5,
    },
    "batch": False,
    "at": "2026-11-22",
    "deployment": "my-chat",
    "tier": None,
    "region": None,
    "deployments": {"my-chat": {"model": "gpt-4o", "provider": "openai", "tier": None, "region": None}},
    "overrides": {"openai/gpt-4o": {"input": "3", "output": "12", "cached_input": "1"}},
    "rates_version": None,
}


def ask(**request):
    return post("/v1/usage-prices", request)


def test_a_request_with_every_field_is_answered():
    answered = ask(**REQUEST)
    assert answered.status == 200, answered.text
    assert answered.json["price_source"] == "override"


def test_the_answer_says_what_was_billed_at_which_prices_and_by_which_table():
    found = answer(event("usage-price")).json
    assert {name: found[name] for name in ("status", "kind", "provider", "base_model", "cost_usd", "at", "stale")} == {
        "status": "priced",
        "kind": "fine_tuned",
        "provider": "openai",
        "base_model": "gpt-4o-2024-08-06",
        "cost_usd": "0.0375",
        "at": "2026-10-01",
        "stale": False,
    }
    assert found["rates_version"] == get("/health").json["rates"]["version"]
    assert found["rates"] == {
        "usd_per_million_input_tokens": "3.75",
        "usd_per_million_output_tokens": "15",
        "usd_per_million_cached_input_tokens": "1.875",
        "usd_per_million_cache_write_tokens": None,
        "usd_per_million_cache_write_1h_tokens": None,
        "batch": False,
        "long_context": False,
    }
    assert [line["cost_usd"]["expected"] for line in found["lines"]] == ["0.0075", "0.015", "0.015"]
    assert found["reason"] is None


def test_a_providers_own_answer_is_priced_as_it_came():
    found = answer(event("usage-price-response")).json
    assert (found["cost_usd"], found["at"], found["tokens"]["fresh_input_tokens"]) == ("0.005615", "2026-11-22", 86)
    assert found["tokens"]["reasoning_tokens"] is None


def test_a_call_that_has_no_price_is_an_answer_with_a_reason_and_never_zero():
    unpriced = answer(event("usage-price-unpriced"))
    assert unpriced.status == 200
    assert (unpriced.json["status"], unpriced.json["cost_usd"], unpriced.json["rates"]) == ("unpriced", None, None)
    assert unpriced.json["reason"]["code"] == "needs_mapping"


def test_a_mapping_and_a_negotiated_price_come_with_the_request():
    found = answer(event("usage-price-negotiated")).json
    assert (found["kind"], found["base_model"], found["tier"]) == ("fine_tuned", "gpt-4o-mini-2024-07-18", "regional")
    assert (found["cost_usd"], found["price_source"], found["confirmed"]) == ("0.0006", "override", None)


def test_all_that_is_wrong_is_told_by_its_field():
    assert answer(event("usage-price-invalid")).errors == {
        "usage.cached_input_tokens": "with the cache writes is a part of usage.input_tokens and cannot be more",
        "colour": "is not a field",
    }


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"usage": None}, {"usage": "give exactly one of usage and response"}),
        ({"response": {}}, {"usage": "give exactly one of usage and response"}),
        ({"model": None, "deployment": None}, {"model": "is missing; it is required where usage is given"}),
        ({"at": "soon"}, {"at": "must be a day or a time with its zone: 2026-11-22 or 2026-11-22T10:00:00Z"}),
        (
            {"at": "2026-11-22T10:00:00"},
            {"at": "must be a day or a time with its zone: 2026-11-22 or 2026-11-22T10:00:00Z"},
        ),
        (
            {"at": "0001-01-01T00:00:00+01:00"},
            {"at": "must be a day or a time with its zone: 2026-11-22 or 2026-11-22T10:00:00Z"},
        ),
        ({"at": "2026-02-30"}, {"at": "must be a day of the calendar written as YYYY-MM-DD"}),
        ({"at": "2026-W40-1"}, {"at": "must be a day written as YYYY-MM-DD"}),
        ({"model": "x" * 257}, {"model": "must have at most 256 characters"}),
        ({"region": "x" * 65}, {"region": "must have at most 64 characters"}),
        ({"deployments": {"x" * 257: "gpt-4o"}}, {f"deployments.{'x' * 257}": "must have at most 256 characters"}),
        (
            {"deployments": {"a": {"model": "gpt-4o", "tier": "x" * 65}}},
            {"deployments.a.tier": "must have at most 64 characters"},
        ),
        ({"rates_version": "x" * 65}, {"rates_version": "must have at most 64 characters"}),
        (
            {"deployments": {f"a{number}": "gpt-4o" for number in range(1001)}},
            {"deployments": "must have at most 1000 items"},
        ),
        (
            {"overrides": {"OpenAI/gpt-4o": {"input": 1, "output": 1}}},
            {"overrides.OpenAI/gpt-4o": "names no provider of the rate table before the /; did you mean openai?"},
        ),
        (
            {"overrides": {"openai/x": {"input": "0.0000000000001", "output": 1}}},
            {"overrides.openai/x.usd_per_million_input_tokens": "must have at most 12 decimal places"},
        ),
        ({"batch": "yes"}, {"batch": "must be true or false"}),
        ({"usage": {"input_tokens": 10**12, "output_tokens": 0}}, {"usage.input_tokens": None}),
        (
            {"usage": {"input_tokens": 0, "output_tokens": 4, "reasoning_tokens": 5}},
            {"usage.reasoning_tokens": "is a part of usage.output_tokens and cannot be more"},
        ),
        ({"model": "\ud800"}, {"model": None}),
        ({"deployments": {"\ud800": "gpt-4o"}}, {"deployments.\ufffd\ufffd\ufffd": None}),
        ({"overrides": {"gpt-4o": {"input": 1, "output": 1}}}, {"overrides.gpt-4o": None}),
        ({"overrides": {"openai/x": {"input": 1}}}, {"overrides.openai/x.usd_per_million_output_tokens": None}),
        (
            {"overrides": {"openai/x": {"input": 1, "output": 1, "cached_input": 2}}},
            {"overrides.openai/x": "a cached token never costs more than a fresh one; check the price of cached input"},
        ),
        (
            {"overrides": {"openai/x": {"input": 1, "usd_per_million_input_tokens": 1, "output": 1}}},
            {"overrides.openai/x": "input and usd_per_million_input_tokens are the same price; send one of them"},
        ),
        ({"overrides": {"openai/x": {"input": 1, "output": 1, "batch_input": 1}}}, {"overrides.openai/x": None}),
        (
            {"overrides": {"openai/x": {"input": -1, "output": 1}}},
            {"overrides.openai/x.usd_per_million_input_tokens": "must be between 0 and 100000"},
        ),
        ({"deployments": {"a": {"model": "gpt-4o", "modle": 1}}}, {"deployments.a.modle": None}),
        (
            {"deployments": {"a": 1}},
            {
                "deployments.a": 'must be the name of a model, such as "gpt-4o", '
                'or {"model": "gpt-4o", "provider": "azure"}'
            },
        ),
    ],
)
def test_a_wrong_field_is_named(changed, errors):
    answered = ask(**REQUEST | changed)
    assert answered.status == 422
    assert set(answered.errors) == set(errors)
    assert all(message in {None, answered.errors[field]} for field, message in errors.items())


def test_a_misspelt_field_is_told_which_was_meant_wherever_it_stands():
    for place, misspelt, meant in (
        ((), "modle", "model"),
        (("usage",), "output_token", "output_tokens"),
        (("deployments", "my-chat"), "teir", "tier"),
    ):
        request = json.loads(json.dumps(REQUEST))
        inner = request
        for part in place:
            inner = inner[part]
        inner[misspelt] = 1
        [error] = post("/v1/usage-prices", request).problem()["errors"]
        assert error["message"] == f"is not a field; did you mean {meant}?"


@pytest.mark.parametrize(("body", "field"), WRONG.values(), ids=WRONG)
def test_a_response_that_cannot_be_is_refused_by_its_place(body, field):
    answered = ask(response=body)
    assert answered.status == 422
    assert list(answered.errors) == [field]


def test_a_price_that_is_too_fine_to_be_written_is_refused_and_zeros_at_its_end_are_no_places():
    def asked(price):
        return post(
            "/v1/usage-prices",
            f'{{"model": "gpt-4o", "usage": {{"input_tokens": 1, "output_tokens": 1}}, '
            f'"overrides": {{"openai/gpt-4o": {{"input": {price}, "output": 1}}}}}}',
        )

    field = "overrides.openai/gpt-4o.usd_per_million_input_tokens"
    assert asked("1e-18").errors == {field: "must have at most 12 decimal places"}
    assert asked("1e-13").errors == {field: "must have at most 12 decimal places"}
    assert asked("1e-12").json["rates"]["usd_per_million_input_tokens"] == "0.000000000001"
    assert asked("2.50000000000000000").status == 200


def test_a_response_that_is_not_understood_is_told_what_is():
    [error] = ask(response={"tokens": 3}).problem()["errors"]
    assert error["field"] == "response"
    assert any("Anthropic" in shape for shape in error["allowed"])


def test_a_response_without_a_model_needs_one():
    usage = {"inputTokens": 1, "outputTokens": 1}
    assert ask(response={"usage": usage}).errors == {"model": "is missing, and the response names none; send it"}
    assert ask(response={"usage": usage}, model="amazon.nova-micro-v1:0").status == 200


def test_what_a_response_holds_beside_the_usage_is_not_minded_and_not_shown_again():
    usage = {"prompt_tokens": 10, "completion_tokens": 1}
    answered = ask(response=chat(usage, extra={"deep": [MARKER]}, probability=0.1, id=MARKER))
    assert answered.status == 200
    assert MARKER not in answered.text


def test_an_unknown_version_of_the_rates_is_not_found():
    answered = ask(**REQUEST | {"rates_version": "2020-01-01-00000000"})
    assert (answered.status, list(answered.errors)) == (404, ["rates_version"])
    version = get("/health").json["rates"]["version"]
    assert ask(**REQUEST | {"rates_version": version}).json["rates_version"] == version


def test_figures_are_logged_and_nothing_that_the_caller_wrote(output):
    ask(model=f"ft:gpt-4o:{MARKER}::x", usage={"input_tokens": 10, "output_tokens": 1}, deployment=MARKER)
    [record] = [line["usage_price"] for line in output.lines() if "usage_price" in line]
    assert record["base_model"] == "gpt-4o-2024-08-06"
    assert record["cost_usd"] == "0.0000525"
    assert MARKER not in json.dumps(record)


def test_a_name_is_told_to_need_a_mapping():
    found = answer(event("model-name-needs-mapping")).json["resolution"]
    assert (found["status"], found["provider"], found["name_kind"]) == ("needs_mapping", "azure", "deployment_alias")


def test_models_are_listed_for_one_provider():
    listed = get("/v1/models", provider="azure_ai").json
    assert {model["provider"] for model in listed["models"]} == {"azure"}
    assert [provider["title"] for provider in listed["providers"]] == ["Azure OpenAI"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "is empty; give 1 to 256 characters"),
        (" ", "holds only spaces; give 1 to 256 characters"),
        ("gpt-4o\n", "must be a name, without control characters"),
        ("\x00", "must be a name, without control characters"),
    ],
)
def test_a_name_that_is_none_is_refused(name, said):
    found = get("/v1/models", name=name)
    assert (found.status, found.errors) == (422, {"name": said})


@pytest.mark.parametrize("more", [{}, {"name": "gpt-4o"}])
def test_a_provider_that_there_is_not_is_refused_with_those_that_there_are(more):
    [error] = get("/v1/models", provider=MARKER, **more).problem()["errors"]
    assert error["field"] == "provider"
    assert "openai" in error["allowed"]


def test_a_name_is_explained_for_days_before_the_policy_begins():
    found = get("/v1/models", name="ft:babbage-002:acme::x", as_of="2020-01-01")
    assert found.status == 200
    assert (found.json["resolution"]["status"], found.json["resolution"]["rates"]) == ("resolved", None)
