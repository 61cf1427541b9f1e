"""Runs `sam local` on the built function."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.container import environment_of_sam, sam_command
from local.slack import fresh
from local.template import ROOT, Template


class SamError(AssertionError):
    """`sam` failed, or answered what is no answer of a function."""


def answer_in(printed: str, log: str, begins_with: str = "statusCode") -> dict[str, Any]:
    """The function's answer in what `sam local invoke` printed, where a line of the log may come right behind it.

    It `begins_with` a field that no line of the log begins with. Raises `SamError`.
    """
    try:
        answer, _ = json.JSONDecoder().raw_decode(printed[printed.index(f'{{"{begins_with}"') :])
    except ValueError as error:
        raise SamError(f"sam local invoke gave no answer:\n{printed}\n{log}") from error
    return dict(answer)


class Sam:
    """`sam local` with files of its own in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def invoke(
        self,
        event: Path,
        environment: Mapping[str, str],
        function: str = "ApiFunction",
        begins_with: str = "statusCode",
    ) -> dict[str, Any]:
        """A function's answer to the event in a file, signed afresh where it is Slack's. Raises `SamError`."""
        command = self._command("invoke", environment)
        done = subprocess.run(
            [*command, "--event", "-", function],
            cwd=ROOT,
            env=environment_of_sam(),
            input=json.dumps(fresh(json.loads(event.read_text()), datetime.now(UTC))),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return answer_in(done.stdout, done.stderr, begins_with)

    @contextmanager
    def api(self, environment: Mapping[str, str]) -> Iterator[str]:
        """Address of the API while the block runs. Raises `SamError` where it does not come up."""
        port = _free_port()
        log = self._directory / "start-api.log"
        command = [*self._command("start-api", environment), "--port", str(port), "--warm-containers", "EAGER"]
        with log.open("w") as output:
            process = subprocess.Popen(command, cwd=ROOT, env=environment_of_sam(), stdout=output, stderr=output)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(60)

    def _command(self, name: str, environment: Mapping[str, str]) -> list[str]:
        return sam_command(name, environment, tuple(Template.read().functions()), self._directory)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise SamError(f"sam local start-api did not come up:\n{log.read_text()}")
