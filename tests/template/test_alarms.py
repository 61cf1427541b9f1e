"""What is watched, and that the code sends what the alarms listen for."""

import json

import pytest
from aws_lambda_powertools.metrics import MetricUnit

from handlers import metrics


@pytest.fixture
def alarms(template):
    return template.of_type("AWS::CloudWatch::Alarm")


def _dimensions(alarm):
    return {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}


def test_errors_throttles_latency_failures_stale_rates_and_files_given_up_on_are_watched(alarms):
    assert {(alarm["Namespace"], alarm["MetricName"]) for alarm in alarms.values()} == {
        ("AWS/Lambda", "Errors"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/ApiGateway", "Latency"),
        ("AWS/ApiGateway", "5XXError"),
        ("AWS/States", "ExecutionsFailed"),
        ("Payback", "StaleAnswers"),
    }


def test_every_alarm_is_announced_and_taken_back(alarms):
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}], name
        assert alarm["OKActions"] == [{"Ref": "AlarmTopic"}], name


def test_silence_is_no_alarm(alarms):
    assert {alarm["TreatMissingData"] for alarm in alarms.values()} == {"notBreaching"}


def test_the_products_own_metrics_are_those_that_the_code_sends(alarms, variables):
    sent = {value for name, value in vars(metrics).items() if name.isupper() and isinstance(value, str)}
    assert {given["POWERTOOLS_METRICS_NAMESPACE"] for given in variables.values()} == {metrics.NAMESPACE}
    assert {alarm["MetricName"] for alarm in alarms.values() if alarm["Namespace"] == metrics.NAMESPACE} <= sent


def test_the_stale_rates_alarm_listens_to_the_metric_as_it_is_sent(alarms):
    metrics.metrics.add_metric(metrics.STALE_ANSWERS, MetricUnit.Count, 1)
    record = json.loads(json.dumps(metrics.metrics.serialize_metric_set()))
    metrics.metrics.clear_metrics()
    (sent,) = record["_aws"]["CloudWatchMetrics"]
    alarm = alarms["StaleRatesAlarm"]
    assert alarm["Namespace"] == sent["Namespace"]
    assert alarm["MetricName"] in {metric["Name"] for metric in sent["Metrics"]}
    assert [sorted(_dimensions(alarm))] == [sorted(names) for names in sent["Dimensions"]]
    assert _dimensions(alarm) == {name: record[name] for name in _dimensions(alarm)}


def test_aws_metrics_are_those_of_this_stack(alarms, template):
    stage = {"ApiName": template.resources["Api"]["Properties"]["Name"], "Stage": {"Ref": "StageName"}}
    failures = [name for name in template.of_type("AWS::SQS::Queue") if name.endswith("Failures")]
    queues = [{"QueueName": {"Fn::GetAtt": [name, "QueueName"]}} for name in failures]
    own = {"AWS/ApiGateway": [stage], "AWS/SQS": queues}
    own["AWS/Lambda"] = [{"FunctionName": {"Ref": function}} for function in template.functions()]
    own["AWS/States"] = [
        {"StateMachineArn": {"Ref": name}} for name in template.of_type("AWS::Serverless::StateMachine")
    ]
    for name, alarm in alarms.items():
        if alarm["Namespace"] in own:
            assert _dimensions(alarm) in own[alarm["Namespace"]], name


def test_every_queue_of_what_failed_is_watched(alarms, template):
    watched = [
        _dimensions(alarm)["QueueName"]["Fn::GetAtt"][0]
        for alarm in alarms.values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    ]
    queues = template.of_type("AWS::SQS::Queue")
    assert sorted(watched) == sorted(name for name in queues if name.endswith("Failures"))
    redriven = [queue["RedrivePolicy"]["deadLetterTargetArn"] for queue in queues.values() if "RedrivePolicy" in queue]
    assert {target["Fn::GetAtt"][0] for target in redriven} <= set(watched)


def test_the_errors_of_every_function_are_watched(alarms, template):
    watched = [
        _dimensions(alarm)["FunctionName"]["Ref"] for alarm in alarms.values() if alarm["MetricName"] == "Errors"
    ]
    assert sorted(watched) == sorted(template.functions())


def test_slowness_is_judged_by_the_slowest_answer_in_a_hundred(alarms, template):
    alarm = alarms["LatencyAlarm"]
    assert alarm["ExtendedStatistic"] == "p99"
    assert alarm["Threshold"] < template.functions()["ApiFunction"].timeout_seconds * 1000
