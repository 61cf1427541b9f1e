"""Dropped files while others publish, and where S3 fails."""

from copy import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from publishing.incoming import IncomingFile
from publishing.publish import PublishConflictError, publish
from publishing.receiving import LARGEST_FILE_BYTES, TRIES, Inbox, TornFileError
from publishing.reports import Report, Verdict
from ratebook.bucket import CURRENT_KEY, report_key
from ratebook.compiled import compile_table
from tests.authored import BUCKET
from tests.publishing.dropping import (
    CHEAPER,
    KEY,
    NOON,
    drop,
    garden_of,
    pointer_of,
    report_beside,
    table_of,
    take,
)
from tests.ratebook.fakes import client_error


class Overtaken:
    """A client that is overtaken by somebody else the first `times` that it writes the pointer, or a report."""

    def __init__(self, s3, times, meanwhile, key=CURRENT_KEY):
        self._s3 = s3
        self._times = times
        self._meanwhile = meanwhile
        self._key = key

    def __getattr__(self, operation):
        return getattr(self._s3, operation)

    def put_object(self, **request):
        if request["Key"] == self._key and self._times:
            self._times -= 1
            self._meanwhile(self._times)
        return self._s3.put_object(**request)


def _others(s3, published, number):
    """Somebody else publishes a threshold of theirs."""
    text = (
        f"thresholds:\n  payback_limit_months:\n    - effective_from: 203{number}-01-01\n      value: {number + 3}\n"
        "      source: payback\n      checked_on: 2026-11-22\n      confirmed: true\n"
    )
    publish(s3, BUCKET, IncomingFile("policy.yaml", text).over(table_of(s3)), NOON + timedelta(seconds=number))


@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_who_is_overtaken_lays_the_file_over_what_the_others_published(bucket, published, times):
    client: Any = Overtaken(bucket, times, lambda number: _others(bucket, published, number))
    inbox = Inbox(client, BUCKET, compile_table(published), lambda: NOON + timedelta(hours=1))
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.PUBLISHED
    assert len(table_of(bucket).policy.thresholds["payback_limit_months"]) == 1 + times
    assert len(garden_of(bucket).models["tulip-1"].base) == 2


def test_who_is_overtaken_each_time_gives_up_and_leaves_no_report(bucket, published):
    client: Any = Overtaken(bucket, TRIES, lambda number: _others(bucket, published, number))
    inbox = Inbox(client, BUCKET, compile_table(published), lambda: NOON)
    with pytest.raises(PublishConflictError, match="others published at each of 5 tries"):
        inbox.take(drop(bucket, CHEAPER))
    with pytest.raises(ClientError):
        report_beside(bucket)


def test_of_two_that_take_the_same_file_one_answers(bucket, inbox, published):
    dropped = drop(bucket, CHEAPER)
    client: Any = Overtaken(bucket, 1, lambda _: inbox.take(dropped), report_key(KEY))
    assert Inbox(client, BUCKET, compile_table(published), lambda: NOON).take(dropped) is None
    assert report_beside(bucket).startswith("# garden.yaml: published\n")


def _away(_):
    raise RuntimeError("the topic is away")


def test_a_file_whose_announcement_failed_is_announced_when_it_is_taken_again(bucket, inbox):
    dropped = drop(bucket, CHEAPER)
    heard: list[Report] = []
    with pytest.raises(RuntimeError, match="the topic is away"):
        inbox.take(dropped, _away)
    with pytest.raises(ClientError):
        report_beside(bucket)
    first = pointer_of(bucket)
    report = inbox.take(dropped, heard.append)
    assert heard == [report]
    assert pointer_of(bucket) == first
    assert report_beside(bucket) == report.text
    assert report.text.startswith(f"# garden.yaml: published\n\nVersion {first.version} is in force since ")
    assert "- Garden tulip-1: input 2.50 → 2.00 USD per million tokens from 2027-01-01 (20 % cheaper)\n" in report.text


def test_what_was_published_first_of_all_and_not_told_is_told_with_what_it_changed(s3, published):
    inbox = Inbox(s3, BUCKET, compile_table(published), lambda: NOON)
    dropped = drop(s3, CHEAPER)
    with pytest.raises(RuntimeError, match="the topic is away"):
        inbox.take(dropped, _away)
    report = inbox.take(dropped)
    assert report is not None
    assert "(20 % cheaper)" in report.text


def test_what_was_published_and_told_is_nothing_to_do_for_the_next_file_whatever_was_refused_between(bucket, inbox):
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.PUBLISHED
    assert take(bucket, inbox, "models: [\n").verdict is Verdict.REJECTED
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.NOTHING_TO_DO


def test_what_somebody_else_published_is_nothing_to_do(bucket, inbox, published):
    publish(bucket, BUCKET, IncomingFile("garden.yaml", CHEAPER).over(published), NOON, by="make rates-publish")
    assert take(bucket, inbox, CHEAPER).verdict is Verdict.NOTHING_TO_DO


@pytest.mark.parametrize("size", [-1, 1])
def test_a_file_of_which_not_all_came_is_taken_again(bucket, inbox, size):
    dropped = drop(bucket, CHEAPER)
    torn = replace(dropped, size=len(CHEAPER) + size)
    with pytest.raises(TornFileError, match=f"{len(CHEAPER)} bytes came of a file of {len(CHEAPER) + size}"):
        inbox.take(torn)
    assert inbox.take(replace(dropped, size=len(CHEAPER))).verdict is Verdict.PUBLISHED


def test_a_file_of_any_size_is_answered(bucket, inbox):
    content = b"#" * (LARGEST_FILE_BYTES + 7)
    report = inbox.take(replace(drop(bucket, content), size=len(content)))
    assert report.verdict is Verdict.REJECTED


@pytest.mark.parametrize("operation", ["get_object", "put_object", "head_object"])
def test_what_s3_refuses_is_raised_for_the_file_to_be_taken_again(bucket, published, operation):
    class Denied(Overtaken):
        pass

    def deny(**_):
        raise client_error("AccessDenied", operation)

    client: Any = Denied(bucket, 0, None)
    setattr(client, operation, deny)
    with pytest.raises(ClientError, match="AccessDenied"):
        Inbox(client, BUCKET, compile_table(published), lambda: NOON).take(drop(bucket, CHEAPER))
