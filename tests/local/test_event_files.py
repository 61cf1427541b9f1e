import json

import boto3
import pytest
from moto import mock_aws

from local.aws import BUCKET, DATASETS_BUCKET
from local.event_files import bucket_of, put_files_of
from local.events import EVENTS_PATH
from local.incoming import StoredFile, object_created
from tests.local.test_incoming import NOON


@pytest.fixture
def s3():
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        for bucket in (BUCKET, DATASETS_BUCKET):
            client.create_bucket(Bucket=bucket)
        yield client


def _keys(s3, bucket):
    return {found["Key"] for found in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_the_file_of_an_event_lies_beside_it(s3, tmp_path):
    event = object_created(StoredFile(BUCKET, "incoming/openai.yaml", "e", 1, NOON))
    (tmp_path / "event.yaml").write_text("x")
    put_files_of(event, tmp_path / "event.json", s3)
    assert s3.get_object(Bucket=BUCKET, Key="incoming/openai.yaml")["Body"].read() == b"x"


@pytest.mark.parametrize("name", ["dataset-uploaded", "dataset-shard", "dataset-merge"])
def test_a_folder_beside_an_event_has_what_lies_in_the_bucket(s3, name):
    path = EVENTS_PATH / f"{name}.json"
    event = json.loads(path.read_text())
    put_files_of(event, path, s3)
    folder = path.with_suffix("")
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert _keys(s3, DATASETS_BUCKET) == files
    assert bucket_of(event) == DATASETS_BUCKET


def test_an_event_of_datasets_without_its_folder_is_an_error(s3, tmp_path):
    with pytest.raises(FileNotFoundError):
        put_files_of({"shards": []}, tmp_path / "event.json", s3)


def test_a_request_has_no_files(s3, tmp_path):
    put_files_of({"resource": "/health"}, tmp_path / "event.json", s3)
    assert _keys(s3, BUCKET) | _keys(s3, DATASETS_BUCKET) == set()
