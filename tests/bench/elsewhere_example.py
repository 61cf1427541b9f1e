"""A process that contenders live in, for the harness's own tests."""

import sys
from itertools import count

from bench.elsewhere import serve

COUNTED = count(1)


def prints() -> float:
    print("what a library has to say")  # noqa: T201 - the harness keeps it out of the protocol
    return 0.5


def ends() -> float:
    raise SystemExit


if __name__ == "__main__":
    serve({"ends": ends} if "ends" in sys.argv else {"prints": prints, "counts": lambda: float(next(COUNTED))})
