"""What a whole decision takes in a warm function, beside the idiomatic function's echo, and what many of them leave.

    python -m bench.warm [--decisions 10000]

Each handler runs in a process and an environment of its own: an event in, an answer out, its log record and its metrics
written. The decision has nine rules with their flips and every alternative of the deployed rate table.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from bench.bucket import bucket
from bench.cold import EVENT, SKELETON_PYTHON, objects, published
from bench.elsewhere import ROOT, contenders_of, environment
from bench.results import print_table, reached, write
from bench.rounds import measured

WORKER = "bench.peers.handler"
ECHO, DECISION = "idiomatic echo", "Payback, a whole decision"
OURS = {"POWERTOOLS_SERVICE_NAME": "payback", "POWERTOOLS_METRICS_NAMESPACE": "Payback"}
_REGION = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "LAMBDA_TASK_ROOT": "/var/task"}
_TRACED = {"_X_AMZN_TRACE_ID": "Root=1-65f00000-000000000000000000000001;Parent=0000000000000001;Sampled=1"}
_KEYS = {"AWS_ACCESS_KEY_ID": "emulated", "AWS_SECRET_ACCESS_KEY": "emulated"}
_FLAT = 1.02
"""Of the memory after a fifth of the decisions, that after all of them."""


def main() -> int:
    """Print the table, the percentiles and the memory. Returns the exit code: 1 where a goal is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--decisions", type=int, default=10_000)
    given = asked.parse_args()
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        served = open_.enter_context(bucket(objects(published()), folder))
        open_.enter_context(patch.dict("os.environ", {**_REGION, **_KEYS, **_TRACED, **OURS, **served}))
        echo = open_.enter_context(contenders_of(SKELETON_PYTHON, WORKER, "bench.skeleton.app.handler", str(EVENT)))
        ours = open_.enter_context(contenders_of(Path(sys.executable), WORKER, "handlers.api.handler", str(EVENT)))
        [(_, first)], [(_, second)] = echo.items(), ours.items()
        found = measured({ECHO: first, DECISION: second})
        many = _many(given.decisions)
    print_table("one event to a warm handler", found)
    print(
        f"{given.decisions} decisions: p50 {many['p50_seconds'] * 1e6:.0f} µs, p99 {many['p99_seconds'] * 1e6:.0f} µs, "
        f"memory {many['first_bytes'] / 1e6:.1f} MB after a fifth, {many['last_bytes'] / 1e6:.1f} MB after all\n"
    )
    spread, growth = many["p99_seconds"] / many["p50_seconds"], many["last_bytes"] / many["first_bytes"]
    met = (
        reached("a whole decision against the echo", found.ratio(DECISION), at_most=1.5),
        _held("p99 against p50", spread, 3),
        _held("memory after all against memory after a fifth", growth, _FLAT),
    )
    write("warm", found, decisions=given.decisions, many=many)
    return 0 if all(met) else 1


def _many(decisions: int) -> dict[str, float]:
    """Each of many decisions timed by itself, in one process, its garbage collected as in a deployment."""
    command = [sys.executable, "-m", WORKER, "handlers.api.handler", str(EVENT), "--many", str(decisions)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _held(what: str, value: float, most: float) -> bool:
    met = value <= most
    print(f"{'reached' if met else 'MISSED '} {what}: {value:.3g}, wanted at most {most:g}")
    return met


if __name__ == "__main__":
    sys.exit(main())
