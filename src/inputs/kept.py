"""What was accepted once is read again as it lies in a table, by the rules of its day."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationInfo

AS_KEPT = {"kept": True}
"""pydantic's context for what lies in a table: a rule that came later does not make it unreadable."""


def is_kept(info: "ValidationInfo") -> bool:
    """Whether a value comes from a table and not from a request."""
    return info.context is AS_KEPT
