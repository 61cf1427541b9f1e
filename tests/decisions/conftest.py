"""The real rate table, once for all tests of decisions, and a way to ask with a request as it is sent."""

from datetime import date
from pathlib import Path

import pytest

from decisions.decide import TableInUse
from publishing.authoring import load_directory
from ratebook.compiled import compile_table
from ratebook.models import RateTable
from tests.decisions.asking import Ask, asking

RATES = Path(__file__).parents[2] / "rates"


@pytest.fixture(scope="session")
def table() -> RateTable:
    """The authored rates of this repository."""
    return load_directory(RATES)


@pytest.fixture(scope="session")
def rates(table: RateTable) -> TableInUse:
    """The same, named as it is when it is published."""
    compiled = compile_table(table)
    return TableInUse(compiled.table, compiled.version, compiled.sha256)


@pytest.fixture(scope="session")
def ask(rates: TableInUse) -> Ask:
    """Decide a request that is written as JSON would be; today is 2026-11-22."""
    return asking(rates, today=date(2026, 11, 22))
