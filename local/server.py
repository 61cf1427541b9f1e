"""Serves the API on this machine: the stack's routes and the deployed handlers, with AWS inside the process."""

import argparse
import json
import os
import secrets
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from local.aws import LocalAws, client, local_aws, s3_client
from local.dynamodb import TABLES
from local.environment import applied
from local.gateway import Gateway
from local.incoming import watched
from local.interruption import Interruption
from local.keeping import kept_in, restore
from local.kept import Kept, KeptError
from local.lock import AlreadyRunningError, NotAStateError, only_server
from local.polling import repeated
from local.queue import polled
from local.serving import serve
from local.state import STATE_PATH, State, announced
from local.stream import streamed
from local.template import ROOT, Template
from local.uploads import checked
from publishing.authoring import AuthoringError
from publishing.publish import RefusedError

HOST = "127.0.0.1"
SPEND_FILE = "spend.json"
KEY_VARIABLE = "PAYBACK_API_KEY"
"""Names the one API key that is taken, as on AWS; without it nobody needs a key."""
EXAMPLE_EVENT = ROOT / "events" / "decision-minimal.json"


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit code: 0 when stopped, 1 when it could not start."""
    parser = argparse.ArgumentParser(prog="make run", description="Serve the API on this machine.")
    parser.add_argument("--port", type=_port, default=8080, help="port to listen on; 0 takes a free one")
    parser.add_argument("--state", type=Path, default=STATE_PATH, help="file that tells where this server answers")
    options = parser.parse_args(arguments)
    interruption = Interruption()
    try:
        with (
            interruption.handled(),
            only_server(options.state),
            _listening_socket(options.port) as listener,
            local_aws(signing_secret=signing_secret(), bot_token=os.environ.get("SLACK_BOT_TOKEN", "")) as s3,
            applied(s3.environment()),
            announced(State(_address(listener), s3.endpoint_url, s3.bucket), options.state),
        ):
            template = Template.read()
            # Before any thread that calls a function: of two that import at once, one may see half a module.
            gateway = Gateway.imported(template, os.environ.get(KEY_VARIABLE) or None)
            path = options.state.with_name(SPEND_FILE)
            kept = restore(path)
            with interruption.deferred() as stop, kept_in(path), _started(s3, template):
                _say_what_there_is(_address(listener), s3.rates_version, f"{_told(kept)} from {path}")
                serve(listener, gateway, stop)
    except KeyboardInterrupt:
        pass
    except (OSError, AlreadyRunningError, NotAStateError, AuthoringError, RefusedError, KeptError) as error:
        print(error, file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


def _told(kept: Kept) -> str:
    records = len(kept.tables.get(TABLES["LedgerTable"], ()))
    waiting = f" and {len(kept.messages)} messages that wait" if kept.messages else ""
    return f"{records} records of usage{waiting}"


@contextmanager
def _started(aws: LocalAws, template: Template) -> Iterator[None]:
    """What starts the functions that no request starts: uploads, dropped files, queues, the stream; what they announce.

    They end in the order in which one leads to another, so that what comes of the last request is seen to the end.
    """
    sqs, tables = client("sqs", aws.endpoint_url), client("dynamodb", aws.endpoint_url)
    streams = {
        logical: tables.describe_table(TableName=name)["Table"].get("LatestStreamArn", "")
        for logical, name in TABLES.items()
    }
    with (
        checked(aws, template),
        repeated(partial(announcements, sqs, aws.announced_url), "alerts", until_none=True),
        streamed(client("dynamodbstreams", aws.endpoint_url), streams, template),
        polled(sqs, aws.queue_urls, template),
        watched(s3_client(aws.endpoint_url), aws.bucket, template),
    ):
        yield


def announcements(sqs: Any, url: str) -> Iterator[str]:
    """What was announced on the topic of budget alerts since it was last asked for."""
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ()):
        told = json.loads(message["Body"])
        yield f"\nALERT {told['Subject']}\n{told['Message']}\n"
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def curl_command(event_path: Path, address: str) -> str:
    """The command line that sends an event's request to the server at `address`."""
    event = json.loads(event_path.read_text())
    words = ["curl", "-s", "-X", event["httpMethod"], f"{address}{event['path']}"]
    if event["body"] is not None:
        words += ["-H", f"Content-Type: {event['headers']['Content-Type']}", "-d", event["body"]]
    return shlex.join(words)


def _listening_socket(port: int) -> socket.socket:
    """The socket to serve on, taken before anything is started. Raises `OSError` that says what to do."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OSError(f"Cannot listen on port {port}: {reason}. Choose another: make run PORT=8081") from error


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text!r}")
    return int(text)


def signing_secret() -> str:
    """Slack's signing secret from the environment; without one, a secret of this run, which `make slack` knows."""
    return os.environ.get("SLACK_SIGNING_SECRET") or secrets.token_hex(16)


def _address(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _say_what_there_is(address: str, rates_version: str, kept: str) -> None:
    print(f"Payback answers at {address} with rates {rates_version}. Its documentation is at {address}/docs")
    print(f"Spend is kept between runs: {kept}. Budget alerts are printed here.")
    print("Edit a file in rates/ and run `make rates-publish`, or `make rates-drop FILE=…` with only what changes:")
    print("the next answer has the new price. `make slack TEXT=help` types /finetune, and `make dataset-check FILE=…`")
    print("checks a training file, of which nothing is kept between runs. Ctrl-C stops.")
    print(f"Try it:\n\n{curl_command(EXAMPLE_EVENT, address)}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
