"""The table in force: how long it is kept, and what it survives."""

import hashlib
import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from urllib3.exceptions import SSLError

from publishing.publish import publish
from ratebook.book import RETRY_AFTER, RateBook, Rates
from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import Pointer, compile_table
from ratebook.sources import S3Source
from tests.authored import BUCKET
from tests.ratebook.fakes import BROKEN, DENIED, NOON, TOO_SLOW, UNREACHABLE, Clock, fake_s3

TTL = timedelta(seconds=60)
FAULTS = [UNREACHABLE, TOO_SLOW, DENIED, BROKEN, SSLError("decryption failed"), ConnectionResetError()]


@pytest.fixture(scope="module")
def table(core_table):
    return core_table


@pytest.fixture(scope="module")
def edited(edited_core):
    return edited_core


@pytest.fixture(scope="module")
def snapshot(table):
    return compile_table(table)


@pytest.fixture(scope="module")
def newer(edited):
    return compile_table(edited("openai.yaml", "input_tokens: 2.5\n", "input_tokens: 2.6\n"))


@pytest.fixture(scope="module")
def newest(edited):
    return compile_table(edited("openai.yaml", "input_tokens: 2.5\n", "input_tokens: 2.7\n"))


@pytest.fixture
def fake():
    return fake_s3()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(snapshot, fake, clock):
    return RateBook(snapshot, S3Source(fake, BUCKET), TTL, clock)


def _pointer(compiled, **changed):
    told = {"version": compiled.version, "sha256": compiled.sha256, "published_at": NOON}
    return Pointer(**(told | changed)).to_json()


def test_without_a_bucket_the_snapshot_is_the_table(snapshot, clock):
    rates = RateBook(snapshot, None, TTL, clock).current()
    assert (rates.compiled, rates.published_at, rates.stale) == (snapshot, None, False)


def test_the_published_table_is_the_one_in_force(book, fake, newer):
    fake.publish(newer)
    rates = book.current()
    assert (rates.compiled.version, rates.published_at, rates.stale) == (newer.version, NOON, False)
    assert rates.compiled.table == newer.table


def test_s3_is_not_asked_again_before_the_time_is_over(book, fake, clock, newer, newest):
    fake.publish(newer)
    book.current()
    fake.publish(newest)
    asked = len(fake.requests)
    clock.pass_by(seconds=59.999)
    assert book.current().compiled.version == newer.version
    assert len(fake.requests) == asked
    clock.pass_by(seconds=0.001)
    assert book.current().compiled.version == newest.version


def test_a_table_that_did_not_change_is_not_sent_again(book, fake, clock, newer):
    fake.publish(newer)
    first = book.current()
    sent = fake.bodies_sent
    clock.pass_by(seconds=60)
    assert book.current() == first
    assert (fake.requests[-1], fake.bodies_sent) == (CURRENT_KEY, sent)


def test_a_published_table_that_is_the_snapshot_is_not_sent_at_all(book, fake, snapshot):
    fake.publish(snapshot)
    assert (book.current().compiled, book.current().published_at) == (snapshot, NOON)
    assert fake.requests == [CURRENT_KEY]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_the_snapshot_answers_where_s3_was_never_reached(book, fake, snapshot, fault):
    fake.fault = fault
    rates = book.current()
    assert (rates.compiled, rates.stale) == (snapshot, True)
    assert rates.stale_because == f"the published rate table could not be read ({type(fault).__name__})"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_the_last_good_table_answers_while_s3_is_away(book, fake, clock, newer, newest, fault):
    fake.publish(newer)
    assert not book.current().stale
    fake.fault = fault
    clock.pass_by(seconds=60)
    rates = book.current()
    assert (rates.compiled.version, rates.published_at, rates.stale) == (newer.version, NOON, True)
    fake.fault = None
    fake.publish(newest)
    clock.pass_by(seconds=RETRY_AFTER.total_seconds())
    rates = book.current()
    assert (rates.compiled.version, rates.stale) == (newest.version, False)


def test_a_table_that_did_not_change_is_fresh_again_when_s3_is_back(book, fake, clock, newer):
    fake.publish(newer)
    book.current()
    fake.fault = UNREACHABLE
    clock.pass_by(seconds=60)
    assert book.current().stale
    fake.fault = None
    clock.pass_by(seconds=10)
    rates = book.current()
    assert (rates.compiled.version, rates.stale) == (newer.version, False)


def test_s3_is_left_alone_for_a_while_after_it_failed(book, fake, clock):
    fake.fault = UNREACHABLE
    book.current()
    clock.pass_by(seconds=RETRY_AFTER.total_seconds() - 0.001)
    book.current()
    assert len(fake.requests) == 1
    clock.pass_by(seconds=0.001)
    book.current()
    assert len(fake.requests) == 2


