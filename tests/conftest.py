"""What every test can rely on: no real account, no network beyond this machine, quiet Powertools."""

import os
import socket
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

from local.environment import QUIET_POWERTOOLS, forget_real_credentials

pytest_plugins = ["tests.authored", "tests.handlers.datasets.account", "tests.handlers.spend.account"]

# How long an example takes is the machine's business; figures are measured by `make bench`.
settings.register_profile("payback", deadline=None)
settings.load_profile("payback")


# At import, since modules under test may read their environment when they are imported.
forget_real_credentials()
os.environ.update(QUIET_POWERTOOLS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each property `HYPOTHESIS_DEPTH` times its examples, and others each time: see `make deep`."""
    depth = int(os.environ.get("HYPOTHESIS_DEPTH", "1"))
    for item in items if depth > 1 else ():
        test: Any = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            of_states = getattr(item, "cls", None)  # whose settings are those of its class
            keeper, name = (of_states, "settings") if hasattr(of_states, "settings") else (test, _SETTINGS)
            usual = getattr(keeper, name)
            deeper = settings(usual, max_examples=usual.max_examples * depth, derandomize=False, print_blob=True)
            setattr(keeper, name, deeper)


_SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test; its own plugin of pytest looks there too."""


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
