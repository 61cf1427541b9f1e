"""How often each count occurs: exact quantiles and sums, which add up over parts of a file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil


@dataclass
class Histogram:
    """Counts of whole numbers, zero or more.

    Its memory grows with how many numbers differ, and not with how many there are: tokens of examples that come to T in
    all take at most the square root of 2 T different values.
    """

    counts: Counter[int] = field(default_factory=Counter)

    def add(self, values: Iterable[int]) -> None:
        """Count values."""
        self.counts.update(values)

    def update(self, other: "Histogram") -> None:
        """Count all that the other has counted."""
        self.counts.update(other.counts)

    @property
    def size(self) -> int:
        """How many values were counted."""
        return self.counts.total()

    @property
    def total(self) -> int:
        """The sum of the values."""
        return sum(value * count for value, count in self.counts.items())

    def within(self, cap: int | None, factor: Decimal = Decimal(1)) -> Decimal:
        """The sum of the values times a factor, each at most `cap`."""
        if cap is None:
            return self.total * factor
        return sum((min(value * factor, Decimal(cap)) * count for value, count in self.counts.items()), Decimal(0))

    def over(self, cap: int | None) -> int:
        """How many values are more than `cap`."""
        return 0 if cap is None else sum(count for value, count in self.counts.items() if value > cap)

    def quantile(self, percent: int) -> int:
        """The smallest value that at least so many percent of the values do not exceed: the nearest-rank quantile."""
        rank, seen = max(ceil(self.size * percent / 100), 1), 0
        for value in sorted(self.counts):
            seen += self.counts[value]
            if seen >= rank:
                return value
        raise ValueError("nothing was counted")

    @property
    def least(self) -> int:
        """The smallest value."""
        return min(self.counts)

    @property
    def most(self) -> int:
        """The largest value."""
        return max(self.counts)

    def pairs(self) -> list[list[int]]:
        """Each value with its count, for JSON."""
        return [[value, count] for value, count in sorted(self.counts.items())]

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]]) -> "Histogram":
        """The same read back."""
        return cls(Counter(dict(pairs)))
