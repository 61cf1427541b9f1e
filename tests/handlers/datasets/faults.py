"""An S3 that fails, and a word that must not be told."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from handlers import wiring

CANARY = "zebra-corp-7731"
WAYS = {
    "refused": ClientError({"Error": {"Code": "SlowDown", "Message": CANARY}}, "GetObject"),
    "forbidden": ClientError({"Error": {"Code": "AccessDenied", "Message": CANARY}}, "GetObject"),
    "away": EndpointConnectionError(endpoint_url=f"https://{CANARY}"),
}


@pytest.fixture
def failing(account, monkeypatch):
    """Has an operation of S3 fail in some way from the next call on, so many times."""
    checks = (wiring.upload_checks(patient=True), wiring.upload_checks())
    clients = [each._bucket._s3 for each in checks]  # noqa: SLF001

    def fail(operation, way, times=10**6):
        left = [times]
        for client in clients:
            method = getattr(client, operation)

            def call(*given, _method=method, **asked):
                left[0] -= 1
                if left[0] >= 0:
                    raise WAYS[way]
                return _method(*given, **asked)

            monkeypatch.setattr(client, operation, call)

    return fail
