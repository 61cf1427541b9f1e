"""Checks, compares and publishes `rates/`: `python -m local.rates COMMAND`, as the rates- targets of make call it."""

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.aws import s3_client
from local.environment import forget_real_credentials
from local.incoming import NoReportError, drop, wait_for_report
from local.state import NotRunningError, read_state
from publishing.authoring import AuthoringError, load_directory
from publishing.changes import sentences
from publishing.incoming import file_id
from publishing.publish import (
    PublishConflictError,
    RefusedError,
    RollbackError,
    publish,
    read_in_force,
    rollback,
)
from publishing.review import review
from ratebook.compiled import CompiledTable, CorruptTableError, compile_table, read_compiled
from ratebook.sources import SNAPSHOT, S3Source

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from ratebook.models import RateTable

RATES = Path("rates")
REPORT_SECONDS = 90.0
REASON_VARIABLE = "RATES_ROLLBACK_REASON"
"""How make hands over a reason: in the environment, where no shell reads its quotes and dollars."""


class CommandError(RuntimeError):
    """The command cannot be done; the message says what to do."""


@dataclass(frozen=True)
class Target:
    """Where to publish: a bucket, and the S3 that has it."""

    s3: "S3Client"
    bucket: str


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 1 where it failed, or where the tables must not be published."""
    options = _parser().parse_args(arguments)
    try:
        return int(COMMANDS[options.command](options))
    except (AuthoringError, RefusedError) as error:
        print(error, file=sys.stderr)
    except (CommandError, RollbackError, NoReportError, OSError) as error:
        print(error, file=sys.stderr)
    except (PublishConflictError, CorruptTableError, ClientError, BotoCoreError) as error:
        print(f"not {_DONE.get(options.command, 'done')}: {error}", file=sys.stderr)
    return 1


def check(_: argparse.Namespace) -> int:
    """Says whether the files are sound, plausible, and keep what the shipped snapshot has."""
    compiled = _compiled()
    today = datetime.now(UTC).date()
    findings = dict.fromkeys((*review(compiled.table, None), *review(compiled.table, _shipped(compiled), today)))
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        return 1
    models = sum(len(provider.models) for provider in compiled.table.providers.values())
    print(f"{RATES}/ is sound: {models} models, version {compiled.version}")
    return 0


def fresh(_: argparse.Namespace) -> int:
    """Says whether the snapshot that is deployed with the code is made of the files."""
    compiled = _compiled()
    if not SNAPSHOT.exists() or SNAPSHOT.read_bytes() != compiled.content:
        print(f"{SNAPSHOT.name} is not made of {RATES}/ as it is now: run `make rates-compile`", file=sys.stderr)
        return 1
    print(f"{SNAPSHOT.name} is version {compiled.version}")
    return 0


def compile_snapshot(options: argparse.Namespace) -> int:
    """Writes the snapshot that is deployed with the code, where the files pass the check."""
    if check(options):
        return 1
    compiled = _compiled()
    SNAPSHOT.write_bytes(compiled.content)
    print(f"wrote version {compiled.version}")
    return 0


def diff(options: argparse.Namespace) -> int:
    """Says what publishing the files would change, and what stands in its way."""
    compiled, target = _compiled(), _target(options.bucket)
    published = _published(target, options.since)
    if published is None:
        print(f"nothing is published in {target.bucket} yet")
    else:
        changes = list(sentences(compiled.table, published.table))
        print(f"{RATES}/ against version {published.version} in {target.bucket}:")
        print("\n".join(f"  {change}" for change in changes) or "  no change")
    findings = review(compiled.table, published.table if published else None, datetime.now(UTC).date())
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


def publish_table(options: argparse.Namespace) -> int:
    """Publishes the files."""
    compiled, target = _compiled(), _target(options.bucket)
    pointer = publish(target.s3, target.bucket, compiled.table, datetime.now(UTC), by=os.environ.get("USER"))
    print(f"{target.bucket}: version {pointer.version} is current since {pointer.published_at:%Y-%m-%d %H:%M:%S} UTC")
    return 0


def roll_back(options: argparse.Namespace) -> int:
    """Makes an older version current again."""
    target = _target(options.bucket)
    if not options.version:
        raise CommandError("say which version: VERSION=2026-11-22-1a2b3c4d; GET /v1/rates lists them")
    now, by = datetime.now(UTC), os.environ.get("USER")
    reason = options.reason or os.environ.get(REASON_VARIABLE, "")
    pointer = rollback(target.s3, target.bucket, options.version, reason, now, by=by)
    print(f"{target.bucket}: version {pointer.version} is current again, in place of {pointer.previous}")
    return 0


def drop_file(options: argparse.Namespace) -> int:
    """Drops one file in `incoming/`, waits for what is answered, and prints it."""
    if not options.file:
        raise CommandError("name a file: FILE=openai.yaml")
    path = Path(options.file)
    file_id(path.name)
    target = _target(options.bucket)
    report = wait_for_report(target.s3, drop(target.s3, target.bucket, path), REPORT_SECONDS)
    print(report, end="")
    return 1 if report.partition("\n")[0].endswith(": rejected") else 0


COMMANDS = {
    "check": check,
    "fresh": fresh,
    "compile": compile_snapshot,
    "diff": diff,
    "publish": publish_table,
    "rollback": roll_back,
    "drop": drop_file,
}
_DONE = {"publish": "published", "rollback": "rolled back", "drop": "dropped", "diff": "compared"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="local.rates", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--bucket", default="", help="a bucket in AWS; default: that of the server that runs here")
    parser.add_argument("--since", default="", help="diff: the published version to compare with; default: in force")
    parser.add_argument("--version", default="", help="rollback: the version to go back to")
    parser.add_argument("--reason", default="", help=f"rollback: why, kept with it; default: {REASON_VARIABLE}")
    parser.add_argument("--file", default="", help="drop: the file")
    return parser


def _compiled() -> CompiledTable:
    return compile_table(load_directory(RATES))


def _shipped(compiled: CompiledTable) -> "RateTable | None":
    """The table of the snapshot, where there is one that differs from the files."""
    if not SNAPSHOT.exists() or SNAPSHOT.read_bytes() == compiled.content:
        return None
    return read_compiled(SNAPSHOT.read_bytes()).table


def _published(target: Target, since: str) -> CompiledTable | None:
    if since:
        table = S3Source(target.s3, target.bucket).table(since)
        if table is None:
            raise CommandError(f"{since} was never published in {target.bucket}; GET /v1/rates lists the versions")
        return table
    before = read_in_force(target.s3, target.bucket)
    if before and before.table is None:
        raise CorruptTableError("the version in force is damaged; publish or roll back to mend it")
    return before.table if before else None


def _target(bucket: str) -> Target:
    """`bucket`, or the bucket of the server that `make run` started here. Raises `CommandError`."""
    if bucket:
        return Target(boto3.client("s3"), bucket)
    try:
        running = read_state()
    except NotRunningError as error:
        raise CommandError(f"{error}, or say BUCKET=name") from error
    forget_real_credentials()
    return Target(s3_client(running.endpoint_url), running.bucket)


if __name__ == "__main__":
    sys.exit(main())
