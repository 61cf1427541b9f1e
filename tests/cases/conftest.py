"""The deployed handler with the authored rates, compiled as they are shipped."""

import pytest

from handlers import wiring
from handlers.settings import Settings
from publishing.authoring import load_directory
from ratebook.book import RateBook
from ratebook.compiled import compile_table, read_compiled
from tests.authored import RATES


@pytest.fixture(scope="package")
def book():
    shipped = read_compiled(compile_table(load_directory(RATES)).content)
    return RateBook(shipped, None, Settings.from_environment({}).rates_time_to_live, wiring.now)


@pytest.fixture(autouse=True)
def _authored_rates(book, monkeypatch):
    monkeypatch.setattr(wiring, "rate_book", lambda: book)
