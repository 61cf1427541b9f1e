"""The buttons under a decision, and the form behind one of them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from slack_sdk.models.blocks import Block

from handlers import wiring
from handlers.slack.credentials import NoSecretError, Secret
from shorthand.catalogue import INPUTS
from shorthand.fields import from_fields
from tests.handlers.example import ASKED, FIELDS
from tests.handlers.slack.reading import shown
from tests.handlers.slack.signed import command, interaction

ADDRESS = "https://hooks.slack.com/actions/1234/5678"


def _buttons(text, command_name="/finetune"):
    blocks = command(text).json["blocks"]
    [actions] = [block for block in blocks if block["type"] == "actions"]
    assert actions["block_id"] == command_name
    return {button["action_id"]: button for button in actions["elements"]}


def _click(action, value="", **changed):
    return interaction(
        {
            "type": "block_actions",
            "user": {"id": "U123", "name": "ada"},
            "trigger_id": "1.2.3",
            "response_url": ADDRESS,
            "actions": [{"action_id": action, "block_id": "/finetune", "type": "button", "value": value}],
        }
        | changed
    )


@pytest.fixture
def with_token(monkeypatch):
    secret = Secret(lambda: "xoxb-token", wiring.now, "SLACK_BOT_TOKEN_NAME")
    monkeypatch.setattr(wiring, "bot_token", lambda: secret)


def test_a_decision_can_be_shared_and_opened_and_not_edited_without_a_token():
    assert list(_buttons(ASKED)) == ["share", "page"]


def test_with_a_token_it_can_be_edited(with_token):
    assert list(_buttons(ASKED)) == ["share", "edit", "page"]


def test_a_token_that_cannot_be_had_is_none(monkeypatch):
    def fetch():
        raise NoSecretError

    secret = Secret(fetch, wiring.now, "SLACK_BOT_TOKEN_NAME")
    monkeypatch.setattr(wiring, "bot_token", lambda: secret)
    assert list(_buttons(ASKED)) == ["share", "page"]


def test_the_page_is_opened_with_the_same_inputs_and_rates():
    address = urlsplit(_buttons(ASKED)["page"]["url"])
    assert (address.scheme, address.path) == ("https", "/prod/")
    said, wrong = from_fields(dict(parse_qsl(address.query)))
    assert wrong == {}
    version = wiring.rate_book().current().compiled.version
    assert said["rates_version"] == version
    assert said["as_of"] == f"{wiring.now():%Y-%m-%d}"


def test_inputs_that_fit_into_no_button_leave_it_out_and_say_so():
    many = ", ".join(f"tried=model-with-quite-a-long-name-{number:040d}" for number in range(30))
    assert list(_buttons(f"{ASKED}, {many}")) == ["page"]
    assert "more inputs than fit" in shown(command(f"{ASKED}, {many}").json)


def test_a_share_is_the_same_decision_for_the_channel(queue):
    value = _buttons(ASKED)["share"]["value"]
    answer = _click("share", value)
    assert (answer.status, answer.text) == (200, "")
    [follow_up] = queue.follow_ups
    assert follow_up.response_url == ADDRESS
    payload = follow_up.payload
    assert (payload["response_type"], payload["replace_original"]) == ("in_channel", False)
    assert "actions" not in [block["type"] for block in payload["blocks"]]
    asked = command(ASKED).json
    assert payload["text"] == asked["text"]
    assert "<@U123>" in json.dumps(payload)


def test_a_double_click_is_two_requests_and_a_repeated_request_is_one(queue):
    value = _buttons(ASKED)["share"]["value"]
    _click("share", value)
    _click("share", value)
    assert len(queue.follow_ups) == 1
    _click("share", value, trigger_id="4.5.6")
    assert len(queue.follow_ups) == 2


def test_nothing_is_sent_elsewhere(queue):
    assert _click("share", ASKED, response_url="https://evil.example/").status == 200
    assert queue.follow_ups == []


def test_whoever_shares_is_a_user_of_slack(queue):
    assert _click("share", ASKED, user={"id": "<!channel>"}).status == 400
    assert queue.follow_ups == []


def test_a_retried_click_is_acknowledged_and_not_answered_again(queue):
    payload = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "share", "value": ASKED}]}
    answer = interaction(payload, **{"X-Slack-Retry-Num": "1"})
    assert (answer.status, answer.text, queue.follow_ups) == (200, "", [])


def test_a_click_that_is_not_signed_is_refused():
    assert interaction({"type": "block_actions", "user": {"id": "U1"}}, signed_with="another").status == 401


@pytest.mark.parametrize("action", ["page", "something-else"])
def test_a_click_that_asks_for_nothing_is_acknowledged(action, queue):
    answer = _click(action)
    assert (answer.status, answer.text, queue.follow_ups) == (200, "", [])


@pytest.mark.parametrize("kind", ["view_closed", "shortcut", "message_action"])
def test_an_interaction_of_another_kind_is_acknowledged(kind):
    answer = interaction({"type": kind, "user": {"id": "U1"}})
    assert (answer.status, answer.text) == (200, "")


@pytest.mark.parametrize("payload", ["", "no json", "[]", "{}", '{"type": "block_actions"}'])
def test_what_slack_never_sends_is_refused(payload):
    answer = interaction(payload)
    assert (answer.status, answer.problem()["code"]) == (400, "not_an_interaction")


@pytest.fixture
def slack(monkeypatch):
    """Slack's API on this machine."""

    class Answering(BaseHTTPRequestHandler):
        answer, received = {"ok": True}, []

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.received.append((self.path, self.headers["Authorization"], body))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(self.answer).encode())

        def log_message(self, *_):
            pass

    Answering.received = []
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr("handlers.slack.interactions.API", f"http://127.0.0.1:{server.server_port}/")
    yield Answering
    server.shutdown()
    server.server_close()


