"""`make spend-reconcile`: proves that the totals are what the ledger comes to, and says where they are not."""

from datetime import date
from decimal import Decimal

import boto3
import pytest
from moto import mock_aws

from local import spend
from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.state import State
from local.template import Template
from spend.ledger.entry import of_training
from spend.ledger.ledger import Ledger
from spend.storage.table import Table

NAMES = ["--ledger", TABLES["LedgerTable"], "--spend", TABLES["SpendTable"]]


@pytest.fixture
def ledger(monkeypatch):
    use_whole_transactions()
    monkeypatch.setattr(spend, "SECONDS_BETWEEN", 0)
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, Template.read())
        ledger = Ledger(Table(client, TABLES["LedgerTable"]), Table(client, TABLES["SpendTable"]))
        ledger.record(
            [of_training(str(number), "support", date(2026, 11, 2), None, "m", Decimal(2)) for number in "abc"]
        )
        yield ledger


def test_totals_that_are_right_are_said_to_be(ledger, capsys):
    assert spend.main(NAMES) == 0
    told = capsys.readouterr().out
    assert "3 lines of the ledger against 1 rows of the totals" in told
    assert "to the last digit" in told


def test_a_drift_is_told_with_both_figures(ledger, capsys):
    [item] = [item for item in ledger.spend.everything() if item["pk"].startswith("totals#")]
    ledger.spend.put(item | {"cost_usd": item["cost_usd"] + Decimal("0.01")})
    assert spend.main(NAMES) == 1
    told = capsys.readouterr().out
    assert "support 2026-11-02 - m: cost_usd 6 in the ledger, 6.01 in the totals" in told


def test_a_row_without_a_line_is_a_drift(ledger, capsys):
    ledger.records.delete({"id": "a"})
    assert spend.main(NAMES) == 1
    assert "records 2 in the ledger, 3 in the totals" in capsys.readouterr().out


@pytest.mark.parametrize("names", [["--ledger", "x"], ["--ledger", "none", "--spend", "none"]])
def test_tables_that_are_not_there_are_no_drift(ledger, names, capsys):
    assert spend.main(names) == 2
    assert capsys.readouterr().err


def test_the_local_server_is_compared_with_without_anybodys_credentials(ledger, monkeypatch, capsys):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    running = State("http://127.0.0.1:1", "https://dynamodb.us-east-1.amazonaws.com", "a-bucket")
    monkeypatch.setattr(spend, "running", lambda _: running)
    assert spend.main([]) == 0
    assert "to the last digit" in capsys.readouterr().out
