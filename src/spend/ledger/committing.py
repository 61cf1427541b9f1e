"""Commits changes of the ledger with what they add to the totals, as many in a transaction as fit."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from spend.errors import BusyError, RefusedError, StorageError
from spend.ledger import lines
from spend.ledger.entry import Entry, Row, Sums, summed
from spend.ledger.totals import addition
from spend.storage.table import Item, Table
from spend.storage.transaction import MOST_WRITES, CanceledError, transact

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.5


class Outcome(StrEnum):
    """What became of a record.

    `CONFLICT`: its id counts already, with other figures, and the first ones stand. `REFUSED`: the tables cannot hold
    it as it is, so that sending it again never helps.
    """

    NEW = "new"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One entry that is written, by the write that `write` makes for an attempt, and what it changes in the totals."""

    entry: Entry
    deltas: tuple[tuple[Row, Sums], ...]
    write: Callable[[str], dict[str, Any]]


class NotRecordedError(Exception):
    """Some entries could not be written, though they were tried again. They may be sent again at any time.

    `outcomes` has the others, by id; `left` those that were not written, or not known to be.
    """

    def __init__(self, outcomes: dict[str, Outcome], left: Sequence[Change], cause: StorageError) -> None:
        self.outcomes, self.left = outcomes, tuple(change.entry for change in left)
        super().__init__(f"{len(left)} records were not written: {type(cause).__name__} {cause}")


@dataclass
class Committer:
    """Commits changes, and adds to the totals in one shard of each row. When it `is_late` nothing is tried again."""

    table: Table
    shard: str
    pause: Callable[[float], None]
    attempts: int
    is_late: Callable[[], bool]
    _outcomes: dict[str, Outcome] = field(default_factory=dict)

    def commit(self, changes: Sequence[Change]) -> dict[str, Outcome]:
        """What became of each, by its entry's id. Raises `NotRecordedError`."""
        for group in packed(changes):
            try:
                self._commit_apart(group)
            except StorageError as error:
                left = [change for change in changes if change.entry.id not in self._outcomes]
                raise NotRecordedError(self._outcomes, left, error) from error
        return self._outcomes

    def _commit_apart(self, group: Sequence[Change]) -> None:
        """One transaction, or several where one of the group can never be written, so that the others are."""
        try:
            self._commit_group(group)
        except RefusedError:
            left = [change for change in group if change.entry.id not in self._outcomes]
            if len(left) == 1:
                self._outcomes[left[0].entry.id] = Outcome.REFUSED
                return
            for half in (left[: len(left) // 2], left[len(left) // 2 :]):
                self._commit_apart(half)

    def _commit_group(self, group: Sequence[Change]) -> None:
        """One transaction, without those that turn out to be done; tried again while others are in the way."""
        pending, token = list(group), uuid.uuid4().hex
        tokens = {token}
        attempt = 0
        while pending:
            try:
                self._transact(pending, token)
            except CanceledError as error:
                for number, stands in error.failed.items():
                    self._outcomes[pending[number].entry.id] = _found(pending[number].entry, stands, tokens)
                pending = [change for number, change in enumerate(pending) if number not in error.failed]
                token = uuid.uuid4().hex
                tokens.add(token)
            except BusyError:
                attempt += 1  # one that found duplicates is none: it has left fewer to write
                if attempt == self.attempts or self.is_late():
                    raise
                self.pause(_pause_seconds(attempt - 1))
            else:
                self._outcomes |= {change.entry.id: Outcome.NEW for change in pending}
                return

    def _transact(self, changes: Sequence[Change], token: str) -> None:
        writes = [change.write(token) for change in changes]
        deltas = (delta for change in changes for delta in change.deltas)
        writes += [addition(self.table, row, sums, self.shard) for row, sums in summed(deltas).items()]
        transact(self.table.client, writes, token)


def packed(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Groups of changes that fit in a transaction each, those of the same rows together."""
    group: list[Change] = []
    rows: set[Row] = set()
    for change in sorted(changes, key=lambda change: [repr(row) for row, _ in change.deltas]):
        wanted = rows | {row for row, _ in change.deltas}
        if group and len(group) + 1 + len(wanted) > MOST_WRITES:
            yield group
            group, wanted = [], {row for row, _ in change.deltas}
        group, rows = [*group, change], wanted
    if group:
        yield group


def _found(entry: Entry, stands: Item, tokens: set[str]) -> Outcome:
    """What an entry is, where another item stands in its place, which may be its own of an attempt before."""
    if stands.get(lines.WRITTEN_BY) in tokens:
        return Outcome.NEW
    return Outcome.DUPLICATE if stands.get(lines.FINGERPRINT) == entry.fingerprint else Outcome.CONFLICT


def _pause_seconds(attempt: int) -> float:
    """A random pause, longer on average after each attempt, so that those who met do not meet again."""
    return random.uniform(0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311
