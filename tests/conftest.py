"""What every test can rely on: no real account, no network beyond this machine, quiet Powertools."""

import os
import socket
from typing import Any

import pytest
from hypothesis import settings

from local.environment import QUIET_POWERTOOLS, forget_real_credentials

pytest_plugins = ["tests.authored", "tests.handlers.datasets.account", "tests.handlers.spend.account"]

# How long an example takes is the machine's business; figures are measured by `make bench`.
settings.register_profile("payback", deadline=None)
settings.load_profile("payback")

# At import, since modules under test may read their environment when they are imported.
forget_real_credentials()
os.environ.update(QUIET_POWERTOOLS)


@pytest.fixture(autouse=True)
def _this_machine_only(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects anywhere else. The containers' network is this machine too."""
    if request.node.get_closest_marker("sam"):
        return
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
