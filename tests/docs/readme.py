"""Reads the README's code blocks: commands with what they print, and changes to files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command line and what the README says it prints; `…` stands for anything within a line."""

    line: str
    output: str

    def prints(self, printed: str) -> bool:
        """Whether `printed` is what the README shows."""
        pattern = re.escape(self.output).replace("…", ".*")
        return re.fullmatch(pattern, printed) is not None


@dataclass(frozen=True)
class Change:
    """Lines to add to a file after lines that it has."""

    path: str
    text: str

    def apply(self, root: Path) -> None:
        """Make the change. Raises `ValueError` where the file does not have the lines that the README shows."""
        lines = self.text.splitlines()
        before = "".join(f"{line[1:]}\n" for line in lines if line.startswith(" "))
        after = "".join(f"{line[1:]}\n" for line in lines)
        file = root / self.path
        text = file.read_text()
        if text.count(before) != 1:
            raise ValueError(f"{self.path} does not hold once what the README shows of it:\n{before}")
        file.write_text(text.replace(before, after))


def blocks(language: str) -> list[str]:
    """The text of every code block of one language."""
    return [text for kind, text in _BLOCK.findall((ROOT / "README.md").read_text()) if kind == language]


def steps() -> Iterator[Command | Change]:
    """Every command and change of the README, in order."""
    for kind, text in _BLOCK.findall((ROOT / "README.md").read_text()):
        if kind == "console":
            yield from commands(text)
        elif kind == "diff":
            path, _, change = text.partition("\n")
            yield Change(path, change)


def commands(text: str) -> Iterator[Command]:
    """The commands of one block: `$ ` begins one, `> ` goes on with it, the rest is what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        more = [line[2:] for line in lines[1:] if line.startswith("> ")]
        output = [line for line in lines[1:] if not line.startswith("> ")]
        yield Command("\n".join([lines[0], *more]), "".join(f"{line}\n" for line in output))
