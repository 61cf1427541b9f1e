"""Writes events/: one real-shaped event for each route and case, for the tests and for `sam local invoke`.

To add a request, add a line to `EVENTS` in local/calls.py and run `make events`. An event of a file that was dropped in
the bucket has the file beside it: `events/NAME.yaml`.
"""

import argparse
import hashlib
import json
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from local import dataset_events as datasets
from local import event_bodies as bodies
from local import spend_bodies as spend
from local.aws import BUCKET, FOLLOW_UPS, USAGE
from local.calls import EVENTS, RECEIVED_AT, Call
from local.dynamodb import TABLES
from local.environment import REGION
from local.incoming import StoredFile, object_created
from local.invoke import SCHEDULED as SCHEDULED_EVENT
from local.proxy import ACCOUNT_ID, API_ID, event_from_request
from local.queue import Message, messages_received
from local.stream import record
from local.template import ROOT, Route, Template
from spend.storage import keys

EVENTS_PATH = ROOT / "events"
_HOST = f"{API_ID}.execute-api.us-east-1.amazonaws.com"


DROPPED: Mapping[str, str] = {
    "incoming-rates-published": "incoming/openai.yaml",
    "incoming-rates-rejected": "incoming/openai.yaml",
}
"""Events of files that were dropped, and their keys in the bucket."""


QUEUED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "slack-follow-up": (FOLLOW_UPS, bodies.SLACK_FOLLOW_UP),
    "slack-follow-up-elsewhere": (FOLLOW_UPS, bodies.SLACK_FOLLOW_UP_ELSEWHERE),
    "usage-queued": (USAGE, spend.QUEUED),
    "usage-queued-elsewhere": (USAGE, spend.QUEUED_ELSEWHERE),
}
"""Events of messages in a queue, and what they hold."""


CHANGED: Mapping[str, tuple[str, str]] = {
    "spend-changed": (keys.totals(spend.PROJECT, "2026-11"), "2026-11-20#6f1ed002ab5595859014ebf0#07"),
    "spend-budget-changed": (keys.BUDGETS, spend.PROJECT),
}
"""Events of changes of the table of spend, and the key of what was changed."""


SCHEDULED = "spend-sweep"
"""The event of the schedule by which budgets are looked at."""


def event(name: str, call: Call, template: Template) -> dict[str, Any]:
    """The event that API Gateway would make of `call` at its own address, where the stage is part of the path."""
    route = next(route for route in template.routes() if route.path == call.resource)
    stage = template.default("StageName")
    request_id = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    made = event_from_request(
        _request(call, route, request_id),
        route,
        call.path_parameters,
        stage=stage,
        request_id=request_id,
        received_at=RECEIVED_AT,
    )
    made["requestContext"]["path"] = f"/{stage}{made['path']}"
    return made


def _request(call: Call, route: Route, request_id: str) -> Request:
    digits = request_id.replace("-", "")
    headers = Headers(
        {
            "Accept": "*/*",
            "User-Agent": "curl/8.5.0",
            "X-Amzn-Trace-Id": f"Root=1-{int(RECEIVED_AT.timestamp()):08x}-{digits[:24]}",
        }
    )
    headers.update(call.headers)
    if route.key_required:
        headers["X-Api-Key"] = "an-example-and-no-key-at-all"
    builder = EnvironBuilder(
        path=call.resource.format(**call.path_parameters),
        method=call.method,
        base_url=f"https://{_HOST}",
        query_string=dict(call.query),
        headers=headers,
        data=call.body,
        content_type=call.content_type if call.body is not None else None,
        environ_base={"REMOTE_ADDR": "203.0.113.10"},
    )
    return Request(builder.get_environ())


def file_dropped(name: str, key: str) -> dict[str, Any]:
    """The event of the file beside it, in a bucket that keeps no versions: it then stands for any copy of the file."""
    content = (EVENTS_PATH / f"{name}.yaml").read_bytes()
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return object_created(StoredFile(BUCKET, key, etag, len(content), RECEIVED_AT))


def message_queued(name: str, queue: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The event of one message in a queue."""
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    sent_at = int(RECEIVED_AT.timestamp() * 1000)
    return messages_received(queue, [Message(json.dumps(body), identity, sent_at, "handle")])


def item_changed(partition: str, sort: str) -> dict[str, Any]:
    """The event of one change in the stream of the table of spend."""
    return {"Records": [record(TABLES["SpendTable"], partition, sort, 1, RECEIVED_AT.timestamp())]}


def scheduled() -> dict[str, Any]:
    """What EventBridge's scheduler hands to a function."""
    return {
        "version": "0",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, SCHEDULED)),
        "detail-type": SCHEDULED_EVENT,
        "source": "aws.scheduler",
        "account": ACCOUNT_ID,
        "time": f"{RECEIVED_AT:%Y-%m-%dT%H:%M:%SZ}",
        "region": REGION,
        "resources": [f"arn:aws:scheduler:{REGION}:{ACCOUNT_ID}:schedule/default/payback-sweep"],
        "detail": "{}",
    }


def rendered_files(template: Template) -> dict[Path, bytes]:
    """What each file of events/ should hold."""
    events = {name: event(name, call, template) for name, call in EVENTS.items()}
    events |= {name: file_dropped(name, key) for name, key in DROPPED.items()}
    events |= {name: message_queued(name, *queued) for name, queued in QUEUED.items()}
    events |= {name: item_changed(*key) for name, key in CHANGED.items()}
    events[SCHEDULED] = scheduled()
    of_datasets, lying = datasets.made(RECEIVED_AT)
    return {
        EVENTS_PATH / f"{name}.json": (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode()
        for name, made in (events | of_datasets).items()
    } | {EVENTS_PATH / name / key: content for name, objects in lying.items() for key, content in objects.items()}


def stale_files(files: Mapping[Path, bytes]) -> list[Path]:
    """Files that differ from what they should hold, are missing, or should not be there."""
    differing = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    there = {path for wildcard in ("*.json", "*/**/*") for path in EVENTS_PATH.glob(wildcard) if path.is_file()}
    return differing + sorted(there - set(files))


def main(arguments: list[str] | None = None) -> int:
    """Write events/, or with --check say what is stale. Returns the exit code: 1 where something is."""
    parser = argparse.ArgumentParser(prog="make events", description="Write events/.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is stale")
    check: bool = parser.parse_args(arguments).check
    files = rendered_files(Template.read())
    stale = stale_files(files)
    if check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run make events", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
        else:
            path.unlink()
        print(f"{'wrote' if path in files else 'removed'} {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
