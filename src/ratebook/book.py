"""The rate book: the table in force, kept for a time, revalidated, and never given up for a worse one.

S3 is asked again when the time-to-live is over, by ETag. Where that fails the last good table stays, or, where there
was none, the snapshot that is deployed with the code; either way the answer says that it is stale.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ratebook.compiled import VERSION, CompiledTable, CorruptTableError, Pointer
from ratebook.deadline import within
from ratebook.sources import Current, S3Source, unreadable

RETRY_AFTER = timedelta(seconds=10)
GIVE_UP_SECONDS = 4.0
"""For one reading from S3, of a pointer and its table."""
_KEPT_VERSIONS = 8


class UnknownVersionError(LookupError):
    """No rate table of that version was ever published."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__("no rate table of that version was published")


class RatesUnavailableError(RuntimeError):
    """The version that was asked for cannot be read now; the current one still can."""


@dataclass(frozen=True)
class Rates:
    """A rate table as it is used in an answer. `published_at` is unknown for the deployed snapshot."""

    compiled: CompiledTable
    published_at: datetime | None
    stale_because: str | None = None

    @property
    def stale(self) -> bool:
        """True where a newer table may exist and could not be asked for."""
        return self.stale_because is not None

    def age(self, now: datetime) -> timedelta:
        """Time since the table was published, or since its newest figure was checked."""
        since = self.published_at or datetime.combine(self.compiled.checked_on, datetime.min.time(), UTC)
        return max(now - since, timedelta(0))


@dataclass(frozen=True)
class Published:
    """A version in the list of versions."""

    version: str
    published_at: datetime | None


class RateBook:
    """Gives the table in force, and any published version by name. Safe to share between threads."""

    def __init__(
        self,
        snapshot: CompiledTable,
        source: S3Source | None,
        time_to_live: timedelta,
        clock: Callable[[], datetime],
        give_up_seconds: float = GIVE_UP_SECONDS,
    ) -> None:
        self._snapshot = snapshot
        self._source = source
        self._time_to_live = time_to_live
        self._clock = clock
        self._give_up_seconds = give_up_seconds
        self._lock = threading.Lock()
        self._rates = Rates(snapshot, None)
        self._etag: str | None = None
        self._asked_at: datetime | None = None
        self._ask_again_at: datetime | None = None
        self._kept: dict[str, CompiledTable] = {}

    def prepare(self) -> None:
        """Do what can be done without asking anybody: for a snapshot of the process, in which nothing may grow old."""
        self._snapshot.read()
        if self._source is not None:
            self._source.prepare()

    def current(self) -> Rates:
        """The table in force now. Never fails: see `stale`."""
        if self._source is None:
            return self._rates
        with self._lock:
            now = self._clock()
            if self._is_due(now):
                self._refresh(self._source, now)
            return self._rates

    def _is_due(self, now: datetime) -> bool:
        """Whether S3 is to be asked: also where the clock was put back, or it would be left alone for all that time."""
        if self._asked_at is None or self._ask_again_at is None:
            return True
        return not self._asked_at <= now < self._ask_again_at

    def _refresh(self, source: S3Source, now: datetime) -> None:
        self._asked_at = now
        try:
            found = within(self._give_up_seconds, lambda: self._newer(source))
            if found is not None:
                current, compiled = found
                self._rates, self._etag = Rates(compiled, current.pointer.published_at), current.etag
            else:
                self._rates = replace(self._rates, stale_because=None)
            self._ask_again_at = now + self._time_to_live
        except unreadable() as error:
            because = f"the published rate table could not be read ({type(error).__name__})"
            self._rates = replace(self._rates, stale_because=because)
            self._ask_again_at = now + RETRY_AFTER

    def _newer(self, source: S3Source) -> tuple[Current, CompiledTable] | None:
        """The pointer and its table; `None` where they are those that are in use."""
        with source.connected() as connected:
            current = connected.current(self._etag)
            return None if current is None else (current, self._table_of(connected, current.pointer))

    def _table_of(self, source: S3Source, pointer: Pointer) -> CompiledTable:
        if pointer.sha256 == self._rates.compiled.sha256:
            return self._rates.compiled
        compiled = source.table(pointer.version, pointer.sha256)
        if compiled is None:
            raise CorruptTableError(f"the pointer names version {pointer.version}, which is not there")
        return compiled

    def version(self, version: str) -> Rates:
        """The table of `version`, for an answer to be reproduced; never stale, since it is the one that was asked for.

        Raises `UnknownVersionError`, and `RatesUnavailableError` where it may exist and cannot be read.
        """
        current = self.current()
        if version == current.compiled.version:
            return replace(current, stale_because=None)
        if version == self._snapshot.version:
            return Rates(self._snapshot, None)
        if not VERSION.fullmatch(version) or self._source is None:
            raise UnknownVersionError(version)
        return Rates(self._kept.get(version) or self._fetch(version, self._source), None)

    def _fetch(self, version: str, source: S3Source) -> CompiledTable:
        try:
            compiled = within(self._give_up_seconds, lambda: source.table(version))
        except unreadable() as error:
            raise RatesUnavailableError(f"{version}: {type(error).__name__}") from error
        if compiled is None:
            raise UnknownVersionError(version)
        if compiled.version != version:
            raise RatesUnavailableError(f"{version}: its object holds another version")
        with self._lock:
            while len(self._kept) >= _KEPT_VERSIONS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[version] = compiled
        return compiled

    def versions(self) -> list[Published]:
        """Every published version, newest first, and the deployed snapshot. Raises `RatesUnavailableError`."""
        source = self._source
        try:
            listed = within(self._give_up_seconds, lambda: dict(source.versions())) if source else {}
        except unreadable() as error:
            raise RatesUnavailableError(f"the list of versions: {type(error).__name__}") from error
        newest_first = sorted(listed.items(), key=lambda item: (item[1], item[0]), reverse=True)
        published = [Published(version, at) for version, at in newest_first]
        if self._snapshot.version not in listed:
            published.append(Published(self._snapshot.version, None))
        return published
