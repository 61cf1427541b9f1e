"""Serves an application over HTTP until it is told to stop, and ends between two requests, never in one."""

import socket
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STOP_SECONDS = 0.1
"""Until it is noticed that no more requests are to be taken."""
END_SECONDS = 10.0
"""For requests to end in; one whose body never comes would keep the server for ever."""


class Requests:
    """An application that can be ended: from then on it answers no request, and those that run are waited for."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._changed = threading.Condition()
        self._running = 0
        self._ended = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, or say that none is answered any more. It runs until its answer is sent."""
        with self._changed:
            if self._ended:
                return Response("The server stops.\n", status=503)(environ, start_response)
            self._running += 1
        with ExitStack() as running:
            running.callback(self._one_less)
            answer = self._application(environ, start_response)
            return ClosingIterator(answer, running.pop_all().close)

    def end(self, seconds: float) -> int:
        """Take no more requests, and wait for those that run. How many still do after so many seconds."""
        with self._changed:
            self._ended = True
            self._changed.wait_for(lambda: not self._running, seconds)
            return self._running

    def _one_less(self) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()


class _Handler(WSGIRequestHandler):
    """Says what was asked and how it was answered, and nothing else."""

    def make_environ(self) -> "WSGIEnvironment":
        """With the address as it was sent, which `http.server` mends: `//v1/usage` is another than `/v1/usage`."""
        _, sent, *_ = self.requestline.split()
        return super().make_environ() | {"RAW_URI": sent, "REQUEST_URI": sent}

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        print(int(code), *self.requestline.split()[:2], flush=True)


def serve(listener: socket.socket, application: "WSGIApplication", stop: threading.Event) -> None:
    """Serve on a socket until `stop` is set; then close it, and let the requests that run end."""
    host, port = listener.getsockname()
    requests = Requests(application)
    server = make_server(host, port, requests, threaded=True, request_handler=_Handler, fd=listener.fileno())
    accepting = threading.Thread(target=server.serve_forever, args=(STOP_SECONDS,), name="requests", daemon=True)
    accepting.start()
    # Again and again, since a signal that another thread was given interrupts no wait of this one.
    while accepting.is_alive() and not stop.wait(STOP_SECONDS):
        pass
    server.shutdown()
    accepting.join()
    listener.close()
    if left := requests.end(END_SECONDS):
        print(f"{left} requests did not end in {END_SECONDS:g} s, and are given up.", flush=True)
