"""Cuts a stream of bytes into lines, whose memory does not grow with the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_LINE_BYTES = 16 * 1024 * 1024
"""Of one example: ten images of 1 MB each inside it fit. A longer line is skipped, and told."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and the place of its first byte in the file. One that is too long has no `content`."""

    number: int
    offset: int
    content: bytes | None


def lines(chunks: Iterable[bytes], offset: int = 0) -> Iterator[Line]:
    """The lines of a stream that begins at `offset` of its file, numbered from 1. LF and CR LF end a line, CR does not.

    What comes after the last end is a line where it is not empty.
    """
    number, start, kept, size = 1, offset, list[bytes](), 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            yield Line(number, start, _joined(kept, part, size + len(part)))
            start += size + len(part) + 1
            number, kept, size = number + 1, [], 0
        size += len(rest)
        if size <= MOST_LINE_BYTES:
            kept.append(rest)
        else:
            kept = []
    if size:
        yield Line(number, start, _joined(kept, b"", size))


def _joined(kept: list[bytes], part: bytes, size: int) -> bytes | None:
    if size > MOST_LINE_BYTES:
        return None
    whole = b"".join((*kept, part)) if kept else part
    return whole.removesuffix(b"\r")


def lines_between(chunks: Iterable[bytes], start: int, end: int) -> Iterator[Line]:
    """The lines that begin at `start` of a file or after it, and before `end`; numbered from 1.

    `chunks` begin one byte before `start`, so that a line which begins just there is known for one; at the start of the
    file they begin with it. So each line belongs to one range, wherever ranges are cut.
    """
    first = max(start - 1, 0)
    skipped = 0
    for line in lines(chunks, first):
        if line.offset >= end:
            return
        if line.offset < start:
            skipped += 1
            continue
        yield Line(line.number - skipped, line.offset, line.content)
