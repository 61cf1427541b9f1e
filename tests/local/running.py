"""The local server in a process of its own, as `make run` starts it."""

import os
import re
import subprocess
import sys

from local.template import ROOT


def start(*arguments, **environment):
    """The process of a server that is about to start."""
    return subprocess.Popen(
        [sys.executable, "-m", "local.server", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process, pattern):
    """What the server printed, up to the line that holds `pattern`."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
    raise AssertionError(f"the server ended before it printed {pattern!r}:\n{''.join(lines)}")


def address_in(printed):
    """Where a server says that it answers."""
    (address,) = re.findall(r"answers at (http://127\.0\.0\.1:\d+) ", printed)
    return address
