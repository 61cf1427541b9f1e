"""Whom the functions ask: AWS, and Slack where Slack signed for it. No address that a caller wrote is ever asked."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from handlers.slack.webhook import is_slacks, post
from local.aws import s3_client
from local.event_files import put_files_of
from local.invoke import read_event
from tests.security.telling import EVENTS, NAMES, told
from tests.security.test_log import answered

ELSEWHERE = ("https://evil.example/x", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd")
SLACKS = {"slack.com", "hooks.slack.com"}


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com./x",
        "https://hooks.slack.com\n.evil.example/x",
        "https://evil.example\t.slack.com/x",
        "https://hooks.slack.com/x\r\nHost: evil.example",
        " https://hooks.slack.com/x",
        "https://hooks.slack.com%2eevil.example/x",
        "https://hooks.slack.com:443/x",
        "https://:token@hooks.slack.com/x",
        "https://evil.example#.slack.com",
        "https://evil.example?.slack.com",
        "https://evil.example;.slack.com/x",
        "https://xn--slck-0qa.com/x",
        "https://2852039166/x",
        "https://169.254.169.254/x",
        "https://0x7f.1/x",
        "ftp://hooks.slack.com/x",
        "javascript://slack.com/x",
        "https:hooks.slack.com/x",
        "https:///hooks.slack.com/x",
    ],
)
def test_an_address_that_only_looks_like_slacks_is_not_slacks(address):
    assert not is_slacks(address)


@pytest.fixture
def redirecting():
    """An address that sends whoever asks elsewhere, and what arrived at that other place."""
    arrived = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            arrived.append((self.command, self.path))
            self.send_response(200)
            self.end_headers()

        def do_POST(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    class Redirecting(Elsewhere):
        status, to = 302, ""

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(self.status)
            self.send_header("Location", self.to)
            self.end_headers()

    servers = [HTTPServer(("127.0.0.1", 0), kind) for kind in (Redirecting, Elsewhere)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    Redirecting.to = f"http://127.0.0.1:{servers[1].server_port}/stolen"
    yield Redirecting, f"http://127.0.0.1:{servers[0].server_port}/", arrived
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(redirecting, output, status):
    kind, address, arrived = redirecting
    kind.status = status
    assert not post(address, {"text": "hello"})
    assert arrived == []
    assert f'"status":{status}' in output.text()


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_address_in_a_request_or_an_event_is_asked(stack, offline, monkeypatch, address):
    s3 = s3_client(stack.endpoint_url)
    monkeypatch.setattr("builtins.open", _no_file_of_the_machine(open))
    for name in NAMES:
        put_files_of(read_event(EVENTS / f"{name}.json"), EVENTS / f"{name}.json", s3)
        for event in told(name, address, instead=True):
            answered(event, name)
    assert set(offline) <= SLACKS


def _no_file_of_the_machine(real):
    def opened(file, *more, **named):
        if "passwd" in str(file):
            raise AssertionError(f"{file} was opened")
        return real(file, *more, **named)

    return opened


def test_what_is_asked_of_slack_is_asked_where_slack_said(stack, offline):
    for event in told("slack-follow-up", "", instead=False):
        answered(event, "slack-follow-up")
    assert set(offline) == {"hooks.slack.com"}
