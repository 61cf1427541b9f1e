"""S3 and SNS fail under a dropped rate file: Lambda is told, so that it tries again, and the file is published once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from moto.sns.models import sns_backends
from urllib3.exceptions import HTTPError

from handlers import incoming_rates
from local.environment import REGION
from local.function import LocalContext
from local.incoming import StoredFile, object_created
from local.proxy import ACCOUNT_ID
from publishing.publish import PublishConflictError, read_in_force
from publishing.receiving import TornFileError
from ratebook.bucket import CURRENT_KEY, INCOMING_PREFIX, PUBLICATIONS_PREFIX, report_key
from ratebook.compiled import CorruptTableError
from tests.faults import alarms
from tests.faults.bucket import Bucket
from tests.faults.ways import ALL
from tests.handlers.http import EVENTS

FILE = (EVENTS / "incoming-rates-published.yaml").read_bytes()
KEY = f"{INCOMING_PREFIX}openai.yaml"
S3 = "s3 {} /payback-rates/{}".format
READS = [
    S3("HEAD", report_key(KEY)),
    S3("GET", KEY),
    S3("GET", CURRENT_KEY),
    S3("GET", "versions/*"),
]
WRITES = [
    S3("PUT", "versions/*"),
    S3("PUT", CURRENT_KEY),
    S3("PUT", "publications/*"),
    S3("PUT", report_key(KEY)),
    "sns Publish",
]
LYING = {"HTML", "nothing"}
"""Of a write, a 200 without a word of its own is all that S3 ever says: that it did not write cannot be seen."""
CASES = [(name, place) for place in READS for name in ALL]
CASES += [(name, place) for place in WRITES for name in ALL if name not in LYING]


FAILED = (
    BotoCoreError,
    ClientError,
    ResponseParserError,
    HTTPError,
    CorruptTableError,
    PublishConflictError,
    TornFileError,
)


class Dropped:
    """A rate file in the bucket, what was announced of it, and what became of it."""

    def __init__(self, stack: Any) -> None:
        self._stack, self._s3, self._name = stack, stack.client("s3"), stack.local.bucket
        self._before = self._publications()
        done = self._s3.put_object(Bucket=self._name, Key=KEY, Body=FILE)
        told = StoredFile(self._name, KEY, done["ETag"].strip('"'), len(FILE), datetime.now(UTC), done.get("VersionId"))
        self.event = object_created(told)
        self._topic().sent_notifications.clear()

    def take(self) -> dict[str, str | None]:
        """Have the function take it, as Lambda does."""
        return incoming_rates.handler(self.event, LocalContext("IncomingRatesFunction", timeout_seconds=60))

    def announced(self) -> list[str]:
        return [subject for _, _, subject, *_ in self._topic().sent_notifications]

    def report(self) -> str:
        found: bytes = self._s3.get_object(Bucket=self._name, Key=report_key(KEY))["Body"].read()
        return found.decode()

    def publications(self) -> int:
        """How often a version came into force since."""
        return len(self._publications() - self._before)

    def version(self) -> str:
        found = read_in_force(self._s3, self._name)
        assert found is not None
        assert found.pointer is not None
        return found.pointer.version

    def _publications(self) -> set[str]:
        listed = self._s3.list_objects_v2(Bucket=self._name, Prefix=PUBLICATIONS_PREFIX)
        return {each["Key"] for each in listed.get("Contents", ())}

    def _topic(self) -> Any:
        return sns_backends[ACCOUNT_ID][REGION].topics[self._stack.local.topic_arn]


@pytest.fixture
def dropped(stack):
    bucket = Bucket(stack.client("s3"), stack.local.bucket)
    yield Dropped(stack)
    bucket.restore_pointer()
    for key in (KEY, report_key(KEY)):
        stack.client("s3").delete_object(Bucket=stack.local.bucket, Key=key)


def _take(dropped):
    """The answer; `None` where Lambda was told to try again."""
    try:
        return dropped.take()
    except FAILED:
        return None


@pytest.mark.parametrize(("fault", "place"), CASES)
def test_a_file_that_meets_a_fault_is_taken_again_published_once_reported_and_announced(stack, dropped, fault, place):
    with stack.aws.failing(ALL[fault], place):
        answer = _take(dropped)
    if answer is None:
        assert alarms.firing(alarms.raised("IncomingRatesFunction")) == {"IncomingRatesErrorsAlarm"}
        answer = _take(dropped) or _take(dropped)  # as often as the template says
    assert answer == {"verdict": "published", "version": dropped.version()}
    assert dropped.publications() == 1
    assert dropped.report().startswith("# openai.yaml: published\n")
    # An answer may be lost after the topic took it, and boto3 asks twice: it is told again, which is better than never.
    assert 1 <= len(dropped.announced()) <= 3
    assert set(dropped.announced()) == {"Payback rates: published: openai.yaml"}
    assert dropped.take() == {"verdict": None, "version": None}
