"""What was spent is there again after the server was stopped."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from decimal import Decimal

import boto3
import pytest
from moto import mock_aws

from local import keeping
from local.aws import USAGE
from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.keeping import keep, kept_in, restore
from local.kept import KeptError
from local.queue import waiting
from local.template import Template
from spend.ledger.entry import of_training
from spend.ledger.ledger import Ledger
from spend.storage.table import Table, written

TEMPLATE = Template.read()
LEDGER, SPEND = TABLES["LedgerTable"], TABLES["SpendTable"]


@pytest.fixture
def fresh():
    """Makes a DynamoDB and a queue with nothing in them, in the place of those before."""
    use_whole_transactions()
    with ExitStack() as mocks:

        def made():
            mocks.close()
            mocks.enter_context(mock_aws())
            client = boto3.client("dynamodb", region_name="us-east-1")
            create_tables(client, TEMPLATE)
            boto3.client("sqs", region_name="us-east-1").create_queue(QueueName=USAGE)
            return client

        yield made


def _ledger(client):
    return Ledger(Table(client, LEDGER), Table(client, SPEND))


def _entry(id):
    return of_training(id, "support", date(2026, 11, 2), None, "m", Decimal(2))


def _budget(client, usd):
    Table(client, SPEND).put({"pk": "budgets", "sk": "support", "monthly_usd": usd})


def _send(body):
    sqs = boto3.client("sqs", region_name="us-east-1")
    url = sqs.get_queue_url(QueueName=USAGE)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=body)
    return sqs, url


def _lines_and_records(path):
    """How many lines the ledger of a file has, and how many records its totals tell of."""
    held = json.loads(path.read_text())
    totals = [item for item in held[SPEND] if item["pk"]["S"].startswith("totals#")]
    return len(held[LEDGER]), sum(int(item["records"]["N"]) for item in totals)


def _until(holds, seconds=5):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_nothing_was_kept_at_the_first_start(fresh, tmp_path):
    fresh()
    kept = restore(tmp_path / "spend.json")
    assert (dict(kept.tables), list(kept.messages)) == ({}, [])


def test_what_is_kept_is_put_back_as_it_was(fresh, tmp_path):
    path = tmp_path / "kept" / "spend.json"
    client = fresh()
    with kept_in(path):
        _ledger(client).record([_entry("one")])
        _budget(client, "200")
    there = [client.scan(TableName=name)["Items"] for name in (LEDGER, SPEND)]
    client = fresh()
    kept = restore(path)
    assert [client.scan(TableName=name)["Items"] for name in (LEDGER, SPEND)] == there
    assert len(kept.tables[LEDGER]) == 1
    assert list(kept.messages) == []


def test_messages_that_wait_and_those_that_are_being_handed_over_are_put_back_in_their_order(fresh, tmp_path, capsys):
    path = tmp_path / "spend.json"
    fresh()
    with kept_in(path):
        sqs, url = _send("first")
        assert sqs.receive_message(QueueUrl=url)["Messages"]
        _send("second")
    assert "2 messages of usage wait" in capsys.readouterr().out
    fresh()
    assert list(restore(path).messages) == ["first", "second"]
    assert list(waiting(USAGE).values()) == ["first", "second"]


def test_a_file_of_before_messages_were_kept_is_read(fresh, tmp_path):
    path = tmp_path / "spend.json"
    fresh()
    path.write_text(json.dumps({LEDGER: [], SPEND: []}))
    assert list(restore(path).messages) == []


def test_a_file_is_whole_or_not_there(fresh, tmp_path):
    path = tmp_path / "spend.json"
    fresh()
    keep(path)
    assert json.loads(path.read_text()) == {LEDGER: [], SPEND: [], USAGE: []}
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_kept_while_others_write_adds_up(fresh, tmp_path):
    client = fresh()
    paths = [tmp_path / f"{number}.json" for number in range(8)]

    def write(writer):
        ledger, number = _ledger(client), 0
        while not paths[-1].exists():
            ledger.record([_entry(f"{writer}-{number}-{each}") for each in range(3)])
            number += 1

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write, writer) for writer in range(3)]
        for path in paths:
            time.sleep(0.1)
            keep(path)
        for each in writing:
            each.result()
    found = [_lines_and_records(path) for path in paths]
    assert [records for _, records in found] == [lines for lines, _ in found]
    assert len(set(found)) > 1


def test_a_budget_that_is_replaced_is_kept_while_the_server_runs(fresh, tmp_path, monkeypatch):
    """No item more and no item less: who kills the server then has the new budget."""
    monkeypatch.setattr(keeping, "SECONDS", 0.01)
    path = tmp_path / "spend.json"
    client = fresh()
    _budget(client, "200")
    keep(path)
    with kept_in(path):
        _budget(client, "300")
        _until(lambda: '"300"' in path.read_text())


def test_a_message_that_waits_is_kept_while_the_server_runs(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "SECONDS", 0.01)
    path = tmp_path / "spend.json"
    fresh()
    with kept_in(path):
        _send("first")
        _until(lambda: path.exists() and "first" in path.read_text())


def test_what_has_not_changed_is_not_written_again(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "SECONDS", 0.01)
    path = tmp_path / "spend.json"
    client = fresh()
    with kept_in(path):
        _budget(client, "200")
        _until(path.exists)
        time.sleep(0.2)
        file = path.stat().st_ino
        client.scan(TableName=SPEND)
        time.sleep(0.1)
    assert path.stat().st_ino == file


def test_what_cannot_be_kept_is_said_and_tried_again(fresh, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(keeping, "SECONDS", 0.01)
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("no folder")
    path = in_the_way / "spend.json"
    said = ""

    def is_said():
        nonlocal said
        said += capsys.readouterr().out
        return "cannot keep what was spent" in said

    client = fresh()
    with kept_in(path):
        _budget(client, "200")
        _until(is_said)
        in_the_way.unlink()
        _until(path.exists)


ROW = {"pk": "totals#support#2026-11", "sk": "2026-11-20#a#00", "project": "support", "day": "2026-11-20"}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "\x00", '{"payback-ledger": [{"id": 7}], "payback-spend": []}']
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_is_left_alone(fresh, tmp_path, text):
    path = tmp_path / "spend.json"
    path.write_text(text)
    fresh()
    with pytest.raises(KeptError, match="move it away"):
        restore(path)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("table", "item"),
    [
        (LEDGER, {"id": "one"}),
        (LEDGER, {"id": "one", "project": "support", "day": "yesterday", "category": "base", "fingerprint": "f"}),
        (SPEND, {"pk": "budgets"}),
        (SPEND, {"pk": "budgets", "sk": "support", "monthly_usd": "a lot"}),
        (SPEND, {"pk": "fine-tunes", "sk": "support", "fine_tune": "{}"}),
        (SPEND, ROW),
        (SPEND, ROW | {"category": "none", "model": "m"}),
        (SPEND, ROW | {"category": "base", "model": "m", "day": "yesterday"}),
        (SPEND, ROW | {"category": "base", "model": "m", "records": "three"}),
        (SPEND, ROW | {"category": "base", "model": "m", "cost_usd": "three"}),
    ],
)
def test_an_item_that_no_report_could_read_is_refused(fresh, tmp_path, table, item):
    path = tmp_path / "spend.json"
    path.write_text(json.dumps({LEDGER: [], SPEND: []} | {table: [written(item)]}))
    fresh()
    with pytest.raises(KeptError, match="move it away"):
        restore(path)


@pytest.mark.parametrize("waiting", ["first", [7], [""], {}])
def test_messages_that_are_none_are_refused(fresh, tmp_path, waiting):
    path = tmp_path / "spend.json"
    path.write_text(json.dumps({LEDGER: [], SPEND: [], USAGE: waiting}))
    fresh()
    with pytest.raises(KeptError, match="move it away"):
        restore(path)
