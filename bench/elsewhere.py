"""Contenders that live in a process and an environment of their own, so that what they import weighs on nobody else.

The protocol is a line each way: the parent writes a contender's name, the child does its work, times itself and writes
the seconds as JSON. The first line that the child writes names its contenders. This module imports the standard library
only, since each environment must be able to import it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from bench.rounds import Contender

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """The environment of a process that imports from here, whose libraries ask no network for what they ship."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return os.environ | {"PYTHONPATH": paths, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}


@contextmanager
def contenders_of(python: Path, module: str, *arguments: str) -> Iterator[dict[str, Contender]]:
    """The contenders that a module serves in another process, by name, for as long as the context is open.

    Raises `RuntimeError` where the process ends instead of answering; what it wrote as it failed is on stderr.
    """
    command = [str(python), "-m", module, *arguments]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment()
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("a process was started without pipes")
        talk = _Talk(module, child.stdin, child.stdout)
        try:
            yield {name: partial(talk.seconds_of, name) for name in talk.answer()}
        finally:
            child.communicate()  # its input ends, and so does it


def serve(contenders: Mapping[str, Contender]) -> None:
    """The child's side: answer each name by the seconds of its contender, until the input ends.

    Whatever else a library prints goes to stderr.
    """
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        _write(answers, list(contenders))
        for line in sys.stdin:
            _write(answers, contenders[json.loads(line)]())


@dataclass(frozen=True)
class _Talk:
    module: str
    to: IO[str]
    by: IO[str]

    def seconds_of(self, contender: str) -> float:
        _write(self.to, contender)
        return float(self.answer())

    def answer(self) -> Any:
        line = self.by.readline()
        if not line:
            raise RuntimeError(f"{self.module} ended without an answer")
        return json.loads(line)


def _write(to: IO[str], value: object) -> None:
    print(json.dumps(value), file=to, flush=True)
