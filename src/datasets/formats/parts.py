"""Parts of a message that several formats have: text, media, and what tools are asked and answer."""

from typing import Any

from datasets.example import Example, Found
from datasets.problems import Code

_DEEPEST = 50


def read_text(part: dict[str, Any], place: str, found: Found, example: Example, *, answers: bool) -> str | None:
    """Read the `text` of a part into the example, where it is one. An answer without any is told."""
    text = found.text(part, "text", place)
    if text is not None:
        example.say(text, trained=answers)
        if answers and not text.strip():
            found.add(Code.EMPTY_ANSWER, f"{place}.text")
    return text


def count_media(place: str, found: Found, example: Example, *, answers: bool) -> None:
    """Count an image, a video or a document, which no answer can be."""
    example.images += 1
    if answers:
        found.add(Code.IMAGE_IN_ANSWER, place)


def texts_in(value: object, depth: int = 0) -> list[str]:
    """Every text in a value, names of fields included: what a tool is asked or answers."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict) and depth < _DEEPEST:
        return [text for name, each in value.items() for text in (name, *texts_in(each, depth + 1))]
    if isinstance(value, list) and depth < _DEEPEST:
        return [text for each in value for text in texts_in(each, depth + 1)]
    return [] if value is None else [str(value)]
