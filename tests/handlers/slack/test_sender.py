"""The function that sends what waits in the queue, against a Slack on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from handlers import metrics
from handlers.slack import sender
from handlers.slack.follow_up import FollowUp
from handlers.slack.sender import handler, send
from handlers.slack.webhook import NotSentError, is_slacks, post
from local.function import LocalContext
from tests.handlers.slack.reading import shown

ADDRESS = "https://hooks.slack.com/commands/1234/5678"
DECISION = "gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, classification"


@pytest.fixture
def sent(monkeypatch):
    """What was sent, and where."""
    kept = []

    def keep(address, payload):
        kept.append((address, payload))
        return True

    monkeypatch.setattr(sender, "post", keep)
    return kept


def test_an_answer_that_is_ready_is_sent_as_it_is(sent):
    send(FollowUp(response_url=ADDRESS, payload={"text": "hello"}))
    assert sent == [(ADDRESS, {"text": "hello"})]


def test_an_answer_that_is_not_is_made_then(sent):
    send(FollowUp(response_url=ADDRESS, text=DECISION, command="/finetune"))
    [(_, payload)] = sent
    assert payload["response_type"] == "ephemeral"
    assert payload["replace_original"] is False
    assert "One-time cost" in shown(payload)


def test_one_that_is_shared_is_for_the_channel_and_says_by_whom(sent):
    send(FollowUp(response_url=ADDRESS, text=DECISION, command="/finetune", shared_by="U123"))
    [(_, payload)] = sent
    assert payload["response_type"] == "in_channel"
    assert "Shared by <@U123>" in json.dumps(payload)


def test_nothing_goes_to_an_address_that_is_not_slacks(sent, output):
    assert not send(FollowUp(response_url="https://evil.example/", payload={"text": "hello"}))
    assert sent == []
    assert "not Slack's" in output.text()


@pytest.mark.parametrize(
    ("address", "right"),
    [
        (ADDRESS, True),
        ("https://slack.com/x", True),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://user@hooks.slack.com/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("https://evil.example/hooks.slack.com", False),
        ("https://evil.example\\.slack.com/x", False),
        ("https://hooks.sl\u00e4ck.com/x", False),
        ("https://[::1]/x", False),
        ("https://[bad", False),
        ("https://hooks.slack.com:port/x", False),
        ("//hooks.slack.com/x", False),
        ("", False),
    ],
)
def test_an_address_is_slacks_or_it_is_not(address, right):
    assert is_slacks(address) is right


@pytest.fixture
def slack():
    """An address that answers with a status, and keeps what it is sent."""

    class Answering(BaseHTTPRequestHandler):
        status, received = 200, []

        def do_POST(self):
            self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.status)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    Answering.received = []
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Answering, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_message_arrives(slack):
    answering, address = slack
    assert post(address, {"text": "hello"})
    assert answering.received == [{"text": "hello"}]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_slack_does_not_take_now_is_tried_again(slack, status):
    answering, address = slack
    answering.status = status
    with pytest.raises(NotSentError):
        post(address, {"text": "hello"})


@pytest.mark.parametrize("status", [400, 404, 410])
def test_what_slack_never_takes_is_given_up_and_logged(slack, status, output):
    answering, address = slack
    answering.status = status
    assert not post(address, {"text": "hello"})
    assert f'"status":{status}' in output.text()


def test_a_slack_that_is_away_is_tried_again():
    with pytest.raises(NotSentError):
        post("http://127.0.0.1:9/", {"text": "hello"})


def test_the_function_sends_what_sqs_hands_it_and_counts_it(sent, output):
    metrics.metrics.clear_metrics()
    follow_up = FollowUp(response_url=ADDRESS, payload={"text": "hello"})
    answer = handler({"Records": [{"body": follow_up.model_dump_json()}]}, LocalContext("SlackSenderFunction"))
    assert answer == {"sent": 1}
    assert sent == [(ADDRESS, {"text": "hello"})]
    assert output.metrics()["Requests"][0] == 1
