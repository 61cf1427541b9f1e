"""What was spent is there again after the server was stopped."""

import json

import boto3
import pytest
from moto import mock_aws

from local.dynamodb import TABLES, create_tables, use_whole_transactions
from local.keeping import KeptError, keep, kept_in, restore
from local.template import Template

LEDGER, SPEND = TABLES["LedgerTable"], TABLES["SpendTable"]
LINE = {"id": {"S": "one"}, "input_tokens": {"N": "7"}, "call": {"M": {"batch": {"BOOL": False}}}}


@pytest.fixture
def fresh():
    """Makes a DynamoDB with nothing in it."""
    use_whole_transactions()
    mocks = []

    def made():
        mocks.append(mock_aws())
        mocks[-1].start()
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, Template.read())
        return client

    yield made
    for mock in mocks:
        mock.stop()


def test_nothing_was_kept_at_the_first_start(fresh, tmp_path):
    assert restore(fresh(), tmp_path / "spend.json") == 0


def test_what_is_kept_is_put_back_as_it_was(fresh, tmp_path):
    path = tmp_path / "kept" / "spend.json"
    client = fresh()
    with kept_in(client, path):
        client.put_item(TableName=LEDGER, Item=LINE)
        client.put_item(TableName=SPEND, Item={"pk": {"S": "budgets"}, "sk": {"S": "support"}})
    client.delete_item(TableName=LEDGER, Key={"id": {"S": "one"}})
    client.delete_item(TableName=SPEND, Key={"pk": {"S": "budgets"}, "sk": {"S": "support"}})
    assert restore(client, path) == 1
    assert client.scan(TableName=LEDGER)["Items"] == [LINE]
    assert client.scan(TableName=SPEND)["Count"] == 1


def test_a_file_is_whole_or_not_there(fresh, tmp_path):
    path = tmp_path / "spend.json"
    keep(fresh(), path)
    assert json.loads(path.read_text()) == {LEDGER: [], SPEND: []}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"payback-ledger": [{"id": 7}], "payback-spend": []}', "null"])
def test_a_file_that_cannot_be_read_says_what_to_do_and_is_left_alone(fresh, tmp_path, text):
    path = tmp_path / "spend.json"
    path.write_text(text)
    with pytest.raises(KeptError, match="move it away"):
        restore(fresh(), path)
    assert path.read_text() == text
