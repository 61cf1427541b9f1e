"""A record that the tables can never hold: it is told, and costs no other record of its request or its message."""

from decimal import Decimal

import pytest
from botocore.exceptions import ClientError

from handlers import wiring
from handlers.spend import queued
from handlers.spend.queue import messages
from local.function import LocalContext
from local.queue import Message, messages_received
from spend.ledger.entry import of_training
from spend.ledger.reconciling import reconcile
from tests.handlers.spend.account import NOW
from tests.handlers.spend.posting import calls, spent, usage

BAD = "call-7"


@pytest.fixture(autouse=True)
def refusing(aws, monkeypatch):
    """DynamoDB refuses any transaction that holds the bad record."""
    client = wiring.ledger().spend.client
    transact = client.transact_write_items

    def refuse(**asked):
        if any(BAD in write.get("Put", {}).get("Item", {}).get("id", {}).values() for write in asked["TransactItems"]):
            raise ClientError({"Error": {"Code": "ValidationException", "Message": "no"}}, "TransactWriteItems")
        return transact(**asked)

    monkeypatch.setattr(client, "transact_write_items", refuse)


def _drifted():
    return reconcile(wiring.ledger().records, wiring.spend_table()).differences


def test_it_is_rejected_and_the_others_of_the_request_count():
    said = usage(calls(20))
    assert (said.status, said.json["accepted"], said.json["rejected"], said.json["queued"]) == (200, 19, 1, 0)
    assert said.json["results"][7]["status"] == "rejected"
    assert "cannot hold this record" in said.json["results"][7]["errors"][0]["message"]
    assert spent()["total_usd"] == "47.5"
    assert not _drifted()


def test_in_the_queue_its_message_is_put_aside_and_the_others_of_it_count(output):
    entries = [of_training(f"call-{number}", "support", NOW.date(), None, "gpt-4o", Decimal(1)) for number in range(20)]
    [body] = messages(entries)
    event = messages_received("usage", [Message(body, "m", 0, "handle")])
    for _ in range(2):  # it comes again until it lies with those that failed
        answer = queued.handler(event, LocalContext("UsageFunction", timeout_seconds=60))
        assert answer["batchItemFailures"] == [{"itemIdentifier": "m"}]
    assert spent()["total_usd"] == "19"
    assert not _drifted()
    assert "the tables refuse usage" in output.text()
    assert BAD not in output.text()
