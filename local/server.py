"""Serves the API on this machine: the stack's routes and the deployed handlers, with AWS inside the process."""

import argparse
import json
import os
import secrets
import shlex
import signal
import socket
import sys
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from local.aws import LocalS3, client, s3_client, s3_with_rates
from local.environment import applied
from local.gateway import Gateway
from local.incoming import watched
from local.queue import polled
from local.state import STATE_PATH, State, announced
from local.template import ROOT, Template
from publishing.authoring import AuthoringError
from publishing.publish import RefusedError

HOST = "127.0.0.1"
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
            s3_with_rates(signing_secret=signing_secret(), bot_token=os.environ.get("SLACK_BOT_TOKEN", "")) as s3,
            applied(s3.environment()),
            announced(State(_address(listener), s3.endpoint_url, s3.bucket), options.state),
        ):
            template = Template.read()
            follow_ups = polled(client("sqs", s3.endpoint_url), s3.follow_ups_url, template)
            with watched(s3_client(s3.endpoint_url), s3.bucket, template), follow_ups:
                _serve(listener, s3, template)
    except KeyboardInterrupt:
        pass
    except (OSError, AuthoringError, RefusedError) as error:
        print(error, file=sys.stderr)
        return 1
    print("Stopped.")
    return 0


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


def _serve(listener: socket.socket, s3: LocalS3, template: Template) -> None:
    gateway = Gateway.imported(template)
    port, address = listener.getsockname()[1], _address(listener)
    server = make_server(HOST, port, gateway, threaded=True, request_handler=_OneLinePerRequest, fd=listener.fileno())
    print(f"Payback answers at {address} with rates {s3.rates_version}. Its documentation is at {address}/docs")
    print("Edit a file in rates/ and run `make rates-publish`, or `make rates-drop FILE=…` with only what changes:")
    print("the next answer has the new price. `make slack TEXT=help` types /finetune. Ctrl-C stops.")
    print(f"Try it:\n\n{curl_command(EXAMPLE_EVENT, address)}\n", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
