"""Finds examples that are the same, in memory that does not grow with the file: fingerprints are sorted on disk."""

import hashlib
import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any, Self

DIGEST_BYTES, LINE_BYTES = 16, 8
RECORD_BYTES = DIGEST_BYTES + LINE_BYTES
MOST_IN_MEMORY = 200_000
MOST_SHOWN = 20
_BLOCK_RECORDS = 4096


def fingerprint(example: Any) -> bytes:
    """A digest that two examples share where they say the same, in whatever order of keys and with whatever spaces."""
    text = json.dumps(example, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=DIGEST_BYTES).digest()


class Fingerprints:
    """Fingerprints with the lines of their examples. A context manager, since it keeps files on disk."""

    def __init__(self, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self._most, self._held = most_in_memory, list[bytes]()
        self._runs = list[IO[bytes]]()
        self._files = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, digest: bytes, line: int) -> None:
        """Add the fingerprint of the example in a line."""
        self._held.append(digest + line.to_bytes(LINE_BYTES))
        if len(self._held) >= self._most:
            run = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            run.writelines(sorted(self._held))
            self._runs.append(run)
            self._held = []

    def records(self) -> Iterator[bytes]:
        """Every record, a digest and its line, in order. May be asked for again."""
        return heapq.merge(*(_read(run) for run in self._runs), sorted(self._held))


def _read(run: IO[bytes]) -> Iterator[bytes]:
    place = 0
    while True:
        run.seek(place)  # two readers may share a run
        block = run.read(RECORD_BYTES * _BLOCK_RECORDS)
        if not block:
            return
        place += len(block)
        yield from split(block)


def split(block: bytes) -> Iterator[bytes]:
    """The records in a block of whole ones."""
    return (block[start : start + RECORD_BYTES] for start in range(0, len(block), RECORD_BYTES))


def moved(records: Iterable[bytes], lines: int) -> Iterator[bytes]:
    """The records of a part of a file that so many lines stand before."""
    return (record[:DIGEST_BYTES] + (_line(record) + lines).to_bytes(LINE_BYTES) for record in records)


@dataclass(frozen=True, slots=True)
class Repeated:
    """An example that stands in the file before: its line, and the first that says the same."""

    line: int
    same_as: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """How many examples stand somewhere before, and the first of them."""

    examples: int
    first: tuple[Repeated, ...]


def duplicates(records: Iterable[bytes]) -> Repeats:
    """Examples that an example before them says too. `records` are in order."""
    return _first(
        Repeated(_line(record), first)
        for _, same in groupby(records, _digest)
        for first in [_line(next(same))]
        for record in same
    )


def overlap(training: Iterable[bytes], validation: Iterable[bytes]) -> Repeats:
    """Examples of validation that are trained on: their lines there, and in training. Both are in order."""
    return _first(_in_both(training, validation))


def _in_both(training: Iterable[bytes], validation: Iterable[bytes]) -> Iterator[Repeated]:
    trained, last = iter(training), b""
    for record in validation:
        while last[:DIGEST_BYTES] < record[:DIGEST_BYTES]:
            found = next(trained, None)
            if found is None:
                return
            last = found
        if last[:DIGEST_BYTES] == record[:DIGEST_BYTES]:
            yield Repeated(_line(record), _line(last))


def _first(found: Iterable[Repeated]) -> Repeats:
    """All counted, and those of the first lines kept."""
    count = 0

    def counted() -> Iterator[Repeated]:
        nonlocal count
        for each in found:
            count += 1
            yield each

    first = heapq.nsmallest(MOST_SHOWN, counted(), key=lambda each: each.line)
    return Repeats(count, tuple(first))


def _digest(record: bytes) -> bytes:
    return record[:DIGEST_BYTES]


def _line(record: bytes) -> int:
    return int.from_bytes(record[DIGEST_BYTES:])
