"""The built function in Lambda's own container, beside the same code in this process, both reading the same rates."""

import os
import subprocess

import pytest

from local.aws import client, local_aws
from local.container import ARCHITECTURE, BUILT_TEMPLATE, host_of_containers
from local.dynamodb import empty_tables
from local.function import LambdaFunction
from local.template import ROOT, Template
from tests.runtime.sam import Sam

IMAGE = f"public.ecr.aws/lambda/python:3.13-{ARCHITECTURE}"


def _docker(*arguments):
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def image():
    """Lambda's base image, pulled where it is not there yet."""
    if _docker("info").returncode:
        pytest.fail("Docker is not running: start it, then run make sam-test again")
    if _docker("image", "inspect", IMAGE).returncode and (pulled := _docker("pull", IMAGE)).returncode:
        pytest.fail(f"Lambda's base image {IMAGE} is missing and cannot be pulled:\n{pulled.stderr}")
    return IMAGE


@pytest.fixture(scope="session")
def host(image):
    """Address of this machine that a container can reach: with Docker Desktop all of it, on Linux the bridge's."""
    return host_of_containers()


@pytest.fixture(scope="session")
def aws(host):
    """An AWS in this process that containers reach too."""
    with local_aws(host) as aws:
        yield aws


@pytest.fixture
def nothing_spent(aws):
    """Empties the tables of spend: what one function counted is no news to another."""
    tables = client("dynamodb", aws.endpoint_url)

    def empty():
        empty_tables(tables)

    empty()
    return empty


@pytest.fixture(scope="session")
def environment(aws):
    """The environment with which the functions read their rates, in a container as well as here."""
    return aws.environment()


@pytest.fixture(scope="session")
def functions(environment):
    """The functions in this process, by their logical names."""
    os.environ.update(environment)
    return {name: LambdaFunction.imported(declared) for name, declared in Template.read().functions().items()}


@pytest.fixture(scope="session")
def function(functions):
    """The function of the API."""
    return functions["ApiFunction"]


@pytest.fixture(scope="session")
def sam(image, tmp_path_factory):
    """The SAM CLI on the built function."""
    if not BUILT_TEMPLATE.exists():
        pytest.fail(f"{BUILT_TEMPLATE.relative_to(ROOT)} is missing: run make sam-test, which builds it")
    return Sam(tmp_path_factory.mktemp("sam"))
