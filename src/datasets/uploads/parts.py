"""Checks uploaded files in parts: plans them, checks one, and puts together what was found in all."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from datasets import sharding
from datasets.checking import format_in
from datasets.errors import MissingError
from datasets.findings import Findings
from datasets.fingerprints import RECORD_BYTES, Fingerprints, duplicates, overlap, split
from datasets.formats.formats import Format
from datasets.lines import lines
from datasets.profile import Profile
from datasets.sharding import SHARD_BYTES, Shard
from datasets.storage.bucket import Stored
from datasets.storage.checks import Check, Checked, Files
from datasets.storage.keys import File
from datasets.terms import CheckTerms
from datasets.uploads.reasons import REPLACED, STOPPED
from shapes.frozen import Frozen

BLOCK_BYTES = RECORD_BYTES * 32 * 1024
"""Of the fingerprints of a part that are read at once: 768 KiB, so that those of 160 parts take 120 MB."""


class Part(Frozen):
    """A part of a file: from its byte `start` on, before its byte `end`; `size` and `etag` are the whole file's."""

    file: File
    number: int
    start: int
    end: int
    size: int
    etag: str
    format: Format | None

    @property
    def name(self) -> str:
        """What tells it from the check's other parts; in the order of their names they are the file."""
        return f"{self.file}-{self.number:05}"


def planned(check: Check, files: Files, terms: CheckTerms, shard_bytes: int = SHARD_BYTES) -> tuple[Part, ...]:
    """The parts of all files, each with the format that one pass would find. Raises `UploadStorageError`."""
    format = terms.read_as
    parts = list[Part]()
    for file, stored in files.each():
        format = format or format_in(lines(check.read(file, stored)))
        parts += (
            Part(
                file=file,
                number=number,
                start=shard.start,
                end=shard.end,
                size=stored.bytes,
                etag=stored.etag,
                format=format,
            )
            for number, shard in enumerate(sharding.shards(stored.bytes, shard_bytes))
        )
    return tuple(parts)


def check_part(check: Check, part: Part) -> Profile:
    """What is found in one part, which is kept. Doing it again changes nothing. Raises as `check_in_one_pass` does."""
    shard = Shard(part.start, part.end)
    with Fingerprints() as fingerprints:
        chunks = check.read(part.file, Stored(part.etag, part.size), shard.read_from)
        profile = sharding.check_shard(chunks, shard, part.format, fingerprints)
        check.put_part(part.name, profile, fingerprints.records())
    return profile


def merge(check: Check, parts: Sequence[Part], now: datetime) -> Findings:
    """What is found in the files, of all their parts, which is kept. Doing it again changes nothing.

    Raises `MissingError` where a part was not checked, and `UploadStorageError`.
    """
    progress = check.progress()
    if progress is not None:
        check.put_progress(progress.model_copy(update={"at": now}))  # it goes on, though no more parts come
    findings = merged(check, parts)
    check.put_checked(Checked(findings, now))
    return findings


def give_up(check: Check) -> None:
    """Tell that not all parts could be checked, and why. Raises `UploadStorageError`."""
    progress = check.progress()
    if progress is None or check.checked() is not None:
        return
    replaced = any(check.stored(file) != stored for file, stored in progress.files.each())
    check.put_progress(progress.model_copy(update={"failed": REPLACED if replaced else STOPPED}))


def merged(check: Check, parts: Sequence[Part]) -> Findings:
    """What is found in the files, of all their parts. Raises as `merge`."""
    profiles = {part: _profile(check, part) for part in parts}
    training, validation = (
        {part: profile for part, profile in profiles.items() if part.file is file}
        for file in (File.TRAINING, File.VALIDATION)
    )
    return Findings(
        training=sharding.merged(training.values()),
        duplicates=duplicates(_records(check, training)),
        validation=sharding.merged(validation.values()) if validation else None,
        overlap=overlap(_records(check, training), _records(check, validation)) if validation else None,
    )


def _profile(check: Check, part: Part) -> Profile:
    found = check.part(part.name)
    if found is None:
        raise MissingError(f"the part {part.name} was not checked")
    return found


def _records(check: Check, parts: dict[Part, Profile]) -> Iterator[bytes]:
    return sharding.merged_records([(_of_part(check, part), profile) for part, profile in parts.items()])


def _of_part(check: Check, part: Part) -> Iterator[bytes]:
    for block in check.fingerprints(part.name, BLOCK_BYTES):
        yield from split(block)
