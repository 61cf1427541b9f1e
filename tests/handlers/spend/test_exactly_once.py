"""Whatever fails, comes twice, late, out of order or at once: each record counts once, and each alert is sent once.

A machine posts records over HTTP and through the queue while DynamoDB, SQS and SNS fail as hypothesis likes, and a
plain dictionary says what must come of it.
"""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from moto import mock_aws

from handlers import wiring
from handlers.spend import alerts, queued, usage
from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.environment import applied
from local.function import LocalContext
from local.queue import Message, messages_received
from local.template import Template
from spend.budgets.delivery import HOLD, NotDeliveredError
from spend.call import Call
from spend.errors import StorageError
from spend.intake.forms import read_record
from spend.intake.posted import Posted, Reader
from spend.ledger.committing import NotRecordedError
from spend.ledger.entry import of_call
from spend.ledger.ledger import Ledger
from spend.ledger.reconciling import reconcile
from spend.pricing import Terms, price_call
from spend.storage import keys
from spend.storage.table import Table
from tests.handlers.http import get, post, put
from tests.handlers.spend.account import forget
from tests.handlers.spend.faults import AFTER, BEFORE, Failing, Faults

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PROJECTS = ("red", "blue")
BUDGET, THRESHOLDS = Decimal(10), (Decimal("0.5"), Decimal("0.8"), Decimal(1))
TUNED, UNKNOWN = "ft:gpt-4o-mini-2024-07-18:acme::x", "not-yet-sold"
TEMPLATE = Template.read()

# What a million tokens of input cost, in USD, by the rates that are deployed.
PRICES = {"gpt-4o": Decimal("2.5"), "gpt-4o-mini": Decimal("0.15"), TUNED: Decimal("0.3"), UNKNOWN: Decimal("2.5")}
# In this month, late in the last one, and early in the next; fine-tuned calls on one day only, which is no trend.
DAYS = {"gpt-4o": ("2026-11-24", "2026-10-31", "2026-12-01"), TUNED: ("2026-11-24",), UNKNOWN: ("2026-11-25",)}
DAYS["gpt-4o-mini"] = DAYS["gpt-4o"]

RECORDS = [
    {
        "id": f"{project}-{model}-{day}-{number}",
        "project": project,
        "model": model,
        "at": f"{day}T23:59:59Z",
        "usage": {"input_tokens": 400_000 * (number + 1), "output_tokens": 0},
    }
    for project in PROJECTS
    for model, days in DAYS.items()
    for day in days
    for number in range(4)
]
some = st.lists(st.sampled_from(RECORDS), min_size=1, max_size=12)
faults = st.lists(st.sampled_from([None, None, BEFORE, AFTER]), max_size=6)


def cost_of(record):
    return PRICES[record["model"]] * record["usage"]["input_tokens"] / 1_000_000


def entry_of(record):
    """The line of the ledger for a record."""
    rates = wiring.rate_book().current()
    reader = Reader(Terms({}, {}), rates.compiled.table, NOON.date())
    posted = read_record(record, reader)
    assert isinstance(posted, Posted)
    assert isinstance(posted.spent, Call)
    price = price_call(posted.spent, reader.terms, reader.table)
    return of_call(posted.id, record["project"], posted.spent, price, rates.compiled)


