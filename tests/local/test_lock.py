"""A folder has one server at a time."""

import os
import signal
import subprocess
import sys

import pytest

from local.lock import AlreadyRunningError, NotAStateError, only_server
from local.state import NotRunningError, State, announced, read_state, running
from local.template import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from local.lock import only_server
with only_server(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def state(tmp_path):
    return tmp_path / "kept" / "local.json"


def test_a_second_one_is_told_where_the_first_answers_and_what_to_do(state):
    with (
        only_server(state),
        announced(State("http://127.0.0.1:8080", "http://127.0.0.1:1", "a-bucket"), state),
        pytest.raises(AlreadyRunningError) as refused,
        only_server(state),
    ):
        pytest.fail("there are two")
    other = state.parent / "second" / "local.json"
    assert str(refused.value) == (
        f"Another server at http://127.0.0.1:8080 keeps its files in {state.parent}: stop it, "
        f"or give this one a folder of its own: make run PORT=8081 STATE={other}"
    )


def test_one_that_has_not_said_yet_where_it_answers_is_another_too(state):
    with only_server(state), pytest.raises(AlreadyRunningError, match="Another server keeps"), only_server(state):
        pytest.fail("there are two")


def test_another_name_in_the_same_folder_is_no_other_folder(state):
    with only_server(state), pytest.raises(AlreadyRunningError), only_server(state.with_name("other.json")):
        pytest.fail("there are two")


def test_after_the_first_one_comes_the_next(state):
    for _ in range(2):
        with only_server(state):
            pass


def test_the_lock_of_one_that_was_killed_is_gone_and_so_is_its_address(state):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(state)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": "src:."},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunningError), only_server(state):
            pytest.fail("there are two")
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    state.write_text('{"address": "http://127.0.0.1:8080", "endpoint_url": "", "bucket": ""}')
    with only_server(state), pytest.raises(NotRunningError):
        read_state(state)


@pytest.mark.parametrize("text", ['{"payback-ledger": []}', "", "[]", "not json"])
def test_a_file_that_is_no_state_is_left_alone(state, text):
    state.parent.mkdir()
    state.write_text(text)
    said = "is no state of a server: name a file that is not there yet"
    with pytest.raises(NotAStateError, match=said), only_server(state):
        pytest.fail("it was taken")
    assert state.read_text() == text


def test_a_folder_and_the_lock_itself_are_no_state(state):
    for path in (state.parent.parent, state.with_name("server.lock")):
        with pytest.raises(NotAStateError), only_server(path):
            pytest.fail("it was taken")


def test_a_server_that_was_killed_is_told_not_to_answer(state):
    killed = State("http://127.0.0.1:1", "http://127.0.0.1:1", "a-bucket")
    with announced(killed, state), pytest.raises(NotRunningError, match="does not answer: start `make run`"):
        running(state)
