"""Serves the API on this machine: the stack's routes and the deployed handlers, with AWS inside the process."""

import argparse
import json
import os
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from local.aws import LocalAws, client, local_aws, s3_client
from local.dynamodb import TABLES
from local.environment import applied
from local.gateway import Gateway
from local.incoming import watched
from local.keeping import KeptError, kept_in, restore
from local.polling import repeated
from local.queue import polled
from local.state import STATE_PATH, State, announced
from local.stream import streamed
from local.template import ROOT, Template
from publishing.authoring import AuthoringError
from publishing.publish import RefusedError

HOST = "127.0.0.1"
SPEND_FILE = "spend.json"
EXAMPLE_EVENT = ROOT / "events" / "decision-minimal.json"


class _OneLinePerRequest(WSGIRequestHandler):
    """Says what was asked and how it was answered, and nothing else."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        print(f"{int(code)} {self.command} {self.path}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit code: 0 when stopped, 1 when it could not start."""
    parser = argparse.ArgumentParser(prog="make run", description="Serve the API on this machine.")
    parser.add_argument("--port", type=_port, default=8080, help="port to listen on; 0 takes a free one")
    parser.add_argument("--state", type=Path, default=STATE_PATH, help="file that tells where the rates are read from")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with (
            _listening_socket(options.port) as listener,
            local_aws(signing_secret=signing_secret(), bot_token=os.environ.get("SLACK_BOT_TOKEN", "")) as s3,
            applied(s3.environment()),
            announced(State(_address(listener), s3.endpoint_url, s3.bucket), options.state),
        ):
            template = Template.read()
            tables = client("dynamodb", s3.endpoint_url)
            kept = options.state.with_name(SPEND_FILE)
            records = restore(tables, kept)
            with kept_in(tables, kept), _started(s3, template):
                _serve(listener, s3, template, f"{records} records of usage from {kept}")
    except KeyboardInterrupt:
        pass
    except (OSError, AuthoringError, RefusedError, KeptError) as error:
        print(error, file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


@contextmanager
def _started(aws: LocalAws, template: Template) -> Iterator[None]:
    """What starts the functions that no request starts: dropped files, queues, the stream; and what they announce."""
    sqs, tables = client("sqs", aws.endpoint_url), client("dynamodb", aws.endpoint_url)
    streams = {
        logical: tables.describe_table(TableName=name)["Table"].get("LatestStreamArn", "")
        for logical, name in TABLES.items()
    }
    with (
        watched(s3_client(aws.endpoint_url), aws.bucket, template),
        polled(sqs, aws.queue_urls, template),
        streamed(client("dynamodbstreams", aws.endpoint_url), streams, template),
        repeated(partial(announcements, sqs, aws.announced_url), "alerts"),
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


def _serve(listener: socket.socket, s3: LocalAws, template: Template, kept: str) -> None:
    gateway = Gateway.imported(template)
    port, address = listener.getsockname()[1], _address(listener)
    server = make_server(HOST, port, gateway, threaded=True, request_handler=_OneLinePerRequest, fd=listener.fileno())
    print(f"Payback answers at {address} with rates {s3.rates_version}. Its documentation is at {address}/docs")
    print(f"Spend is kept between runs: {kept}. Budget alerts are printed here.")
    print("Edit a file in rates/ and run `make rates-publish`, or `make rates-drop FILE=…` with only what changes:")
    print("the next answer has the new price. `make slack TEXT=help` types /finetune. Ctrl-C stops.")
    print(f"Try it:\n\n{curl_command(EXAMPLE_EVENT, address)}\n", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
