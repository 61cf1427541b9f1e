"""All that is found in a training file and its validation file: what a report is made of, and nothing of their text."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from datasets.fingerprints import Repeated, Repeats
from datasets.profile import Profile


@dataclass(frozen=True)
class Findings:
    """`overlap` are examples of the validation file that are trained on; `None` where there is no such file."""

    training: Profile
    duplicates: Repeats
    validation: Profile | None = None
    overlap: Repeats | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "training": self.training.as_json(),
            "duplicates": asdict(self.duplicates),
            "validation": None if self.validation is None else self.validation.as_json(),
            "overlap": None if self.overlap is None else asdict(self.overlap),
        }

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Findings":
        """The same read back. Raises `KeyError`, `ValueError`, `TypeError` for what is none."""
        return cls(
            training=Profile.of_json(value["training"]),
            duplicates=_repeats(value["duplicates"]),
            validation=None if value["validation"] is None else Profile.of_json(value["validation"]),
            overlap=None if value["overlap"] is None else _repeats(value["overlap"]),
        )


def _repeats(value: Mapping[str, Any]) -> Repeats:
    return Repeats(value["examples"], tuple(Repeated(**each) for each in value["first"]))
