"""A bucket that holds a small published table, and the files that are dropped in it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from publishing.publish import publish
from publishing.receiving import Inbox
from ratebook.compiled import compile_table
from ratebook.models import RateTable
from tests.authored import BUCKET
from tests.publishing.dropping import FIRST, NOON
from tests.publishing.files import table_with

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


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
