"""One cold start in Lambda's runtime emulator: a process of its own, its first event, and what that took."""

import json
import os
import platform
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from local.template import ROOT

EMULATOR = ".sam/lib/python*/site-packages/samcli/local/rapid"
PYTHON = ".emulator/bin/python"
"""The environment of Lambda's own runtime client, `awslambdaric`."""

_LAMBDA = {
    "AWS_LAMBDA_FUNCTION_NAME": "payback",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "emulated",
    "AWS_SECRET_ACCESS_KEY": "emulated",
    "AWS_SESSION_TOKEN": "emulated",
    "LAMBDA_TASK_ROOT": "/var/task",
    "PYTHONDONTWRITEBYTECODE": "1",  # a function's folder cannot be written to
}
_PATIENCE_SECONDS = 30


class EmulatorError(RuntimeError):
    """The function was not reached, or did not answer with a 200."""


@dataclass(frozen=True)
class Function:
    """What is started: a folder as it is deployed, its handler, and its environment beside Lambda's own."""

    folder: Path
    handler: str
    environment: Mapping[str, str]


@dataclass(frozen=True)
class ColdStart:
    """What the start and the first answer took: seconds of processor time of all threads, and the answer."""

    processor_seconds: float
    answer: dict[str, Any]


class Ports(NamedTuple):
    """Where an emulator takes events, and where its function asks it for them."""

    events: int
    runtime: int


def cold_start(function: Function, event: Mapping[str, Any]) -> ColdStart:
    """Start a function, ask it once, and stop it. Raises `EmulatorError`."""
    ports = free_ports()
    with subprocess.Popen(  # noqa: S603 - our own build
        emulator_command(ports, function.handler),
        cwd=function.folder,
        env={"PATH": os.environ["PATH"], **_LAMBDA, **function.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as emulator:
        answer: dict[str, Any] = {}
        seconds = 0.0
        try:
            if _listens(ports.events, emulator):
                answer = _invoked(ports.events, event)
                seconds = sum(_processor_seconds(pid) for pid in children(emulator.pid))
        finally:
            emulator.send_signal(signal.SIGTERM)
            log = emulator.communicate(timeout=_PATIENCE_SECONDS)[0].decode(errors="replace")
    if answer.get("statusCode") != 200:
        raise EmulatorError(f"{function.handler} answered {answer}\n{log}")
    return ColdStart(seconds, answer)


def emulator_command(ports: Ports, handler: str) -> list[str]:
    """What starts an emulator, and in it a function. Raises `EmulatorError` without one."""
    architecture = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
    found = next(ROOT.glob(f"{EMULATOR}/aws-lambda-rie-{architecture}"), None)
    if found is None:
        raise EmulatorError("there is no emulator: make .sam/.installed")
    return [
        str(found),
        *("--runtime-interface-emulator-address", f"127.0.0.1:{ports.events}"),
        *("--runtime-api-address", f"127.0.0.1:{ports.runtime}"),
        *(str(ROOT / PYTHON), "-m", "awslambdaric", handler),
    ]


def _invoked(port: int, event: Mapping[str, Any]) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    request = urllib.request.Request(url, json.dumps(event).encode())
    with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as response:  # noqa: S310
        answer: dict[str, Any] = json.loads(response.read())
        return answer


def _listens(port: int, emulator: subprocess.Popen[bytes]) -> bool:
    """Whether it does within its time: one that has ended never will."""
    for _ in range(_PATIENCE_SECONDS * 200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if emulator.poll() is not None:
                return False
            time.sleep(0.005)
        else:
            return True
    return False


def children(pid: int) -> list[int]:
    """The processes below one, of whichever thread of the process they are."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def _processor_seconds(pid: int) -> float:
    """Of all threads of a process, also of those that have ended; to the nanosecond, see clock_getcpuclockid(3)."""
    return time.clock_gettime((~pid << 3) | 2)


def free_ports() -> Ports:
    """Two ports that nobody listens on."""
    with socket.socket() as events, socket.socket() as runtime:
        for each in (events, runtime):
            each.bind(("127.0.0.1", 0))
        return Ports(events.getsockname()[1], runtime.getsockname()[1])
