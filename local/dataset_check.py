"""Checks a training file by the API, that of the running local server or another, and prints the report."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from local.dataset_client import Api, NotCheckedError
from local.dataset_report import shown
from local.state import NotRunningError, read_state

USABLE, WITH_ERRORS, NOT_CHECKED = 0, 1, 2
_TERMS = ("model", "provider", "task", "format", "method", "as_of")


def main(arguments: list[str] | None = None) -> int:
    """Print the report. Returns the exit code: 0 for a usable file, 1 for another, 2 where nothing was checked."""
    parser = argparse.ArgumentParser(prog="make dataset-check", description="Check a training file.")
    parser.add_argument("file", type=Path, help="the training file, JSON Lines")
    parser.add_argument("--validation", default="", help="the validation file, where there is one")
    parser.add_argument("--url", default="", help="the API's address; default the running local server's")
    for name in _TERMS:
        parser.add_argument(f"--{name.replace('_', '-')}", default="", help="as in POST /v1/datasets/checks")
    parser.add_argument("--epochs", type=int, help="passes over the file; default those that are reckoned for it")
    options = parser.parse_args(arguments)
    terms: dict[str, Any] = {name: value for name in _TERMS if (value := getattr(options, name))}
    terms |= {} if options.epochs is None else {"epochs": options.epochs}
    validation = Path(options.validation) if options.validation else None
    try:
        # A key stands in the environment, since everybody on a machine may read a command line.
        api = Api(options.url or read_state().address, os.environ.get("DATASET_API_KEY", ""))
        report = api.check(options.file, validation, terms, lambda line: print(line, file=sys.stderr, flush=True))
    except (NotCheckedError, NotRunningError, OSError) as error:
        print(f"cannot check: {error}", file=sys.stderr)
        return NOT_CHECKED
    print(shown(report, options.file.name))
    return USABLE if report["usable"] else WITH_ERRORS


if __name__ == "__main__":
    sys.exit(main())
