"""Slack's signing secret and bot token: where they are kept, and how a new one is noticed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from handlers.log import logger

TIME_TO_LIVE = timedelta(seconds=300)
LEAST_BETWEEN_TRIES = timedelta(seconds=10)

_MISSING = {"ParameterNotFound", "ParameterVersionNotFound", "ResourceNotFoundException", "InvalidRequestException"}


class NoSecretError(Exception):
    """There is no secret where the setting points, or nothing that can be one."""


class SecretUnreachableError(Exception):
    """The service that keeps the secret gave none now; trying again may help."""


class ParameterStore(Protocol):
    """As much of boto3's client of Parameter Store as is used."""

    def get_parameter(self, *, Name: str, WithDecryption: bool) -> Any:  # noqa: N803 - as boto3 calls them
        """The parameter of that name."""


class SecretsManager(Protocol):
    """As much of boto3's client of Secrets Manager as is used."""

    def get_secret_value(self, *, SecretId: str) -> Any:  # noqa: N803 - as boto3 calls it
        """The secret's current version."""


def in_secrets_manager(name: str) -> bool:
    """Whether a name is the ARN of a secret of Secrets Manager; any other is a name in Parameter Store."""
    return name.startswith("arn:") and name.split(":")[2:3] == ["secretsmanager"]


def from_nowhere() -> str:
    """Where the setting is empty. Raises `NoSecretError`."""
    raise NoSecretError("the setting is empty")


def from_parameter_store(client: ParameterStore, name: str) -> str:
    """The secret in a parameter. Raises `NoSecretError` and `SecretUnreachableError`."""
    found = _asked(lambda: client.get_parameter(Name=name, WithDecryption=True))
    if "Parameter" not in found:
        raise SecretUnreachableError("an answer without the parameter")
    return _usable(found["Parameter"]["Value"])


def from_secrets_manager(client: SecretsManager, arn: str, key: str) -> str:
    """The secret, which is the whole value or a `key` of a JSON object. Raises as `from_parameter_store`."""
    found = _asked(lambda: client.get_secret_value(SecretId=arn))
    if "ARN" not in found:
        raise SecretUnreachableError("an answer without the secret's name")
    value = found.get("SecretString", "").strip()
    return _usable(_in_json(value, key) if value.startswith("{") else value)


def _asked(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise (NoSecretError if code in _MISSING else SecretUnreachableError)(code) from error
    except BotoCoreError as error:
        raise SecretUnreachableError(type(error).__name__) from error


def _in_json(value: str, key: str) -> object:
    try:
        return json.loads(value).get(key)
    except ValueError:
        # Without its cause, which holds the value.
        raise NoSecretError("the value begins as JSON and is none") from None


def _usable(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise NoSecretError("the value is empty, or holds no text for it")
    return value.strip()


def _within(span: timedelta, since: datetime, now: datetime) -> bool:
    """Whether so much time has not passed yet. Where the clock was put back nobody knows, and it has."""
    return since <= now < since + span


class Secret:
    """The secret, remembered for a while. One that was replaced is noticed without a new deployment."""

    def __init__(self, fetch: Callable[[], str], clock: Callable[[], datetime], setting: str) -> None:
        self._fetch, self._clock, self._setting = fetch, clock, setting
        self._held: str | None = None
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._missing = False

    def get(self) -> str:
        """The secret, at most as old as the time to live, or the last good one while its service is away.

        Raises `NoSecretError` where there is none, also where the one we had was deleted, and
        `SecretUnreachableError` where none could be had so far.
        """
        if self._fetched_at is None or not _within(TIME_TO_LIVE, self._fetched_at, self._clock()):
            self._try()
        return self._kept()

    def renewed(self) -> str:
        """The secret after a signature that did not fit, asked for again. Raises as `get` does."""
        self._try()
        return self._kept()

    def _try(self) -> None:
        """Ask for the secret, but not every moment: neither strangers nor an outage may have us ask all the time."""
        now = self._clock()
        if self._tried_at is not None and _within(LEAST_BETWEEN_TRIES, self._tried_at, now):
            return
        self._tried_at = now
        try:
            self._held, self._fetched_at, self._missing = self._fetch(), now, False
        except SecretUnreachableError as error:
            self._missing = False
            logger.warning("secret unreachable", extra={"setting": self._setting, "reason": str(error)})
        except NoSecretError as error:
            logger.error("no secret", extra={"setting": self._setting, "reason": str(error)})
            self._held, self._fetched_at, self._missing = None, None, True

    def _kept(self) -> str:
        if self._held is None:
            raise NoSecretError if self._missing else SecretUnreachableError
        return self._held
