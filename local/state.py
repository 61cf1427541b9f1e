"""How other commands on this machine find the server that `make run` started: a file, for as long as it runs."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local.files import write_whole
from local.template import ROOT

STATE_PATH = ROOT / ".payback" / "local.json"


ANSWERS_WITHIN_SECONDS = 5.0


class NotRunningError(RuntimeError):
    """No server runs here."""


@dataclass(frozen=True)
class State:
    """Where a server answers, and the AWS and bucket that it reads its rates from."""

    address: str
    endpoint_url: str
    bucket: str


@contextmanager
def announced(state: State, path: Path = STATE_PATH) -> Iterator[None]:
    """Tell of a server for as long as the block runs."""
    write_whole(path, json.dumps(asdict(state)))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def running(path: Path = STATE_PATH) -> State:
    """The server that runs here and answers. Raises `NotRunningError`, also for one that was killed."""
    state = read_state(path)
    address = urlsplit(state.address)
    try:
        socket.create_connection((str(address.hostname), address.port or 80), timeout=ANSWERS_WITHIN_SECONDS).close()
    except OSError as error:
        message = f"the server that ran at {state.address} does not answer: start `make run`"
        raise NotRunningError(message) from error
    return state


def read_state(path: Path = STATE_PATH) -> State:
    """The server that runs here. Raises `NotRunningError`."""
    if not path.exists():
        raise NotRunningError("no server runs here: start `make run`")
    return State(**json.loads(path.read_text(encoding="utf-8")))
