"""Spend as comma-separated values for a spreadsheet: one line for each day, project and model."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from costs.quantities import plain
from spend.ledger import totals
from spend.ledger.entry import Row, Sums

_OF_A_ROW = ("day", "project", "category", "provider", "model", "base_model", "tier", "batch")
_BEGINS_A_FORMULA = re.compile("""(^|[,;|])([\\s"']*)(?=[=+@\uff1d\uff0b\uff0d\uff20-])""")
"""Where a spreadsheet would take what follows for a formula: where a cell begins, and within a name where one would
begin for a spreadsheet that separates by another mark than the comma, and so pays no heed to the quotes."""


def as_csv(rows: Mapping[Row, Sums]) -> str:
    """The rows in order, with a line of names first. Amounts are exact, in USD."""
    names = tuple(field.name for field in fields(Sums))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*_OF_A_ROW, *names))
    lines = totals.by(rows, lambda row: replace(row, priced=True))  # priced and unpriced records in one line
    for row, sums in sorted(lines.items(), key=lambda pair: [str(getattr(pair[0], name)) for name in _OF_A_ROW]):
        described, figures = asdict(row), asdict(sums)
        writer.writerow(
            [_cell(described[name]) for name in _OF_A_ROW]
            + [plain(figures[name]) if name.endswith("_usd") else figures[name] for name in names]
        )
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _BEGINS_A_FORMULA.sub(r"\1'\2", text)
