"""Text cut into words, as people type them: quotes, arrows in any form, commas between and within numbers."""

import re
from dataclasses import dataclass

from shorthand.values import NUMBER

ARROW, END = "->", ","
_ARROWS = re.compile(r"(?<![-–—=])[-–—=]+>|[→⇒➜]")
"""Where its line begins only: from each mark of a long line without a head, all of them would be looked at again."""
_GROUPED = re.compile(r"(?<![\w.,])(?<![^\d]-)(?<!^-)\$?\d{1,3}(?:,\d{3})+(?![\d,])(?=\D|$)", re.ASCII)
_QUOTES = re.compile(r'("[^"]*")')
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "\u2018": "'", "\u2019": "'", "–": "-", "\u2212": "-"})
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|(?P<key>[^\s,;"=]+)="(?P<value>[^"]*)"|(?P<end>[,;\n])|(?P<word>[^\s,;"]+|")')
_AMOUNT = rf"{NUMBER}(?:-\$?{NUMBER}){{0,2}}%?"
_GLUED = re.compile(rf"(?P<amount>\$?{_AMOUNT})(?P<unit>/?[a-z][a-z/]*)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Token:
    """A word. `quoted` ones are names; a `key` stands before its value."""

    text: str
    key: str | None = None
    quoted: bool = False

    def is_mark(self, mark: str) -> bool:
        """Whether it is this mark, `END` or `ARROW`, and no name or value that is written alike."""
        return self.text == mark and self.key is None and not self.quoted

    @property
    def shown(self) -> str:
        """As it was typed."""
        return self.text if self.key is None else f"{self.key}={self.text}"


def tokens(text: str) -> list[Token]:
    """The words of `text`; `->` and `,` are words of their own. Linear in the length of the text."""
    parts = _QUOTES.split(text.translate(_CURLY))
    parts[::2] = [_plainer(part) for part in parts[::2]]  # what is quoted, every second part, stays as it is
    found = []
    for match in _TOKEN.finditer("".join(parts)):
        if match["quoted"] is not None:
            found.append(Token(match["quoted"], quoted=True))
        elif match["key"] is not None:
            found.append(Token(match["value"], match["key"], quoted=True))
        elif match["end"] is not None:
            found.append(Token(END))
        else:
            key, equals, value = match["word"].partition("=")
            found.append(Token(value, key) if equals and key else Token(match["word"]))
    return found


def _plainer(text: str) -> str:
    """Every arrow as `->`, numbers without their commas, and no space around `=`."""
    first, *others = without_commas(_ARROWS.sub(" -> ", text)).split("=")
    if not others:
        return first
    *between, last = others
    return "=".join((first.rstrip(), *(each.strip() for each in between), last.lstrip()))


def without_commas(text: str) -> str:
    """`50,000` as `50000`, wherever it stands."""
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), text)


def amount_and_units(word: str) -> tuple[str, list[str]] | None:
    """A number and the units that are written on to it: `50k/day` is 50k and day; `None` for any other word."""
    found = _GLUED.fullmatch(word)
    if found is None:
        return None
    return found["amount"], units_in(found["unit"] or "")


def units_in(word: str) -> list[str]:
    """The units in a word such as `calls/day`, in lower case."""
    return [part for part in word.lower().split("/") if part]
