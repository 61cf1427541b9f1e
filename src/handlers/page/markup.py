"""HTML that is made of elements, in which every text is escaped."""

import html
from collections.abc import Iterable


class Markup(str):
    """HTML that is finished. Any other text is escaped where it is put into an element."""

    __slots__ = ()


def element(tag: str, /, *content: str, **attributes: str | bool | None) -> Markup:
    """An element; `class_` is `class`, an attribute that is true has no value, and one that is none is left out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{html.escape(str(value))}"')
        for key, value in attributes.items()
        if value not in (None, False)
    )
    return Markup(f"<{tag}{written}>{joined(content)}</{tag}>")


def void(tag: str, /, **attributes: str | bool | None) -> Markup:
    """An element without content."""
    return Markup(element(tag, **attributes).removesuffix(f"</{tag}>"))


def joined(parts: Iterable[str]) -> Markup:
    """Parts behind each other."""
    return Markup("".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))
