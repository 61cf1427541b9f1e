"""The memory of processes while they are asked, and whether it stays as it is."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FLAT = 1.05
"""The most that the last third of the time may take of what the second third took."""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def resident_bytes(processes: Iterable[int]) -> int:
    """What processes hold in memory together, by Linux's own count."""
    return sum(int(Path(f"/proc/{id}/statm").read_text(encoding="ascii").split()[1]) for id in processes) * _PAGE_BYTES


@dataclass(frozen=True)
class Held:
    """The median of each third of the time, in bytes. In the first one everything is used for the first time."""

    thirds: tuple[float, float, float]

    @classmethod
    def of(cls, samples: Sequence[int]) -> "Held":
        """What samples of the same distance in time come to. Raises `ValueError` for fewer than three."""
        if len(samples) < len("123"):
            raise ValueError("memory was looked at fewer than three times: ask for longer")
        third = len(samples) // 3
        return cls((median(samples[:third]), median(samples[third : 2 * third]), median(samples[2 * third :])))

    @property
    def growth(self) -> float:
        """The last third's median as a part of the second's."""
        _, second, last = self.thirds
        return last / second

    @property
    def flat(self) -> bool:
        """Whether memory stays as it is."""
        return self.growth <= FLAT

    def __str__(self) -> str:
        told = " → ".join(f"{each / 1e6:.1f}" for each in self.thirds)
        return f"{told} MB, median of each third; the last is {self.growth:.3f} times the second"
