"""Answers one event from a file with the deployed handler and prints the answer."""

import argparse
import json
import signal
import sys
import traceback
import uuid
from contextlib import redirect_stdout
from http import HTTPStatus
from pathlib import Path
from typing import Any

from local.aws import s3_with_rates
from local.environment import applied
from local.function import FunctionFailedError, LambdaFunction, PayloadTooLargeError
from local.proxy import MalformedAnswerError, response_from_result
from local.template import Function, Template


class EventError(ValueError):
    """The file holds no event that a function of the template answers."""


def main(arguments: list[str] | None = None) -> int:
    """Print status and body. Returns the exit code: 0 for an answer, 1 where the function failed, 2 for a bad file."""
    parser = argparse.ArgumentParser(prog="make invoke", description="Answer one event and print the answer.")
    parser.add_argument("event", type=Path, help="file with an API Gateway event, such as events/health.json")
    path: Path = parser.parse_args(arguments).event
    try:
        event = read_event(path)
        function = function_for(event, Template.read())
    except EventError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    with s3_with_rates() as s3, applied(s3.environment()):
        try:
            with redirect_stdout(sys.stderr):  # the function's log; it takes hold of stdout when it is imported
                answer = LambdaFunction.imported(function).invoke(event, str(uuid.uuid4()))
            print(rendered(answer))
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
    if not isinstance(event, dict) or not isinstance(event.get("resource"), str):
        raise EventError('is not an API Gateway event: there is no "resource" in it, such as "/v1/decisions"')
    return event


def function_for(event: dict[str, Any], template: Template) -> Function:
    """The function that answers the event's route. Raises `EventError`."""
    functions = {route.path: route.function for route in template.routes()}
    if event["resource"] not in functions:
        raise EventError(f"no function answers {event['resource']}; template.yaml has {', '.join(functions)}")
    return template.functions()[functions[event["resource"]]]


def rendered(answer: object) -> str:
    """Status line, content type and body of an answer, JSON indented. Raises `MalformedAnswerError`."""
    response = response_from_result(answer)
    body = response.get_data(as_text=True)
    if response.is_json:
        body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    status = HTTPStatus(response.status_code)
    return f"HTTP {status.value} {status.phrase}\nContent-Type: {response.content_type}\n\n{body}"


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make invoke … | head` is no error
    sys.exit(main())