class Spending(RuleBasedStateMachine):
    @initialize()
    def an_account(self):
        use_whole_transactions()
        self.mock = mock_aws()
        self.mock.start()
        self.faults, self.now = Faults(), NOON
        self.clients = {name: boto3.client(name, region_name="us-east-1") for name in ("dynamodb", "sqs", "sns")}
        create_tables(self.clients["dynamodb"], TEMPLATE)
        sqs, sns = self.clients["sqs"], self.clients["sns"]
        self.queue = sqs.create_queue(QueueName="usage")["QueueUrl"]
        self.heard = sqs.create_queue(QueueName="heard")["QueueUrl"]
        topic = sns.create_topic(Name="alerts")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:heard")
        self.environment = applied(
            {
                "LEDGER_TABLE": TABLES["LedgerTable"],
                "SPEND_TABLE": TABLES["SpendTable"],
                "USAGE_QUEUE_URL": self.queue,
                "ALERTS_TOPIC_ARN": topic,
                "SLACK_WEBHOOK_NAME": "",
            }
        )
        self.environment.__enter__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(wiring, "now", lambda: self.now)
        self.patch.setattr(wiring, "_client", self._failing)
        forget()
        wiring.ledger().pause = lambda seconds: None
        self.expected: dict[str, dict[str, Any]] = {}
        self.unpriced_again = False
        self.waiting: list[Message] = []
        for project in PROJECTS:
            put(f"/v1/budgets/{project}", {"monthly_usd": "10", "thresholds": ["0.5", "0.8", "1"], "forecast": False})

    def _failing(self, service, *_):
        # Of a message that SNS took and did not say so nobody can know: it may be sent again.
        return Failing(self.clients[service], self.faults, *((BEFORE,) if service == "sns" else ()))

    @rule(records=some, failing=faults)
    def records_are_posted(self, records, failing):
        """Until they are taken, as a client does."""
        self.faults.plan(*failing)
        while post("/v1/usage", {"records": records}).status == 503:
            pass
        self.faults.stop()
        self._count(records)

    @rule(records=some, failing=faults)
    def records_are_put_in_the_queue(self, records, failing):
        self.faults.plan(*failing)
        self.patch.setattr(usage, "WRITTEN_AT_ONCE", 0)
        while post("/v1/usage", records).status == 503:
            pass
        self.patch.setattr(usage, "WRITTEN_AT_ONCE", 200)
        self.faults.stop()
        self._count(records)

    @rule(failing=faults, backwards=st.booleans(), lost=st.booleans())
    def the_queue_is_handed_over(self, failing, backwards, lost):
        """In any order, and where the word that it was done is lost, once more."""
        messages = self._received()
        self.faults.plan(*failing)
        again = self._hand_over(messages[::-1] if backwards else messages)
        self.faults.stop()
        self.waiting += messages if lost else again

    @rule(records=some, failing=faults)
    def ten_functions_write_at_once(self, records, failing):
        lines = [entry_of(record) for record in {record["id"]: record for record in records}.values()]
        self.faults.plan(*failing)

        def write(_):
            client = Failing(self.clients["dynamodb"], self.faults)
            ledger = Ledger(Table(client, TABLES["LedgerTable"]), Table(client, TABLES["SpendTable"]))
            ledger.pause = lambda seconds: None
            for _ in range(20):
                try:
                    return ledger.record(lines)
                except NotRecordedError:
                    continue
            raise AssertionError("never written")

        with ThreadPoolExecutor(10) as pool:
            outcomes = list(pool.map(write, range(10)))
        self.faults.stop()
        self._count(records)
        new = Counter(id for found in outcomes for id, outcome in found.items() if outcome == "new")
        assert all(times == 1 for times in new.values())

    @rule(failing=faults)
    def unpriced_records_are_priced(self, failing):
        self.faults.plan(*failing)
        found = post("/v1/usage/reprice", {"deployments": {UNKNOWN: "gpt-4o"}})
        self.faults.stop()
        assert found.status == 200
        self.unpriced_again = True

    @rule(failing=faults)
    def ten_functions_look_at_every_budget_at_once(self, failing):
        self.faults.plan(*failing)
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(self._look, range(10)))
        self.faults.stop()

    @rule(seconds=st.sampled_from([1, 59, 61]))
    def time_passes(self, seconds):
        self.now = min(self.now + timedelta(seconds=seconds), NOON + timedelta(hours=1))

    def _look(self, _=0):
        for project in PROJECTS:
            for month in ("2026-10", "2026-11", "2026-12"):
                try:
                    wiring.watch().look(project, month)
                except (NotDeliveredError, StorageError):
                    continue

    def _count(self, records):
        self.expected |= {record["id"]: record for record in records}

    def _received(self):
        sqs, found = self.clients["sqs"], self.waiting
        self.waiting = []
        while messages := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
                found.append(Message(message["Body"], message["MessageId"], 0, "handle"))
        return found

    def _hand_over(self, messages):
        if not messages:
            return []
        answer = queued.handler(messages_received("usage", messages), LocalContext("UsageFunction", timeout_seconds=60))
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        return [message for message in messages if message.identity in failed]

    def teardown(self):
        if not hasattr(self, "mock"):
            return
        try:
            self._settle()
            self._check_totals()
            self._check_alerts()
        finally:
            self.patch.undo()
            self.environment.__exit__(None, None, None)
            self.mock.stop()
            forget()

    def _settle(self):
        """Nothing fails any more, and everything is tried again."""
        while messages := self._received():
            self.waiting = self._hand_over(messages)
        if self.unpriced_again:
            post("/v1/usage/reprice", {"deployments": {UNKNOWN: "gpt-4o"}})
        self.now += HOLD + timedelta(seconds=1)
        self._look()
        self._look()

    def _unpriced(self, record):
        return record["model"] == UNKNOWN and not self.unpriced_again

    def _check_totals(self):
        for project in PROJECTS:
            for month in ("2026-10", "2026-11", "2026-12"):
                own = [
                    record
                    for record in self.expected.values()
                    if record["project"] == project and record["at"].startswith(month)
                ]
                said = get("/v1/spend", project=project, month=month).json
                assert said["records"] == len(own)
                assert said["unpriced_records"] == sum(self._unpriced(record) for record in own)
                priced = [record for record in own if not self._unpriced(record)]
                assert Decimal(said["total_usd"]) == sum(map(cost_of, priced))
                tuned = [cost_of(record) for record in priced if record["model"] == TUNED]
                assert Decimal(said["fine_tuned_usd"]) == sum(tuned)
                assert Decimal(said["base_usd"]) == sum(map(cost_of, priced)) - sum(tuned)
        found = reconcile(wiring.ledger().records, wiring.spend_table())
        assert found.lines == len(self.expected)
        assert found.differences == ()

    def _check_alerts(self):
        wanted: Counter[tuple[str, str, str]] = Counter()
        for project in PROJECTS:
            own = [record for record in self.expected.values() if record["project"] == project]
            wanted[project, "new_fine_tune", ""] = int(any(record["model"] == TUNED for record in own))
            for month in ("2026-10", "2026-11", "2026-12"):
                spent = sum(
                    cost_of(record) for record in own if record["at"].startswith(month) and not self._unpriced(record)
                )
                for threshold in THRESHOLDS:
                    name = f"{month}#total#10#{threshold}"
                    wanted[project, "threshold", name] = int(spent >= BUDGET * threshold)
        assert self._sent() == +wanted

    def _sent(self):
        """How often each alert was heard on the topic."""
        heard: Counter[tuple[str, str, str]] = Counter()
        sqs = self.clients["sqs"]
        while messages := sqs.receive_message(QueueUrl=self.heard, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=self.heard, ReceiptHandle=message["ReceiptHandle"])
                told = {
                    name: value["Value"] for name, value in json.loads(message["Body"])["MessageAttributes"].items()
                }
                name = "" if told["kind"] == "new_fine_tune" else told["alert"]
                heard[told["project"], told["kind"], name] += 1
        return heard


TestSpending = Spending.TestCase
TestSpending.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)


def test_the_stream_says_whose_budgets_to_look_at(aws):
    records = [
        {"dynamodb": {"Keys": {"pk": {"S": keys.totals("red", "2026-10")}, "sk": {"S": "2026-10-31#a#00"}}}},
        {"dynamodb": {"Keys": {"pk": {"S": keys.totals("red", "2026-10")}, "sk": {"S": "2026-10-30#a#00"}}}},
        {"dynamodb": {"Keys": {"pk": {"S": keys.BUDGETS}, "sk": {"S": "blue"}}}},
        {"dynamodb": {"Keys": {"pk": {"S": keys.alerts("red")}, "sk": {"S": "2026-10#total"}}}},
    ]
    assert alerts.changed({"Records": records}) == {("red", "2026-10"), ("blue", "2026-11")}