def _opened(slack):
    [(path, authorization, body)] = slack.received
    assert (path, authorization) == ("/views.open", "Bearer xoxb-token")
    sent = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
    assert sent["trigger_id"] == "1.2.3"
    return json.loads(sent["view"]) if isinstance(sent["view"], str) else sent["view"]


def test_edit_opens_the_form_with_what_was_asked(with_token, slack):
    assert _click("edit", _buttons(ASKED)["edit"]["value"]).text == ""
    view = _opened(slack)
    filled = {
        block["block_id"]: block["element"].get("initial_value")
        or (block["element"].get("initial_option") or {}).get("value")
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert {path: text for path, text in filled.items() if text} == FIELDS
    assert set(filled) == set(INPUTS)
    assert all(Block.parse(block) for block in view["blocks"])


def test_a_form_that_does_not_open_is_said_in_the_channel(with_token, slack, queue):
    slack.answer = {"ok": False, "error": "expired_trigger_id"}
    assert _click("edit", ASKED).status == 200
    [follow_up] = queue.follow_ups
    assert "could not be opened" in shown(follow_up.payload)


def test_without_a_token_an_old_edit_button_says_so(queue):
    assert _click("edit", ASKED).status == 200
    [follow_up] = queue.follow_ups
    assert "could not be opened" in shown(follow_up.payload)


def _submit(fields, private=None):
    values = {
        path: {
            "value": {"type": "static_select", "selected_option": {"value": text} if text else None}
            if INPUTS[path].kind.choices
            else {"type": "plain_text_input", "value": text or None}
        }
        for path, text in fields.items()
    }
    origin = {"response_url": ADDRESS, "command": "/finetune"} if private is None else private
    return interaction(
        {
            "type": "view_submission",
            "user": {"id": "U123"},
            "trigger_id": "7.8.9",
            "view": {
                "callback_id": "edit-decision",
                "private_metadata": json.dumps(origin),
                "state": {"values": values},
            },
        }
    )


FILLED = {
    "current.model": "gpt-4o",
    "candidate.model": "gpt-4o-mini",
    "workload.calls_per_day": "50,000",
    "workload.input_tokens": "200",
    "workload.output_tokens": "",
    "task": "classification",
    "readiness.prompts_optimized": "",
}


def test_a_form_that_is_sent_is_answered_where_it_was_opened(queue):
    answer = _submit(FILLED)
    assert answer.json == {"response_action": "clear"}
    [follow_up] = queue.follow_ups
    assert follow_up.response_url == ADDRESS
    said = shown(follow_up.payload)
    assert "/finetune gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, classification" in said


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"workload.input_tokens": "many"}, "workload.input_tokens"),
        ({"workload.calls_per_day": ""}, "workload.calls_per_day"),
        ({"workload.calls_per_month": "5M"}, "workload.calls_per_day"),
        ({"candidate.model": "gtp-4o"}, "candidate.model"),
        ({"workload.calls_per_day": "60-50"}, "workload.calls_per_day"),
        ({"as_of": "2020-01-01"}, "as_of"),
        ({"rates_version": "000000000000"}, "rates_version"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_sent(changed, field, queue):
    answer = _submit(FILLED | changed)
    assert answer.json["response_action"] == "errors"
    assert list(answer.json["errors"]) == [field]
    assert queue.follow_ups == []


def test_a_form_whose_origin_is_not_slacks_is_answered_nowhere(queue):
    _submit(FILLED, {"response_url": "https://evil.example/", "command": "/finetune"})
    assert queue.follow_ups == []
