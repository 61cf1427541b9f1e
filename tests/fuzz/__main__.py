"""Fuzzes the readers of what strangers send: `python -m tests.fuzz`, as `make fuzz` calls it.

Each target is given inputs that are made of its seeds, and before them, by an interpreter that has Atheris, inputs that
are looked for by the code that they reach.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tests.fuzz.running import FoundError, run
from tests.fuzz.targets import TARGETS

FOUND = Path(".payback") / "fuzz"


def main() -> int:
    """Runs the targets. Returns the exit code: 1 where an input was found with which one fails, which is kept."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--target", action="append", choices=TARGETS, help="one of them; default: all")
    parser.add_argument("--inputs", type=int, default=200_000, help="for each target")
    parser.add_argument("--seed", type=int, default=8, help="the same seed makes the same inputs")
    parser.add_argument("--guided", help="the interpreter with Atheris; without it nothing is looked for by coverage")
    parser.add_argument("--seconds", type=int, default=120, help="for each target under Atheris")
    options = parser.parse_args()
    failed = False
    for name in options.target or TARGETS:
        if options.guided:
            failed |= not _guided(options.guided, name, options.seconds, options.seed)
        try:
            print(run(TARGETS[name], options.inputs, options.seed), flush=True)
        except FoundError as error:
            FOUND.mkdir(parents=True, exist_ok=True)
            path = FOUND / f"{name}-found"
            path.write_bytes(error.data)
            print(
                f"{error}\nbecause of {type(error.__cause__).__name__}: {error.__cause__}; kept in {path}", flush=True
            )
            failed = True
    return int(failed)


def _guided(python: str, name: str, seconds: int, seed: int) -> bool:
    """Whether Atheris found nothing; what it found it tells itself."""
    options = [f"-max_total_time={seconds}", f"-seed={seed}", "-verbosity=0"]
    return not subprocess.run([python, "-m", "tests.fuzz.guided", name, *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
