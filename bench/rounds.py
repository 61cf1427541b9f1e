"""Several ways to do the same work, measured in turns, so that what slows the machine down slows all of them.

A contender is anything that does its work once and says how many seconds that took, of the processor and not of the
clock. Each round calls all of them, in an order that is drawn anew. The reference has a second place among them, its
**control**: the same code against itself, whose ratio is the noise of the measurement. A ratio that is no further from
1 than the control's interval says nothing.
"""

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

ROUNDS = 60
CONTROL = "the same again"
_SEED = 20_261_127
_RESAMPLED = 1_000
_SAMPLE_SECONDS = 0.02

type Contender = Callable[[], float]
"""Does its work once and returns the seconds of processor time that it took, of one unit of the work."""


@dataclass(frozen=True)
class Ratio:
    """How many times as long as the reference: of the lower quartiles, with its 95% interval over the rounds."""

    value: float
    low: float
    high: float

    @property
    def inverse(self) -> "Ratio":
        """How many times faster than the reference."""
        return Ratio(1 / self.value, 1 / self.high, 1 / self.low)


@dataclass(frozen=True)
class Measured:
    """All rounds of one run: by contender the seconds of each round, in the order of the rounds."""

    reference: str
    seconds: Mapping[str, Sequence[float]]

    @property
    def rounds(self) -> int:
        """How many rounds there were."""
        return len(self.seconds[self.reference])

    def lower_quartile(self, name: str) -> float:
        """Seconds that a quarter of the rounds stayed below: what else the machine does only ever adds."""
        return _lower_quartile(self.seconds[name])

    def median(self, name: str) -> float:
        """Seconds that half of the rounds stayed below."""
        return median(self.seconds[name])

    def ratio(self, name: str, to: str | None = None) -> Ratio:
        """What a contender takes of what another takes, by default the reference.

        Its interval is had by drawing rounds anew, with repetition, the same rounds for both.
        """
        mine, others = self.seconds[name], self.seconds[to or self.reference]
        drawing = random.Random(_SEED)  # noqa: S311 - a resampling
        found = sorted(
            _lower_quartile([mine[each] for each in drawn]) / _lower_quartile([others[each] for each in drawn])
            for drawn in (drawing.choices(range(len(mine)), k=len(mine)) for _ in range(_RESAMPLED))
        )
        cut = _RESAMPLED // 40
        return Ratio(_lower_quartile(mine) / _lower_quartile(others), found[cut], found[-cut - 1])

    def middle_half(self, name: str) -> tuple[float, float]:
        """Between what the middle half of the rounds lies, each against the reference in the same round."""
        pairs = zip(self.seconds[name], self.seconds[self.reference], strict=True)
        low, _, high = quantiles((mine / other for mine, other in pairs), n=4)
        return low, high


def measured(contenders: Mapping[str, Contender], *, rounds: int = ROUNDS, warm_rounds: int = 1) -> Measured:
    """Call all contenders in turns. The first is the reference, and is called twice in each round.

    Args:
        contenders: by name, in the order of the table. None may be called `CONTROL`.
        rounds: how many rounds count.
        warm_rounds: how many go before them and do not count.
    """
    if CONTROL in contenders:
        raise ValueError(f"{CONTROL} is the control's name")
    reference = next(iter(contenders))
    taking_part = {reference: contenders[reference], CONTROL: contenders[reference]} | dict(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in taking_part}
    order, drawing = list(taking_part), random.Random(_SEED)  # noqa: S311 - an order
    gc.collect()
    gc.freeze()  # what lives now is no garbage later, and need not be walked through before each sample
    try:
        for number in range(-warm_rounds, rounds):
            drawing.shuffle(order)
            for name in order:
                taken = taking_part[name]()
                if number >= 0:
                    seconds[name].append(taken)
    finally:
        gc.unfreeze()
    return Measured(reference, seconds)


def timed(work: Callable[[], object], *, units: int = 1, least_seconds: float = _SAMPLE_SECONDS) -> Contender:
    """The contender that does the work in this process, as often in a round as it takes for the clock to be exact.

    Args:
        work: is called without arguments; what it returns is dropped.
        units: how many units one call is, such as the records of a request.
        least_seconds: how long a round's calls take together at least; 0 for a single call.
    """
    calls = _calls_that_take(work, least_seconds)

    def contender() -> float:
        return _processor_seconds(work, calls) / (calls * units)

    return contender


def _calls_that_take(work: Callable[[], object], least_seconds: float) -> int:
    calls = 1
    while _processor_seconds(work, calls) < least_seconds:
        calls *= 2
    return calls


def _processor_seconds(work: Callable[[], object], calls: int) -> float:
    """Of all threads of this process. As `timeit` does, no garbage is collected meanwhile, but before."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        for _ in range(calls):
            work()
        return time.process_time() - began
    finally:
        gc.enable()


def _lower_quartile(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=4, method="inclusive")[0] if len(seconds) > 1 else seconds[0]
