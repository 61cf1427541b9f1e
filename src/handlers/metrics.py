"""What is counted, as CloudWatch metrics in the log (embedded metric format).

The template's alarms go by these names.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from aws_lambda_powertools.metrics import EphemeralMetrics, Metrics, MetricUnit

from handlers.log import SERVICE, logger
from ratebook.book import Rates

NAMESPACE = "Payback"
REQUESTS = "Requests"
DECISIONS = "Decisions"
INCOMING_FILES = "IncomingFiles"
STALE_ANSWERS = "StaleAnswers"
RATES_AGE_SECONDS = "RatesAgeSeconds"
USAGE_RECORDS = "UsageRecords"
UNPRICED_RECORDS = "UnpricedRecords"
FAILED_MESSAGES = "FailedMessages"
ALERTS = "Alerts"
DATASETS = "Datasets"
DATASET_BYTES = "DatasetBytes"
DATASET_EXAMPLES = "DatasetExamples"

metrics = Metrics(namespace=NAMESPACE, service=SERVICE)
_by_verdict = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
"""What is counted by a verdict is written at once, and apart from all else, which has none."""


def count_request() -> None:
    """One more request, whatever became of it."""
    metrics.add_metric(REQUESTS, MetricUnit.Count, 1)


def count_rates(rates: Rates, now: datetime, version: str | None = None) -> None:
    """How old the rate table is that an answer used, and whether a newer one may exist.

    One that was asked for by its `version` says nothing of that.
    """
    if version is not None:
        return
    if rates.stale:
        logger.warning("rates stale", extra={"reason": rates.stale_because, "rates_version": rates.compiled.version})
    metrics.add_metric(STALE_ANSWERS, MetricUnit.Count, int(rates.stale))
    metrics.add_metric(RATES_AGE_SECONDS, MetricUnit.Seconds, rates.age(now).total_seconds())


def count_decision(verdict: str) -> None:
    """One more decision with this verdict."""
    _count_by_verdict(DECISIONS, verdict)


def count_incoming_file(verdict: str) -> None:
    """One more file that was dropped and answered with this verdict."""
    _count_by_verdict(INCOMING_FILES, verdict)


def _count_by_verdict(what: str, verdict: str) -> None:
    _by_verdict.add_dimension("verdict", verdict)
    _by_verdict.add_metric(what, MetricUnit.Count, 1)
    _publish(_by_verdict)


def count_usage(new: int, unpriced: int) -> None:
    """Records that were counted now, and those of them that have no price."""
    metrics.add_metric(USAGE_RECORDS, MetricUnit.Count, new)
    metrics.add_metric(UNPRICED_RECORDS, MetricUnit.Count, unpriced)


def count_failed_messages(failed: int) -> None:
    """Messages of a batch that will come again."""
    metrics.add_metric(FAILED_MESSAGES, MetricUnit.Count, failed)


def count_alerts(sent: int) -> None:
    """Alerts that were sent."""
    metrics.add_metric(ALERTS, MetricUnit.Count, sent)


def count_dataset(bytes: int, examples: int) -> None:
    """One more training file that was checked, and what was in it."""
    metrics.add_metric(DATASETS, MetricUnit.Count, 1)
    metrics.add_metric(DATASET_BYTES, MetricUnit.Bytes, bytes)
    metrics.add_metric(DATASET_EXAMPLES, MetricUnit.Count, examples)


@contextmanager
def one_request() -> Iterator[None]:
    """Count one request, and write what it counted, whatever becomes of it."""
    count_request()
    try:
        yield
    finally:
        publish()


def publish() -> None:
    """Write what one invocation counted."""
    _publish(metrics)


def _publish(counted: Metrics | EphemeralMetrics) -> None:
    """Write what was counted, or drop it where metrics are disabled: Powertools would keep it."""
    counted.flush_metrics()
    if counted.metric_set:
        counted.clear_metrics()
