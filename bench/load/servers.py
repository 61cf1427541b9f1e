"""What is put under load: the local server as `make run` starts it, and Lambda's own emulator."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.context import SpawnContext
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.request import urlopen

from bench.emulator import children, emulator_command, free_ports
from bench.load.clients import ByEvent, OverHttp, Way
from local.aws import BUCKET, RATES, local_aws, s3_client
from local.environment import forget_real_credentials
from local.state import read_state
from local.template import ROOT, Template
from publishing.authoring import load_directory
from publishing.publish import publish
from ratebook.compiled import CompiledTable, compile_table
from ratebook.models import RateTable

START_SECONDS = 180.0
MODEL = "gpt-4o-2024-08-06"
LIVED_SECONDS = 60
"""For so long a sandbox keeps the rates that it read, as it is deployed."""
_ANSWERS = re.compile(r"answers at (\S+) ")


class NotStartedError(RuntimeError):
    """What is to be asked did not start."""


@dataclass(frozen=True)
class Server:
    """Something that answers: how it is asked, its processes, and how rates are published to it.

    So many seconds after rates were published every answer has them.
    """

    way: Way
    processes: tuple[int, ...]
    publish: Callable[[RateTable], object]
    seconds_until_newer: float


def authored() -> CompiledTable:
    """The rates as they are authored."""
    return compile_table(load_directory(RATES))


def newer(compiled: CompiledTable) -> CompiledTable:
    """The same with another price from today on, of a model that most of the calls are about."""
    document, today = json.loads(compiled.content), datetime.now(UTC).date().isoformat()
    entries = document["providers"]["openai"]["models"][MODEL]["base"]
    changed = {"usd_per_million_input_tokens": "2.4", "reason": "another price, to be seen under load"}
    entries.append(entries[-1] | changed | {"effective_from": today, "checked_on": today})
    return compile_table(RateTable.model_validate_json(json.dumps(document)))


@contextmanager
def local_server(folder: Path, more: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """The local server in a process of its own, with `more` in its environment. Raises `NotStartedError`."""
    state, log = folder / "local.json", folder / "server.log"
    environment = {"PYTHONPATH": "src", "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **more}
    command = [sys.executable, "-m", "local.server", "--port", "0", "--state", str(state)]
    with log.open("wb") as output, _process(command, environment, output) as process:
        found = _waited_for(lambda: _ANSWERS.search(log.read_text(encoding="utf-8")), process, log)
        running = read_state(state)
        forget_real_credentials()
        s3 = s3_client(running.endpoint_url)
        yield Server(
            OverHttp(found[1]),
            (process.pid,),
            lambda table: publish(s3, running.bucket, table, datetime.now(UTC)),
            0.0,  # the local server reads its rates each time anew
        )


@contextmanager
def emulator(folder: Path, sandboxes: int, context: SpawnContext) -> Iterator[Server]:
    """The deployed function in so many sandboxes of Lambda's emulator, with rates from an S3 in this process.

    One sandbox answers one event at a time, as on Lambda, where each event at the same time has a sandbox of its own;
    the emulator itself ends where it is sent a second one meanwhile. Raises `NotStartedError`.
    """
    free = context.SimpleQueue()
    with local_aws() as aws, ExitStack() as stack:
        environment = aws.environment() | {
            "RATES_TTL_SECONDS": str(LIVED_SECONDS),
            "POWERTOOLS_LOG_LEVEL": "INFO",
            "POWERTOOLS_METRICS_DISABLED": "false",
        }
        processes = []
        for number in range(sandboxes):
            address, process = stack.enter_context(_sandbox(folder, number, environment))
            free.put(address)
            processes.append(process)
        s3 = s3_client(aws.endpoint_url)
        yield Server(
            ByEvent(free, Template.read()),
            tuple(processes),
            lambda table: publish(s3, BUCKET, table, datetime.now(UTC)),
            LIVED_SECONDS + 1.0,
        )


@contextmanager
def _sandbox(folder: Path, number: int, variables: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The address of an emulator, and the process of the function in it."""
    ports = free_ports()
    environment: dict[str, str] = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    forget_real_credentials(environment)
    environment |= variables | {"AWS_LAMBDA_FUNCTION_NAME": "ApiFunction", "AWS_LAMBDA_FUNCTION_TIMEOUT": "60"}
    log = folder / f"sandbox-{number}.log"
    with (
        log.open("wb") as output,
        _process(emulator_command(ports, "handlers.api.handler"), environment, output) as process,
    ):
        _waited_for(lambda: _listens(ports.events), process, log)
        address = f"http://127.0.0.1:{ports.events}"
        one_event = b'{"httpMethod": "GET", "path": "/health", "headers": {}, "requestContext": {}}'
        with urlopen(f"{address}/2015-03-31/functions/function/invocations", one_event, START_SECONDS):  # noqa: S310
            pass
        yield address, _waited_for(lambda: _child(process.pid), process, log)


@contextmanager
def _process(command: list[str], environment: dict[str, str], output: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _waited_for[Found](look: Callable[[], Found | None], process: subprocess.Popen[bytes], log: Path) -> Found:
    end = time.monotonic() + START_SECONDS
    while not (found := look()):
        if process.poll() is not None or time.monotonic() > end:
            raise NotStartedError(f"{process.args!r} did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
        time.sleep(0.1)
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _child(process: int) -> int | None:
    """The function's own process below the emulator's."""
    return next(iter(children(process)), None)
