"""Writes events/: one real-shaped event for each route and case, for the tests and for `sam local invoke`.

To add a request, add a line to `EVENTS` and run `make events`. An event of a file that was dropped in the bucket has
the file beside it: `events/NAME.yaml`.
"""

import argparse
import hashlib
import json
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from local import dataset_events as datasets
from local import event_bodies as bodies
from local import spend_bodies as spend
from local.aws import BUCKET, EXAMPLE_SIGNING_SECRET, FOLLOW_UPS, USAGE
from local.dynamodb import TABLES
from local.environment import REGION
from local.incoming import StoredFile, object_created
from local.invoke import SCHEDULED as SCHEDULED_EVENT
from local.proxy import ACCOUNT_ID, API_ID, event_from_request
from local.queue import Message, messages_received
from local.slack import COMMANDS, CONTENT_TYPE, INTERACTIONS, USER_AGENT, interaction, signed, slash_command
from local.stream import record
from local.template import ROOT, Route, Template
from spend.storage import keys

EVENTS_PATH = ROOT / "events"
_HOST = f"{API_ID}.execute-api.us-east-1.amazonaws.com"
_RECEIVED_AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_JSON = "application/json"


@dataclass(frozen=True)
class Call:
    """A request, and the route that it arrives by."""

    method: str
    resource: str
    body: str | None = None
    content_type: str = _JSON
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def _decision(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/decisions", json.dumps(body))


def _training(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/training-costs", json.dumps(body))


def _usage_price(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/usage-prices", json.dumps(body))


def _usage(body: Any, **query: str) -> Call:
    return Call("POST", "/v1/usage", json.dumps(body), query=query)


def _budget(method: str, body: Mapping[str, Any] | None = None) -> Call:
    named = {"project": spend.PROJECT}
    return Call(method, "/v1/budgets/{project}", None if body is None else json.dumps(body), path_parameters=named)


def _fine_tune(method: str, body: Mapping[str, Any] | None = None) -> Call:
    named = {"name": "support-answers"}
    return Call(method, "/v1/fine-tunes/{name}", None if body is None else json.dumps(body), path_parameters=named)


def _check(body: Mapping[str, Any]) -> Call:
    return Call("POST", "/v1/datasets/checks", json.dumps(body))


def _slack(text: str, secret: str = EXAMPLE_SIGNING_SECRET) -> Call:
    """A slash command. Slack's signatures hold for five minutes: `local.slack.fresh` signs an event anew."""
    body = slash_command(text)
    headers = {"User-Agent": USER_AGENT, **signed(body, _RECEIVED_AT, secret)}
    return Call("POST", COMMANDS, body, CONTENT_TYPE, headers=headers)


def _slack_interaction(payload: Mapping[str, Any]) -> Call:
    body = interaction(payload)
    return Call(
        "POST", INTERACTIONS, body, CONTENT_TYPE, headers={"User-Agent": USER_AGENT, **signed(body, _RECEIVED_AT)}
    )


EVENTS: Mapping[str, Call] = {
    "decision-minimal": _decision(bodies.MINIMAL),
    "decision-scenario-1": _decision(bodies.SCENARIO_1),
    "decision-scenario-2": _decision(bodies.SCENARIO_2),
    "decision-scenario-2-cached": _decision(bodies.SCENARIO_2_CACHED),
    "decision-scenario-3": _decision(bodies.SCENARIO_3),
    "decision-scenario-4": _decision(bodies.SCENARIO_4),
    "decision-prompt-caching": _decision(bodies.PROMPT_CACHING),
    "decision-not-available": _decision(bodies.NOT_AVAILABLE),
    "decision-openai-2026-11-22": _decision(bodies.OPENAI_2026_11_22),
    "decision-azure-hosting": _decision(bodies.AZURE_HOSTING),
    "decision-bedrock-provisioned": _decision(bodies.BEDROCK_PROVISIONED),
    "decision-self-hosted": _decision(bodies.SELF_HOSTED),
    "decision-invalid": _decision(bodies.INVALID),
    "decision-not-json": Call("POST", "/v1/decisions", '{"task": classification}'),
    # What `curl -d` sends when it is given no content type.
    "decision-form-encoded": Call(
        "POST", "/v1/decisions", json.dumps(bodies.MINIMAL), content_type="application/x-www-form-urlencoded"
    ),
    "training": _training(bodies.TRAINING),
    "training-by-hour": _training(bodies.TRAINING_BY_HOUR),
    "training-cancelled": _training(bodies.TRAINING_CANCELLED),
    "training-on-gpus": _training(bodies.TRAINING_ON_GPUS),
    "training-invalid": _training(bodies.TRAINING_INVALID),
    "usage-price": _usage_price(bodies.USAGE_PRICE),
    "usage-price-response": _usage_price(bodies.USAGE_PRICE_RESPONSE),
    "usage-price-unpriced": _usage_price(bodies.USAGE_PRICE_UNPRICED),
    "usage-price-negotiated": _usage_price(bodies.USAGE_PRICE_NEGOTIATED),
    "usage-price-invalid": _usage_price(bodies.USAGE_PRICE_INVALID),
    "usage": _usage(spend.USAGE),
    "usage-rejected": _usage(spend.USAGE_REJECTED),
    "usage-invalid": _usage(spend.USAGE_INVALID),
    "usage-response": _usage(spend.USAGE_RESPONSE, project=spend.PROJECT),
    "usage-span": _usage(spend.USAGE_SPAN),
    "usage-litellm": _usage(spend.USAGE_LITELLM),
    "usage-reprice": Call("POST", "/v1/usage/reprice", json.dumps(spend.REPRICE)),
    "spend": Call("GET", "/v1/spend", query={"month": "2026-11", "project": spend.PROJECT}),
    "spend-csv": Call("GET", "/v1/spend", query={"since": "2026-10", "month": "2026-11", "format": "csv"}),
    "budgets": Call("GET", "/v1/budgets"),
    "budget": _budget("PUT", spend.BUDGET),
    "budget-invalid": _budget("PUT", spend.BUDGET_INVALID),
    "budget-unknown": _budget("GET"),
    "fine-tunes": Call("GET", "/v1/fine-tunes"),
    "fine-tune": _fine_tune("PUT", spend.FINE_TUNE_IN_USE),
    "fine-tune-unknown": _fine_tune("GET"),
    "dataset-check": _check(datasets.SENT_ALONG),
    "dataset-check-invalid": _check(datasets.NEITHER),
    "dataset-upload": _check(datasets.ASKED),
    "dataset-check-unknown": Call("GET", "/v1/datasets/checks/{id}", path_parameters={"id": datasets.ID}),
    "rates": Call("GET", "/v1/rates"),
    "rates-version-unknown": Call("GET", "/v1/rates/{version}", path_parameters={"version": "000000000000"}),
    "rates-changes-unknown": Call(
        "GET",
        "/v1/rates/{version}/changes",
        path_parameters={"version": "000000000000"},
        query={"since": "111111111111"},
    ),
    "rules": Call("GET", "/v1/rules"),
    "models": Call("GET", "/v1/models"),
    "model-name": Call("GET", "/v1/models", query={"name": "ft:gpt-4o-mini-2024-07-18:acme::x"}),
    "model-name-needs-mapping": Call(
        "GET", "/v1/models", query={"name": "gpt41-mini-candidate-01", "provider": "azure"}
    ),
    "slack-command": _slack(bodies.SLACK_COMMAND),
    "slack-command-empty": _slack(""),
    "slack-command-examples": _slack("examples"),
    "slack-command-price": _slack("price gpt-4o"),
    "slack-command-rates": _slack("rates"),
    "slack-command-questions": _slack("gpt-4o -> gpt-4o-mini, classification"),
    "slack-command-unknown-word": _slack(f"{bodies.SLACK_COMMAND}, clasification"),
    "slack-share": _slack_interaction(bodies.SLACK_SHARE),
    "slack-edit": _slack_interaction(bodies.SLACK_EDIT),
    "slack-form-invalid": _slack_interaction(bodies.SLACK_SUBMISSION),
    "slack-command-wrong-signature": _slack(bodies.SLACK_COMMAND, secret="not-the-secret"),  # noqa: S106
    "page": Call("GET", "/"),
    "page-decision": Call("GET", "/", query={"ask": bodies.SLACK_COMMAND}),
    "health": Call("GET", "/health"),
    "openapi": Call("GET", "/openapi.json"),
    "docs": Call("GET", "/docs"),
}


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
        received_at=_RECEIVED_AT,
    )
    made["requestContext"]["path"] = f"/{stage}{made['path']}"
    return made


def _request(call: Call, route: Route, request_id: str) -> Request:
    digits = request_id.replace("-", "")
    headers = Headers(
        {
            "Accept": "*/*",
            "User-Agent": "curl/8.5.0",
            "X-Amzn-Trace-Id": f"Root=1-{int(_RECEIVED_AT.timestamp()):08x}-{digits[:24]}",
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
    return object_created(StoredFile(BUCKET, key, etag, len(content), _RECEIVED_AT))


def message_queued(name: str, queue: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The event of one message in a queue."""
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    sent_at = int(_RECEIVED_AT.timestamp() * 1000)
    return messages_received(queue, [Message(json.dumps(body), identity, sent_at, "handle")])


def item_changed(partition: str, sort: str) -> dict[str, Any]:
    """The event of one change in the stream of the table of spend."""
    return {"Records": [record(TABLES["SpendTable"], partition, sort, 1, _RECEIVED_AT.timestamp())]}


def scheduled() -> dict[str, Any]:
    """What EventBridge's scheduler hands to a function."""
    return {
        "version": "0",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, SCHEDULED)),
        "detail-type": SCHEDULED_EVENT,
        "source": "aws.scheduler",
        "account": ACCOUNT_ID,
        "time": f"{_RECEIVED_AT:%Y-%m-%dT%H:%M:%SZ}",
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
    of_datasets, lying = datasets.made(_RECEIVED_AT)
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
