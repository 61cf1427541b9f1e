"""What is watched, and that the code sends what the alarms listen for."""

import pytest

from handlers import metrics


@pytest.fixture
def alarms(template):
    return template.of_type("AWS::CloudWatch::Alarm")


def _dimensions(alarm):
    return {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}


def test_errors_throttles_latency_failures_and_stale_rates_are_watched(alarms):
    assert {(alarm["Namespace"], alarm["MetricName"]) for alarm in alarms.values()} == {
        ("AWS/Lambda", "Errors"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/ApiGateway", "Latency"),
        ("AWS/ApiGateway", "5XXError"),
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
    for alarm in alarms.values():
        if alarm["Namespace"] == variables["POWERTOOLS_METRICS_NAMESPACE"]:
            assert alarm["MetricName"] in sent
            assert _dimensions(alarm) == {"service": variables["POWERTOOLS_SERVICE_NAME"]}


def test_aws_metrics_are_those_of_this_stack(alarms, template):
    own = {
        "AWS/Lambda": {"FunctionName": {"Ref": "ApiFunction"}},
        "AWS/ApiGateway": {"ApiName": template.resources["Api"]["Properties"]["Name"], "Stage": {"Ref": "StageName"}},
    }
    for name, alarm in alarms.items():
        if alarm["Namespace"] in own:
            assert _dimensions(alarm) == own[alarm["Namespace"]], name


def test_slowness_is_judged_by_the_slowest_answer_in_a_hundred(alarms, template):
    alarm = alarms["LatencyAlarm"]
    assert alarm["ExtendedStatistic"] == "p99"
    assert alarm["Threshold"] < template.functions()["ApiFunction"].timeout_seconds * 1000
