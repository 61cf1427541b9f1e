"""Where each object lies in the bucket.

A caller's objects lie under a prefix of its own: `uploads/{owner}/{id}/` has the files that it sends, and
`checks/{owner}/{id}/` what was asked for, how far the check is, and what was found.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

UPLOADS, CHECKS = "uploads/", "checks/"
ID = re.compile(r"[0-9a-f]{32}")
_TRAINING = re.compile(rf"{UPLOADS}(?P<owner>[0-9a-z-]+)/(?P<id>{ID.pattern})/training\.jsonl")


class File(StrEnum):
    """The files of a check."""

    TRAINING = "training"
    VALIDATION = "validation"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the objects of one check lie. Neither part has a `/`."""

    owner: str
    id: str

    def upload(self, file: File) -> str:
        """Key of a file that is sent."""
        return f"{UPLOADS}{self.owner}/{self.id}/{file}.jsonl"

    def named(self, name: str) -> str:
        """Key of something that is kept of the check."""
        return f"{CHECKS}{self.owner}/{self.id}/{name}"


def place_of(key: str) -> Place | None:
    """The check that a training file is for; `None` where the key is of something else."""
    found = _TRAINING.fullmatch(key)
    return None if found is None else Place(found["owner"], found["id"])
