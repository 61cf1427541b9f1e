import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ratebook.compiled import compile_table
from ratebook.publishing import CURRENT_KEY, PublishConflictError, publish, read_pointer, version_key
from tests.ratebook.conftest import BUCKET

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = datetime(2026, 11, 22, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def dearer(edited):
    return edited("openai.yaml", "usd_per_million_input_tokens: 2.5\n", "usd_per_million_input_tokens: 2.6\n")


@pytest.fixture(scope="module")
def cheaper(edited):
    return edited("openai.yaml", "usd_per_million_input_tokens: 2.5\n", "usd_per_million_input_tokens: 2.4\n")


def _body(s3, key):
    return s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def _pointer(s3):
    found = read_pointer(s3, BUCKET)
    assert found is not None
    return found[0]


def _keys(s3):
    return [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


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
    assert _keys(s3) == [CURRENT_KEY, version_key(compiled.version)]
    assert hashlib.sha256(_body(s3, version_key(pointer.version))).hexdigest() == pointer.sha256
    assert json.loads(_body(s3, CURRENT_KEY)) == {
        "version": compiled.version,
        "sha256": compiled.sha256,
        "published_at": "2026-11-22T12:00:00Z",
    }
    assert _pointer(s3) == pointer


def test_nothing_was_published_to_an_empty_bucket(s3):
    assert read_pointer(s3, BUCKET) is None


def test_publishing_what_is_current_changes_nothing(s3, table):
    first = publish(s3, BUCKET, table, NOON)
    before = read_pointer(s3, BUCKET)
    assert publish(s3, BUCKET, table, ONE) == first
    assert read_pointer(s3, BUCKET) == before


def test_a_new_table_becomes_current_and_the_old_one_stays(s3, table, dearer):
    first, second = publish(s3, BUCKET, table, NOON), publish(s3, BUCKET, dearer, ONE)
    assert _pointer(s3) == second
    assert _body(s3, version_key(first.version)) == compile_table(table).content


def test_an_old_table_can_be_made_current_again(s3, table, dearer):
    first = publish(s3, BUCKET, table, NOON)
    publish(s3, BUCKET, dearer, NOON)
    again = publish(s3, BUCKET, table, ONE)
    assert (again.version, again.published_at) == (first.version, ONE)
    assert _pointer(s3) == again


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
