"""Where the signing secret is kept, and how a new one is noticed without a deployment."""

import json
import socket
import time
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from handlers import wiring
from handlers.slack.credentials import NoSecretError, Secret, SecretUnreachableError
from local.environment import REGION, applied
from local.slack import slash_command
from tests.handlers.slack.signed import OTHER, SECRET, SETTING, event, sent

NAME = "/payback/slack/signing-secret"
_make = wiring.signing_secret.__wrapped__


def _made(name):
    with applied({"SLACK_SIGNING_SECRET_NAME": name}):
        return _make()


@pytest.fixture
def parameters():
    with mock_aws():
        client = boto3.client("ssm", REGION)
        client.put_parameter(Name=NAME, Value=SECRET, Type="SecureString")
        yield client


@pytest.fixture
def secrets():
    with mock_aws():
        yield boto3.client("secretsmanager", REGION)


def test_the_secret_is_an_encrypted_parameter(parameters):
    assert _made(NAME).get() == SECRET


@pytest.mark.parametrize("value", [SECRET, json.dumps({"signing_secret": SECRET, "bot_token": "x"}), f" {SECRET}\n"])
def test_the_secret_is_in_secrets_manager_by_itself_or_in_json(secrets, value):
    arn = secrets.create_secret(Name="slack", SecretString=value)["ARN"]
    assert _made(arn).get() == SECRET


@pytest.mark.parametrize("value", ["{}", '{"signing_secret": 5}', '{"signing_secret": " "}', "{not json", " "])
def test_a_value_that_holds_no_secret_is_none(secrets, value):
    arn = secrets.create_secret(Name="slack", SecretString=value)["ARN"]
    with pytest.raises(NoSecretError):
        _made(arn).get()


def test_a_name_of_nothing_is_no_secret(parameters, secrets):
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:none-AbCdEf"
    for name in ("/payback/slack/other", arn, ""):
        with pytest.raises(NoSecretError):
            _made(name).get()


def test_a_service_that_is_away_is_said_to_be_so():
    with applied({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}), pytest.raises(SecretUnreachableError):
        _made(NAME).get()


def test_a_service_that_says_nothing_is_asked_once_and_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with applied({"AWS_ENDPOINT_URL": address}):
            secret = _made(NAME)
        began = time.monotonic()
        with pytest.raises(SecretUnreachableError):
            secret.get()
        assert time.monotonic() - began < 1.2
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_a_parameter_that_was_replaced_is_noticed_at_the_first_request_that_it_signed(parameters, clock, monkeypatch):
    def replace():
        parameters.put_parameter(Name=NAME, Value=OTHER, Type="SecureString", Overwrite=True)

    _replaced_is_noticed(NAME, replace, clock, monkeypatch)


def test_a_secret_of_secrets_manager_that_was_replaced_is_noticed_too(secrets, clock, monkeypatch):
    arn = secrets.create_secret(Name="slack", SecretString=json.dumps({"signing_secret": SECRET}))["ARN"]

    def replace():
        secrets.put_secret_value(SecretId=arn, SecretString=json.dumps({"signing_secret": OTHER}))

    _replaced_is_noticed(arn, replace, clock, monkeypatch)


def _replaced_is_noticed(name, replace, clock, monkeypatch):
    monkeypatch.setattr(wiring, "now", clock)
    held = _made(name)
    monkeypatch.setattr(wiring, "signing_secret", lambda: held)

    def status(signed_with):
        return sent(event(slash_command(""), signed_with=signed_with, at=clock().timestamp())).status

    assert (status(SECRET), status(OTHER)) == (200, 401)
    replace()
    clock.passes(9)
    assert (status(SECRET), status(OTHER)) == (200, 401)
    clock.passes(1)
    assert (status(OTHER), status(SECRET)) == (200, 401)


class Clock:
    """A time that passes when it is told to."""

    def __init__(self):
        self._now = datetime(2026, 11, 25, tzinfo=UTC)

    def __call__(self):
        return self._now

    def passes(self, seconds):
        self._now += timedelta(seconds=seconds)


class Source:
    """A store that counts how often it is asked; a value that is an error is raised."""

    def __init__(self, value):
        self.value, self.asked = value, 0

    def __call__(self):
        self.asked += 1
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.fixture
def clock():
    return Clock()


def test_a_secret_is_remembered_for_five_minutes(clock):
    source = Source("one")
    secret = Secret(source, clock, SETTING)
    assert (secret.get(), secret.get(), source.asked) == ("one", "one", 1)
    clock.passes(299)
    assert (secret.get(), source.asked) == ("one", 1)
    source.value = "two"
    clock.passes(1)
    assert (secret.get(), source.asked) == ("two", 2)


def test_wrong_signatures_make_us_ask_at_most_every_ten_seconds(clock):
    source = Source("one")
    secret = Secret(source, clock, SETTING)
    secret.get()
    source.value = "two"
    assert [secret.renewed() for _ in range(5)] == ["one"] * 5
    clock.passes(10)
    assert [secret.renewed() for _ in range(5)] == ["two"] * 5
    assert source.asked == 2


def test_the_last_good_secret_stays_while_the_service_is_away_and_is_not_waited_for_each_time(clock):
    source = Source("one")
    secret = Secret(source, clock, SETTING)
    secret.get()
    source.value = SecretUnreachableError("away")
    clock.passes(300)
    for _ in range(5):
        assert (secret.get(), secret.renewed()) == ("one", "one")
    assert source.asked == 2
    clock.passes(10)
    source.value = "two"
    assert secret.get() == "two"


def test_without_any_secret_the_service_is_not_asked_with_every_request(clock):
    source = Source(SecretUnreachableError("away"))
    secret = Secret(source, clock, SETTING)
    for ask in [secret.get, secret.renewed] * 3:
        with pytest.raises(SecretUnreachableError):
            ask()
    clock.passes(9)
    with pytest.raises(SecretUnreachableError):
        secret.renewed()
    assert source.asked == 1
    clock.passes(1)
    source.value = "one"
    assert secret.get() == "one"


def test_an_outage_is_not_asked_again_with_every_wrong_signature(clock):
    source = Source("one")
    secret = Secret(source, clock, SETTING)
    secret.get()
    source.value = SecretUnreachableError("away")
    clock.passes(10)
    assert [secret.renewed() for _ in range(5)] == ["one"] * 5
    assert source.asked == 2
    clock.passes(10)
    source.value = "two"
    assert (secret.renewed(), source.asked) == ("two", 3)


def test_a_secret_that_was_deleted_is_one_no_longer(clock):
    source = Source("one")
    secret = Secret(source, clock, SETTING)
    secret.get()
    source.value = NoSecretError("ParameterNotFound")
    clock.passes(300)
    with pytest.raises(NoSecretError):
        secret.get()
    clock.passes(10)
    source.value = SecretUnreachableError("away")
    with pytest.raises(SecretUnreachableError):
        secret.get()
