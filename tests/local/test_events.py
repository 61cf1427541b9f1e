import hashlib
import json

import pytest

from local import dataset_events as datasets
from local.aws import BUCKET
from local.calls import EVENTS
from local.events import CHANGED, DROPPED, EVENTS_PATH, QUEUED, SCHEDULED, main, rendered_files, stale_files
from local.invoke import function_for
from local.template import Template

TEMPLATE = Template.read()
FILES = sorted(EVENTS_PATH.glob("*.json"))


def test_the_files_are_what_make_events_writes():
    assert stale_files(rendered_files(TEMPLATE)) == []


def test_a_file_that_nothing_writes_is_stale(tmp_path, monkeypatch):
    monkeypatch.setattr("local.events.EVENTS_PATH", tmp_path)
    (tmp_path / "old.json").write_text("{}")
    (tmp_path / "old" / "checks").mkdir(parents=True)
    (tmp_path / "old" / "checks" / "request.json").write_text("{}")
    assert stale_files({}) == [tmp_path / "old" / "checks" / "request.json", tmp_path / "old.json"]


def test_check_passes_on_fresh_files():
    assert main(["--check"]) == 0


def test_every_route_has_an_event():
    assert {route.path for route in TEMPLATE.routes()} == {call.resource for call in EVENTS.values()}


@pytest.mark.parametrize("path", [path for path in FILES if path.stem in EVENTS], ids=lambda path: path.stem)
def test_an_event_is_as_api_gateway_sends_it(path):
    event = json.loads(path.read_text())
    context = event["requestContext"]
    assert context["resourcePath"] == event["resource"]
    assert context["path"] == f"/{context['stage']}{event['path']}"
    assert context["httpMethod"] == event["httpMethod"]
    assert event["headers"] == {name: values[-1] for name, values in event["multiValueHeaders"].items()}
    assert (event["body"] is None) == (event["httpMethod"] == "GET")


def test_every_queue_stream_and_schedule_has_an_event():
    functions = {function_for(_read(name), TEMPLATE).name for name in (*QUEUED, *CHANGED, SCHEDULED)}
    queued = {trigger.function for trigger in TEMPLATE.queue_triggers()}
    streamed = {trigger.function for trigger in TEMPLATE.stream_triggers()}
    assert functions == queued | streamed | set(TEMPLATE.scheduled())


def _read(name):
    return json.loads((EVENTS_PATH / f"{name}.json").read_text())


def test_every_rule_has_an_event():
    events = [_read(name) for name in (*DROPPED, datasets.UPLOADED)]
    assert {function_for(event, TEMPLATE).name for event in events} == {
        rule.function for rule in TEMPLATE.event_rules()
    }
    assert all(any(rule.takes(event) for event in events) for rule in TEMPLATE.event_rules())


def test_every_function_of_the_state_machine_has_an_event():
    functions = {function_for(_read(name), TEMPLATE).name for name in (datasets.SHARD, datasets.MERGE)}
    assert functions == {TEMPLATE.substituted(name) for name in TEMPLATE.machine()["DefinitionSubstitutions"]}


@pytest.mark.parametrize("name", DROPPED)
def test_a_dropped_file_is_told_of_as_eventbridge_does(name):
    event = json.loads((EVENTS_PATH / f"{name}.json").read_text())
    content = (EVENTS_PATH / f"{name}.yaml").read_bytes()
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["resources"] == [f"arn:aws:s3:::{BUCKET}"]
    assert event["detail"]["bucket"] == {"name": BUCKET}
    made = event["detail"]["object"]
    assert (made["key"], made["size"]) == (DROPPED[name], len(content))
    assert made["etag"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert "version-id" not in made  # it stands for any copy of the file
