"""The functions with all that they talk to in this process, and their log as it is written in a deployment."""

import socket

import pytest

from local.aws import local_aws
from local.environment import applied
from tests.handlers.conftest import LOUD, output
from tests.handlers.starting import forget

__all__ = ["output"]

TOKEN = "xoxb-canary-7731-token"
"""A bot token, which no log may have either."""


@pytest.fixture(scope="module")
def stack():
    """AWS inside this process, with rates, tables, queues and secrets, and an environment that names them."""
    with local_aws(bot_token=TOKEN) as aws:
        with applied(aws.environment() | LOUD | {"RATES_BUCKET": aws.bucket, "RATES_TTL_SECONDS": "3600"}):
            forget()
            yield aws
        forget()


@pytest.fixture
def alone():
    """The functions by themselves, with the rates that they are deployed with."""
    with applied(LOUD):
        forget()
        yield
    forget()


@pytest.fixture
def offline(monkeypatch):
    """No name but those of this machine is known. The names that were asked for."""
    asked = []
    real = socket.getaddrinfo

    def known(host, *more, **named):
        if host in {"127.0.0.1", "localhost", "::1"}:
            return real(host, *more, **named)
        asked.append(host)
        raise socket.gaierror(f"no such name: {host}")

    monkeypatch.setattr(socket, "getaddrinfo", known)
    return asked
