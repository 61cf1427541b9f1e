"""Finds the two tables where `make` installed them, and the days on which they were released."""

import re
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

from local.price_tables import genai_prices, litellm
from local.price_tables.catalogue import in_default_tier
from local.price_tables.rows import Table

_PIN = re.compile(r"^([a-z-]+)==(\S+)\s+# released ([0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE)


class NotInstalledError(RuntimeError):
    """A table is missing or is not the release that is asked for; the message says what to do."""


def released(pins: Path) -> dict[str, tuple[str, date]]:
    """Version and day of each release that `requirements/prices.in` asks for."""
    found = _PIN.findall(pins.read_text(encoding="utf-8"))
    return {name: (version, date.fromisoformat(day)) for name, version, day in found}


def read_tables(folder: Path, pins: Path) -> tuple[Table, Table]:
    """LiteLLM's table and genai-prices', from `folder`.

    Raises `NotInstalledError`, and `UnreadableTableError` where a table is laid out in another way.
    """
    asked = released(pins)
    installed = {found.metadata["Name"]: found.version for found in distributions(path=[str(folder)])}
    for name in (litellm.ID, genai_prices.ID):
        if name not in asked:
            raise NotInstalledError(f"{pins} must say `{name}==VERSION  # released YYYY-MM-DD`")
        if installed.get(name) != asked[name][0]:
            raise NotInstalledError(
                f"{name} {asked[name][0]} is not in {folder}: run `make lock`, then `make rates-import`"
            )
    version, day = asked[litellm.ID]
    rows, refused = litellm.read((folder / litellm.FILE).read_text(encoding="utf-8"))
    theirs = Table(litellm.ID, "LiteLLM", version, day, in_default_tier(rows), refused)
    version, day = asked[genai_prices.ID]
    text = (folder / genai_prices.FILE).read_text(encoding="utf-8")
    rows, refused = genai_prices.read(text, rows, max(day, theirs.released_on))
    return theirs, Table(
        genai_prices.ID, "genai-prices", version, day, in_default_tier(rows), refused, keeps_history=True
    )
