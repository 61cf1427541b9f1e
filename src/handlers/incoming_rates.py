"""A file was dropped in the bucket's `incoming/`, as EventBridge tells: published or refused, and announced by SNS."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from handlers import metrics, wiring
from handlers.log import logger
from publishing.receiving import Dropped
from publishing.reports import Report
from ratebook.bucket import report_key


class _Bucket(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str


class _Object(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    etag: str
    version_id: str | None = Field(None, alias="version-id")


class _Detail(BaseModel):
    model_config = ConfigDict(frozen=True)

    bucket: _Bucket
    object: _Object


class ObjectCreated(BaseModel):
    """As much as is needed of the event that S3 sends by EventBridge. A key comes as it is, not encoded as in a URL."""

    model_config = ConfigDict(frozen=True)

    detail: _Detail

    @property
    def dropped(self) -> Dropped:
        """The file that the event is about."""
        made = self.detail.object
        return Dropped(made.key, made.etag, made.version_id)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str | None]:
    """Takes one file. A wrong file is answered; what is raised makes Lambda try again, and then keep the event."""
    created = ObjectCreated.model_validate(event)
    bucket = wiring.rates_bucket()
    if created.detail.bucket.name != bucket:
        raise ValueError("the event is of another bucket than RATES_BUCKET; mend the rule that sends it")
    if not created.dropped.awaits_report:
        logger.info("not a dropped file")
        return {"verdict": None, "version": None}
    report = wiring.inbox().take(created.dropped)
    if report is None:
        logger.info("file answered before")
        return {"verdict": None, "version": None}
    _announce(report, f"s3://{bucket}/{report_key(created.dropped.key)}")
    metrics.count_incoming_file(report.verdict)
    logger.info("file answered", extra={"verdict": report.verdict, "rates_version": report.version})
    return {"verdict": report.verdict, "version": report.version}


def _announce(report: Report, where: str) -> None:
    topic = wiring.rates_topic()
    if topic is not None:
        topic.client.publish(TopicArn=topic.arn, Subject=report.subject, Message=report.message(where))
