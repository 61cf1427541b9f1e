"""The authored files as they are, tables made of changed copies of them, and an S3 to publish to."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from ratebook.authoring import load_directory, load_files
from ratebook.compiled import compile_table
from ratebook.models import RateTable
from ratebook.publishing import publish
from ratebook.receiving import Inbox
from tests.ratebook import dropping
from tests.ratebook.dropping import FIRST, NOON
from tests.ratebook.files import table_with

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RATES = Path(__file__).parents[2] / "rates"
BUCKET = dropping.BUCKET

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


@pytest.fixture(scope="session")
def published(core_table: RateTable) -> RateTable:
    """A table with one model of one provider."""
    return table_with(core_table, base=f"[{FIRST}]")


@pytest.fixture
def bucket(s3: "S3Client", published: RateTable) -> "S3Client":
    """A bucket that keeps versions and holds a published table."""
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    publish(s3, BUCKET, published, NOON)
    return s3


@pytest.fixture
def inbox(bucket: "S3Client", published: RateTable) -> Inbox:
    """The incoming files of that bucket."""
    return Inbox(bucket, BUCKET, compile_table(published), lambda: NOON + timedelta(hours=1))
