"""DynamoDB on this machine: transactions are all or nothing, and no thread sees half of one."""

from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from local.dynamodb import TABLES, create_tables, empty_tables, use_whole_transactions
from local.template import Template
from spend.errors import BusyError
from spend.storage.table import Table
from spend.storage.transaction import MOST_WRITES, CanceledError, add, put_new, replace, transact

LEDGER, SPEND = TABLES["LedgerTable"], TABLES["SpendTable"]


@pytest.fixture
def client():
    use_whole_transactions()
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, Template.read())
        yield client


def _add(client, number=1):
    return add(Table(client, SPEND), {"pk": "p", "sk": "s"}, {"count": number}, {"name": "a row"})


def _new(client, id, **more):
    return put_new(Table(client, LEDGER), {"id": id} | more, "id")


def _count(client):
    return (Table(client, SPEND).get({"pk": "p", "sk": "s"}) or {}).get("count", 0)


def test_the_tables_are_those_of_the_template(client):
    declared = Template.read().of_type("AWS::DynamoDB::Table")
    for logical, name in TABLES.items():
        table = client.describe_table(TableName=name)["Table"]
        assert table["KeySchema"] == declared[logical]["KeySchema"]
    assert client.describe_table(TableName=SPEND)["Table"]["StreamSpecification"]["StreamViewType"] == "KEYS_ONLY"


def test_a_transaction_writes_everything(client):
    transact(client, [_new(client, "one"), _new(client, "two"), _add(client, 2)], "token")
    assert _count(client) == 2
    assert Table(client, LEDGER).get({"id": "two"}) == {"id": "two"}


def test_where_one_condition_fails_nothing_is_written_and_what_stands_there_is_told(client):
    transact(client, [_new(client, "one", by="first"), _add(client)], "token-1")
    with pytest.raises(CanceledError) as canceled:
        transact(client, [_new(client, "two"), _new(client, "one", by="second"), _add(client)], "token-2")
    assert canceled.value.failed == {1: {"id": "one", "by": "first"}}
    assert _count(client) == 1
    assert Table(client, LEDGER).get({"id": "two"}) is None


def test_an_item_is_replaced_only_as_it_is_said_to_be(client):
    table = Table(client, LEDGER)
    table.put({"id": "one", "status": "unpriced"})
    transact(client, [replace(table, {"id": "one", "status": "priced"}, {"status": "unpriced"})], "token-1")
    with pytest.raises(CanceledError):
        transact(client, [replace(table, {"id": "one", "status": "other"}, {"status": "unpriced"})], "token-2")
    assert table.get({"id": "one"}) == {"id": "one", "status": "priced"}


def test_ten_threads_add_up(client):
    def write(number):
        for time in range(20):
            transact(client, [_new(client, f"{number}-{time}"), _add(client)], f"{number}-{time}")

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(10)))
    assert _count(client) == 200


def test_threads_that_undo_nothing_of_each_other(client):
    """Of ten that write the same item each time one wins, and the others leave nothing behind."""

    def write(_):
        won = 0
        for time in range(20):
            try:
                transact(client, [_new(client, f"{time}"), _add(client)], "token")
                won += 1
            except CanceledError:
                continue
        return won

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(write, range(10))) == 20
    assert _count(client) == 20


def test_as_many_writes_as_dynamodb_takes_and_each_item_once(client):
    with pytest.raises(ClientError):
        client.transact_write_items(TransactItems=[_new(client, str(number)) for number in range(MOST_WRITES + 1)])
    with pytest.raises(ClientError):
        client.transact_write_items(TransactItems=[_new(client, "one"), _new(client, "one")])
    assert list(Table(client, LEDGER).everything()) == []


def test_the_tables_are_emptied(client):
    transact(client, [_new(client, "one"), _add(client)], "token")
    empty_tables(client)
    assert [list(Table(client, name).everything()) for name in TABLES.values()] == [[], []]


def test_a_table_tells_what_stands_where_something_new_was_to_be_put(client):
    table = Table(client, SPEND)
    assert table.put_new({"pk": "p", "sk": "s", "text": "first"}, "pk") is None
    found = table.put_new({"pk": "p", "sk": "s", "text": "second"}, "pk")
    assert found is not None
    assert found["text"] == "first"
    assert table.set({"pk": "p", "sk": "s"}, {"text": "third"}, {"text": "first"})
    assert not table.set({"pk": "p", "sk": "s"}, {"text": "fourth"}, {"text": "first"})
    assert table.delete({"pk": "p", "sk": "s"}) == {"pk": "p", "sk": "s", "text": "third"}
    assert table.delete({"pk": "p", "sk": "s"}) is None


def test_a_table_that_is_throttled_says_that_waiting_helps():
    class Throttled:
        def get_item(self, **_):
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "no"}}, "GetItem")

    with pytest.raises(BusyError):
        Table(Throttled(), SPEND).get({"pk": "p", "sk": "s"})
