"""The API of the template against the code's, and what API Gateway answers by itself."""

import json
import re
from http import HTTPStatus

import pytest

from local.template import ROOT

# What API Gateway answers where the template says nothing, from its list of gateway response types.
DEFAULT_4XX = {"BAD_REQUEST_PARAMETERS", "EXPIRED_TOKEN", "INVALID_SIGNATURE", "UNAUTHORIZED"}
DEFAULT_5XX = {"API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE"}

PAGES = {"/", "/assets/{name}", "/docs", "/openapi.json"}
SLACK = {"/slack/commands", "/slack/interactions"}


@pytest.fixture
def api(template):
    return template.resources["Api"]["Properties"]


def test_the_template_has_the_routes_of_the_contract_the_two_that_show_it_and_slacks(template):
    contract = json.loads((ROOT / "docs" / "openapi.json").read_text())
    assert {route.path for route in template.routes()} == set(contract["paths"]) | PAGES | SLACK


def test_every_route_takes_any_method_so_that_a_wrong_one_is_told_which_are_allowed(template):
    assert {route.method for route in template.routes()} == {"ANY"}


def test_everything_under_v1_needs_a_key_and_nothing_else_does(template):
    assert {route.path: route.key_required for route in template.routes()} == {
        route.path: route.path.startswith("/v1/") for route in template.routes()
    }


def test_a_route_without_a_key_has_a_slower_limit_of_its_own(template, api):
    limits = {
        setting["ResourcePath"].removeprefix("/").replace("~1", "/") or "/": setting["ThrottlingRateLimit"]
        for setting in api["MethodSettings"]
        if setting["HttpMethod"] == "GET"
    }
    open_routes = {route.path for route in template.routes() if not route.key_required} - SLACK
    assert limits == {path: {"Ref": "PublicRequestsPerSecond"} for path in open_routes}
    assert int(template.default("PublicRequestsPerSecond")) < int(template.default("RouteRequestsPerSecond"))


def test_slacks_routes_have_a_limit_of_their_own(api):
    limits = {
        setting["ResourcePath"].removeprefix("/").replace("~1", "/"): setting["ThrottlingRateLimit"]
        for setting in api["MethodSettings"]
        if setting["HttpMethod"] == "POST"
    }
    assert limits == {path: {"Ref": "SlackRequestsPerSecond"} for path in SLACK}


def test_every_method_is_throttled_and_measured(api):
    everything = next(setting for setting in api["MethodSettings"] if setting["HttpMethod"] == "*")
    assert everything["ResourcePath"] == "/*"
    assert everything["ThrottlingRateLimit"] == {"Ref": "RouteRequestsPerSecond"}
    assert all(setting["MetricsEnabled"] for setting in api["MethodSettings"])


def test_a_key_has_a_rate_and_a_quota(api):
    plan = api["Auth"]["UsagePlan"]
    assert plan["Throttle"]["RateLimit"] == {"Ref": "KeyRequestsPerSecond"}
    assert plan["Quota"] == {"Limit": {"Ref": "KeyRequestsPerMonth"}, "Period": "MONTH"}


def test_only_the_allowed_addresses_may_call(api):
    (statement,) = api["Auth"]["ResourcePolicy"]["CustomStatements"]
    assert statement["Effect"] == "Allow"
    assert statement["Condition"] == {"IpAddress": {"aws:SourceIp": {"Fn::Split": [",", {"Ref": "AllowedCidrs"}]}}}


@pytest.mark.parametrize("ranges", ["0.0.0.0/0,::/0", "203.0.113.0/24", "10.0.0.0/8,2001:db8::/32"])
def test_address_ranges_are_taken(template, ranges):
    assert re.fullmatch(template.parameters["AllowedCidrs"]["AllowedPattern"], ranges)


@pytest.mark.parametrize("ranges", ["", "203.0.113.7", "10.0.0.0/8, 10.1.0.0/16", "10.0.0.0/8,"])
def test_what_is_not_a_list_of_ranges_is_refused(template, ranges):
    assert not re.fullmatch(template.parameters["AllowedCidrs"]["AllowedPattern"], ranges)


def test_nothing_older_than_tls_1_2_is_spoken(api):
    assert api["SecurityPolicy"] == "SecurityPolicy_TLS13_1_2_2021_06"


def test_the_access_log_has_a_role_to_be_written_with_before_there_is_a_stage(template):
    assert template.resources["Api"]["DependsOn"] == "ApiLogAccount"
    account = template.resources["ApiLogAccount"]
    assert account["Properties"]["CloudWatchRoleArn"] == {"Fn::GetAtt": ["ApiLogRole", "Arn"]}
    assert account["Condition"] == template.resources["ApiLogRole"]["Condition"] == "ManageApiLogRole"


def test_the_access_log_tells_nothing_that_the_caller_wrote(api):
    fields = json.loads(api["AccessLogSetting"]["Format"])
    assert {value.removeprefix("$context.") for value in fields.values()} == {
        "requestId",
        "extendedRequestId",
        "requestTime",
        "httpMethod",
        "resourcePath",
        "status",
        "responseLatency",
        "integrationLatency",
        "responseLength",
        "error.responseType",
        "identity.apiKeyId",
        "identity.sourceIp",
    }


def test_api_gateway_answers_with_problems_like_the_functions(template):
    for name, response in template.gateway_responses().items():
        problem = json.loads(response.body)
        assert list(problem) == ["type", "title", "status", "code", "detail", "errors"], name
        assert problem["status"] == response.status, name
        assert problem["title"] == HTTPStatus(response.status).phrase, name
        assert problem["errors"] == [], name
        assert response.headers["Content-Type"] == "application/problem+json", name


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("MISSING_AUTHENTICATION_TOKEN", 404, "not_found"),
        ("RESOURCE_NOT_FOUND", 404, "not_found"),
        ("INVALID_API_KEY", 403, "forbidden"),
        ("ACCESS_DENIED", 403, "forbidden"),
        ("WAF_FILTERED", 403, "forbidden"),
        ("BAD_REQUEST_BODY", 400, "bad_request"),
        ("REQUEST_TOO_LARGE", 413, "body_too_large"),
        ("UNSUPPORTED_MEDIA_TYPE", 415, "unsupported_media_type"),
        ("THROTTLED", 429, "too_many_requests"),
        ("QUOTA_EXCEEDED", 429, "quota_exceeded"),
        ("INTEGRATION_TIMEOUT", 504, "gateway_timeout"),
        ("INTEGRATION_FAILURE", 502, "bad_gateway"),
        ("DEFAULT_4XX", 400, "bad_request"),
        ("DEFAULT_5XX", 502, "bad_gateway"),
    ],
)
def test_each_case_has_its_status_and_code(template, name, status, code):
    response = template.gateway_responses()[name]
    assert (response.status, json.loads(response.body)["code"]) == (status, code)


def test_only_cases_that_this_api_cannot_meet_are_left_to_the_defaults(template):
    assert not set(template.gateway_responses()) & (DEFAULT_4XX | DEFAULT_5XX)
