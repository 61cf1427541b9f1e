"""What lies beside an event: the file that was dropped, or a folder with all that lies in the bucket before it.

`events/incoming-rates-published.yaml` is the file of the event of that name; under `events/dataset-merge/` lies what is
in the bucket of uploads when that event comes, each object under its key.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.aws import BUCKET, DATASETS_BUCKET

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SUFFIX = ".yaml"
OF_THE_STATE_MACHINE = {"shard": "ShardFunctionArn", "shards": "MergeFunctionArn"}
"""By what an event of the state machine is known, and what stands for its function there."""


def bucket_of(event: Mapping[str, Any]) -> str:
    """The bucket that an event is about; empty for one that is about none."""
    if "detail" in event and isinstance(event["detail"], dict):
        return str(event["detail"].get("bucket", {}).get("name", ""))
    return DATASETS_BUCKET if set(OF_THE_STATE_MACHINE) & set(event) else ""


def put_files_of(event: Mapping[str, Any], path: Path, s3: "S3Client") -> None:
    """Put what lies beside the event at `path` where it belongs. An event that is about no bucket has nothing.

    Raises `OSError`, and botocore's errors.
    """
    bucket = bucket_of(event)
    if bucket == BUCKET:
        s3.put_object(Bucket=bucket, Key=event["detail"]["object"]["key"], Body=path.with_suffix(SUFFIX).read_bytes())
    elif bucket:
        folder = path.with_suffix("")
        found = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        if not found:
            raise FileNotFoundError(f"{folder} has no files")
        for file in found:
            s3.put_object(Bucket=bucket, Key=file.relative_to(folder).as_posix(), Body=file.read_bytes())
