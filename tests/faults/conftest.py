"""The deployed handlers with an AWS that fails: small time-outs, a clock that a test moves, alarms that are judged."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers import wiring
from handlers.slack import in_time
from local.aws import LocalAws, client, local_aws
from local.dynamodb import TABLES
from local.environment import applied
from spend.ledger import committing
from tests.faults import alarms
from tests.faults.proxy import FaultyAws
from tests.handlers.conftest import Output, output
from tests.handlers.http import Answer, answer
from tests.handlers.starting import forget

__all__ = ["output"]

SOON_SECONDS, RATES_SECONDS = 0.4, 1.5
TTL = timedelta(seconds=60)


@dataclass
class Clock:
    """The time, moved by hand."""

    time: datetime

    def __call__(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> None:
        self.time += by

    def jump(self, seconds: float) -> None:
        self.move(timedelta(seconds=seconds))


@dataclass(frozen=True)
class Stack:
    """The stack: its functions are called as Lambda does, and its AWS fails as `aws` is told."""

    aws: FaultyAws
    local: LocalAws
    clock: Clock
    output: Output

    def client(self, service: str) -> Any:
        """A client of an AWS that does not fail."""
        return client(service, self.local.endpoint_url)

    def empty(self, *, keep_projects: bool = False) -> None:
        """Have nothing in the tables, nor in the queues."""
        dynamodb, sqs = self.client("dynamodb"), self.client("sqs")
        for table in TABLES.values():
            keys = [each["AttributeName"] for each in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]]
            for item in dynamodb.scan(TableName=table)["Items"]:
                if not (keep_projects and item.get("pk", {}).get("S", "").startswith("projects#")):
                    dynamodb.delete_item(TableName=table, Key={key: item[key] for key in keys})
        for url in self.local.queue_urls.values():
            while received := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
                for message in received:
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def ask(self, event: dict[str, Any], answered_by: Callable[[dict[str, Any]], Answer] = answer) -> "Told":
        """What becomes of a request, and which alarms would fire."""
        self.output.text()
        found = answered_by(event)
        lines = self.output.lines()
        points = [*alarms.printed(lines), *alarms.answered(found.status)]
        return Told(found, lines, alarms.firing(points))


@dataclass(frozen=True)
class Told:
    """An answer, the lines of the log, and the alarms that would fire."""

    answer: Answer
    lines: list[dict[str, Any]]
    alarms: set[str]

    def metric(self, name: str) -> list[float]:
        """The values of one of our metrics."""
        return [point.value for point in alarms.printed(self.lines) if point.metric == name]

    def unavailable(self) -> str:
        """The code of the problem of an answer that asks to come again later."""
        problem = self.answer.problem()
        assert (self.answer.status, int(self.answer.headers["retry-after"]) > 0) == (503, True), problem
        return str(problem["code"])


@pytest.fixture(scope="module")
def rates_folder(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory):
    """One provider's rates, another than those that are deployed: gpt-4o at 2.6 USD."""
    folder = tmp_path_factory.mktemp("rates")
    for name in ("openai.yaml", "gpus.yaml", "policy.yaml"):
        text = files[name].replace("input_tokens: 2.5\n", "input_tokens: 2.6\n", 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def local(rates_folder) -> Iterator[LocalAws]:
    with local_aws(rates=rates_folder) as aws:
        yield aws


@pytest.fixture(scope="module")
def faulty(local: LocalAws) -> Iterator[FaultyAws]:
    proxy = FaultyAws(local.endpoint_url.removeprefix("http://"))
    proxy.open()
    yield proxy
    proxy.close()


@pytest.fixture
def stack(local, faulty, monkeypatch, output) -> Iterator[Stack]:
    """A stack whose functions start anew and know nothing yet."""
    for name in vars(wiring):
        if name.endswith("_SECONDS"):
            monkeypatch.setattr(wiring, name, SOON_SECONDS)
    for name in ("RATES_SECONDS", "SECRET_CONNECT_SECONDS", "SECRET_READ_SECONDS"):
        monkeypatch.setattr(wiring, name, RATES_SECONDS)
    monkeypatch.setattr(in_time, "ANSWER_WITHIN_SECONDS", SOON_SECONDS)
    monkeypatch.setattr(in_time, "LEAST_SECONDS", SOON_SECONDS)
    monkeypatch.setattr(committing, "LONGEST_PAUSE_SECONDS", 0.001)
    clock = Clock(datetime.now(UTC))
    monkeypatch.setattr(wiring, "now", clock)
    # Where nobody waits boto3 tries five times, with pauses that double.
    loud = {"AWS_MAX_ATTEMPTS": "1", "POWERTOOLS_METRICS_DISABLED": "false", "POWERTOOLS_LOG_LEVEL": "INFO"}
    seconds = {"RATES_TTL_SECONDS": str(int(TTL.total_seconds()))}
    # Queues have their addresses in the environment, which are the AWS's behind the proxy.
    text = json.dumps(local.environment()).replace(local.endpoint_url, faulty.url)
    faulty.asked.clear()
    with applied(json.loads(text) | loud | seconds):
        forget()
        yield Stack(faulty, local, clock, output)
    forget()
