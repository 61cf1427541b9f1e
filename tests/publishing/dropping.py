"""Files that are dropped in a bucket, and what lies there after they were answered."""

from datetime import UTC, datetime

from publishing.publish import read_in_force
from publishing.receiving import Dropped
from ratebook.bucket import report_key
from tests.authored import BUCKET
from tests.publishing.files import tokens

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = "incoming/garden.yaml"
FIRST = tokens("2.5", "10", cached_input="1.25")
MODEL = "models:\n  tulip-1:\n    base:\n      - "
CHEAPER = f"{MODEL}{tokens('2', '8', '2027-01-01', cached_input='1')}\n"


def drop(s3, text, key=KEY):
    body = text if isinstance(text, bytes) else text.encode()
    done = s3.put_object(Bucket=BUCKET, Key=key, Body=body)
    return Dropped(key, done["ETag"].strip('"'), done.get("VersionId"))


def take(s3, inbox, text, key=KEY):
    report = inbox.take(drop(s3, text, key))
    assert report is not None
    assert report_beside(s3, key) == report.text
    return report


def report_beside(s3, key=KEY):
    return s3.get_object(Bucket=BUCKET, Key=report_key(key))["Body"].read().decode()


def pointer_of(s3):
    found = read_in_force(s3, BUCKET)
    assert found is not None
    assert found.pointer is not None
    return found.pointer


def version_of(s3):
    return pointer_of(s3).version


def table_of(s3):
    found = read_in_force(s3, BUCKET)
    assert found is not None
    assert found.table is not None
    return found.table.table


def garden_of(s3):
    return table_of(s3).providers["garden"]
