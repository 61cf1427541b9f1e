"""Imports base prices: `python -m local.price_tables [--dry-run]`, as `make rates-import` does."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from local.price_tables.agreement import Compared, compare
from local.price_tables.catalogue import PROVIDERS
from local.price_tables.ledger import imported
from local.price_tables.releases import NotInstalledError, read_tables
from local.price_tables.report import lines
from local.price_tables.rows import UnreadableTableError
from local.price_tables.writing import written
from publishing.authoring import IMPORTED, AuthoringError, load_provider
from ratebook.models import Provider

RATES = Path("rates")
TABLES = Path(".prices")
PINS = Path("requirements/prices.in")


def run(rates: Path, compared: Compared, today: date, dry_run: bool = False) -> list[str]:
    """Says what is different, and writes `rates/imported/` unless it is a `dry_run`.

    Raises `AuthoringError` where a file of `rates` is not sound: it is to be mended first.
    """
    said: list[str] = []
    texts: dict[Path, str] = {}
    for listed in PROVIDERS:
        path = rates / IMPORTED / f"{listed.id}.yaml"
        result = imported(listed, _provider(path), compared, today)
        said += lines(listed, result, _provider(rates / path.name), compared)
        if result is not None and result.provider is not None:
            texts[path] = written(listed.id, result.provider, result.gone)
            load_provider(path.name, texts[path])  # what cannot be read again is not written
    if not dry_run:
        for path, text in texts.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return said


def _provider(path: Path) -> Provider | None:
    return load_provider(path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """The command's exit status."""
    parser = argparse.ArgumentParser(prog="make rates-import", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what is different and write nothing")
    options = parser.parse_args(arguments)
    try:
        litellm, genai_prices = read_tables(TABLES, PINS)
        said = run(RATES, compare(litellm, genai_prices), datetime.now(UTC).date(), options.dry_run)
    except (NotInstalledError, UnreadableTableError, AuthoringError, OSError) as error:
        print(f"nothing was imported: {error}", file=sys.stderr)
        return 1
    print("\n".join(said))
    print(
        "nothing was written"
        if options.dry_run
        else "wrote rates/imported/; run `make rates-check` and look at the diff"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
