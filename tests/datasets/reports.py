"""Reports on files for tests, at the deployed rates of a day."""

from datetime import UTC, date, datetime, timedelta

from datasets.files import check_files
from datasets.report import report
from datasets.terms import CheckTerms
from ratebook.book import RateBook
from ratebook.sources import read_snapshot
from tests.datasets.files import asked, jsonl

DAY = date(2026, 11, 1)
RATES = RateBook(read_snapshot(), None, timedelta(minutes=1), lambda: datetime(2026, 11, 1, tzinfo=UTC)).current()


def reported(*lines, validation=None, day=DAY, **terms):
    """The report on a file of lines."""
    asked_for = CheckTerms.model_validate(terms)
    findings = check_files([jsonl(*lines)], None if validation is None else [jsonl(*validation)], asked_for.format)
    return report(findings, asked_for, RATES, day)


def examples(count, answer="4"):
    """So many lines that differ."""
    return [asked(f"{number}+1?", answer) for number in range(count)]
