"""The alarms of the template, evaluated as CloudWatch does over what was printed, answered and raised."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from time import time
from typing import Any

from local.template import Template

_COMPARISONS = {"GreaterThanThreshold": operator.gt}
_STATISTICS: Mapping[str, Callable[[list[float]], float]] = {"Sum": sum, "Maximum": max}


@dataclass(frozen=True)
class Point:
    """One value of a metric, at a time in seconds since 1970. A dimension's value is as the template writes it."""

    namespace: str
    metric: str
    dimensions: Mapping[str, Any]
    value: float
    at: float


def printed(lines: Iterable[Mapping[str, Any]]) -> list[Point]:
    """The metrics in lines of the log, by AWS's embedded metric format."""
    return [
        Point(directive["Namespace"], metric["Name"], {name: line[name] for name in names}, value, _seconds(line))
        for line in lines
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", ())
        for metric in directive["Metrics"]
        for names in directive["Dimensions"]
        for value in line[metric["Name"]]
    ]


def _seconds(line: Mapping[str, Any]) -> float:
    return float(line["_aws"]["Timestamp"] / 1000)


def answered(status: int) -> list[Point]:
    """What API Gateway counts of an answer."""
    stage = {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "StageName"}}
    return [Point("AWS/ApiGateway", "5XXError", stage, int(status >= 500), time())]


def raised(function: str) -> list[Point]:
    """What Lambda counts of a function, by its name in the template, that raised."""
    return [Point("AWS/Lambda", "Errors", {"FunctionName": {"Ref": function}}, 1, time())]


def put_aside(queue: str, messages: int) -> list[Point]:
    """What SQS counts of a queue, by its name in the template, with messages in it."""
    dimensions = {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}
    return [Point("AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, messages, time())]


def firing(points: Iterable[Point]) -> set[str]:
    """The names of the alarms that would fire."""
    points = list(points)
    return {name for name, alarm in _alarms().items() if _fires(alarm, points)}


@cache
def _alarms() -> Mapping[str, Any]:
    return Template.read().of_type("AWS::CloudWatch::Alarm")


def _fires(alarm: Mapping[str, Any], points: Iterable[Point]) -> bool:
    """Whether the statistic is beyond the threshold for as many periods after one another as it takes."""
    dimensions = {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
    periods: dict[int, list[float]] = defaultdict(list)
    for point in points:
        if (point.namespace, point.metric, point.dimensions) == (alarm["Namespace"], alarm["MetricName"], dimensions):
            periods[int(point.at // alarm["Period"])].append(point.value)
    if not periods:  # in the template silence is no alarm
        return False
    beyond = _COMPARISONS[alarm["ComparisonOperator"]]
    statistic = _STATISTICS[alarm["Statistic"]]
    breaching = {period for period, values in periods.items() if beyond(statistic(values), alarm["Threshold"])}
    needed = range(alarm["EvaluationPeriods"])
    return any(all(period + more in breaching for more in needed) for period in breaching)
