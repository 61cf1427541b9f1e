import base64
from datetime import UTC, datetime

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from local.proxy import MalformedAnswerError, event_from_request, response_from_result
from local.template import Route

ROUTE = Route("/v1/rates/{version}", "ANY", "ApiFunction", key_required=True)


def _event(path="/v1/rates/abc", path_parameters=None, **request):
    return event_from_request(
        Request(EnvironBuilder(path=path, **request).get_environ()),
        ROUTE,
        {"version": "abc"} if path_parameters is None else path_parameters,
        stage="prod",
        request_id="0f0e0d0c-1111-2222-3333-444455556666",
        received_at=datetime(2026, 11, 22, 10, 0, 1, tzinfo=UTC),
    )


class TestEvent:
    def test_has_every_field_that_api_gateway_sends_and_no_other(self):
        assert set(_event()) == {
            "resource",
            "path",
            "httpMethod",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "pathParameters",
            "stageVariables",
            "requestContext",
            "body",
            "isBase64Encoded",
        }

    def test_names_the_route_and_the_path(self):
        event = _event()
        assert event["resource"] == "/v1/rates/{version}"
        assert event["path"] == "/v1/rates/abc"
        assert event["pathParameters"] == {"version": "abc"}

    def test_what_is_empty_is_null(self):
        event = _event(path_parameters={})
        assert event["pathParameters"] is None
        assert event["queryStringParameters"] is None
        assert event["multiValueQueryStringParameters"] is None
        assert event["stageVariables"] is None
        assert event["body"] is None

    def test_a_repeated_query_parameter_keeps_all_values_and_shows_the_last(self):
        event = _event(query_string="a=1&b=x%20y&a=2&c=")
        assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "b": ["x y"], "c": [""]}
        assert event["queryStringParameters"] == {"a": "2", "b": "x y", "c": ""}

    def test_headers_come_both_ways_with_the_callers_address(self):
        event = _event(
            headers=[("X-Api-Key", "k"), ("Accept", "*/*")], environ_overrides={"REMOTE_ADDR": "203.0.113.7"}
        )
        assert event["headers"]["X-Api-Key"] == "k"
        assert event["multiValueHeaders"]["X-Api-Key"] == ["k"]
        assert event["headers"]["X-Forwarded-For"] == "203.0.113.7"
        assert event["headers"]["X-Forwarded-Proto"] == "http"
        assert event["requestContext"]["identity"]["sourceIp"] == "203.0.113.7"

    def test_text_is_passed_on_as_it_is(self):
        event = _event(method="POST", data='{"task": "déjà vu"}'.encode())
        assert (event["body"], event["isBase64Encoded"]) == ('{"task": "déjà vu"}', False)

    def test_bytes_that_are_not_text_are_passed_on_in_base64(self):
        event = _event(method="POST", data=b"\xff\xfe\x00")
        assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (b"\xff\xfe\x00", True)

    def test_a_form_is_passed_on_unparsed(self):
        event = _event(method="POST", data="a=1&b=2", content_type="application/x-www-form-urlencoded")
        assert event["body"] == "a=1&b=2"

    def test_request_context_says_when_and_where(self):
        context = _event(method="PUT")["requestContext"]
        assert context["requestId"] == "0f0e0d0c-1111-2222-3333-444455556666"
        assert context["requestTime"] == "22/Nov/2026:10:00:01 +0000"
        assert context["requestTimeEpoch"] == 1795341601000
        assert (context["httpMethod"], context["resourcePath"], context["stage"]) == (
            "PUT",
            "/v1/rates/{version}",
            "prod",
        )

    def test_at_a_custom_domain_the_stage_is_not_in_the_path(self):
        assert _event()["requestContext"]["path"] == "/v1/rates/abc"


class TestResponse:
    def test_has_status_headers_and_body(self):
        response = response_from_result(
            {"statusCode": 201, "headers": {"Content-Type": "text/plain", "X-Count": 3}, "body": "made"}
        )
        assert (response.status_code, response.get_data()) == (201, b"made")
        assert (response.headers["Content-Type"], response.headers["X-Count"]) == ("text/plain", "3")

    def test_is_json_where_nothing_else_is_said(self):
        assert response_from_result({"statusCode": 200, "body": "{}"}).headers["Content-Type"] == "application/json"

    def test_sends_every_value_of_a_header(self):
        response = response_from_result(
            {
                "statusCode": 200,
                "headers": {"Set-Cookie": "dropped"},
                "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
            }
        )
        assert response.headers.getlist("Set-Cookie") == ["a=1", "b=2"]

    def test_decodes_base64(self):
        answer = {"statusCode": 200, "body": base64.b64encode(b"\x89PNG").decode(), "isBase64Encoded": True}
        assert response_from_result(answer).get_data() == b"\x89PNG"

    def test_takes_a_status_in_digits_and_no_body(self):
        response = response_from_result({"statusCode": "204", "body": None})
        assert (response.status_code, response.get_data()) == (204, b"")

    @pytest.mark.parametrize(
        ("answer", "complaint"),
        [
            (None, "an object"),
            ("hello", "an object"),
            ({}, "statusCode"),
            ({"statusCode": "abc"}, "statusCode"),
            ({"statusCode": True}, "statusCode"),
            ({"statusCode": 42}, "statusCode"),
            ({"statusCode": 200, "body": {"a": 1}}, "body"),
            ({"statusCode": 200, "body": "%", "isBase64Encoded": True}, "base64"),
            ({"statusCode": 200, "headers": ["a"]}, "headers"),
            ({"statusCode": 200, "headers": {"a": None}}, "header"),
            ({"statusCode": 200, "multiValueHeaders": {"a": "b"}}, "multiValueHeaders.a"),
        ],
    )
    def test_what_api_gateway_cannot_send_is_malformed(self, answer, complaint):
        with pytest.raises(MalformedAnswerError, match=complaint):
            response_from_result(answer)
