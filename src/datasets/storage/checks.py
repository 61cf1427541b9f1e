"""What is kept of one check: what was asked for, which files came, how far it is, and what was found.

None of it has a text of the files. Every method raises `UploadStorageError`.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datasets.errors import UploadStorageError
from datasets.findings import Findings
from datasets.profile import Profile
from datasets.storage.bucket import Bucket, Form, Listed, Stored
from datasets.storage.keys import File, Place
from datasets.terms import CheckTerms
from shapes.frozen import Frozen

_REQUEST, _PROGRESS, _FINDINGS, _PARTS = "request.json", "progress.json", "findings.json", "shards/"


class Asked(Frozen):
    """What a check was asked for, when, and whether a validation file comes beside the training file."""

    terms: CheckTerms
    asked_at: datetime
    validation: bool


class Files(Frozen):
    """The files as they came. What is written over them later is not checked."""

    training: Stored
    validation: Stored | None

    @property
    def bytes(self) -> int:
        """Of all of them."""
        return self.training.bytes + (0 if self.validation is None else self.validation.bytes)

    def each(self) -> Iterator[tuple[File, Stored]]:
        """The files there are."""
        yield File.TRAINING, self.training
        if self.validation is not None:
            yield File.VALIDATION, self.validation


class Progress(Frozen):
    """How far a check was at a time: bytes that were read, or the parts it was split into; or why it failed."""

    files: Files
    at: datetime
    bytes: int = 0
    parts: int | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and when."""

    findings: Findings
    at: datetime


def _checked(found: dict[str, Any]) -> Checked:
    return Checked(Findings.of_json(found["findings"]), datetime.fromisoformat(found["at"]))


def _read[Kept](read: Callable[[dict[str, Any]], Kept], found: dict[str, Any]) -> Kept:
    """What is kept, read. Another version of this product may have written it, in another shape."""
    try:
        return read(found)
    except (KeyError, TypeError, ValueError) as error:
        # Without its cause, which may hold what was kept.
        raise UploadStorageError(f"what is kept has another shape ({type(error).__name__})") from None


class Check:
    """The objects of one check."""

    def __init__(self, bucket: Bucket, place: Place) -> None:
        self._bucket, self.place = bucket, place

    def asked(self) -> Asked | None:
        """What was asked for; `None` where nothing was, or it has expired."""
        found = self._bucket.json(self.place.named(_REQUEST))
        return None if found is None else _read(Asked.model_validate, found)

    def put_asked(self, asked: Asked) -> None:
        """Keep what is asked for."""
        self._bucket.put_json(self.place.named(_REQUEST), asked.model_dump(mode="json"))

    def form(self, file: File, most_bytes: int, seconds: int) -> Form:
        """A form that sends one of the files."""
        return self._bucket.form(self.place.upload(file), most_bytes, seconds)

    def stored(self, file: File) -> Stored | None:
        """A file that was sent; `None` where it has not arrived."""
        return self._bucket.stored(self.place.upload(file))

    def read(self, file: File, stored: Stored, start: int = 0) -> Iterator[bytes]:
        """The bytes of a file from `start` on. Raises `ReplacedError` where it was written over."""
        return self._bucket.read(self.place.upload(file), start, stored.etag)

    def progress(self) -> Progress | None:
        """How far it is; `None` where it has not begun."""
        found = self._bucket.json(self.place.named(_PROGRESS))
        return None if found is None else _read(Progress.model_validate, found)

    def begin(self, progress: Progress) -> bool:
        """Keep the first progress. False where it has begun before."""
        return self._bucket.put_new_json(self.place.named(_PROGRESS), progress.model_dump(mode="json"))

    def put_progress(self, progress: Progress) -> None:
        """Keep how far it is."""
        self._bucket.put_json(self.place.named(_PROGRESS), progress.model_dump(mode="json"))

    def checked(self) -> Checked | None:
        """What was found; `None` before it is done."""
        found = self._bucket.json(self.place.named(_FINDINGS))
        return None if found is None else _read(_checked, found)

    def put_checked(self, checked: Checked) -> None:
        """Keep what was found."""
        value = {"at": checked.at.isoformat(), "findings": checked.findings.as_json()}
        self._bucket.put_json(self.place.named(_FINDINGS), value)

    def put_part(self, name: str, profile: Profile, fingerprints: Iterable[bytes]) -> None:
        """Keep what was found in a part, and its fingerprints, in order. The counts are last: then it is done."""
        with tempfile.TemporaryFile() as file:
            file.writelines(fingerprints)
            file.seek(0)
            self._bucket.put_file(self._part(f"{name}.fingerprints"), file)
        self._bucket.put_json(self._part(f"{name}.json"), profile.as_json())

    def part(self, name: str) -> Profile | None:
        """What was found in a part."""
        found = self._bucket.json(self._part(f"{name}.json"))
        return None if found is None else _read(Profile.of_json, found)

    def fingerprints(self, name: str, block: int) -> Iterator[bytes]:
        """The fingerprints of a part, so many bytes at once."""
        return self._bucket.read(self._part(f"{name}.fingerprints"), window=block)

    def parts_done(self) -> tuple[Listed, ...]:
        """The counts of parts that there are, and when they were written."""
        found = self._bucket.under(self._part(""))
        return tuple(each for each in found if each.key.endswith(".json"))

    def _part(self, name: str) -> str:
        return self.place.named(f"{_PARTS}{name}")


class Checks:
    """The checks in a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def at(self, place: Place) -> Check:
        """The check at a place, whether or not there is one."""
        return Check(self._bucket, place)
