"""What looks again and again beside the server, and once more when that ends."""

import itertools
import threading

import pytest
from botocore.exceptions import ClientError

from local import polling
from local.polling import repeated

NEVER = 3600.0


def test_what_comes_while_the_block_runs_is_told(capsys):
    looked = threading.Event()

    def look():
        looked.set()
        yield "something"

    with repeated(look, "things", 0.01):
        assert looked.wait(5)
    assert "something\n" in capsys.readouterr().out


def test_what_came_just_before_the_end_is_found_at_the_end(capsys):
    with repeated(lambda: ["the last one"], "things", NEVER):
        pass
    assert capsys.readouterr().out == "the last one\n"


def test_where_asked_it_looks_until_there_is_none(capsys):
    left = ["one", "two", "three"]
    with repeated(lambda: [left.pop(0)] if left else [], "things", NEVER, until_none=True):
        pass
    assert capsys.readouterr().out == "one\ntwo\nthree\n"


def test_what_never_ends_is_left_for_whoever_comes_next(monkeypatch):
    monkeypatch.setattr(polling, "LAST_SECONDS", 0.05)
    looked = itertools.count()
    with repeated(lambda: [f"look {next(looked)}"], "things", NEVER, until_none=True):
        pass
    assert next(looked) > 1


@pytest.mark.parametrize("until_none", [True, False])
def test_that_looking_failed_is_said_and_ends_the_last_looks(capsys, until_none):
    def look():
        raise ClientError({"Error": {"Code": "Gone", "Message": "no"}}, "Look")

    with repeated(look, "things", NEVER, until_none=until_none):
        pass
    assert capsys.readouterr().out.startswith("cannot look for things: ")
