"""One server in a folder: two would write over what the other keeps."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.state import NotRunningError, read_state

LOCK_FILE = "server.lock"


class AlreadyRunningError(RuntimeError):
    """Another server keeps its files in this folder."""


class NotAStateError(RuntimeError):
    """What was named as the file of a server's state is something else, and is left alone."""


@contextmanager
def only_server(state: Path) -> Iterator[None]:
    """Be the only server whose files lie in the folder of `state`, while the block runs.

    The lock is the process's, so it is gone with it, however that ends; the file stays. Raises `AlreadyRunningError`
    and `NotAStateError` that say what to do, and `OSError`.
    """
    if state.name == LOCK_FILE:
        raise NotAStateError(f"{LOCK_FILE} is the name of the lock: name another file, STATE=…")
    state.parent.mkdir(parents=True, exist_ok=True)
    with (state.parent / LOCK_FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(_refusal(state)) from error
        _forget(state)
        yield


def _forget(state: Path) -> None:
    """Remove what a server left behind that was killed, and nothing else that may lie there."""
    try:
        read_state(state)
    except NotRunningError:
        return
    except (OSError, ValueError, TypeError) as error:
        raise NotAStateError(f"{state} is no state of a server: name a file that is not there yet, STATE=…") from error
    state.unlink()


def _refusal(state: Path) -> str:
    try:
        where = f" at {read_state(state).address}"
    except (NotRunningError, OSError, ValueError, TypeError):
        where = ""  # it is about to start, or about to end
    other = state.parent / "second" / state.name
    return (
        f"Another server{where} keeps its files in {state.parent}: stop it, "
        f"or give this one a folder of its own: make run PORT=8081 STATE={other}"
    )
