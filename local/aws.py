"""AWS inside this process: rates in S3, spend in DynamoDB, queues, topics, and Slack's secrets in Parameter Store."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.request import urlopen

import boto3
from moto.server import ThreadedMotoServer

from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.environment import QUIET_POWERTOOLS, REGION, forget_real_credentials
from local.proxy import ACCOUNT_ID
from local.template import ROOT, Template
from publishing.authoring import load_directory
from publishing.publish import publish

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET, DATASETS_BUCKET = "payback-rates", "payback-datasets"
BUCKETS = {"RatesBucket": BUCKET, "DatasetsBucket": DATASETS_BUCKET}
"""The name here of each bucket, by its logical name in the template."""
RATES = ROOT / "rates"
SIGNING_SECRET_NAME, BOT_TOKEN_NAME = "/payback/slack/signing-secret", "/payback/slack/bot-token"
FOLLOW_UPS, USAGE, ANNOUNCED = "slack-follow-ups.fifo", "usage", "budget-alerts"
QUEUES = {"SlackFollowUps": FOLLOW_UPS, "UsageQueue": USAGE}
"""The name here of each queue that starts a function, by its logical name in the template."""
EXAMPLE_SIGNING_SECRET = "8f742231b10e8888abcd99bbbccc85a5"


@dataclass(frozen=True)
class LocalAws:
    """Where the stand-in answers, its bucket, topics and queues, and the version of the rates that it was given."""

    endpoint_url: str
    bucket: str
    rates_version: str
    topic_arn: str
    alerts_topic_arn: str
    queue_urls: Mapping[str, str]
    announced_url: str
    machine_arn: str
    bot_token_name: str = ""

    def environment(self) -> dict[str, str]:
        """The environment with which the deployed code reads its rates here, each time anew, and says little."""
        return {
            "RATES_BUCKET": self.bucket,
            "RATES_TTL_SECONDS": "0",
            "RATES_TOPIC_ARN": self.topic_arn,
            "SLACK_SIGNING_SECRET_NAME": SIGNING_SECRET_NAME,
            "SLACK_BOT_TOKEN_NAME": self.bot_token_name,
            "SLACK_FOLLOW_UPS_URL": self.queue_urls["SlackFollowUps"],
            "LEDGER_TABLE": TABLES["LedgerTable"],
            "SPEND_TABLE": TABLES["SpendTable"],
            "USAGE_QUEUE_URL": self.queue_urls["UsageQueue"],
            "ALERTS_TOPIC_ARN": self.alerts_topic_arn,
            "SLACK_WEBHOOK_NAME": "",
            "DATASETS_BUCKET": DATASETS_BUCKET,
            "DATASETS_ORIGIN": self.endpoint_url,
            "DATASET_STATE_MACHINE_ARN": self.machine_arn,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            **QUIET_POWERTOOLS,
        }


def s3_client(endpoint_url: str) -> "S3Client":
    """A client of the S3 at `endpoint_url`."""
    return cast("S3Client", client("s3", endpoint_url))


def client(service: Any, endpoint_url: str) -> Any:
    """A client of another service at `endpoint_url`."""
    return boto3.client(service, endpoint_url=endpoint_url, region_name=REGION)


def _messaging(endpoint_url: str) -> tuple[str, dict[str, str], str]:
    """The topic of budget alerts, the queues by their logical names, and a queue that hears what is announced."""
    sqs, sns = client("sqs", endpoint_url), client("sns", endpoint_url)
    urls = {
        logical: sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if name.endswith(".fifo") else {})[
            "QueueUrl"
        ]
        for logical, name in QUEUES.items()
    }
    announced = sqs.create_queue(QueueName=ANNOUNCED)["QueueUrl"]
    topic = sns.create_topic(Name=ANNOUNCED)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{ANNOUNCED}")
    return topic, urls, announced


def _machine(endpoint_url: str) -> str:
    """The state machine that checks training files. Here it only keeps what it is started with: see `local.uploads`."""
    role = f"arn:aws:iam::{ACCOUNT_ID}:role/payback-datasets"
    stepfunctions = client("stepfunctions", endpoint_url)
    made = stepfunctions.create_state_machine(name="payback-datasets", definition='{"States": {}}', roleArn=role)
    return str(made["stateMachineArn"])


@contextmanager
def local_aws(
    host: str = "127.0.0.1",
    rates: Path = RATES,
    signing_secret: str = EXAMPLE_SIGNING_SECRET,
    bot_token: str = "",
) -> Iterator[LocalAws]:
    """An S3 on a free port of `host` whose bucket holds `rates` as the current version, until the block ends.

    Beside it `signing_secret` and, where there is one, `bot_token` in encrypted parameters, and the queue for Slack.

    One at a time: moto keeps its state for the whole process, and what it held before is dropped. Raises what
    `publishing.authoring.load_directory` raises where the rates are not valid, and `RefusedError` where they must not
    be published.
    """
    forget_real_credentials()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # moto would log each of its requests
    use_whole_transactions()
    table = load_directory(rates)
    server = ThreadedMotoServer(ip_address=host, port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        endpoint_url = f"http://{host}:{port}"
        with urlopen(f"{endpoint_url}/moto-api/reset", data=b"", timeout=10):  # noqa: S310 - our own address
            pass
        s3 = s3_client(endpoint_url)
        for bucket in BUCKETS.values():
            s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        pointer = publish(s3, BUCKET, table, datetime.now(UTC))
        parameters = client("ssm", endpoint_url)
        parameters.put_parameter(Name=SIGNING_SECRET_NAME, Value=signing_secret, Type="SecureString")
        if bot_token:
            parameters.put_parameter(Name=BOT_TOKEN_NAME, Value=bot_token, Type="SecureString")
        create_tables(client("dynamodb", endpoint_url), Template.read())
        yield LocalAws(
            endpoint_url,
            BUCKET,
            pointer.version,
            client("sns", endpoint_url).create_topic(Name=BUCKET)["TopicArn"],
            *_messaging(endpoint_url),
            _machine(endpoint_url),
            BOT_TOKEN_NAME if bot_token else "",
        )
    finally:
        server.stop()
