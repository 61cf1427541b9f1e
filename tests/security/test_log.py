"""No secret and no word of a caller is in any line of the log or in a metric, and every line is one JSON object."""

import json
import logging
from importlib import import_module
from itertools import islice

import pytest

from handlers import wiring
from handlers.slack import credentials, webhook
from handlers.slack.credentials import Secret
from local.aws import EXAMPLE_SIGNING_SECRET, s3_client
from local.event_files import put_files_of
from local.function import LocalContext
from local.invoke import function_for, read_event
from local.template import Template
from tests.security.conftest import TOKEN
from tests.security.telling import EVENTS, NAMES, told

CANARY = "canary-7731"
HOSTILE = f'{CANARY}"}}\r\n{{"level":"ERROR","message":"canary-7731"}}\x1b[31m\u2028\u0085{{"_aws":{{}}}}'
"""Ends a text, an object and a line, colours a terminal, and breaks a line for those who know Unicode."""
TEMPLATE = Template.read()


def answered(event, name):
    """What Lambda makes of an event: the answer, or the words of the error, which it writes into the log itself."""
    function = function_for(read_event(EVENTS / f"{name}.json"), TEMPLATE)
    module, _, attribute = function.handler.rpartition(".")
    context = LocalContext(function.name, function.memory_mb, timeout_seconds=function.timeout_seconds)
    try:
        return getattr(import_module(module), attribute)(event, context)
    except Exception as error:  # noqa: BLE001 - whatever it is, Lambda logs its words
        return f"[ERROR] {type(error).__name__}: {error}"


def written(output, caplog):
    """Everything that CloudWatch would get: what is printed, and what libraries warn of."""
    text = output.text() + "".join(f"{record.getMessage()}\n" for record in caplog.records if record.levelno >= 30)
    caplog.clear()
    return text


@pytest.fixture
def put(stack):
    """Puts what an event is about where it belongs."""
    s3 = s3_client(stack.endpoint_url)
    return lambda name: put_files_of(read_event(EVENTS / f"{name}.json"), EVENTS / f"{name}.json", s3)


@pytest.mark.parametrize(("secret", "instead"), [(CANARY, False), (HOSTILE, True)], ids=["beside", "instead"])
def test_whatever_a_request_or_an_event_says_the_log_tells_nothing_of_it(
    stack, put, output, caplog, offline, secret, instead
):
    caplog.set_level(logging.WARNING)
    lines = 0
    for name in NAMES:
        put(name)
        for event in told(name, secret, instead=instead):
            said = answered(event, name)
            text = output.text()
            assert CANARY not in text, name
            for line in text.removesuffix("\n").split("\n"):
                assert isinstance(json.loads(line or "{}"), dict), name
                lines += bool(line)
            assert CANARY not in written(output, caplog), name
            if isinstance(said, str):
                assert CANARY not in said, name
            else:
                assert TOKEN not in json.dumps(said)
                assert EXAMPLE_SIGNING_SECRET not in json.dumps(said)
    assert lines > len(NAMES)


BREAKS = ("rate_book", "ledger", "spend_table", "upload_checks", "follow_ups")


@pytest.mark.parametrize("broken", BREAKS)
def test_nor_does_it_where_something_fails_that_repeats_what_it_was_given(
    stack, put, output, caplog, offline, monkeypatch, broken
):
    def fails(*_, **__):
        raise RuntimeError(f"{HOSTILE} is wrong") from ValueError(f"cannot read {HOSTILE!r}")

    # Requests only: what is raised in the other functions is written by Lambda in the words of the error itself.
    requests = [name for name in NAMES if "httpMethod" in read_event(EVENTS / f"{name}.json")]
    monkeypatch.setattr(wiring, broken, fails)
    failed = 0
    for name in requests:
        for event in islice(told(name, CANARY, instead=False), 6):
            said = answered(event, name)
            text = written(output, caplog)
            assert CANARY not in text, name
            failed += '"unexpected error"' in text
            assert CANARY not in str(said) or said["statusCode"] < 500, name
    assert failed


def test_an_unexpected_error_is_told_by_its_kinds_and_places(stack, output, monkeypatch):
    def fails():
        try:
            json.loads("{")
        except ValueError as error:
            raise RuntimeError(CANARY) from error

    monkeypatch.setattr(wiring, "rate_book", fails)
    answered(read_event(EVENTS / "rules.json"), "rules")
    [line] = [line for line in output.lines() if line.get("level") == "ERROR"]
    assert line["exception_name"] == "RuntimeError"
    assert line["exception"].endswith("RuntimeError")
    assert "JSONDecodeError" in line["exception"]
    assert "in fails" in line["exception"]


@pytest.mark.parametrize("value", [f'{{"signing_secret": "{CANARY}', f'{{"other": "{CANARY}"}}', f'["{CANARY}"]'])
def test_a_secret_that_cannot_be_used_is_not_told(output, value):
    class Manager:
        def get_secret_value(self, **_):
            return {"ARN": "arn:aws:secretsmanager:x", "SecretString": value}

    secret = Secret(
        lambda: credentials.from_secrets_manager(Manager(), "arn:aws:secretsmanager:x", "signing_secret"),
        wiring.now,
        "SLACK_SIGNING_SECRET_NAME",
    )
    try:
        secret.get()
    except credentials.NoSecretError as error:
        assert CANARY not in str(error)  # noqa: PT017 - it may also be taken for a secret by itself
    assert CANARY not in output.text()


@pytest.mark.parametrize("status", [302, 404, 410, 500, None])
def test_the_address_of_a_webhook_is_not_told_where_it_takes_nothing(output, caplog, monkeypatch, status):
    def gives(*_, **__):
        if status is None:
            raise OSError(f"https://hooks.slack.com/services/{CANARY}")
        return status

    address = f"https://hooks.slack.com/services/{CANARY}"
    if status is None:
        monkeypatch.setattr(webhook._opener, "open", gives)  # noqa: SLF001 - the network
    else:
        monkeypatch.setattr(webhook, "_answered", gives)
    try:
        webhook.post(address, {"text": CANARY})
    except webhook.NotSentError as error:
        assert CANARY not in str(error)  # noqa: PT017 - what is refused for good raises nothing
    assert CANARY not in written(output, caplog)