def test_an_empty_bucket_is_a_failure_and_not_a_table(book, snapshot):
    rates = book.current()
    assert (rates.compiled, rates.stale) == (snapshot, True)


def _sha256(content):
    return hashlib.sha256(content).hexdigest()


def _holding(content):
    """Damages the newest version's object, with a pointer that agrees."""

    def damage(fake, newest):
        wrong = content(newest) if callable(content) else content
        fake.put(version_key(newest.version), wrong)
        fake.put(CURRENT_KEY, _pointer(newest, sha256=_sha256(wrong)))

    return damage


DAMAGES = {
    "bytes that are no JSON": _holding(b"\x00\xff"),
    "JSON of another kind": _holding(b'{"providers": []}'),
    "a table without a policy": _holding(b'{"schema_version":1,"providers":{}}'),
    "an older schema": _holding(lambda table: table.content.replace(b'"schema_version":1', b'"schema_version":0')),
    "a field of a later schema": _holding(lambda table: table.content.replace(b'"policy":{', b'"policy":{"new":1,')),
    "a digest that does not match": lambda fake, newest: fake.put(
        version_key(newest.version), newest.content.replace(b'"2.7"', b'"0.1"')
    ),
    "a pointer to a version that is not there": lambda fake, newest: fake.objects.pop(version_key(newest.version)),
    "a pointer that is no JSON": lambda fake, _: fake.put(CURRENT_KEY, b"versions/2026-11-22.json"),
    "a pointer that is not UTF-8": lambda fake, _: fake.put(CURRENT_KEY, b"\xff\xfe"),
    "a pointer without a digest": lambda fake, newest: fake.put(
        CURRENT_KEY, _pointer(newest).replace(b"sha256", b"md5")
    ),
    "a pointer without a time zone": lambda fake, newest: fake.put(
        CURRENT_KEY, _pointer(newest, published_at=NOON.replace(tzinfo=None))
    ),
    "no pointer any more": lambda fake, _: fake.objects.pop(CURRENT_KEY),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_nothing_damaged_replaces_a_good_table(book, fake, clock, newer, newest, damage):
    fake.publish(newer)
    book.current()
    fake.publish(newest)
    damage(fake, newest)
    clock.pass_by(seconds=60)
    rates = book.current()
    assert (rates.compiled.version, rates.published_at, rates.stale) == (newer.version, NOON, True)
    fake.publish(newest)
    clock.pass_by(seconds=10)
    rates = book.current()
    assert (rates.compiled.version, rates.stale) == (newest.version, False)


def test_the_age_is_that_of_the_publication_or_of_the_newest_check(book, fake, snapshot, newer):
    noon = datetime.combine(snapshot.checked_on, time(12), UTC)
    noon_next_day = noon + timedelta(days=1)
    assert book.current().age(noon_next_day) == timedelta(days=1, hours=12)  # from midnight of the day of the check
    fake.publish(newer, noon)
    fresh = RateBook(snapshot, S3Source(fake, BUCKET), TTL, Clock())
    assert fresh.current().age(noon_next_day) == timedelta(days=1)
    assert fresh.current().age(datetime(2020, 1, 1, tzinfo=UTC)) == timedelta(0)


def test_s3_itself_is_understood(s3, snapshot, clock, edited):
    """The same path with boto3, whose errors the fake above only imitates."""
    book = RateBook(snapshot, S3Source(s3, BUCKET), TTL, clock)
    assert book.current().stale
    corrected = "input_tokens: 2.6\n        correction: misread\n"
    second = edited("openai.yaml", "input_tokens: 2.5\n", corrected)
    for table in (snapshot.table, second):
        pointer = publish(s3, BUCKET, table, NOON)
        clock.pass_by(seconds=60)
        for _ in range(2):  # the second time S3 says that it did not change
            rates = book.current()
            assert (rates.compiled.version, rates.published_at, rates.stale) == (pointer.version, NOON, False)
            clock.pass_by(seconds=60)
    s3.delete_object(Bucket=BUCKET, Key=CURRENT_KEY)
    assert (book.current().compiled.version, book.current().stale) == (pointer.version, True)


def test_many_threads_see_whole_tables_and_share_one_request(snapshot, fake, clock, newer):
    fake.publish(newer)
    fake.seconds = 0.01
    book = RateBook(snapshot, S3Source(fake, BUCKET), TTL, clock)
    start = threading.Barrier(8)
    seen: list[Rates] = []

    def ask():
        start.wait()
        seen.extend((book.current(), book.version(snapshot.version)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert {rates.compiled.version for rates in seen} == {newer.version, snapshot.version}
    assert len(seen) == 16
    assert fake.requests == [CURRENT_KEY, version_key(newer.version)]
