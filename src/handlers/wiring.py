"""The composition root: reads the environment and chooses what the use cases run with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from ratebook.book import RateBook
from ratebook.sources import S3Source, read_snapshot

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ENVIRONMENT = ("RATES_BUCKET", "RATES_TTL_SECONDS", "S3_ENDPOINT_URL")
"""Every variable that this project's own code reads; Powertools and boto3 read theirs."""

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.0
ATTEMPTS = 2


@dataclass(frozen=True)
class Settings:
    """The environment, typed. No bucket: the deployed snapshot is the rate table."""

    rates_bucket: str | None
    rates_time_to_live: timedelta
    s3_endpoint_url: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises `ValueError` that names the variable to mend."""
        seconds = environment.get("RATES_TTL_SECONDS") or "60"
        if not seconds.isdecimal():
            raise ValueError("RATES_TTL_SECONDS must be a whole number of seconds, such as 60")
        return cls(
            rates_bucket=environment.get("RATES_BUCKET") or None,
            rates_time_to_live=timedelta(seconds=int(seconds)),
            s3_endpoint_url=environment.get("S3_ENDPOINT_URL") or None,
        )


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def s3_client(settings: Settings) -> "S3Client":
    """A client that gives up soon: an answer from the snapshot, marked stale, is better than none in time."""
    import boto3  # noqa: PLC0415 - a function without a bucket starts without it
    from botocore.config import Config  # noqa: PLC0415

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )
    return boto3.client("s3", config=config, endpoint_url=settings.s3_endpoint_url)


@cache
def rate_book() -> RateBook:
    """The process's rate book, made on first use."""
    settings = Settings.from_environment()
    source = S3Source(s3_client(settings), settings.rates_bucket) if settings.rates_bucket else None
    return RateBook(read_snapshot(), source, settings.rates_time_to_live, now)
