"""A handler that answers one event over and over, in a process of its own: the worker of `bench.warm`.

`python -m bench.peers.handler MODULE.HANDLER EVENT` serves it as a contender; `--many N` times N answers one by one
and prints what they came to.
"""

import json
import os
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from types import SimpleNamespace
from typing import Any

from bench.elsewhere import serve
from bench.rounds import Contender, timed

_SHARE = 5
"""Memory is looked at first after one in so many answers: what is kept by then is kept for good."""
_CONTEXT = SimpleNamespace(
    function_name="payback",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:payback",
    aws_request_id="00000000-0000-0000-0000-000000000000",
)


def asked(handler: Callable[[Any, Any], dict[str, Any]], payload: str) -> None:
    """One event in, one answer out, as Lambda's runtime reads the one and writes the other."""
    answer = handler(json.loads(payload), _CONTEXT)
    if answer["statusCode"] != 200:
        raise RuntimeError(f"the handler answered {answer}")
    json.dumps(answer)


def many(ask: Callable[[], None], count: int) -> dict[str, float]:
    """Seconds of this thread that half and 99 of 100 answers stay below, and bytes that are resident."""
    seconds, first = array("d", bytes(8 * count)), 0  # there from the start: what is measured is what is asked
    for number in range(count):
        began = time.thread_time()
        ask()
        seconds[number] = time.thread_time() - began
        if number == count // _SHARE:
            first = _resident_bytes()
    last = _resident_bytes()
    cuts = quantiles(seconds, n=100)
    return {
        "p50_seconds": cuts[49],
        "p99_seconds": cuts[98],
        "longest_seconds": max(seconds),
        "first_bytes": first,
        "last_bytes": last,
    }


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serve, or time many; what a handler logs goes nowhere, since writing it to a terminal is no part of the work."""
    module, _, name = sys.argv[1].rpartition(".")
    payload = Path(sys.argv[2]).read_text()
    with Path(os.devnull).open("w") as nowhere:
        with redirect_stdout(nowhere):  # a logger keeps the stream that it finds
            handler = getattr(import_module(module), name)

            def ask() -> None:
                asked(handler, payload)

            ask()
            if "--many" in sys.argv:
                found = many(ask, int(sys.argv[-1]))
            else:
                contender = _silent(timed(ask), nowhere)
        if "--many" in sys.argv:
            print(json.dumps(found))
        else:
            serve({sys.argv[1]: contender})


def _silent(contender: Contender, nowhere: Any) -> Contender:
    def silently() -> float:
        with redirect_stdout(nowhere):
            return contender()

    return silently


if __name__ == "__main__":
    main()
