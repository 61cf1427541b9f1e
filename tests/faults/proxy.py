"""AWS on this machine behind a proxy that fails as a test says, so that sockets, time-outs and retries are real ones.

A request is named by the service and the operation that it is signed for: `dynamodb TransactWriteItems`,
`s3 GET /payback-rates/current.json`, `s3 GET /payback-rates?list`. What is not to fail goes to moto and back.
"""

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_SIGNED_FOR = re.compile(r"Credential=[^/]+/[0-9]+/[^/]+/(?P<service>[^/]+)/aws4_request")
_OF_ONE_HOP = {"connection", "content-length", "transfer-encoding", "date", "server"}
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that closes with a reset and not with an end."""


@dataclass(frozen=True)
class Reply:
    """What AWS answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """One request, and ways to answer it rightly or not."""

    def __init__(self, handler: BaseHTTPRequestHandler, upstream: str, over: threading.Event) -> None:
        self._handler, self._upstream, self.over = handler, upstream, over
        self.method, self._path = handler.command, handler.path
        self._body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        signed = _SIGNED_FOR.search(handler.headers.get("Authorization") or "")
        self.service = signed["service"] if signed else "unsigned"

    @property
    def name(self) -> str:
        """The service and the operation."""
        target = self._handler.headers.get("X-Amz-Target")
        if target:
            return f"{self.service} {target.rpartition('.')[2]}"
        action = parse_qs(self._body.decode(errors="replace")).get("Action") if self.service == "sns" else None
        if action:
            return f"{self.service} {action[0]}"
        parts = urlsplit(self._path)
        listing = "?list" if "list-type=2" in parts.query else ""
        return f"{self.service} {self.method} {parts.path.rstrip('/')}{listing}"

    def answer(self) -> Reply:
        """What moto answers to it."""
        connection = HTTPConnection(self._upstream, timeout=30)
        try:
            connection.request(self.method, self._path, self._body, dict(self._handler.headers.items()))
            reply = connection.getresponse()
            headers = {name: value for name, value in reply.getheaders() if name.lower() not in _OF_ONE_HOP}
            return Reply(reply.status, headers, reply.read())
        finally:
            connection.close()

    def send(self, reply: Reply, sent: int | None = None) -> None:
        """Answer; of the body only the first bytes where a number of them is `sent`."""
        self._handler.send_response(reply.status)
        for name, value in reply.headers.items():
            self._handler.send_header(name, value)
        if reply.status != 304:
            self._handler.send_header("Content-Length", str(len(reply.body)))
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()
        self.write(reply.body[:sent] if self.method != "HEAD" else b"")

    def write(self, content: bytes) -> None:
        """More of a body."""
        self._handler.wfile.write(content)
        self._handler.wfile.flush()

    def cut(self) -> None:
        """Reset the connection."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        # Its files hold the socket open until they are closed too.
        self._handler.rfile.close()
        self._handler.connection.close()


type Fault = Callable[[Exchange], None]
REFUSED: Any = object()
"""The fault that nobody listens, which holds for all of AWS."""


@dataclass
class FaultyAws:
    """The proxy before the AWS at `upstream`, host and port."""

    upstream: str
    asked: list[str] = field(default_factory=list)
    """What was asked for, by name, whether or not it failed."""
    _faults: list[tuple[str, Fault]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _port: int = 0
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Listen, at the port of before where there was one."""
        self._server = _Server(("127.0.0.1", self._port), self._handler())
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def failing(self, fault: Fault, *names: str) -> Iterator[None]:
        """Have requests fail whose names are like one of these, where `*` stands for anything, while the block runs."""
        if fault is REFUSED:
            self.close()
            try:
                yield
            finally:
                self.open()
            return
        faults = [(name, fault) for name in names]
        self._over.clear()
        self._faults += faults
        try:
            yield
        finally:
            self._faults = [each for each in self._faults if each not in faults]
            self._over.set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        aws = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # so that a client that waits for `100 Continue` is answered

            def _answer(self) -> None:
                self.close_connection = True
                exchange = Exchange(self, aws.upstream, aws._over)
                aws.asked.append(exchange.name)
                matching = (fault for name, fault in aws._faults if fnmatchcase(exchange.name, name))
                fault = next(matching, None)
                with suppress(ConnectionError):  # the client may give up
                    if fault is None:
                        exchange.send(exchange.answer())
                    else:
                        fault(exchange)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _answer  # noqa: N815 - as the server calls them

            def log_message(self, *_: Any) -> None:
                """Nothing: tests read what is printed."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a connection that was cut is no error here."""

    def shutdown_request(self, request: Any) -> None:
        """As ever, of a connection that may have been cut."""
        try:
            super().shutdown_request(request)
        except OSError:
            request.close()
