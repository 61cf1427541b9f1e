"""The composition root: reads the environment and chooses what the use cases run with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from handlers.aws import Topics
from handlers.settings import Settings
from ratebook.book import GIVE_UP_SECONDS, RateBook, Rates
from ratebook.quick_s3 import QuickReader
from ratebook.sources import QuickS3Source, read_snapshot

if TYPE_CHECKING:
    from datasets.storage.checks import Checks
    from handlers.datasets.machine import Machine
    from handlers.slack.credentials import Secret
    from handlers.slack.queue import FollowUps
    from handlers.spend.queue import UsageQueue
    from publishing.receiving import Inbox
    from spend.budgets.watch import Watch
    from spend.ledger.ledger import Ledger
    from spend.storage.table import Table

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.0
ATTEMPTS = 2
RATES_SECONDS = GIVE_UP_SECONDS
LEDGER_SECONDS = 5.0
"""Until what cannot be written is put in the queue: somebody waits, and the function is stopped after 20 seconds."""
PATIENT_CONNECT_SECONDS = 2.0
PATIENT_READ_SECONDS = 10.0
SECRET_CONNECT_SECONDS = 0.5
SECRET_READ_SECONDS = 0.7
QUEUE_CONNECT_SECONDS = 0.5
QUEUE_READ_SECONDS = 1.0


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def _client(service: Any, connect_seconds: float, read_seconds: float, attempts: int | None = None, **more: Any) -> Any:
    """A client of an AWS service with the time that it may take, tried as often as boto3 does unless it is said."""
    import boto3  # noqa: PLC0415 - a function that calls no service starts without it
    from botocore.config import Config  # noqa: PLC0415

    from handlers.only_json import read_only_json  # noqa: PLC0415 - as boto3, which it is about

    retries: Any = None if attempts is None else {"total_max_attempts": attempts, "mode": "standard"}
    config = Config(connect_timeout=connect_seconds, read_timeout=read_seconds, retries=retries, **more)
    client: Any = boto3.client(service, config=config)
    read_only_json(client)
    return client


def starts_from_a_snapshot(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether Lambda keeps what this process is after its start, and starts others from it (SnapStart)."""
    return environment.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def rates_for(version: str | None) -> Rates:
    """The rate table that a request asks for, or the one in force. Raises as `RateBook.version` does."""
    return rate_book().current() if version is None else rate_book().version(version)


@cache
def rate_book() -> RateBook:
    """The process's rate book, made on first use."""
    settings = Settings.from_environment()
    source = None
    if settings.rates_bucket:
        # It gives up soon: an answer from the snapshot, marked stale, is better than none in time.
        reader = QuickReader(os.environ, now, CONNECT_SECONDS, READ_SECONDS)
        source = QuickS3Source(_rates_client, settings.rates_bucket, reader)
    else:
        from handlers.log import logger  # noqa: PLC0415 - nobody else here has a word to say

        logger.warning("no bucket of rates: answers are from the deployed table, which nobody can change")
    return RateBook(read_snapshot(), source, settings.rates_time_to_live, now, RATES_SECONDS)


def _rates_client() -> Any:
    return _client("s3", CONNECT_SECONDS, READ_SECONDS, ATTEMPTS)


@dataclass(frozen=True)
class Topic:
    """Where reports on incoming files are announced."""

    client: Topics
    arn: str


@cache
def rates_bucket() -> str:
    """The bucket of the rate tables. Raises `ValueError` where there is none: files are dropped in it."""
    return _needed(Settings.from_environment().rates_bucket, "RATES_BUCKET", "the bucket that files are dropped in")


def _needed(value: str | None, setting: str, what: str) -> str:
    """A setting that a function cannot do without. Raises `ValueError` where it is empty."""
    if value is None:
        raise ValueError(f"{setting} is empty; name {what}")
    return value


@cache
def inbox() -> "Inbox":
    """The process's incoming files, whose function nobody waits for: it would rather wait for S3 than fail."""
    from publishing.receiving import Inbox  # noqa: PLC0415 - reads YAML, which the API's function never does

    s3 = _client("s3", PATIENT_CONNECT_SECONDS, PATIENT_READ_SECONDS)
    return Inbox(s3, rates_bucket(), read_snapshot(), now)


@cache
def rates_topic() -> Topic | None:
    """The process's topic; `None` where reports are announced nowhere."""
    settings = Settings.from_environment()
    if settings.rates_topic_arn is None:
        return None
    return Topic(_client("sns", PATIENT_CONNECT_SECONDS, PATIENT_READ_SECONDS, ATTEMPTS), settings.rates_topic_arn)


@cache
def signing_secret() -> "Secret":
    """The process's signing secret of Slack."""
    return _secret(Settings.from_environment().slack_signing_secret_name, "SLACK_SIGNING_SECRET_NAME", "signing_secret")


@cache
def bot_token() -> "Secret | None":
    """The process's token with which forms are opened in Slack; `None` where there is none, and so no form."""
    name = Settings.from_environment().slack_bot_token_name
    return None if name is None else _secret(name, "SLACK_BOT_TOKEN_NAME", "bot_token")


