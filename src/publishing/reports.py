"""What is answered to whoever dropped a file: whether it was published, and what changed or what to mend."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from publishing.authoring import Problem
from publishing.plain_yaml import unwritable
from ratebook.compiled import Pointer

_MARKUP = re.compile(r"\\|[<*]|&(?=#?\w+;)|(?<=\])\(")
"""What would be read as HTML, emphasis or a link in a report, and the mark that keeps other marks from being read."""

SUBJECT_CHARACTERS = 100
"""What SNS takes as the subject of a message, in ASCII."""

MESSAGE_BYTES = 250_000
"""A little less than what SNS takes as a message."""


class Verdict(StrEnum):
    """What became of a file."""

    PUBLISHED = "published"
    REJECTED = "rejected"
    NOTHING_TO_DO = "nothing to do"


@dataclass(frozen=True)
class Report:
    """The answer to one file. `version` is the one in force after it; unknown where the file could not be read."""

    file: str
    verdict: Verdict
    text: str
    version: str | None = None

    @property
    def subject(self) -> str:
        """A line for the head of a mail, in printable ASCII."""
        line = f"Payback rates: {self.verdict}: {self.file}"
        return "".join(letter if " " <= letter <= "~" else "?" for letter in line)[:SUBJECT_CHARACTERS]

    def message(self, where: str) -> str:
        """The text as a message, which says `where` the report lies and is cut off where it is too long to be sent."""
        end = f"\nThis report: {where}\n"
        room = MESSAGE_BYTES - len(end.encode())
        text = self.text.encode()
        if len(text) > room:
            cut = "\n…\nThe rest is in the report.\n"
            return text[: room - len(cut.encode())].decode("utf-8", errors="ignore") + cut + end
        return self.text + end


def published(file: str, pointer: Pointer, changes: Sequence[str]) -> Report:
    """The report on a file that made a new version."""
    since = f"{pointer.published_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    told = changes or ["no figure changed, only how it is known"]
    lines = [f"Version {pointer.version} is in force since {since}.", "", "What changed:", "", *_listed(told)]
    return Report(file, Verdict.PUBLISHED, _text(file, Verdict.PUBLISHED, lines), pointer.version)


def nothing_to_do(file: str, version: str) -> Report:
    """The report on a file that says nothing new."""
    lines = [f"Nothing was changed: version {version} says all of it already."]
    return Report(file, Verdict.NOTHING_TO_DO, _text(file, Verdict.NOTHING_TO_DO, lines), version)


def rejected(file: str, problems: Sequence[Problem]) -> Report:
    """The report on a file that cannot be published, with each edit to make."""
    lines = ["Nothing was changed. Mend this and drop the file again:", "", *_listed([str(each) for each in problems])]
    return Report(file, Verdict.REJECTED, _text(file, Verdict.REJECTED, lines))


def _text(file: str, verdict: Verdict, lines: Sequence[str]) -> str:
    return "\n".join([f"# {_as_text(file)}: {verdict}", "", *lines, ""])


def _listed(sentences: Sequence[str]) -> list[str]:
    return [f"- {_as_text(sentence)}" for sentence in sentences]


def _as_text(sentence: str) -> str:
    """A line that Markdown shows as it was written, whatever its titles, names and reasons hold."""
    return _MARKUP.sub(r"\\\g<0>", "".join(letter if unwritable(letter) is None else "?" for letter in sentence))
