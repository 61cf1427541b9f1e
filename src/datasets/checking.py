"""Checks a training file as it streams by: what is wrong in it, and what is counted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from datasets.example import Example, Found
from datasets.fingerprints import Fingerprints, fingerprint
from datasets.formats.formats import Format, format_of, instead_of, read
from datasets.lines import BYTE_ORDER_MARK, MOST_LINE_BYTES, Line
from datasets.problems import Code
from datasets.profile import Long, Profile, longest
from datasets.tokenizers import Encoding, count

BATCH_CHARACTERS = 4 * 1024 * 1024
"""Texts are counted so many at once, since the counting has a price for each call."""
CHARACTERS_OF_AN_EXAMPLE = 400
"""What an example that waits takes beside its texts: of a file with millions of short ones not all may wait."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_GZIP = b"\x1f\x8b"
_BEGINNINGS = (b"{", b"[", b"[{")
_ONE_DOCUMENT = "the file looks like one JSON document over many lines"


def check(lines: Iterable[Line], format: Format | None, fingerprints: Fingerprints) -> Profile:
    """What is found in lines. Without a `format`, the first example of a known one decides."""
    checker = _Checker(format, fingerprints)
    for line in lines:
        checker.take(line)
    return checker.done()


def format_in(lines: Iterable[Line]) -> Format | None:
    """The format of the first example of a known one."""
    for line in lines:
        try:
            value = _value(line, Found(line.number))
        except RecursionError:
            continue
        found = None if value is None else format_of(value)
        if found is not None:
            return found
    return None


@dataclass
class _Checker:
    format: Format | None
    fingerprints: Fingerprints
    _profile: Profile = field(default_factory=Profile)
    _waiting: list[tuple[int, Example]] = field(default_factory=list)
    _characters: int = 0

    def take(self, line: Line) -> None:
        """Check one line."""
        found = Found(line.number)
        self._profile.lines = line.number
        try:
            sound = self._example(line, found)
        except RecursionError:
            found, sound = Found(line.number), None
            found.add(Code.NOT_JSON, detail="it is nested too deeply")
        self._profile.problems.update(found.problems)
        if sound is None:
            return
        digest, example = sound
        self.fingerprints.add(digest, line.number)
        self._waiting.append((line.number, example))
        self._characters += CHARACTERS_OF_AN_EXAMPLE + sum(map(len, example.texts))
        if self._characters >= BATCH_CHARACTERS:
            self._count()

    def done(self) -> Profile:
        """All that was found."""
        self._count()
        self._profile.format = self.format
        return self._profile

    def _example(self, line: Line, found: Found) -> tuple[bytes, Example] | None:
        """The fingerprint and what is counted of a line, where it has an example without an error."""
        value = _value(line, found)
        example = None if value is None else self._read(value, found)
        return None if example is None or found.errors else (fingerprint(value), example)

    def _read(self, value: dict[str, Any], found: Found) -> Example | None:
        of_this = format_of(value)
        self.format = self.format or of_this
        if self.format is Format.REINFORCEMENT and of_this is Format.CHAT:
            of_this = Format.REINFORCEMENT
        if of_this is None:
            found.add(Code.UNKNOWN_FORMAT, detail=instead_of(value))
            return None
        if of_this is not self.format:
            found.add(Code.OTHER_FORMAT, detail=f"this one is {of_this}")
            return None
        return read(value, of_this, found)

    def _count(self) -> None:
        """Count the examples that wait."""
        profile, waiting = self._profile, [example for _, example in self._waiting]
        texts = [text for example in waiting for text in example.texts]
        counted = list[list[int]]()
        for encoding in Encoding:
            of_texts = iter(count(texts, encoding))
            tokens = [[next(of_texts) for _ in example.texts] for example in waiting]
            whole = [example.frame + sum(each) for example, each in zip(waiting, tokens, strict=True)]
            profile.tokens[encoding].add(whole)
            profile.learnt[encoding].add(
                sum(each[place] for place in example.trained) for example, each in zip(waiting, tokens, strict=True)
            )
            counted.append(whole)
        lines = (line for line, _ in self._waiting)
        long = (Long(line, each) for line, each in zip(lines, zip(*counted, strict=True), strict=True))
        profile.longest = longest([*profile.longest, *long])
        profile.messages.add(example.messages for example in waiting)
        profile.turns.add(example.turns for example in waiting)
        profile.images += sum(example.images for example in waiting)
        profile.with_images += sum(example.images > 0 for example in waiting)
        profile.with_tools += sum(example.tools > 0 for example in waiting)
        self._waiting, self._characters = [], 0


def _value(line: Line, found: Found) -> dict[str, Any] | None:
    """The object in a line; what is wrong is added to `found`. Raises `RecursionError` for one of a thousand levels."""
    if line.content is None:
        found.add(Code.LINE_TOO_LONG, detail=f"the most is {MOST_LINE_BYTES:,} bytes")
        return None
    content = line.content
    if line.offset == 0 and content.startswith(BYTE_ORDER_MARK):
        found.mark(Code.BYTE_ORDER_MARK)
        content = content.removeprefix(BYTE_ORDER_MARK)
    if not content.strip():
        found.add(Code.BLANK_LINE)
        return None
    try:
        value = json.loads(content.decode(), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        found.add(Code.NOT_UTF_8, detail=_encoding(line, content) or f"byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        many = content.strip() in _BEGINNINGS and line.offset == 0
        found.add(Code.NOT_JSON, detail=_ONE_DOCUMENT if many else f"{error.msg}, column {error.colno}")
    except ValueError:  # NaN, or an integer of thousands of digits
        found.add(Code.NOT_JSON, detail="it holds NaN, Infinity or an integer of thousands of digits")
    else:
        if isinstance(value, dict):
            return value
        found.add(Code.NOT_AN_OBJECT)
    return None


def _encoding(line: Line, content: bytes) -> str | None:
    """What a line looks like that is not UTF-8."""
    if line.offset == 0 and content.startswith(_GZIP):
        return "the file is compressed with gzip"
    if (line.offset == 0 and content.startswith(_UTF_16)) or b"\x00" in content:
        return "it looks like UTF-16"
    return None


def _no_constant(name: str) -> object:
    raise ValueError(name)
