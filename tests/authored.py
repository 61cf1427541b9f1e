"""Fixtures for every test: the authored files, tables made of changed copies of them, and an S3 in the process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from publishing.authoring import load_directory, load_files
from ratebook.models import RateTable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RATES = Path(__file__).parents[1] / "rates"
FIRST_RELEASE = Path(__file__).with_name("published-1.0.0.json")
"""A rate table as the first release of this product published it: tables are read for as long as they exist."""

BUCKET = "rates-of-the-tests"

type Edited = Callable[[str, str, str], RateTable]


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    """The text of every authored file, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(RATES.glob("*.yaml"))}


@pytest.fixture(scope="session")
def table() -> RateTable:
    """The rate table of the authored files."""
    return load_directory(RATES)


@pytest.fixture(scope="session")
def edited(files: dict[str, str]) -> Edited:
    """Makes a table of the authored files with one text replaced, once, in one of them."""

    def edit(file: str, old: str, new: str) -> RateTable:
        assert old in files[file], f"{file} holds no {old!r} to replace"
        return load_files(files | {file: files[file].replace(old, new, 1)})

    return edit


@pytest.fixture(scope="session")
def core(files: dict[str, str]) -> dict[str, str]:
    """One provider's file and the two that every table needs: a small table for what goes for any."""
    return {name: files[name] for name in ("openai.yaml", "gpus.yaml", "policy.yaml")}


@pytest.fixture(scope="session")
def core_table(core: dict[str, str]) -> RateTable:
    """The table of the core."""
    return load_files(core)


@pytest.fixture(scope="session")
def edited_core(core: dict[str, str]) -> Edited:
    """Makes a table of the core with one text replaced, once, in one of its files."""

    def edit(file: str, old: str, new: str) -> RateTable:
        assert old in core[file], f"{file} holds no {old!r} to replace"
        return load_files(core | {file: core[file].replace(old, new, 1)})

    return edit


@pytest.fixture
def s3() -> "Iterator[S3Client]":
    """A client of an S3 inside this process, with an empty bucket."""
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client
