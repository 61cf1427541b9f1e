"""POST /v1/usage where records are written later: what waits in the queue, and what is kept without the table."""

from botocore.exceptions import ClientError

from handlers import wiring
from handlers.spend import queued
from handlers.spend.queue import MOST_BYTES, QueueUnavailableError, entries_of, messages
from handlers.spend.usage import WRITTEN_AT_ONCE
from local.function import LocalContext
from local.queue import Message, messages_received
from spend.ledger.reconciling import reconcile
from spend.storage.transaction import MOST_WRITES
from tests.handlers.http import get
from tests.handlers.spend.posting import CALL, calls, counts, spent, usage


def _waiting(aws):
    found = []
    while received := aws["sqs"].receive_message(QueueUrl=aws["queue"], MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            aws["sqs"].delete_message(QueueUrl=aws["queue"], ReceiptHandle=message["ReceiptHandle"])
            found.append(Message(message["Body"], message["MessageId"], 0, "handle"))
    return found


def _hand_over(found):
    context = LocalContext("UsageFunction", timeout_seconds=60)
    return queued.handler(messages_received("usage", found), context)["batchItemFailures"]


def test_many_records_are_put_in_the_queue_and_counted_when_it_is_handed_over(aws):
    many = calls(WRITTEN_AT_ONCE + 1)
    said = usage({"records": many})
    assert (said.status, counts(said.json)) == (202, {"queued": len(many)})
    assert spent()["records"] == 0
    found = _waiting(aws)
    assert len(found) == -(-len(many) // 99)  # 99 lines and the row that they count in are a transaction
    assert _hand_over(found) == []
    assert _hand_over(found) == []  # SQS may hand over a message twice
    assert spent()["records"] == len(many)


def test_a_message_that_is_none_of_ours_comes_again_and_the_others_count(aws, output):
    usage({"records": calls(WRITTEN_AT_ONCE + 1)})
    found = _waiting(aws)
    bad = [Message('{"records": []}', "bad-1", 0, "handle"), Message("not json", "bad-2", 0, "handle")]
    failed = _hand_over([bad[0], *found, bad[1]])
    assert [failure["itemIdentifier"] for failure in failed] == ["bad-1", "bad-2"]
    assert spent()["records"] == WRITTEN_AT_ONCE + 1
    [failures] = [line["FailedMessages"] for line in output.lines() if "FailedMessages" in line]
    assert failures == [2]


def test_a_message_holds_as_many_entries_as_fit_whatever_their_names(aws):
    long = {"model": "€" * 256, "deployment": "€" * 256}
    usage({"records": [CALL | {"id": f"{number}-" + "€" * 250} | long for number in range(201)]})
    found = _waiting(aws)
    assert max(len(message.body.encode()) for message in found) < MOST_BYTES + 10_000
    assert sum(len(entries_of(message.body)) for message in found) == 201
    assert _hand_over(found) == []
    assert spent()["unpriced_records"] == 201


def test_a_message_is_one_transaction_whatever_rows_it_counts_in(aws):
    calls = [CALL | {"id": f"{number}", "model": ("gpt-4o", "gpt-4o-mini", "o3")[number % 3]} for number in range(300)]
    usage({"records": calls})
    for message in _waiting(aws):
        entries = entries_of(message.body)
        assert len(entries) + len({entry.row for entry in entries}) <= MOST_WRITES


def test_no_entries_are_no_message():
    assert list(messages([])) == []


def _broken(aws, monkeypatch, operation):
    def call(**_):
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, operation)

    return call


def test_without_its_table_a_small_post_is_kept_in_the_queue(aws, monkeypatch):
    monkeypatch.setattr(wiring.ledger().spend.client, "transact_write_items", _broken(aws, monkeypatch, "Transact"))
    said = usage(CALL)
    assert (said.status, counts(said.json)) == (202, {"queued": 1})
    monkeypatch.undo()


def test_without_table_and_queue_nothing_is_said_to_be_kept(aws, monkeypatch):
    monkeypatch.setattr(wiring.ledger().spend.client, "transact_write_items", _broken(aws, monkeypatch, "Transact"))
    monkeypatch.setattr(type(wiring.usage_queue()), "send", _refuse)
    said = usage(CALL)
    assert said.status == 503
    assert "send them again" in said.problem()["detail"]


def _refuse(self, entries):
    raise QueueUnavailableError("no")


def test_without_its_table_a_question_for_spend_is_answered_503(aws, monkeypatch):
    monkeypatch.setattr(wiring.spend_table().client, "get_paginator", _no_pages)
    said = get("/v1/spend", month="2026-11")
    assert (said.status, said.problem()["code"]) == (503, "storage_unavailable")
    assert said.headers["retry-after"] == "10"


def _no_pages(operation):
    raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "no"}}, operation)


def test_the_totals_are_what_the_ledger_comes_to(aws):
    usage({"records": [*calls(150), CALL | {"id": "u", "model": "not-yet-sold"}]})
    found = reconcile(wiring.ledger().records, wiring.spend_table())
    assert (found.lines, found.differences) == (151, ())
