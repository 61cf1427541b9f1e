"""Answers one event with the built function in Lambda's own container, beside an AWS in this process."""

import ipaddress
import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local.aws import local_aws, s3_client
from local.event_files import put_files_of
from local.template import ROOT, Function

ARCHITECTURE = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
BUILT_TEMPLATE = ROOT / ".aws-sam" / "local" / "template.yaml"
SAM = ROOT / ".sam" / "bin" / "sam"


def host_of_containers() -> str:
    """Address of this machine that a container can reach: with Docker Desktop all of it, on Linux the bridge's.

    Raises `subprocess.CalledProcessError` where Docker is not running.
    """
    if platform.system() != "Linux":
        return "127.0.0.1"
    asked = subprocess.run(
        ["docker", "network", "inspect", "bridge"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    (bridge,) = json.loads(asked.stdout)
    (config, *_) = bridge["IPAM"]["Config"]
    return config.get("Gateway") or str(ipaddress.ip_network(config["Subnet"])[1])


def sam_command(name: str, environment: Mapping[str, str], functions: tuple[str, ...], folder: Path) -> list[str]:
    """`sam local name` on what was built, with this environment for each function; its file is kept in `folder`."""
    variables = folder / "environment.json"
    variables.write_text(json.dumps({function: dict(environment) for function in functions}))
    return [
        str(SAM),
        "local",
        name,
        "--template",
        str(BUILT_TEMPLATE),
        "--parameter-overrides",
        f"Architecture={ARCHITECTURE}",
        "--env-vars",
        str(variables),
        "--skip-pull-image",
    ]


def environment_of_sam() -> dict[str, str]:
    """No telemetry and no credentials, since with some `sam` asks AWS whose they are before it does anything else."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    }
    return kept | {"SAM_CLI_TELEMETRY": "0"}


def invoke_in_container(event: Mapping[str, Any], path: Path, function: Function) -> int:
    """Print what `sam local invoke` prints for an event that was read from `path`. Returns its exit code."""
    with tempfile.TemporaryDirectory() as folder, local_aws(host_of_containers()) as aws:
        put_files_of(event, path, s3_client(aws.endpoint_url))
        command = sam_command("invoke", aws.environment(), (function.name,), Path(folder))
        done = subprocess.run(  # noqa: S603
            [*command, "--event", "-", function.name],
            cwd=ROOT,
            env=environment_of_sam(),
            input=json.dumps(event),
            text=True,
            check=False,
        )
        return done.returncode
