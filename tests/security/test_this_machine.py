"""The local server is for this machine alone: its socket, the names that it answers to, and pages of elsewhere."""

import json

import pytest
from werkzeug.test import Client

from local import server
from local.gateway import Gateway
from local.template import Template
from tests.handlers.http import body


@pytest.fixture(scope="module")
def gateway():
    return Gateway.imported(Template.read())


def asked(gateway, path, host, **more):
    return Client(gateway).open(path, base_url=f"http://{host}", **more)


def test_it_listens_where_only_this_machine_reaches_it():
    with server._listening_socket(0) as listener:  # noqa: SLF001 - the socket itself
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1"])
def test_it_answers_by_the_names_of_this_machine(alone, gateway, host):
    assert asked(gateway, "/health", host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8080",
        "localhost@evil.example",
        "169.254.169.254",
        "[::2]",
        "[bad",
    ],
)
@pytest.mark.parametrize("path", ["/health", "/", "/v1/spend", "/v1/rates", "/docs"])
def test_a_page_elsewhere_whose_name_leads_here_reads_nothing(alone, gateway, host, path):
    found = Client(gateway).open(path, headers={"Host": host})
    assert found.status_code == 403
    assert json.loads(found.text)["code"] == "forbidden"


def test_slack_may_come_by_a_tunnel_and_is_known_by_its_signature(alone, gateway):
    found = asked(gateway, "/slack/commands", "some.tunnel.example", method="POST", data="text=help")
    assert found.status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_elsewhere_may_send_nothing_that_is_taken(alone, gateway, method):
    """A browser asks first (OPTIONS) before it sends JSON, PUT or DELETE elsewhere, and is given no permission."""
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": method}
    path = "/v1/decisions" if method == "POST" else "/v1/budgets/support"
    found = asked(gateway, path, "localhost:8080", method="OPTIONS", headers=headers)
    assert found.status_code == 405
    assert not [name for name, _ in found.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_nor_does_it_reach_anything_by_what_needs_no_permission(alone, gateway, content_type):
    sent = json.dumps(body("decision-minimal"))
    found = asked(
        gateway, "/v1/decisions", "localhost:8080", method="POST", data=sent, headers={"Content-Type": content_type}
    )
    assert found.status_code == 415
