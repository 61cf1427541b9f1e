"""Published versions by name, for an old answer to be had again."""

from datetime import timedelta

import pytest

from ratebook.book import Published, RateBook, RatesUnavailableError, UnknownVersionError
from ratebook.browsing import list_versions, show_table
from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import compile_table
from ratebook.sources import S3Source
from tests.authored import BUCKET
from tests.ratebook.fakes import DENIED, NOON, UNREACHABLE, Clock, fake_s3

HOUR = timedelta(hours=1)


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
def published(edited):
    """Twelve versions, oldest first."""
    return [compile_table(edited("policy.yaml", "value: 3\n", f"value: {months}\n")) for months in range(4, 16)]


@pytest.fixture
def fake(published):
    s3 = fake_s3()
    for hours, compiled in enumerate(published):
        s3.publish(compiled, NOON + hours * HOUR)
    return s3


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(snapshot, fake, clock):
    return RateBook(snapshot, S3Source(fake, BUCKET), timedelta(seconds=60), clock)


def test_the_current_version_can_be_asked_for_by_name(book, published):
    rates = book.version(published[-1].version)
    assert rates == book.current()


def test_the_snapshot_can_be_asked_for_by_name(book, snapshot):
    assert book.version(snapshot.version).compiled is snapshot


def test_an_older_version_is_fetched_once(book, fake, published):
    for _ in range(3):
        rates = book.version(published[0].version)
        assert (rates.compiled.content, rates.stale) == (published[0].content, False)
    assert fake.requests.count(version_key(published[0].version)) == 1


def test_no_more_than_a_few_versions_are_kept(book, fake, published):
    for compiled in published:
        assert book.version(compiled.version).compiled.version == compiled.version
    book.version(published[0].version)
    assert fake.requests.count(version_key(published[0].version)) == 2
    asked = len(fake.requests)
    book.version(published[-2].version)
    assert len(fake.requests) == asked


@pytest.mark.parametrize(
    "name",
    ["2026-11-22-00000000", "2020-01-01-abcdef01"],
)
def test_a_version_that_was_never_published_is_unknown(book, name):
    with pytest.raises(UnknownVersionError) as caught:
        book.version(name)
    assert caught.value.version == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "current",
        "../current",
        "../x",
        "2026-11-22",
        "2026-11-22-ABCDEF01",
        "2026-11-22-abcdef01.json",
        "2026-11-22-abcdef01\n",
        "\uff12\uff10\uff12\uff16-11-22-abcdef01",
        "versions/2026-11-22-abcdef01",
    ],
)
def test_a_name_that_is_no_version_is_unknown_without_asking_s3(book, fake, name):
    book.current()
    asked = len(fake.requests)
    with pytest.raises(UnknownVersionError):
        book.version(name)
    assert len(fake.requests) == asked


def test_without_a_bucket_only_the_snapshot_is_known(snapshot, published):
    book = RateBook(snapshot, None, timedelta(0), Clock())
    assert book.version(snapshot.version).compiled is snapshot
    assert book.versions() == [Published(snapshot.version, None)]
    with pytest.raises(UnknownVersionError):
        book.version(published[0].version)


@pytest.mark.parametrize("fault", [UNREACHABLE, DENIED])
def test_a_version_that_may_exist_and_cannot_be_read_is_unavailable(book, fake, snapshot, published, fault):
    book.current()
    fake.fault = fault
    with pytest.raises(RatesUnavailableError, match=type(fault).__name__):
        book.version(published[0].version)
    with pytest.raises(RatesUnavailableError, match=type(fault).__name__):
        book.versions()
    assert book.version(snapshot.version).compiled is snapshot
    assert not book.version(published[-1].version).stale


def test_the_version_that_was_asked_for_is_not_stale_though_a_newer_one_may_exist(book, fake, clock, published):
    book.current()
    fake.fault = UNREACHABLE
    clock.pass_by(seconds=60)
    assert book.current().stale
    rates = book.version(published[-1].version)
    assert (rates.compiled.version, rates.stale) == (published[-1].version, False)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff"])
def test_a_damaged_version_is_unavailable(book, fake, published, content):
    fake.put(version_key(published[0].version), content)
    with pytest.raises(RatesUnavailableError, match="CorruptTableError"):
        book.version(published[0].version)


def test_a_version_whose_object_holds_another_one_is_unavailable(book, fake, published):
    fake.put(version_key(published[0].version), published[1].content)
    with pytest.raises(RatesUnavailableError, match="its object holds another version"):
        book.version(published[0].version)


def test_versions_are_listed_newest_first_and_the_snapshot_last(book, published, snapshot):
    assert book.versions() == [
        *(Published(compiled.version, NOON + hours * HOUR) for hours, compiled in reversed(list(enumerate(published)))),
        Published(snapshot.version, None),
    ]


def test_versions_of_the_same_second_are_listed_in_the_same_order_each_time(snapshot, published):
    fake = fake_s3()
    for compiled in published:
        fake.put(version_key(compiled.version), compiled.content)
    book = RateBook(snapshot, S3Source(fake, BUCKET), timedelta(0), Clock())
    listed = [each.version for each in book.versions()][:-1]
    assert listed == sorted((compiled.version for compiled in published), reverse=True)


def test_objects_that_are_no_versions_are_not_listed(book, fake, published):
    fake.put("versions/", b"")
    fake.put("versions/notes.txt", b"")
    assert len(book.versions()) == len(published) + 1


def test_a_published_snapshot_is_listed_once(book, fake, snapshot):
    fake.publish(snapshot, NOON)
    assert [each.published_at for each in book.versions() if each.version == snapshot.version] == [NOON]


def test_the_listing_marks_the_version_in_force(book, published):
    listing = list_versions(book.current(), book.versions())
    assert (listing.current, listing.stale) == (published[-1].version, False)
    assert [each.version for each in listing.versions if each.current] == [published[-1].version]


def test_a_version_is_shown_whole(book, published):
    shown = show_table(book.version(published[3].version))
    assert (shown.version, shown.sha256) == (published[3].version, published[3].sha256)
    assert shown.table == published[3].table


def test_a_pointer_that_misnames_its_version_is_not_followed(book, fake, published):
    fake.put(CURRENT_KEY, fake.objects[CURRENT_KEY][0].replace(published[-1].version.encode(), b"2030-01-01-00000000"))
    assert book.current().stale
