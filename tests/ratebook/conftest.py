"""The authored files as they are, tables made of changed copies of them, and an S3 to publish to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from ratebook.authoring import load_directory, load_files
from ratebook.models import RateTable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RATES = Path(__file__).parents[2] / "rates"
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


@pytest.fixture
def s3() -> "Iterator[S3Client]":
    """A client of an S3 inside this process, with an empty bucket."""
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client
