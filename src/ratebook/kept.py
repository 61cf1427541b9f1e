"""What a rate table says by itself is worked out once, and kept for as long as the table."""

from collections.abc import Callable
from weakref import finalize

from ratebook.models import RateTable


class PerTable[T]:
    """`make` of a table, made at the first call for it; two tables never share what was made, equal ones neither.

    What is made must not hold the table, or neither would ever go.
    """

    def __init__(self, make: Callable[[RateTable], T]) -> None:
        self._make = make
        self._kept: dict[int, T] = {}

    def __call__(self, table: RateTable) -> T:
        """What was made of `table`."""
        found = self._kept.get(id(table))
        if found is None:
            found = self._kept[id(table)] = self._make(table)
            finalize(table, self._kept.pop, id(table), None).atexit = False
        return found

    def __len__(self) -> int:
        """Of how many tables something is kept."""
        return len(self._kept)
