import json
import subprocess
import sys

import pytest

from local.function import LambdaFunction
from local.invoke import EventError, function_for, main, read_event, rendered
from local.template import ROOT, Template


def test_prints_status_and_body_of_the_deployed_handlers_answer():
    done = subprocess.run(
        [sys.executable, "-m", "local.invoke", "events/health.json"],
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    status, kind, body = done.stdout.split("\n", 2)
    assert status == "HTTP 200 OK"
    assert kind == "Content-Type: application/json"
    assert json.loads(body)["rates"]["stale"] is False


def test_json_is_indented_and_anything_else_is_shown_as_it_is():
    answer = {"statusCode": 404, "headers": {"Content-Type": "application/problem+json"}, "body": '{"status":404}'}
    assert rendered(answer) == 'HTTP 404 Not Found\nContent-Type: application/problem+json\n\n{\n  "status": 404\n}'
    page = {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>Hello"}
    assert rendered(page).endswith("\n\n<p>Hello")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("[]", "is no event of API Gateway, EventBridge, SQS or Step Functions"),
        ('{"body": null}', "is no event of API Gateway, EventBridge, SQS or Step Functions"),
    ],
)
def test_a_file_without_an_event_is_explained(tmp_path, content, complaint):
    path = tmp_path / "event.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(EventError, match=complaint):
        read_event(path)


def test_a_route_that_no_function_answers_is_explained():
    with pytest.raises(EventError, match=r"no function answers /v2; template\.yaml has /v1/decisions"):
        function_for({"resource": "/v2"}, Template.read())


def test_an_event_that_no_function_takes_is_explained():
    with pytest.raises(EventError, match=r"no function takes 'Object Deleted' of aws\.s3; see template\.yaml"):
        function_for({"source": "aws.s3", "detail-type": "Object Deleted"}, Template.read())


@pytest.mark.parametrize(
    ("event", "function"),
    [
        ("health", "ApiFunction"),
        ("incoming-rates-published", "IncomingRatesFunction"),
        ("dataset-check", "DatasetsFunction"),
        ("dataset-uploaded", "DatasetCheckFunction"),
        ("dataset-shard", "DatasetShardFunction"),
        ("dataset-merge", "DatasetMergeFunction"),
        ("slack-command", "SlackFunction"),
        ("slack-share", "SlackFunction"),
        ("slack-follow-up", "SlackSenderFunction"),
    ],
)
def test_an_event_is_answered_by_its_function(event, function):
    assert function_for(read_event(ROOT / "events" / f"{event}.json"), Template.read()).name == function


def test_an_event_of_slack_is_signed_anew_and_answered(capsys):
    assert main([str(ROOT / "events" / "slack-command-rates.json")]) == 0
    assert "HTTP 200 OK" in capsys.readouterr().out
    assert main([str(ROOT / "events" / "slack-command-wrong-signature.json")]) == 0
    assert "HTTP 401 Unauthorized" in capsys.readouterr().out


def _invoked(name):
    """What a process of its own prints of an event."""
    done = subprocess.run(
        [sys.executable, "-m", "local.invoke", f"events/{name}.json"],
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("verdict", ["published", "rejected"])
def test_a_file_beside_its_event_is_dropped_and_its_report_printed(verdict):
    answer, _, report = _invoked(f"incoming-rates-{verdict}").partition("\n\n")
    assert json.loads(answer)["verdict"] == verdict
    assert report.startswith(f"# openai.yaml: {verdict}\n")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("dataset-uploaded", {"outcome": "checked"}),
        ("dataset-shard", {"bytes": 1600, "lines": 9}),
        ("dataset-merge", {"shards": 3}),
    ],
)
def test_what_lies_beside_an_event_of_datasets_is_put_in_the_bucket(name, answer):
    assert json.loads(_invoked(name)) == answer


@pytest.mark.parametrize("name", ["incoming-rates-published", "dataset-merge"])
def test_an_event_without_its_file_is_explained(tmp_path, capsys, name):
    event = tmp_path / "event.json"
    event.write_text((ROOT / "events" / f"{name}.json").read_text())
    assert main([str(event)]) == 2
    assert "its file cannot be put in the bucket" in capsys.readouterr().err


def test_a_bad_file_exits_with_2_and_names_the_file(tmp_path, capsys):
    path = tmp_path / "nothing.json"
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: cannot be read")


def test_a_function_that_raises_exits_with_1_and_shows_where(tmp_path, capsys, monkeypatch):
    def handler(event, _):
        raise LookupError(f"no such thing as {event['resource']}")

    path = tmp_path / "event.json"
    path.write_text('{"resource": "/health"}')
    monkeypatch.setattr(LambdaFunction, "imported", lambda declared: LambdaFunction(declared, handler))
    assert main([str(path)]) == 1
    assert "LookupError: no such thing as /health" in capsys.readouterr().err
