"""The bucket of the rates, as an accident or somebody else leaves it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import CompiledTable, compile_table, read_compiled
from ratebook.models import RateTable
from tests.authored import FIRST_RELEASE


class Bucket:
    """What is published in it last is the table that the other methods damage."""

    def __init__(self, s3: Any, name: str) -> None:
        self._s3, self._name = s3, name
        self._pointer: bytes = s3.get_object(Bucket=name, Key=CURRENT_KEY)["Body"].read()
        self._table: CompiledTable | None = None
        self._written: set[str] = set()

    def publish(self, table: RateTable) -> None:
        """Make a table current, whatever is said to it."""
        self._put_in_force(compile_table(table))

    def publish_first_release(self) -> str:
        """Make the table of the first release current; its version."""
        self._put_in_force(read_compiled(FIRST_RELEASE.read_bytes()))
        assert self._table is not None
        return self._table.version

    def _put_in_force(self, table: CompiledTable) -> None:
        self._table = table
        self.write_table(table.content)

    def write_table(self, content: bytes) -> None:
        """Put bytes in the place of the table, with a pointer that agrees."""
        self._write(version_key(self._version), content)
        self.point_at(self._version, hashlib.sha256(content).hexdigest())

    def rewrite(self, old: bytes, new: bytes) -> None:
        """Replace a text of the table, with a pointer that agrees."""
        self.write_table(self._replaced(old, new))

    def replace_table(self, old: bytes, new: bytes) -> None:
        """Replace a text of the table behind the pointer's back."""
        self._write(version_key(self._version), self._replaced(old, new))

    def point_at(self, version: str, sha256: str = "0" * 64) -> None:
        """Have the pointer name a version."""
        told = {"version": version, "sha256": sha256, "published_at": datetime.now(UTC).isoformat()}
        self.write_pointer(json.dumps(told).encode())

    def write_pointer(self, content: bytes) -> None:
        """Put bytes in the place of the pointer."""
        self._s3.put_object(Bucket=self._name, Key=CURRENT_KEY, Body=content)

    def remove_pointer(self) -> None:
        """Take the pointer away."""
        self._s3.delete_object(Bucket=self._name, Key=CURRENT_KEY)

    def restore_pointer(self) -> None:
        """Have the first pointer again."""
        self.write_pointer(self._pointer)

    def restore(self) -> None:
        """Have it as it was."""
        self.restore_pointer()
        for key in self._written:
            self._s3.delete_object(Bucket=self._name, Key=key)
        self._written.clear()

    @property
    def _version(self) -> str:
        assert self._table is not None
        return self._table.version

    def _replaced(self, old: bytes, new: bytes) -> bytes:
        assert self._table is not None
        assert old in self._table.content
        return self._table.content.replace(old, new, 1)

    def _write(self, key: str, content: bytes) -> None:
        self._written.add(key)
        self._s3.put_object(Bucket=self._name, Key=key, Body=content)
