"""What a cold start takes, first decision included, with rates that were published after the deployment.

    python -m bench.cold [--rounds 60]

Beside it, in the same rounds: a handler that does nothing, and the idiomatic function of `bench/skeleton`, as `sam
build` ships it and with bytecode. Each start is a process of its own under Lambda's runtime emulator; its figure is the
processor time of all its threads until the first answer is there. Payback is what `make sam-build` built.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.bucket import bucket
from bench.elsewhere import ROOT
from bench.emulator import Function, cold_start
from bench.results import print_table, reached, write
from bench.rounds import ROUNDS, Contender, measured
from local.bytecode import compile_folder
from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import CompiledTable, Pointer
from ratebook.sources import read_snapshot

BARE, PAYBACK = "bare handler", "Payback"
SKELETON, COMPILED = "idiomatic, as sam build ships it", "idiomatic, with bytecode"
EVENT = ROOT / "events" / "decision-scenario-1.json"
BUILD = ROOT / ".aws-sam" / "local" / "ApiFunction"
SKELETON_PYTHON = ROOT / ".skeleton" / "bin" / "python"
OURS, THEIRS = "handlers.api.handler", "app.handler"
_ENTRIES = 460
"""Of the idiomatic function's object, which comes to 50 KB."""


def published() -> CompiledTable:
    """The deployed table with a few words more, so that it has to be read from S3."""
    document = json.loads(read_snapshot().content)
    document["policy"]["thresholds"]["horizon_months"][0]["note"] = "published after the deployment"
    return CompiledTable(json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def objects(table: CompiledTable) -> dict[str, bytes]:
    """What is in the bucket: the table with its pointer, and the idiomatic function's object."""
    pointer = Pointer(version=table.version, sha256=table.sha256, published_at=datetime.now(UTC))
    entries = [{"model": f"model-{number}", "usd": "0.0042", "note": "x" * 60} for number in range(_ENTRIES)]
    return {
        CURRENT_KEY: pointer.to_json(),
        version_key(table.version): table.content,
        "skeleton.json": json.dumps({"version": "1", "entries": entries}).encode(),
    }


def _skeletons(folder: Path) -> dict[str, Path]:
    """The idiomatic function with its packages, without bytecode and with it."""
    [packages] = (ROOT / ".skeleton" / "lib").glob("python*/site-packages")
    plain, compiled = folder / "plain", folder / "compiled"
    shutil.copytree(packages, plain, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "bench" / "skeleton" / "app.py", plain)
    shutil.copytree(plain, compiled)
    compile_folder(compiled)
    return {SKELETON: plain, COMPILED: compiled}


def _contenders(skeletons: Mapping[str, Path], environment: Mapping[str, str]) -> dict[str, Contender]:
    """Each starts its function once and holds its answer to what is in the bucket."""
    event = json.loads(EVENT.read_text())
    version = published().version

    def starting(folder: Path, handler: str, **more: str) -> Contender:
        function = Function(folder, handler, {**environment, **more})

        def contender() -> float:
            start = cold_start(function, event)
            _check(json.loads(start.answer["body"]), version, handler)
            return start.processor_seconds

        return contender

    ours = {"POWERTOOLS_SERVICE_NAME": "payback", "POWERTOOLS_METRICS_NAMESPACE": "Payback"}
    return {
        BARE: starting(ROOT / "bench" / "skeleton", "bare.handler"),
        PAYBACK: starting(BUILD, OURS, **ours),
        **{name: starting(folder, THEIRS) for name, folder in skeletons.items()},
    }


def _check(answer: dict[str, Any], version: str, handler: str) -> None:
    if handler == OURS and answer["rates"]["version"] != version:
        raise SystemExit(f"the rates are not those of the bucket: {answer['rates']}")
    if handler == THEIRS and answer["rates"]["entries"] != _ENTRIES:
        raise SystemExit("the idiomatic function did not read its object")


def main() -> int:
    """Print the table. Returns the exit code: 1 where a goal is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    given = asked.parse_args()
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        environment = open_.enter_context(bucket(objects(published()), folder))
        found = measured(_contenders(_skeletons(folder), environment), rounds=given.rounds)
    print_table("a cold start and the first decision", found)
    met = (
        reached("a cold start against the bare handler", found.ratio(PAYBACK), at_most=5.5),
        reached("a cold start against the idiomatic function", found.ratio(PAYBACK, SKELETON), at_most=0.18),
    )
    write("cold", found, to_idiomatic=found.ratio(PAYBACK, SKELETON).value)
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
