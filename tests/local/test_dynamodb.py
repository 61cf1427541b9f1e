"""DynamoDB on this machine: transactions are all or nothing, and no thread sees half of one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from local.dynamodb import TABLES, create_tables, empty_tables, one_at_a_time, times_written, use_whole_transactions
from local.proxy import ACCOUNT_ID
from local.tables import contents, fill
from local.template import Template
from spend.errors import BusyError
from spend.storage.table import Table, written
from spend.storage.transaction import MOST_WRITES, CanceledError, add, put_new, replace, transact

TEMPLATE = Template.read()
LEDGER, SPEND = TABLES["LedgerTable"], TABLES["SpendTable"]


@pytest.fixture
def client():
    use_whole_transactions()
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, TEMPLATE)
        yield client


def _add(client, number=1):
    return add(Table(client, SPEND), {"pk": "p", "sk": "s"}, {"count": number}, {"name": "a row"})


def _new(client, id, **more):
    return put_new(Table(client, LEDGER), {"id": id} | more, "id")


def _count(client):
    return (Table(client, SPEND).get({"pk": "p", "sk": "s"}) or {}).get("count", 0)


def test_the_tables_are_those_of_the_template(client):
    declared = TEMPLATE.of_type("AWS::DynamoDB::Table")
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


TOO_LARGE = "x" * 420_000


def _update(expression, **values):
    return {
        "Update": {
            "TableName": SPEND,
            "Key": written({"pk": "p", "sk": "s"}),
            "UpdateExpression": expression,
            "ExpressionAttributeNames": {"#name": "name"},
            "ExpressionAttributeValues": written({f":{name}": value for name, value in values.items()}),
        }
    }


@pytest.mark.parametrize(
    "refused",
    [
        {"Put": {"TableName": LEDGER, "Item": written({"id": "two", "text": TOO_LARGE})}},
        {"Put": {"TableName": LEDGER, "Item": written({"id": ""})}},
        {"Put": {"TableName": LEDGER, "Item": written({"text": "no key"})}},
        {"Put": {"TableName": LEDGER, "Item": written({"id": 2})}},
        {"Put": {"TableName": "no-such-table", "Item": written({"id": "two"})}},
        _update("ADD #name :number", number="seven"),
        _update("SET #name = #name + :number", number=1),
        _update("SET #name = :text", text=TOO_LARGE),
        _update("SET pk = :text, #name = :text", text="other"),
        _update("NONSENSE #name", number=1),
    ],
)
def test_where_one_write_is_refused_nothing_is_written_and_the_stream_tells_nothing(client, refused):
    transact(client, [_add(client), _new(client, "one")], "token-1")
    before = contents()
    stream: Any = dynamodb_backends[ACCOUNT_ID]["us-east-1"].tables[SPEND].stream_shard
    told = len(stream.items)
    other = add(Table(client, SPEND), {"pk": "p", "sk": "other"}, {"count": 1}, {"name": "a row"})
    delete = {"Delete": {"TableName": LEDGER, "Key": written({"id": "one"})}}
    with pytest.raises(ClientError):
        client.transact_write_items(TransactItems=[other, delete, _new(client, "three"), refused])
    assert contents() == before
    assert len(stream.items) == told
    transact(client, [_add(client), _new(client, "four")], "token-2")
    assert _count(client) == 2


def test_an_update_that_is_refused_leaves_no_new_item(client):
    with pytest.raises(ClientError):
        client.update_item(**_update("SET #name = #name + :number", number=1)["Update"])
    assert contents()[SPEND] == []


def test_what_was_read_does_not_change_with_what_is_written_later(client):
    transact(client, [_add(client)], "token-1")
    backend = dynamodb_backends[ACCOUNT_ID]["us-east-1"]
    read: Any = backend.get_item(SPEND, written({"pk": "p", "sk": "s"}))
    transact(client, [_add(client)], "token-2")
    assert read.to_json()["Attributes"]["count"] == {"N": "1"}


def test_every_write_is_counted_and_no_read(client):
    table, seen = Table(client, SPEND), [times_written()]

    def note():
        seen.append(times_written())

    table.put({"pk": "p", "sk": "s", "text": "first"})
    note()
    table.put({"pk": "p", "sk": "s", "text": "second"})
    note()
    table.set({"pk": "p", "sk": "s"}, {"text": "third"}, {"text": "second"})
    note()
    transact(client, [_new(client, "one")], "token")
    note()
    table.delete({"pk": "p", "sk": "s"})
    note()
    assert seen == sorted(set(seen))
    table.get({"pk": "p", "sk": "s"})
    list(table.everything())
    assert times_written() == seen[-1]


def test_the_tables_stay_as_they_are_for_who_reads_them_alone(client):
    with ThreadPoolExecutor(1) as pool:
        with one_at_a_time():
            writing = pool.submit(transact, client, [_add(client)], "token")
            with pytest.raises(TimeoutError):
                writing.result(timeout=0.3)
            assert contents()[SPEND] == []
        writing.result(timeout=10)
    assert _count(client) == 1


def test_the_tables_are_filled_as_they_were_and_the_stream_tells_of_it(client):
    transact(client, [_new(client, "one", call={"batch": True, "counts": [1, 2]}), _add(client)], "token")
    kept = contents()
    empty_tables(client)
    stream: Any = dynamodb_backends[ACCOUNT_ID]["us-east-1"].tables[SPEND].stream_shard
    told = len(stream.items)
    fill(kept)
    assert contents() == kept
    assert len(stream.items) == told + 1


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
