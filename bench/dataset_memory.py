"""Checks training files of several sizes, each in a process of its own, and compares the memory that it takes at most.

The files are made as they are read and differ in every example, so that nothing is kept but what the check keeps.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from datasets.files import check_files
from datasets.tokenizers import Encoding

MEGABYTES = (10, 100, 500)
EXAMPLES_AT_ONCE = 200
_TEXT = (
    "the a payment refund order was is not late please help with my account invoice number after before status sent "
    "return charge customer asks answer policy days shipping address changed twice thanks {} [] 2026-11-27 £12.50 über"
)
_WORDS = _TEXT.split()


def main(arguments: list[str] | None = None) -> int:
    """Run the sizes one after another, and print what each took."""
    parser = argparse.ArgumentParser(description="What checking a training file takes.")
    parser.add_argument("--megabytes", type=int, help="check one file of this size, and print figures as JSON")
    options = parser.parse_args(arguments)
    if options.megabytes is not None:
        print(json.dumps(checked(options.megabytes * 1_000_000)))
        return 0
    print("Checking training files, each in a process of its own")
    print(f"{'MB':>6} {'examples':>10} {'tokens':>12} {'MB/s':>6} {'most MB of memory':>18} {'of that at 10 MB':>17}")
    least = None
    for size in MEGABYTES:
        asked = [sys.executable, "-m", "bench.dataset_memory", "--megabytes", str(size)]
        found = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        least = least or found["peak_mb"]
        print(
            f"{size:>6} {found['examples']:>10,} {found['tokens']:>12,} {size / found['seconds']:>6.1f} "
            f"{found['peak_mb']:>18.0f} {found['peak_mb'] / least:>16.2f}x"
        )
    return 0


def checked(size: int) -> dict[str, float]:
    """What checking a file of so many bytes takes; memory in MB of 1024 * 1024 bytes."""
    began = time.process_time()
    found = check_files(made(size)).training
    return {
        "examples": found.examples,
        "tokens": found.tokens[Encoding.O200K].total,
        "seconds": time.process_time() - began,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def made(size: int) -> Iterator[bytes]:
    """A file of chat examples that all differ, of at least so many bytes."""
    rng, made = random.Random(size), 0  # noqa: S311
    while made < size:
        lines = (json.dumps(_example(rng)) + "\n" for _ in range(EXAMPLES_AT_ONCE))
        chunk = "".join(lines).encode()
        made += len(chunk)
        yield chunk


def _example(rng: random.Random) -> dict[str, object]:
    said = (("system", 12), ("user", rng.randrange(10, 200)), ("assistant", rng.randrange(5, 120)))
    return {"messages": [{"role": role, "content": " ".join(rng.choices(_WORDS, k=words))} for role, words in said]}


if __name__ == "__main__":
    sys.exit(main())
