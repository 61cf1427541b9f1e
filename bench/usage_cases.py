"""The calls of `tests/cases/usage_prices.yaml` with what they really cost, as each of the three is asked about them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from bench.elsewhere import ROOT

CASES = ROOT / "tests" / "cases" / "usage_prices.yaml"
DAY = "2026-11-22"
"""The day of a case that tells none."""


@dataclass(frozen=True)
class UsageCase:
    """A request of POST /v1/usage-prices, and its cost in USD: `None` where nobody can tell it."""

    id: str
    request: dict[str, Any]
    cost_usd: Decimal | None

    @property
    def on(self) -> date:
        """The day of the call."""
        return date.fromisoformat(self.request["at"])

    def for_peers(self) -> dict[str, Any]:
        """The same, as JSON, for whoever knows nothing of our requests."""
        return {"id": self.id, **self.request}


def usage_cases() -> list[UsageCase]:
    """Every case whose cost is stated, or stated not to be known."""
    found = []
    for case in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        expected = case["expected"]
        if "cost_usd" in expected:
            cost = None if expected["cost_usd"] is None else Decimal(expected["cost_usd"])
            name = ": ".join(str(part) for part in (case["id"], case.get("title")) if part)
            found.append(UsageCase(name, {"at": DAY} | case["request"], cost))
    return found
