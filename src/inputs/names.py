"""The names that a request may hold: of a length, on one line, and without what no answer could carry."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inputs.kept import is_kept
from inputs.numbers import invalid

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema

_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of characters, which no answer could carry."""
_MISLEADING = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What breaks a line, or turns the direction of what follows: where a name is shown, it would pass for other text."""
_WANTED = "must be a name, without control characters"


@dataclass(frozen=True)
class Named:
    """A name of 1 to `most` characters. A `trimmed` one neither begins nor ends with a space, to be no other name."""

    most: int
    trimmed: bool = False

    def read_plainly(self, value: object) -> str:
        """The name, where nothing about it is odd, as nearly every one comes. Raises `ValueError` for all others."""
        if not isinstance(value, str) or not self._is_plain(value):
            raise ValueError(_WANTED)
        return value

    def _is_plain(self, value: str) -> bool:
        return value.isascii() and value.isprintable() and value.strip() == value and 0 < len(value) <= self.most

    def read(self, value: str, info: "ValidationInfo") -> str:
        """The name as it was sent."""
        if self._is_plain(value):
            return value
        if not value:
            raise invalid(f"is empty; give 1 to {self.most} characters")
        if len(value) > self.most:
            raise invalid(f"must have at most {self.most} characters")
        if _UNWRITABLE.search(value) or (_MISLEADING.search(value) and not is_kept(info)):
            raise invalid(_WANTED)
        if not value.strip():
            raise invalid(f"holds only spaces; give 1 to {self.most} characters")
        if self.trimmed and value != value.strip() and not is_kept(info):
            raise invalid("begins or ends with a space, which would make it another name; send it without")
        return value

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so it is there

        return core_schema.with_info_after_validator_function(self.read, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.most}
