"""What a review finds wrong with a rate table, each with its place and the edit that mends it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ratebook.checks import Place
from ratebook.sourced import Dated
from shapes.shape import Shape

POLICY_FILE = "policy.yaml"
SELF_HOSTED_FILE = "gpus.yaml"
"""The two files that are no provider's."""

_FILES = {"self_hosted": SELF_HOSTED_FILE, "policy": POLICY_FILE}

type Figures = Mapping[str, object]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `place` is where, from the table on: `("providers", "openai", "models", …)`."""

    place: Place
    message: str

    @property
    def file(self) -> str:
        """The file of rates/ that holds the place."""
        return _FILES.get(str(self.place[0])) or f"{self.place[1]}.yaml"

    @property
    def field(self) -> str:
        """The place within its file, as `models.gpt-4o.base[0]`."""
        return field_path(self.place_in_file)

    @property
    def place_in_file(self) -> Place:
        """The place within its file."""
        return self.place[1:] if self.place[0] in _FILES else self.place[2:]

    def __str__(self) -> str:
        return f"{self.file}: {self.field + ': ' if self.field else ''}{self.message}"


def field_path(place: Place) -> str:
    """A place in one line: `models.gpt-4o.base[0]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def histories(value: object, place: Place = ()) -> Iterator[tuple[Place, tuple[Dated, ...]]]:
    """Every dated history in `value`, with its place; one without entries is none."""
    match value:
        case Shape():
            for name in type(value).__struct_fields__:
                yield from histories(getattr(value, name), (*place, name))
        case dict():
            for key, item in value.items():
                yield from histories(item, (*place, key))
        case (Dated(), *_):
            yield place, tuple(entry for entry in value if isinstance(entry, Dated))
