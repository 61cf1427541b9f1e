"""How far a check is, and what becomes of one that does not go on or does not go fast enough."""

from datetime import timedelta
from typing import Any

import pytest

from datasets.storage import bucket, checks
from datasets.uploads import beginning, one_pass
from datasets.uploads.reasons import STOPPED
from datasets.uploads.standing import STALLED_AFTER
from tests.handlers.datasets.account import file_of

WINDOW = 1000


@pytest.fixture
def slow(account, monkeypatch):
    """The account, where a file is read a thousand bytes at a time, and each takes `seconds`."""
    told: dict[str, Any] = {"seconds": 5.0, "seen": [], "puts": 0}
    read, put_progress = bucket.Bucket.read, checks.Check.put_progress

    def reading(self, key, start=0, etag=None, window=WINDOW):
        for chunk in read(self, key, start, etag, WINDOW):
            yield chunk
            account.clock.move(seconds=told["seconds"])
            if "asked" in told:
                told["seen"].append(account.stands(told["asked"]).json)

    def putting(self, progress):
        told["puts"] += 1
        put_progress(self, progress)

    monkeypatch.setattr(bucket.Bucket, "read", reading)
    monkeypatch.setattr(checks.Check, "put_progress", putting)
    monkeypatch.setattr(one_pass, "JUDGED_AFTER", timedelta(days=1))
    account.told = told
    return account


def test_while_a_file_is_checked_its_share_grows_to_one(slow):
    slow.told["asked"] = asked = slow.upload()
    told = slow.send(asked, file_of(60))
    assert slow.arrive(told) == "checked"
    seen = slow.told["seen"]
    assert {each["status"] for each in seen} == {"checking"}
    shares = [each["progress"]["share"] for each in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert len(set(shares)) > 3
    assert {each["progress"]["of_bytes"] for each in seen} == {len(file_of(60))}
    assert slow.stands(asked).json["progress"]["share"] == 1


def test_the_validation_file_is_part_of_it(slow):
    slow.told["asked"] = asked = slow.upload(validation=True)
    slow.send(asked, file_of(30), "validation")
    slow.arrive(slow.send(asked, file_of(30)))
    shares = [each["progress"]["share"] for each in slow.told["seen"]]
    assert shares == sorted(shares)
    assert shares[-1] > 0.75
    assert slow.told["seen"][-1]["progress"]["of_bytes"] == 2 * len(file_of(30))


@pytest.mark.parametrize(("seconds", "most"), [(0.1, 1), (0.5, 3), (2.1, 100)])
def test_progress_is_written_every_two_seconds_at_most(slow, seconds, most):
    slow.told["seconds"] = seconds
    slow.arrive(slow.send(slow.upload(), file_of(100)))
    chunks = -(-len(file_of(100)) // WINDOW)
    assert slow.told["puts"] <= min(most, chunks * seconds / 2)
    assert slow.told["puts"] == chunks - 1 or seconds < 2


def test_a_check_that_has_not_moved_for_longer_than_a_function_runs_has_failed(account, monkeypatch):
    asked = account.upload()
    told = account.send(asked, file_of(5))
    with monkeypatch.context() as broken:
        broken.setattr(one_pass, "check_files", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            account.arrive(told)
    account.clock.move(seconds=STALLED_AFTER.total_seconds() - 30)
    assert account.stands(asked).json["status"] == "checking"
    account.clock.move(seconds=60)
    said = account.stands(asked).json
    assert (said["status"], said["reason"]) == ("failed", STOPPED)
    assert account.arrive(told) == "checked"  # its event came again after all
    assert account.stands(asked).json["status"] == "checked"


@pytest.mark.parametrize(("seconds_left", "outcome"), [(100_000, "checked"), (100, "split")])
def test_a_file_that_will_not_be_done_in_time_is_checked_in_parts(slow, monkeypatch, seconds_left, outcome):
    monkeypatch.setattr(one_pass, "JUDGED_AFTER", timedelta(seconds=30))
    monkeypatch.setattr(beginning, "planned", lambda *_: ())
    monkeypatch.setattr("handlers.datasets.machine.Machine.start", lambda *_: None)
    slow.told["seconds"] = 20
    asked = slow.upload()
    told = slow.send(asked, file_of(100))
    assert slow.arrive(told, seconds_left) == outcome


def test_what_was_handed_to_the_machine_once_is_not_checked_in_one_pass_again(slow, monkeypatch):
    monkeypatch.setattr(one_pass, "JUDGED_AFTER", timedelta(seconds=30))
    slow.told["seconds"] = 20
    told = slow.send(slow.upload(), file_of(100))
    assert slow.arrive(told, 100) == "split"
    monkeypatch.setattr(beginning, "check_in_one_pass", lambda *_: 1 / 0)
    assert slow.arrive(told, 100_000) == "split"
    assert len(slow.started()) == 1
