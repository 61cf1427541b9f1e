"""Text for Slack: nothing that others wrote becomes markup, and every text fits where it is put."""

import re
from collections.abc import Sequence

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PART_OF_ENTITY = re.compile(r"&\w{0,4}\Z", re.ASCII)
_NO_CODE = re.compile(r"[`\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST_COMMAND = 2_800
_ROOM_FOR_MORE = 30
_ELLIPSIS = "…"


def escaped(text: str) -> str:
    """`text` without a mention, a link or an entity in it."""
    return text.translate(_ENTITIES)


def code(text: str) -> str:
    """`text` as code on one line, escaped; what would end the code is replaced."""
    shown = _NO_CODE.sub(lambda found: "'" if found[0] == "`" else " ", text)
    return f"`{escaped(' '.join(shown.split())) or ' '}`"


def copyable(command: str) -> str:
    """A whole command as code, or why it is not shown: one that was cut or changed would ask for something else."""
    if _NO_CODE.search(command):
        return "(the command holds a mark that cannot be shown as code)"
    shown = f"`{escaped(command)}`"
    return shown if length(shown) <= _LONGEST_COMMAND else "(the command is too long to be shown)"


def length(text: str) -> int:
    """The length as JavaScript counts it, in which a character beyond the first 65,536 is two: never less than ours."""
    return len(_units(text)) // 2


def clipped(text: str, limit: int) -> str:
    """Escaped text in at most `limit` characters, never cut inside an entity."""
    if length(text) <= limit:
        return text
    kept = _units(text)[: 2 * (limit - len(_ELLIPSIS))].decode("utf-16-le", errors="ignore")
    return _PART_OF_ENTITY.sub("", kept) + _ELLIPSIS


def listed(lines: Sequence[str], limit: int) -> str:
    """The lines, as many as fit, and how many do not. The first is always shown, cut where it must be."""
    room = limit - _ROOM_FOR_MORE
    shown = clipped(lines[0], room)
    for index, line in enumerate(lines[1:], start=1):
        if length(shown) + len("\n") + length(line) > room:
            return f"{shown}\n… and {len(lines) - index} more"
        shown += f"\n{line}"
    return shown


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", errors="replace")
