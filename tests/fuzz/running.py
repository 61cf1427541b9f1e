"""Runs a target over inputs that are made of its seeds, each within a time."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from types import FrameType

from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import Target

HANG_SECONDS = 5.0
"""Of the processor's time, so that a busy machine makes no hang of a slow input."""
_KEPT = 4_000
"""New inputs that others are made of."""


class HangError(AssertionError):
    """An input took too long."""


class FoundError(AssertionError):
    """An input with which a target fails; `data` is the input, the cause what it failed with."""

    def __init__(self, target: str, data: bytes) -> None:
        self.target, self.data = target, data
        super().__init__(f"{target} fails with {data!r}")


@dataclass(frozen=True)
class Ran:
    """How many inputs a target was given, and in which time."""

    target: str
    inputs: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.target}: {self.inputs:,} inputs in {self.seconds:.0f} s, {self.inputs / self.seconds:,.0f} a second"
        )


def run(target: Target, inputs: int, seed: int) -> Ran:
    """Give a target its seeds and what is made of them. Raises `FoundError` for the first with which it fails."""
    start = time.monotonic()
    with watched():
        count = 0
        for data in _inputs(target, Random(seed)):
            if count == inputs:
                break
            attempt(target, data)
            count += 1
    return Ran(target.name, count, max(time.monotonic() - start, 1e-9))


def attempt(target: Target, data: bytes) -> None:
    """Give a target one input. Raises `FoundError`."""
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG_SECONDS)
    try:
        target.check(data)
    except Exception as error:
        raise FoundError(target.name, data) from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@contextmanager
def watched() -> Iterator[None]:
    """Have an input that takes too long fail with a `HangError`, where it hangs."""

    def hangs(number: int, frame: FrameType | None) -> None:
        raise HangError(f"it took more than {HANG_SECONDS:g} s of the processor's time")

    before = signal.signal(signal.SIGVTALRM, hangs)
    try:
        yield
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _inputs(target: Target, random: Random) -> Iterator[bytes]:
    """The seeds, then what is made of them and of what was made before, of which some is kept."""
    own = seeds(target.name)
    made: list[bytes] = []
    yield from own
    while True:
        base = random.choice(made if made and random.random() < 0.5 else own)
        data = mutated(base, own, random)[: target.longest]
        yield data
        if not target.whole_json or _is_json(data):  # of a body that is none only little would be read
            if len(made) < _KEPT:
                made.append(data)
            else:
                made[random.randrange(_KEPT)] = data


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
