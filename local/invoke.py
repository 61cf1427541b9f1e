"""Answers one event from a file with the deployed handler and prints the answer."""

import argparse
import json
import signal
import sys
import traceback
import uuid
from contextlib import redirect_stdout
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from local.aws import BUCKETS, QUEUES, local_aws, s3_client
from local.container import invoke_in_container
from local.dynamodb import TABLES
from local.environment import applied
from local.event_files import OF_THE_STATE_MACHINE, bucket_of, put_files_of
from local.function import FunctionFailedError, LambdaFunction, PayloadTooLargeError
from local.incoming import report_on
from local.proxy import MalformedAnswerError, response_from_result
from local.slack import fresh
from local.template import Function, Template

SCHEDULED = "Scheduled Event"
"""As EventBridge's scheduler calls its events. Not the handler's own: importing that would take hold of stdout."""


class EventError(ValueError):
    """The file holds no event that a function of the template answers."""


def main(arguments: list[str] | None = None) -> int:
    """Print status and body. Returns the exit code: 0 for an answer, 1 where the function failed, 2 for a bad file."""
    parser = argparse.ArgumentParser(prog="make invoke", description="Answer one event and print the answer.")
    parser.add_argument("event", type=Path, help="file with an event, such as events/health.json")
    parser.add_argument("--container", action="store_true", help="in Lambda's own container, once it is built")
    options = parser.parse_args(arguments)
    path: Path = options.event
    try:
        event = fresh(read_event(path), datetime.now(UTC))
        function = function_for(event, Template.read())
    except EventError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    if options.container:
        return invoke_in_container(event, path, function)
    with local_aws() as s3, applied(s3.environment()):
        try:
            client = s3_client(s3.endpoint_url)
            put_files_of(event, path, client)
            with redirect_stdout(sys.stderr):  # the function's log; it takes hold of stdout when it is imported
                answer = LambdaFunction.imported(function).invoke(event, str(uuid.uuid4()))
            print(rendered(answer))
            if report := report_on(event, client):
                print(f"\n{report}", end="")
        except OSError as error:
            print(f"{path}: its file cannot be put in the bucket ({error})", file=sys.stderr)
            return 2
        except (FunctionFailedError, MalformedAnswerError, PayloadTooLargeError) as error:
            traceback.print_exception(error)
            return 1
    return 0


def read_event(path: Path) -> dict[str, Any]:
    """The event in the file at `path`. Raises `EventError`."""
    try:
        event = json.loads(path.read_text())
    except OSError as error:
        raise EventError(f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise EventError(f"is not JSON ({error})") from error
    kinds = {"resource": str, "source": str, "Records": list, "shard": dict, "shards": list}
    if isinstance(event, dict) and any(isinstance(event.get(name), kind) for name, kind in kinds.items()):
        return event
    message = 'is no event of API Gateway, EventBridge, SQS or Step Functions: it has no "resource", such as'
    raise EventError(f'{message} "/v1/decisions", no "source", such as "aws.s3", no list of "Records" and no "shard"')


def function_for(event: dict[str, Any], template: Template) -> Function:
    """The function that answers the event, by its route or by EventBridge's rules. Raises `EventError`."""
    if "Records" in event:
        return template.functions()[_function_by_records(event["Records"], template)]
    for field, substituted in OF_THE_STATE_MACHINE.items():
        if field in event:
            return template.functions()[template.substituted(substituted)]
    if "resource" not in event:
        return _function_by_rule(event, template)
    functions = {route.path: route.function for route in template.routes()}
    if event["resource"] not in functions:
        raise EventError(f"no function answers {event['resource']}; template.yaml has {', '.join(functions)}")
    return template.functions()[functions[event["resource"]]]


def _function_by_records(records: list[Any], template: Template) -> str:
    """The function that takes records of a queue or of a table's stream, by where they come from."""
    arn = str(records[0].get("eventSourceARN")) if records and isinstance(records[0], dict) else ""
    queues = {QUEUES[trigger.queue]: trigger.function for trigger in template.queue_triggers()}
    tables = {TABLES[trigger.table]: trigger.function for trigger in template.stream_triggers()}
    for name, function in (queues | tables).items():
        if arn.endswith(f":{name}") or f":table/{name}/stream/" in arn:
            return function
    raise EventError(f"no function takes records of {arn or 'nothing'}; see template.yaml")


def _function_by_rule(event: dict[str, Any], template: Template) -> Function:
    if event.get("detail-type") == SCHEDULED:
        [function] = template.scheduled()
        return template.functions()[function]
    for rule in template.event_rules():
        if rule.takes(event) and BUCKETS[rule.bucket] == bucket_of(event):
            return template.functions()[rule.function]
    raise EventError(f"no function takes {event.get('detail-type')!r} of {event['source']}; see template.yaml")


def rendered(answer: object) -> str:
    """Status line, content type and body of an HTTP answer, JSON indented; any other answer as JSON.

    Raises `MalformedAnswerError`.
    """
    if isinstance(answer, dict) and "statusCode" not in answer:
        return json.dumps(answer, indent=2, ensure_ascii=False)
    response = response_from_result(answer)
    body = response.get_data(as_text=True)
    if response.is_json:
        body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    status = HTTPStatus(response.status_code)
    return f"HTTP {status.value} {status.phrase}\nContent-Type: {response.content_type}\n\n{body}"


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make invoke … | head` is no error
    sys.exit(main())
