import json

import pytest
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

from local.function import LambdaFunction
from local.gateway import BODY_LIMIT_BYTES, Gateway
from local.template import Template

TEMPLATE = Template.read()


def _echo(event, _):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(event)}


def _gateway(handler=_echo):
    return Gateway(
        TEMPLATE, {name: LambdaFunction(declared, handler) for name, declared in TEMPLATE.functions().items()}
    )


def _client(handler=_echo):
    return Client(_gateway(handler))


def _problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json["status"] == response.status_code
    return response.status_code, response.json["code"]


def test_a_request_reaches_the_function_and_its_answer_the_caller():
    response = _client().post("/v1/decisions", json={"task": "classification"})
    assert response.status_code == 200
    assert json.loads(response.json["body"]) == {"task": "classification"}
    assert response.json["requestContext"]["stage"] == TEMPLATE.default("StageName")


@pytest.mark.parametrize("version", ["a%20b", "a%2520b", "a%2Fb", "d%C3%A9j%C3%A0"])
def test_a_path_and_its_parameters_are_handed_over_as_they_were_sent(version):
    """As a REST API does: https://github.com/aws/aws-sam-cli/issues/771."""
    event = _client().get(f"/v1/rates/{version}/changes?since=c%20d").json
    assert event["resource"] == "/v1/rates/{version}/changes"
    assert event["path"] == event["requestContext"]["path"] == f"/v1/rates/{version}/changes"
    assert event["pathParameters"] == {"version": version}
    assert event["queryStringParameters"] == {"since": "c d"}


@pytest.mark.parametrize("sent", [{}, {"RAW_URI": ""}, {"RAW_URI": "v1/rates/a b"}])
def test_without_a_server_that_tells_what_was_sent_the_path_is_written_anew(sent):
    environ = EnvironBuilder(path="/v1/rates/a b").get_environ()
    del environ["RAW_URI"]
    environ |= sent
    event = json.loads(b"".join(run_wsgi_app(_gateway(), environ)[0]))
    assert (event["path"], event["pathParameters"]) == ("/v1/rates/a%20b", {"version": "a%20b"})


@pytest.mark.parametrize(
    ("target", "status"),
    [("http://localhost/v1/rules?as_of=2026-06-30", 200), ("/v1/rules?url=http://a//b", 200), ("//v1/rules", 404)],
)
def test_the_address_is_taken_as_it_stands_in_the_request(target, status):
    environ = EnvironBuilder(path="/v1/rules").get_environ() | {"RAW_URI": target}
    assert run_wsgi_app(_gateway(), environ)[1].startswith(f"{status} ")


def test_every_method_reaches_a_route_that_takes_any():
    assert _client().delete("/v1/decisions").json["httpMethod"] == "DELETE"


def test_requests_have_ids_of_their_own():
    client = _client()
    ids = {client.get("/health").json["requestContext"]["requestId"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("path", ["/index.html", "/v1", "/v1/decisions/", "/v1/rates/a/b", "/v1//rates", "/HEALTH"])
def test_an_unknown_path_is_not_found_by_the_gateway(path):
    assert _problem(_client(pytest.fail).get(path)) == (404, "not_found")


def test_a_body_over_the_gateways_limit_is_too_large():
    response = _client(pytest.fail).post("/v1/decisions", data=b" " * (BODY_LIMIT_BYTES + 1))
    assert _problem(response) == (413, "body_too_large")


def test_a_body_over_lambdas_limit_is_too_large():
    response = _client(pytest.fail).post("/v1/decisions", data=b" " * (7 * 1024 * 1024))
    assert _problem(response) == (413, "body_too_large")


def test_a_function_that_raises_is_a_bad_gateway(caplog):
    def handler(_, __):
        raise LookupError("no such thing")

    assert _problem(_client(handler).get("/health")) == (502, "bad_gateway")
    assert "no such thing" in caplog.text


def test_a_function_that_answers_nonsense_is_a_bad_gateway():
    assert _problem(_client(lambda _, __: {"status": 200}).get("/health")) == (502, "bad_gateway")


def test_a_problem_of_the_gateway_shows_nothing_of_the_failure():
    def handler(_, __):
        raise LookupError("secret")

    assert "secret" not in _client(handler).get("/health").text


def test_with_a_key_the_routes_that_need_one_take_no_other():
    functions = {name: LambdaFunction(declared, _echo) for name, declared in TEMPLATE.functions().items()}
    client = Client(Gateway(TEMPLATE, functions, "the-key"))
    for headers in ({}, {"X-Api-Key": "another"}):
        assert _problem(client.get("/v1/rates", headers=headers)) == (403, "forbidden")
    assert client.get("/v1/rates", headers={"X-Api-Key": "the-key"}).status_code == 200
    assert client.get("/health").status_code == 200
    assert _client().get("/v1/rates").status_code == 200
