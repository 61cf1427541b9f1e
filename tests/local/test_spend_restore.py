"""A stack's tables of spend become what restored ones are."""

import pytest

from local.spend_restore import main
from spend.storage.table import Table
from tests.handlers.spend.posting import calls, usage

LIVE = ("payback-ledger", "payback-spend")
RESTORED = ("restored-ledger", "restored-spend")


def _items(aws, name):
    found = Table(aws["dynamodb"], name).everything()
    return sorted((sorted(item.items(), key=repr) for item in found), key=repr)


def _tables(aws):
    return [_items(aws, name) for name in LIVE]


@pytest.fixture
def restored(aws):
    """The tables as they were when two records had been counted, beside the stack's own."""
    assert usage({"records": calls(2)}).json["accepted"] == 2
    for live, name in zip(LIVE, RESTORED, strict=True):
        described = aws["dynamodb"].describe_table(TableName=live)["Table"]
        attributes = {each["AttributeName"] for each in described["KeySchema"]}
        aws["dynamodb"].create_table(
            TableName=name,
            KeySchema=described["KeySchema"],
            AttributeDefinitions=[
                each for each in described["AttributeDefinitions"] if each["AttributeName"] in attributes
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        for item in aws["dynamodb"].scan(TableName=live)["Items"]:
            aws["dynamodb"].put_item(TableName=name, Item=item)
    return _tables(aws)


def test_what_was_damaged_added_or_lost_since_is_as_it_was(aws, restored, capsys):
    usage({"records": calls(5)})
    line = Table(aws["dynamodb"], "payback-ledger").get({"id": "call-0"})
    Table(aws["dynamodb"], "payback-ledger").put((line or {}) | {"project": "another"})
    Table(aws["dynamodb"], "payback-ledger").delete({"id": "call-1"})
    assert _tables(aws) != restored
    assert main([*RESTORED, *LIVE]) == 0
    assert _tables(aws) == restored
    assert "payback-ledger: 2 items written, 3 deleted" in capsys.readouterr().out
    assert main([*RESTORED, *LIVE]) == 0
    assert "payback-ledger: 0 items written, 0 deleted" in capsys.readouterr().out
    assert usage({"records": calls(5)}).json["accepted"] == 3  # what came later is sent again, and counts once


def test_tables_of_different_seconds_are_not_copied(aws, restored, capsys):
    usage({"records": calls(5)})
    before = _tables(aws)
    aws["dynamodb"].delete_item(TableName=RESTORED[0], Key={"id": {"S": "call-1"}})
    assert main([*RESTORED, *LIVE]) == 1
    assert "the same second" in capsys.readouterr().err
    assert _tables(aws) == before


@pytest.mark.parametrize("names", [(*RESTORED, "", ""), (*LIVE, *LIVE)])
def test_four_tables_must_be_named(capsys, names):
    assert main(list(names)) == 1
    assert "name four different tables" in capsys.readouterr().err


def test_a_table_that_is_not_there_is_told(aws, capsys):
    assert main([*RESTORED, *LIVE]) == 2
    assert "ResourceNotFoundException" in capsys.readouterr().err
