"""Writes records in the ledger, each once, and adds them to the totals in the same transaction.

**Why a record counts exactly once.** The ledger's key is the record's id. A line and what it adds to its row of the
totals are writes of one DynamoDB transaction, and the line's write has the condition that there is none under its id
yet. DynamoDB does all writes of a transaction or none, and no two transactions that touch one item at once both
succeed. So of any number of functions that bring one id, in any order, exactly one commits; the others are cancelled,
told which lines stand already, and leave those out. A function that dies before the commit has written nothing; one
that dies after it has written all, and whoever sends the record again is told that it is a duplicate. Where the answer
to a commit is lost, the line carries the mark of the attempt that wrote it, so that who tries again learns that it was
its own.

**Why the totals never drift.** Nothing else writes them, and no transaction adds to a row without the line that it adds
up. A record that is priced later is the same: its line is replaced on the condition that it is still unpriced, in the
transaction that takes it out of one row and adds it to another.

One transaction takes up to 100 writes. Lines that count in the same row share its write, so 99 records of one model and
day cost 100 writes, not 198. Rows are kept in shards, one for each process that writes, so that functions which write
at once rarely touch the same item; readers add the shards up.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from spend.errors import StorageError
from spend.ledger import lines
from spend.ledger.committing import Change, Committer, NotRecordedError, Outcome
from spend.ledger.entry import Entry
from spend.storage import keys
from spend.storage.table import Table
from spend.storage.transaction import put_new, replace

ATTEMPTS = 10
"""Of each transaction, with a pause between that grows to half a second: about three seconds in all."""
GIVE_UP_SECONDS = 5.0
"""For one call of `record` or `reprice`: nothing is tried again after it. Who asks waits, and so does the queue."""
SHARDS = 16
"""Shards of a row. More may be had at any time: readers add up whatever there is."""


@dataclass
class Ledger:
    """The ledger in the table `records`, and the totals in `spend`."""

    records: Table
    spend: Table
    attempts: int = ATTEMPTS
    pause: Callable[[float], None] = time.sleep
    give_up_seconds: float = GIVE_UP_SECONDS
    seconds: Callable[[], float] = time.monotonic
    shard: str = field(default_factory=lambda: f"{random.randrange(SHARDS):02}")  # noqa: S311 - nobody guesses it
    _listed: set[tuple[str, str]] = field(default_factory=set)

    def record(self, entries: Sequence[Entry]) -> dict[str, Outcome]:
        """Write entries that have different ids, and say what became of each, by its id. Raises `NotRecordedError`."""
        return self._committed(entries, [self._recorded(entry) for entry in entries])

    def reprice(self, pairs: Sequence[tuple[Entry, Entry]]) -> dict[str, Outcome]:
        """Write entries, which have a price now, over the same ones without. Raises `NotRecordedError`.

        `DUPLICATE` where somebody else has priced one.
        """
        return self._committed([new for _, new in pairs], [self._repriced(old, new) for old, new in pairs])

    def _committed(self, entries: Iterable[Entry], changes: list[Change]) -> dict[str, Outcome]:
        until = self.seconds() + self.give_up_seconds
        try:
            self._list_projects({(entry.row.month, entry.project) for entry in entries})
        except StorageError as error:
            raise NotRecordedError({}, changes, error) from error
        committer = Committer(self.spend, self.shard, self.pause, self.attempts, lambda: self.seconds() >= until)
        return committer.commit(changes)

    def _list_projects(self, found: set[tuple[str, str]]) -> None:
        """List the projects of a month before they have totals, so that none with totals is missing from the list."""
        for month, project in sorted(found - self._listed):
            self.spend.put(keys.key(keys.projects(month), project))
            self._listed.add((month, project))

    def _recorded(self, entry: Entry) -> Change:
        return Change(
            entry,
            ((entry.row, entry.sums),),
            lambda token: put_new(self.records, lines.item_of(entry, token), lines.ID),
        )

    def _repriced(self, old: Entry, new: Entry) -> Change:
        return Change(
            new,
            ((old.row, -old.sums), (new.row, new.sums)),
            lambda token: replace(self.records, lines.item_of(new, token), {lines.STATUS: lines.UNPRICED}),
        )
