"""A rate table as it is published: canonical JSON, named by what it holds.

The version is a pure function of the content (the newest day that a figure was checked, and the digest's first digits),
so the same files give the same version everywhere, and publishing them twice changes nothing.
"""

import gc
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import structs

from ratebook.models import RateTable
from ratebook.self_hosting import with_self_hosted

VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}")
"""What the name of a version looks like; nothing else is ever looked up."""


class CorruptTableError(ValueError):
    """Bytes that should be a published rate table and are not."""


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Thousands of objects are made, and all of them stay: to look for garbage among them only takes time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


@dataclass(frozen=True)
class CompiledTable:
    """A rate table as its published bytes, which are read when they are first asked for."""

    content: bytes

    @cached_property
    def table(self) -> RateTable:
        """What the bytes say. Raises `CorruptTableError` where they do not match the schema."""
        try:
            with _no_garbage():
                return msgspec.json.decode(self.content, type=RateTable)
        except ValueError as error:
            raise CorruptTableError(f"not a rate table of this schema: {error}") from error

    @cached_property
    def sha256(self) -> str:
        """Digest of the published bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def checked_on(self) -> date:
        """The newest day on which a figure of the table was checked against its source.

        It is looked for in the bytes: to walk through all figures takes longer than to read them.
        """
        # Inside a text its quotes would be escaped, so that this is always the name of a field.
        days = re.findall(rb'"checked_on"\s*:\s*"(\d{4}-\d{2}-\d{2})"', self.content)
        if not days:
            raise CorruptTableError("no figure says when it was checked")
        return date.fromisoformat(max(days).decode())

    def read(self) -> None:
        """Read the bytes now, so that whoever has the table can rely on it. Raises `CorruptTableError`."""
        _ = self.table, self.version

    @property
    def browsed(self) -> RateTable:
        """The table with rented GPUs as one more provider, which is how a decision names what is trained on them."""
        return with_self_hosted(self.table)

    @cached_property
    def version(self) -> str:
        """Name of the table, such as `2026-11-22-1a2b3c4d`."""
        return f"{self.checked_on.isoformat()}-{self.sha256[:8]}"


def compile_table(table: RateTable) -> CompiledTable:
    """The canonical form of `table`: sorted keys, absent fields left out, decimals as strings."""
    document = table.model_dump(mode="json", exclude_none=True)
    content = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    compiled = CompiledTable(content)
    vars(compiled)["table"] = table  # it need not be read back
    return compiled


def read_compiled(content: bytes, sha256: str | None = None) -> CompiledTable:
    """The table in published bytes. Raises `CorruptTableError` where they do not match the digest or the schema."""
    compiled = CompiledTable(content)
    if sha256 is not None and compiled.sha256 != sha256:
        raise CorruptTableError("the bytes do not match their digest")
    compiled.read()
    return compiled


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """`current.json`: the version in force by name and digest, since when, in place of which, and by whom and why.

    A copy of each pointer that was ever written is kept in `publications/`.
    """

    version: str
    sha256: str
    published_at: Annotated[datetime, msgspec.Meta(tz=True)]
    action: Literal["published", "rolled_back"] = "published"
    previous: str | None = None
    reason: str | None = None
    by: str | None = None

    def to_json(self) -> bytes:
        """The bytes of `current.json`; what is not known is left out."""
        return msgspec.json.encode({name: value for name, value in structs.asdict(self).items() if value is not None})


def read_pointer(content: bytes) -> Pointer:
    """The pointer in the bytes of `current.json`. Raises `CorruptTableError` where they are none."""
    try:
        return msgspec.json.decode(content, type=Pointer)
    except ValueError as error:
        raise CorruptTableError(f"not a pointer to a rate table: {error}") from error
