import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from publishing.authoring import load_provider
from publishing.publish import (
    PublishConflictError,
    RefusedError,
    RollbackError,
    publish,
    publish_over,
    read_in_force,
    rollback,
)
from ratebook.bucket import CURRENT_KEY, publication_key, version_key
from ratebook.compiled import CorruptTableError, compile_table, read_pointer
from ratebook.models import RateTable
from tests.authored import BUCKET
from tests.publishing.files import provider, tokens

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = datetime(2026, 11, 22, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def table(core_table):
    return core_table


def _corrected(usd):
    return f"usd_per_million_input_tokens: {usd}\n        correction: misread, it is {usd}\n"


@pytest.fixture(scope="module")
def dearer(edited_core):
    return edited_core("openai.yaml", "usd_per_million_input_tokens: 2.5\n", _corrected("2.6"))


@pytest.fixture(scope="module")
def cheaper(edited_core):
    return edited_core("openai.yaml", "usd_per_million_input_tokens: 2.5\n", _corrected("2.4"))


@pytest.fixture(scope="module")
def silently_dearer(edited_core):
    """A published figure that was changed without a word."""
    return edited_core("openai.yaml", "usd_per_million_input_tokens: 2.5\n", "usd_per_million_input_tokens: 2.6\n")


def _body(s3, key):
    return s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def _pointer(s3):
    found = read_in_force(s3, BUCKET)
    assert found is not None
    return found.pointer


def _keys(s3):
    return [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


class OneRequestAtATime:
    """A client whose requests are atomic, as S3's are and moto's are not."""

    def __init__(self, s3):
        self._s3 = s3
        self._lock = threading.Lock()

    def get_object(self, **request):
        with self._lock:
            return self._s3.get_object(**request)

    def put_object(self, **request):
        with self._lock:
            return self._s3.put_object(**request)


class SlowPublisher:
    """A client whose owner reads the pointer, is overtaken by somebody else, and then writes."""

    def __init__(self, s3, meanwhile):
        self._s3 = s3
        self._meanwhile = meanwhile

    def get_object(self, **request):
        try:
            return self._s3.get_object(**request)
        finally:
            self._meanwhile()

    def put_object(self, **request):
        return self._s3.put_object(**request)


def test_the_first_publication_writes_the_version_and_the_pointer(s3, table):
    pointer = publish(s3, BUCKET, table, NOON)
    compiled = compile_table(table)
    assert (pointer.version, pointer.sha256, pointer.published_at) == (compiled.version, compiled.sha256, NOON)
    record = "publications/20261122T120000.000000Z-" + compiled.version + ".json"
    assert _keys(s3) == [CURRENT_KEY, record, version_key(compiled.version)]
    assert hashlib.sha256(_body(s3, version_key(pointer.version))).hexdigest() == pointer.sha256
    assert json.loads(_body(s3, CURRENT_KEY)) == {
        "version": compiled.version,
        "sha256": compiled.sha256,
        "published_at": "2026-11-22T12:00:00Z",
        "action": "published",
    }
    assert _body(s3, record) == _body(s3, CURRENT_KEY)
    assert _pointer(s3) == pointer


def test_nothing_was_published_to_an_empty_bucket(s3):
    assert read_in_force(s3, BUCKET) is None


def test_publishing_what_is_current_changes_nothing(s3, table):
    first = publish(s3, BUCKET, table, NOON)
    before = read_in_force(s3, BUCKET)
    assert publish(s3, BUCKET, table, ONE) == first
    assert read_in_force(s3, BUCKET) == before


def test_a_new_table_becomes_current_and_the_old_one_stays(s3, table, dearer):
    first, second = publish(s3, BUCKET, table, NOON), publish(s3, BUCKET, dearer, ONE)
    assert _pointer(s3) == second
    assert _body(s3, version_key(first.version)) == compile_table(table).content


def test_a_table_that_must_not_follow_changes_nothing(s3, table, silently_dearer):
    publish(s3, BUCKET, table, NOON)
    before = {key: _body(s3, key) for key in _keys(s3)}
    with pytest.raises(RefusedError, match=r"base\[\d\]: the published entry of 2025-09-01 was changed") as refused:
        publish(s3, BUCKET, silently_dearer, ONE)
    assert [finding.file for finding in refused.value.findings] == ["openai.yaml"]
    assert {key: _body(s3, key) for key in _keys(s3)} == before


def test_what_is_in_force_is_compared_with_not_what_was_published_last(s3, table, dearer, cheaper):
    first = publish(s3, BUCKET, table, NOON)
    publish(s3, BUCKET, dearer, NOON)
    rollback(s3, BUCKET, first.version, "the price was not changed after all", ONE)
    assert publish(s3, BUCKET, cheaper, ONE).previous == first.version


def test_an_older_version_is_made_current_again_with_a_reason(s3, table, dearer):
    first, second = publish(s3, BUCKET, table, NOON, by="ann"), publish(s3, BUCKET, dearer, NOON, by="ann")
    again = rollback(s3, BUCKET, first.version, " the new price was misread ", ONE, by="bob")
    assert again == _pointer(s3)
    assert (again.version, again.sha256, again.published_at) == (first.version, first.sha256, ONE)
    assert (again.action, again.previous, again.by) == ("rolled_back", second.version, "bob")
    assert again.reason == "the new price was misread"
    assert _body(s3, version_key(second.version)) == compile_table(dearer).content


@pytest.mark.parametrize(
    ("version", "reason", "said"),
    [
        (
            "2026-01-01-00000000",
            "why not",
            "2026-01-01-00000000 was never published here; GET /v1/rates lists the versions",
        ),
        ("../current", "why not", "../current was never published here; GET /v1/rates lists the versions"),
        ("now", "why not", "is in force already"),
        ("first", "  ", "say why: REASON='...' is kept with the version"),
    ],
)
def test_a_rollback_needs_a_published_version_and_a_reason(s3, table, dearer, version, reason, said):
    known = {"first": publish(s3, BUCKET, table, NOON), "now": publish(s3, BUCKET, dearer, NOON)}
    with pytest.raises(RollbackError) as refused:
        rollback(s3, BUCKET, known[version].version if version in known else version, reason, ONE)
    assert str(refused.value).endswith(said)
    assert _pointer(s3) == known["now"]


def test_a_damaged_version_is_not_gone_back_to(s3, table, dearer):
    first, second = publish(s3, BUCKET, table, NOON), publish(s3, BUCKET, dearer, NOON)
    s3.put_object(Bucket=BUCKET, Key=version_key(first.version), Body=b"damaged")
    with pytest.raises(CorruptTableError):
        rollback(s3, BUCKET, first.version, "the price was misread", ONE)
    assert _pointer(s3) == second


def test_a_damaged_pointer_is_mended_by_a_rollback(s3, table):
    first = publish(s3, BUCKET, table, NOON)
    s3.put_object(Bucket=BUCKET, Key=CURRENT_KEY, Body=b"damaged")
    again = rollback(s3, BUCKET, first.version, "the pointer was damaged", ONE)
    assert (_pointer(s3), again.previous) == (again, None)


def test_every_move_is_kept_in_the_order_of_time(s3, table, dearer):
    first = publish(s3, BUCKET, table, NOON)
    second = publish(s3, BUCKET, dearer, ONE)
    third = rollback(s3, BUCKET, first.version, "misread", ONE + timedelta(hours=1))
    records = [read_pointer(_body(s3, key)) for key in _keys(s3) if key.startswith("publications/")]
    assert records == [first, second, third]


def test_a_move_without_a_record_gets_one_from_the_next_publisher(s3, table, dearer):
    first = publish(s3, BUCKET, table, NOON)
    s3.delete_object(Bucket=BUCKET, Key=publication_key(first.version, NOON))
    publish(s3, BUCKET, dearer, ONE)
    assert read_pointer(_body(s3, publication_key(first.version, NOON))) == first


def test_a_pointer_of_the_first_release_is_still_read(s3, table):
    old = {"version": "2026-11-22-1a2b3c4d", "sha256": "0" * 64, "published_at": "2026-11-22T12:00:00Z"}
    s3.put_object(Bucket=BUCKET, Key=CURRENT_KEY, Body=json.dumps(old).encode())
    pointer = _pointer(s3)
    assert (pointer.version, pointer.action, pointer.reason) == ("2026-11-22-1a2b3c4d", "published", None)


def test_publishers_at_the_same_time_lose_nothing(s3, core, table):
    """Each adds a provider of its own to what it reads, and tries again until nobody was faster."""
    publish(s3, BUCKET, table, NOON)
    client: Any = OneRequestAtATime(s3)

    def add(number):
        while True:
            before = read_in_force(client, BUCKET)
            assert before is not None
            assert before.table is not None
            more = load_provider(f"garden{number}.yaml", provider(base=f"[{tokens('1', '2')}]"))
            old = before.table.table
            providers = {**old.providers, f"garden{number}": more}
            newer = RateTable(providers=providers, self_hosted=old.self_hosted, policy=old.policy)
            try:
                return publish_over(client, BUCKET, newer, before, NOON + timedelta(seconds=number))
            except PublishConflictError:
                continue

    with ThreadPoolExecutor(6) as pool:
        pointers = list(pool.map(add, range(6)))
    in_force = read_in_force(s3, BUCKET)
    assert in_force is not None
    assert in_force.table is not None
    assert {f"garden{number}" for number in range(6)} < set(in_force.table.table.providers)
    records = [key for key in _keys(s3) if key.startswith("publications/")]
    assert len(records) == 1 + len(pointers)
    assert len({pointer.previous for pointer in pointers}) == len(pointers)


@pytest.mark.parametrize("published_before", [True, False], ids=["later", "at first"])
def test_of_two_publishers_at_once_the_second_is_told_and_loses_nothing(s3, table, dearer, cheaper, published_before):
    if published_before:
        publish(s3, BUCKET, table, NOON)
    slow: Any = SlowPublisher(s3, meanwhile=lambda: publish(s3, BUCKET, dearer, NOON))
    with pytest.raises(PublishConflictError, match="look at theirs, then publish again"):
        publish(slow, BUCKET, cheaper, ONE)
    assert _pointer(s3).version == compile_table(dearer).version
    assert publish(s3, BUCKET, cheaper, ONE).version == compile_table(cheaper).version
    assert {version_key(compile_table(each).version) for each in (dearer, cheaper)} < set(_keys(s3))


def test_a_version_that_exists_is_never_written_again(s3, table):
    key = version_key(compile_table(table).version)
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"already there")
    publish(s3, BUCKET, table, NOON)
    assert _body(s3, key) == b"already there"


@pytest.mark.parametrize("damaged", [b"", b"{}", b"\xff", b'{"version": 1}'])
def test_a_damaged_pointer_is_replaced(s3, table, damaged):
    s3.put_object(Bucket=BUCKET, Key=CURRENT_KEY, Body=damaged)
    assert publish(s3, BUCKET, table, NOON) == _pointer(s3)


def test_what_s3_refuses_otherwise_is_not_taken_for_a_conflict(s3, table):
    with pytest.raises(ClientError, match="NoSuchBucket"):
        publish(s3, "no-such-bucket", table, NOON)
