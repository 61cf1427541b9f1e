"""Checks a file in parts, each by itself, and puts together what was found: the same as of one pass over it."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from datasets.checking import check
from datasets.fingerprints import Fingerprints, moved
from datasets.formats.formats import Format
from datasets.lines import lines_between
from datasets.profile import Profile

SHARD_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a file: from its byte `start` on, before its byte `end`. Its lines are those that begin there."""

    start: int
    end: int

    @property
    def read_from(self) -> int:
        """Where its stream begins: a byte earlier, so that a line which begins just at `start` is known for one."""
        return max(self.start - 1, 0)


def shards(size: int, shard_bytes: int = SHARD_BYTES) -> tuple[Shard, ...]:
    """The parts of a file of so many bytes."""
    return tuple(Shard(start, min(start + shard_bytes, size)) for start in range(0, size, shard_bytes))


def check_shard(chunks: Iterable[bytes], shard: Shard, format: Format | None, fingerprints: Fingerprints) -> Profile:
    """What is found in the lines of a part. `chunks` begin at its `read_from`, and go on as far as its last line."""
    profile = check(lines_between(chunks, shard.start, shard.end), format, fingerprints)
    profile.bytes = shard.end - shard.start
    return profile


def merged(parts: Iterable[Profile]) -> Profile:
    """What is found in a whole file, of its parts in their order."""
    whole = Profile()
    for part in parts:
        whole.update(part)
    return whole


def merged_records(parts: Sequence[tuple[Iterable[bytes], Profile]]) -> Iterator[bytes]:
    """The fingerprints of a whole file in order, of those of its parts and what was found there."""
    before, streams = 0, list[Iterator[bytes]]()
    for records, profile in parts:
        streams.append(moved(records, before))
        before += profile.lines
    return heapq.merge(*streams)
