"""Who is answered: Slack alone. Everything else is a 401 that says why."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from handlers import wiring
from handlers.log import SERVICE
from handlers.slack.credentials import NoSecretError, Secret, SecretUnreachableError
from local.slack import slash_command
from tests.handlers.slack.signed import OTHER, SETTING, command, event, sent


def _refused(made, because):
    answer = sent(made)
    problem = answer.problem()
    assert (answer.status, problem["code"]) == (401, "unauthorized")
    assert because in problem["detail"]


def test_what_slack_signed_is_answered():
    answer = command("")
    assert answer.status == 200
    assert answer.json["response_type"] == "ephemeral"


def test_a_body_in_base64_is_verified_by_its_bytes():
    assert command("help", encoded=True).status == 200


def test_text_beyond_ascii_is_verified_by_its_bytes():
    body = slash_command("gpt-4o \u2192 gpt-4o-mini") + "&raw=caf\u00e9"
    assert sent(event(body)).status == 200
    assert sent(event(body, encoded=True)).status == 200


def test_the_names_of_headers_are_read_in_any_case():
    made = event(slash_command(""))
    made["headers"] = {name.upper(): value for name, value in made["headers"].items()}
    assert sent(made).status == 200


@pytest.mark.parametrize(("seconds", "status"), [(-300, 200), (300, 200), (-301, 401), (301, 401)])
def test_a_signature_holds_for_five_minutes_on_either_side(seconds, status, monkeypatch):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    monkeypatch.setattr(wiring, "now", lambda: now)
    assert command("", at=(now + timedelta(seconds=seconds)).timestamp()).status == status


def test_another_secret_is_refused():
    _refused(event(slash_command(""), signed_with=OTHER), "does not fit")


def test_a_changed_body_is_refused():
    made = event(slash_command("help"))
    made["body"] = slash_command("examples")
    _refused(made, "does not fit")


@pytest.mark.parametrize("name", ["X-Slack-Request-Timestamp", "X-Slack-Signature"])
def test_a_missing_header_is_refused(name):
    made = event(slash_command(""))
    del made["headers"][name]
    _refused(made, name)


def test_no_headers_at_all_are_refused():
    _refused(event(slash_command("")) | {"headers": None}, "X-Slack-Signature")


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "-5", "1e9", "12.5", " 5", "\u0661\u0662\u0663", "9" * 13, "9" * 5000, "nan"]
)
def test_a_timestamp_that_is_no_number_is_refused(timestamp):
    made = event(slash_command(""))
    made["headers"]["X-Slack-Request-Timestamp"] = timestamp
    _refused(made, "X-Slack-Request-Timestamp")


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=\u00fc", "v1=" + "0" * 64, "v0=" + "0" * 63, "v0=" + "\u0660" * 64]
)
def test_a_signature_of_another_form_is_refused(signature):
    made = event(slash_command(""))
    made["headers"]["X-Slack-Signature"] = signature
    _refused(made, "X-Slack-Signature")


@pytest.mark.parametrize("body", ["not base64!", "/w==", "caf\u00e9"])
def test_a_body_that_cannot_be_read_is_refused(body):
    _refused(event(slash_command("")) | {"body": body, "isBase64Encoded": True}, "cannot be read")


def test_a_text_that_has_no_bytes_is_refused():
    _refused(event(slash_command("")) | {"body": "text=\ud800"}, "cannot be read")


def test_no_body_is_verified_too():
    assert sent(event("") | {"body": None}).status == 200
    _refused(event("", signed_with=OTHER) | {"body": None}, "does not fit")


def _without(monkeypatch, error):
    def fetch():
        raise error

    secret = Secret(fetch, wiring.now, SETTING)
    monkeypatch.setattr(wiring, "signing_secret", lambda: secret)


def test_without_a_secret_everything_is_refused_and_the_log_names_the_setting(monkeypatch, output):
    _without(monkeypatch, NoSecretError("ParameterNotFound"))
    _refused(event(slash_command("")), "has no signing secret")
    [line] = [line for line in output.lines() if line.get("message") == "no secret"]
    assert (line["level"], line["setting"], line["service"]) == ("ERROR", "SLACK_SIGNING_SECRET_NAME", SERVICE)


def test_a_secret_that_cannot_be_had_now_is_no_fault_of_the_sender(monkeypatch):
    _without(monkeypatch, SecretUnreachableError("ConnectTimeoutError"))
    answer = sent(event(slash_command("")))
    assert (answer.status, answer.problem()["code"]) == (503, "signing_secret_unavailable")


def test_strangers_do_not_make_us_fetch_the_secret(monkeypatch):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    monkeypatch.setattr(wiring, "now", lambda: now)
    _without(monkeypatch, AssertionError("fetched"))
    for seconds in (-301, 301):
        _refused(event(slash_command(""), at=now.timestamp() + seconds), "five minutes")
    made = event(slash_command(""), at=now.timestamp())
    made["headers"]["X-Slack-Signature"] = "v0=guess"
    _refused(made, "X-Slack-Signature")


def test_nothing_of_a_request_is_in_the_log(output):
    command("gpt-4o -> my-secret-model, 50k/day, 200 in, classification")
    command("my-secret-model")
    sent(event(slash_command("my-secret-model"), signed_with=OTHER))
    assert "my-secret-model" not in json.dumps(output.lines())
