"""What is counted, as CloudWatch metrics in the log (embedded metric format). Names are used by the template's alarms."""

from datetime import datetime

from aws_lambda_powertools.metrics import Metrics, MetricUnit, single_metric

from ratebook.book import Rates

NAMESPACE = "Payback"
SERVICE = "payback"
REQUESTS = "Requests"
DECISIONS = "Decisions"
STALE_ANSWERS = "StaleAnswers"
RATES_AGE_SECONDS = "RatesAgeSeconds"

metrics = Metrics(namespace=NAMESPACE, service=SERVICE)


def count_request() -> None:
    """One more request, whatever became of it."""
    metrics.add_metric(REQUESTS, MetricUnit.Count, 1)


def count_rates(rates: Rates, now: datetime) -> None:
    """How old the rate table is that an answer used, and whether a newer one may exist."""
    metrics.add_metric(STALE_ANSWERS, MetricUnit.Count, int(rates.stale))
    metrics.add_metric(RATES_AGE_SECONDS, MetricUnit.Seconds, rates.age(now).total_seconds())


def count_decision(verdict: str) -> None:
    """One more decision with this verdict."""
    dimensions = {"service": SERVICE, "verdict": verdict}
    with single_metric(
        name=DECISIONS, unit=MetricUnit.Count, value=1, namespace=NAMESPACE, default_dimensions=dimensions
    ):
        pass  # written when the block ends, apart from the others, which have no verdict
