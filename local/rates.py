"""Checks, compiles and publishes `rates/`: `python -m local.rates check`, `fresh`, `compile`, `publish [BUCKET]`."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.environment import forget_real_credentials
from ratebook.authoring import AuthoringError, load_directory
from ratebook.compiled import CompiledTable, compile_table
from ratebook.publishing import PublishConflictError, publish
from ratebook.sources import SNAPSHOT

RATES = Path("rates")
RUNNING = Path(".payback/local.json")


def check(compiled: CompiledTable) -> int:
    """Says that the files, which could be read, are sound."""
    models = sum(len(provider.models) for provider in compiled.table.providers.values())
    print(f"{RATES}/ is sound: {models} models, version {compiled.version}")
    return 0


def fresh(compiled: CompiledTable) -> int:
    """Says whether the snapshot that is deployed with the code is made of the files."""
    if not SNAPSHOT.exists() or SNAPSHOT.read_bytes() != compiled.content:
        print(f"{SNAPSHOT.name} is not made of {RATES}/ as it is now: run `make rates-compile`", file=sys.stderr)
        return 1
    print(f"{SNAPSHOT.name} is version {compiled.version}")
    return 0


def compile_snapshot(compiled: CompiledTable) -> int:
    """Writes the snapshot that is deployed with the code."""
    SNAPSHOT.write_bytes(compiled.content)
    print(f"wrote version {compiled.version}")
    return 0


def publish_table(compiled: CompiledTable, bucket: str | None) -> int:
    """Publishes to `bucket`, or to the bucket of the server that `make run` started here."""
    if bucket:
        s3 = boto3.client("s3")
    elif RUNNING.exists():
        running = json.loads(RUNNING.read_text(encoding="utf-8"))
        forget_real_credentials()
        bucket, s3 = running["bucket"], boto3.client("s3", endpoint_url=running["s3_endpoint_url"])
    else:
        print("no server runs here: start `make run`, or say BUCKET=name", file=sys.stderr)
        return 1
    try:
        pointer = publish(s3, bucket, compiled.table, datetime.now(UTC))
    except (PublishConflictError, ClientError, BotoCoreError) as error:
        print(f"not published: {error}", file=sys.stderr)
        return 1
    print(f"{bucket}: version {pointer.version} is current since {pointer.published_at:%Y-%m-%d %H:%M:%S} UTC")
    return 0


def main() -> int:
    """Runs one command and returns the exit code."""
    parser = argparse.ArgumentParser(prog="local.rates", description=__doc__)
    parser.add_argument("command", choices=["check", "fresh", "compile", "publish"])
    parser.add_argument("bucket", nargs="?")
    arguments = parser.parse_args()
    try:
        compiled = compile_table(load_directory(RATES))
    except AuthoringError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.command == "publish":
        return publish_table(compiled, arguments.bucket)
    return {"check": check, "fresh": fresh, "compile": compile_snapshot}[arguments.command](compiled)


if __name__ == "__main__":
    sys.exit(main())