def _secret(name: str | None, setting: str, key: str) -> "Secret":
    """A secret whose clients give up before Slack does."""
    from handlers.slack import credentials  # noqa: PLC0415 - only Slack's functions have secrets

    def client(service: str) -> Any:
        return _client(service, SECRET_CONNECT_SECONDS, SECRET_READ_SECONDS, attempts=1)

    if name is None:
        return credentials.Secret(credentials.from_nowhere, now, setting)
    if credentials.in_secrets_manager(name):
        secrets = client("secretsmanager")
        return credentials.Secret(lambda: credentials.from_secrets_manager(secrets, name, key), now, setting)
    parameters = client("ssm")
    return credentials.Secret(lambda: credentials.from_parameter_store(parameters, name), now, setting)


@cache
def follow_ups() -> "FollowUps":
    """The process's queue of answers that are sent to Slack later."""
    from handlers.slack.queue import FollowUps  # noqa: PLC0415

    url = Settings.from_environment().slack_follow_ups_url
    url = _needed(url, "SLACK_FOLLOW_UPS_URL", "the queue of answers that are sent later")
    # Once: Slack waits for three seconds in all, and asking again would take the rest of them.
    return FollowUps(_client("sqs", QUEUE_CONNECT_SECONDS, QUEUE_READ_SECONDS, attempts=1), url)


@cache
def spend_table() -> "Table":
    """The process's table of totals, budgets, fine-tunes and alerts."""
    return _table(Settings.from_environment().spend_table, "SPEND_TABLE")


@cache
def ledger() -> "Ledger":
    """The process's ledger of usage."""
    from spend.ledger.ledger import Ledger  # noqa: PLC0415

    records = _table(Settings.from_environment().ledger_table, "LEDGER_TABLE")
    return Ledger(records, spend_table(), give_up_seconds=LEDGER_SECONDS)


def _table(name: str | None, setting: str) -> "Table":
    from spend.storage.table import Table  # noqa: PLC0415 - only functions of spend have tables

    dynamodb = _client("dynamodb", CONNECT_SECONDS, READ_SECONDS, ATTEMPTS)
    return Table(dynamodb, _needed(name, setting, "a table of DynamoDB"))


@cache
def usage_queue() -> "UsageQueue":
    """The process's queue of usage that is written later."""
    from handlers.spend.queue import UsageQueue  # noqa: PLC0415

    url = Settings.from_environment().usage_queue_url
    url = _needed(url, "USAGE_QUEUE_URL", "the queue of usage that is written later")
    return UsageQueue(_client("sqs", CONNECT_SECONDS, READ_SECONDS, ATTEMPTS), url)


@cache
def datasets_bucket() -> str:
    """The bucket of uploads. Raises `ValueError` where there is none."""
    return _needed(Settings.from_environment().datasets_bucket, "DATASETS_BUCKET", "the bucket of uploads")


@cache
def upload_checks(*, patient: bool = False) -> "Checks":
    """The process's checks of uploads; `patient` where nobody waits: it would rather wait for S3 than fail."""
    from datasets.storage.bucket import Bucket  # noqa: PLC0415 - only functions of datasets have uploads
    from datasets.storage.checks import Checks  # noqa: PLC0415

    times = (PATIENT_CONNECT_SECONDS, PATIENT_READ_SECONDS) if patient else (CONNECT_SECONDS, READ_SECONDS, ATTEMPTS)
    # Forms are signed for the region's own address: S3's common one sends the callers of a new bucket elsewhere.
    own_address = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
    s3 = _client("s3", *times, signature_version="s3v4", s3=own_address)
    return Checks(Bucket(s3, datasets_bucket()))


def datasets_origin() -> str | None:
    """Where a browser sends an upload: scheme and host of the bucket's address; `None` where there are no uploads."""
    return Settings.from_environment().datasets_origin


@cache
def dataset_machine() -> "Machine":
    """The process's state machine that checks a file in parts."""
    from handlers.datasets.machine import Machine  # noqa: PLC0415

    arn = Settings.from_environment().dataset_state_machine_arn
    arn = _needed(arn, "DATASET_STATE_MACHINE_ARN", "the state machine that checks a file in parts")
    return Machine(_client("stepfunctions", PATIENT_CONNECT_SECONDS, PATIENT_READ_SECONDS), arn)


@cache
def watch() -> "Watch":
    """What the process watches budgets with: it announces where the settings name a topic and a webhook."""
    from handlers.spend.channels import SlackChannel, SnsChannel  # noqa: PLC0415
    from spend.budgets.delivery import Announcer, Channel  # noqa: PLC0415
    from spend.budgets.watch import Watch  # noqa: PLC0415

    settings = Settings.from_environment()
    channels: list[Channel] = []
    if settings.alerts_topic_arn is not None:
        channels.append(SnsChannel(_client("sns", CONNECT_SECONDS, PATIENT_READ_SECONDS), settings.alerts_topic_arn))
    if settings.slack_webhook_name is not None:
        channels.append(SlackChannel(_secret(settings.slack_webhook_name, "SLACK_WEBHOOK_NAME", "webhook")))
    return Watch(spend_table(), Announcer(spend_table(), channels, now))
