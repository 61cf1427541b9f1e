"""The environment of code that runs on this machine: no real account within reach, and little said."""

import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager

REGION = "us-east-1"

QUIET_POWERTOOLS = {
    "POWERTOOLS_SERVICE_NAME": "payback",
    "POWERTOOLS_METRICS_NAMESPACE": "Payback",
    "POWERTOOLS_METRICS_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}

_NAMES_AN_ACCOUNT = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
)


def forget_real_credentials(environment: MutableMapping[str, str] = os.environ) -> None:
    """Make sure that nothing in this process can reach a real account, whoever is logged in."""
    for name in _NAMES_AN_ACCOUNT:
        environment.pop(name, None)
    environment.update(
        AWS_ACCESS_KEY_ID="local",
        AWS_SECRET_ACCESS_KEY="local",  # noqa: S106 - opens nothing
        AWS_DEFAULT_REGION=REGION,
        AWS_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )


@contextmanager
def applied(variables: Mapping[str, str]) -> Iterator[None]:
    """Have these environment variables while the block runs, and what was there before after it."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
