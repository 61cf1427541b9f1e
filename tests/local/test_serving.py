"""The server ends between two requests, never in one."""

import http.client
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from local.serving import Requests, serve


def _asked(application, path="/"):
    body, status, _ = run_wsgi_app(application, create_environ(path), buffered=True)
    return status, b"".join(body)


def _start_response(*_):
    return lambda _: None


def _slow(entered, leave):
    def application(_, start_response):
        entered.set()
        assert leave.wait(10)
        start_response("200 OK", [])
        return [b"done"]

    return application


def test_a_request_that_runs_is_waited_for_and_none_is_taken_after_it():
    entered, leave = threading.Event(), threading.Event()
    requests = Requests(_slow(entered, leave))
    with ThreadPoolExecutor(2) as pool:
        answer = pool.submit(_asked, requests)
        assert entered.wait(10)
        assert requests.end(0) == 1
        assert _asked(requests)[0] == "503 SERVICE UNAVAILABLE"
        ending = pool.submit(requests.end, 10)
        leave.set()
        assert answer.result(10) == ("200 OK", b"done")
        assert ending.result(10) == 0


def test_a_request_runs_until_its_answer_is_sent():
    def application(_, start_response):
        start_response("200 OK", [])
        return [b"done"]

    requests = Requests(application)
    answer: Any = requests(create_environ(), _start_response)
    assert requests.end(0) == 1
    answer.close()
    assert requests.end(0) == 0


def test_a_request_that_fails_runs_no_more():
    def application(_, __):
        raise LookupError

    requests = Requests(application)
    with pytest.raises(LookupError):
        requests(create_environ(), _start_response)
    assert requests.end(0) == 0


def test_one_that_never_ends_is_given_up():
    entered, leave = threading.Event(), threading.Event()
    requests = Requests(_slow(entered, leave))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_asked, requests)
        assert entered.wait(10)
        assert requests.end(0.01) == 1
        leave.set()


def test_it_stops_once_the_request_that_runs_is_answered(capsys):
    """On a real socket, with a client that is half way through its request."""
    reading, stop = threading.Event(), threading.Event()

    def application(environ, start_response):
        reading.set()
        body = environ["wsgi.input"].read(2)
        start_response("200 OK", [("Content-Length", "2")])
        return [body]

    def ask():
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.putrequest("POST", "//v1?a=b")
            connection.putheader("Content-Length", "2")
            connection.endheaders(b"o")
            assert reading.wait(10)
            stop.set()
            while _takes_connections(port):
                time.sleep(0.01)
            time.sleep(0.2)
            connection.send(b"k")
            return connection.getresponse().read()

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        serve(listener, application, stop)
        assert capsys.readouterr().out == "200 POST //v1?a=b\n"
        assert answer.result(10) == b"ok"


def _takes_connections(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
    except ConnectionError:  # refused; or reset, where the port was closed just after it had answered
        return False
    return True
