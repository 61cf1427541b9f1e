"""Every operation of the contract against the running local server, by Schemathesis with all of its checks.

`python -m bench.load.contract`, as `make contract` calls it. The server asks for an API key, as API Gateway does, so
that what the contract says of keys is checked too.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.load.clients import OverHttp
from bench.load.servers import local_server
from local.server import KEY_VARIABLE
from local.template import ROOT

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
SETTINGS = ROOT / "bench" / "load" / "schemathesis.toml"


def main(arguments: list[str] | None = None) -> int:
    """Runs it. Returns Schemathesis's own exit code: 1 where a check failed."""
    parser = argparse.ArgumentParser(prog="make contract", description=__doc__)
    parser.add_argument("--examples", type=int, default=200, help="for each operation, and each phase")
    parser.add_argument("--path", help="one path alone, such as /v1/rates")
    parser.add_argument("--seed", type=int, help="that of a run before, to have its examples again")
    options = parser.parse_args(arguments)
    key = secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as name, local_server(Path(name), {KEY_VARIABLE: key}) as server:
        if not isinstance(server.way, OverHttp):
            raise TypeError("a local server is asked over HTTP")
        command = [
            str(SCHEMATHESIS),
            *("--config-file", str(SETTINGS)),
            *("run", f"{server.way.address}/openapi.json", "--max-examples", str(options.examples)),
            *(() if options.path is None else ("--include-path", options.path)),
            *(() if options.seed is None else ("--seed", str(options.seed))),
        ]
        return subprocess.run(command, cwd=name, env=os.environ | {"PAYBACK_KEY": key}, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
