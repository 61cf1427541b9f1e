"""The environment of a function, typed: what it is told by its deployment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

ENVIRONMENT = {
    "handlers.api": ("RATES_BUCKET", "RATES_TTL_SECONDS", "DATASETS_ORIGIN"),
    "handlers.incoming_rates": ("RATES_BUCKET", "RATES_TOPIC_ARN"),
    "handlers.slack.function": (
        "RATES_BUCKET",
        "RATES_TTL_SECONDS",
        "SLACK_SIGNING_SECRET_NAME",
        "SLACK_BOT_TOKEN_NAME",
        "SLACK_FOLLOW_UPS_URL",
    ),
    "handlers.slack.sender": ("RATES_BUCKET", "RATES_TTL_SECONDS"),
    "handlers.spend.function": (
        "RATES_BUCKET",
        "RATES_TTL_SECONDS",
        "LEDGER_TABLE",
        "SPEND_TABLE",
        "USAGE_QUEUE_URL",
    ),
    "handlers.datasets.function": ("RATES_BUCKET", "RATES_TTL_SECONDS", "DATASETS_BUCKET"),
    "handlers.datasets.uploaded": ("DATASETS_BUCKET", "DATASET_ONE_PASS_BYTES", "DATASET_STATE_MACHINE_ARN"),
    "handlers.datasets.sharded": ("DATASETS_BUCKET",),
    "handlers.spend.queued": ("LEDGER_TABLE", "SPEND_TABLE"),
    "handlers.spend.alerts": ("SPEND_TABLE", "ALERTS_TOPIC_ARN", "SLACK_WEBHOOK_NAME"),
}
"""Every variable that this project's own code reads, by the function's module; Powertools and boto3 read theirs."""

ONE_PASS_BYTES = 1024**3


@dataclass(frozen=True)
class Settings:
    """The environment, typed. No bucket: the deployed snapshot is the rate table."""

    rates_bucket: str | None
    rates_time_to_live: timedelta
    rates_topic_arn: str | None = None
    slack_signing_secret_name: str | None = None
    slack_bot_token_name: str | None = None
    slack_follow_ups_url: str | None = None
    ledger_table: str | None = None
    spend_table: str | None = None
    usage_queue_url: str | None = None
    alerts_topic_arn: str | None = None
    slack_webhook_name: str | None = None
    datasets_bucket: str | None = None
    datasets_origin: str | None = None
    dataset_one_pass_bytes: int = ONE_PASS_BYTES
    dataset_state_machine_arn: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises `ValueError` that names the variable to mend."""
        seconds = _whole(environment, "RATES_TTL_SECONDS", "seconds", 60)
        return cls(
            rates_bucket=environment.get("RATES_BUCKET") or None,
            rates_time_to_live=timedelta(seconds=seconds),
            rates_topic_arn=environment.get("RATES_TOPIC_ARN") or None,
            slack_signing_secret_name=environment.get("SLACK_SIGNING_SECRET_NAME") or None,
            slack_bot_token_name=environment.get("SLACK_BOT_TOKEN_NAME") or None,
            slack_follow_ups_url=environment.get("SLACK_FOLLOW_UPS_URL") or None,
            ledger_table=environment.get("LEDGER_TABLE") or None,
            spend_table=environment.get("SPEND_TABLE") or None,
            usage_queue_url=environment.get("USAGE_QUEUE_URL") or None,
            alerts_topic_arn=environment.get("ALERTS_TOPIC_ARN") or None,
            slack_webhook_name=environment.get("SLACK_WEBHOOK_NAME") or None,
            datasets_bucket=environment.get("DATASETS_BUCKET") or None,
            datasets_origin=environment.get("DATASETS_ORIGIN") or None,
            dataset_one_pass_bytes=_whole(environment, "DATASET_ONE_PASS_BYTES", "bytes", ONE_PASS_BYTES),
            dataset_state_machine_arn=environment.get("DATASET_STATE_MACHINE_ARN") or None,
        )


def _whole(environment: Mapping[str, str], setting: str, unit: str, default: int) -> int:
    text = environment.get(setting) or str(default)
    if not text.isdecimal():
        raise ValueError(f"{setting} must be a whole number of {unit}, such as {default}")
    return int(text)
