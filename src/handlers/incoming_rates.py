"""A file was dropped in the bucket's `incoming/`, as EventBridge tells: published or refused, and announced by SNS."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers import metrics, wiring
from handlers.log import logger
from handlers.object_created import ObjectCreated
from publishing.receiving import Dropped
from publishing.reports import Report
from ratebook.bucket import report_key


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str | None]:
    """Takes one file. A wrong file is answered; what is raised makes Lambda try again, and then keep the event."""
    bucket = wiring.rates_bucket()
    made = ObjectCreated.model_validate(event).in_bucket(bucket, "RATES_BUCKET")
    dropped = Dropped(made.key, made.etag, made.version_id, made.size or None)
    if not dropped.awaits_report:
        logger.info("not a dropped file")
        return {"verdict": None, "version": None}
    where = f"s3://{bucket}/{report_key(dropped.key)}"
    report = wiring.inbox().take(dropped, lambda report: _announce(report, where))
    if report is None:
        logger.info("file answered before")
        return {"verdict": None, "version": None}
    metrics.count_incoming_file(report.verdict)
    logger.info("file answered", extra={"verdict": report.verdict, "rates_version": report.version})
    return {"verdict": report.verdict, "version": report.version}


def _announce(report: Report, where: str) -> None:
    topic = wiring.rates_topic()
    if topic is not None:
        topic.client.publish(TopicArn=topic.arn, Subject=report.subject, Message=report.message(where))
