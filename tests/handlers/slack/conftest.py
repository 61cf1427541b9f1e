"""The deployed function with a signing secret that nobody has to fetch."""

import pytest

from handlers import wiring
from handlers.slack.credentials import SigningSecret
from tests.handlers.slack.signed import SECRET


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    held = SigningSecret(lambda: SECRET, wiring.now)
    monkeypatch.setattr(wiring, "signing_secret", lambda: held)
    return held
