"""What a cold start takes, first decision included, with rates that were published after the deployment.

    python -m bench.cold [--rounds 60]

Beside it, in the same rounds: a handler that does nothing, and an idiomatic function as `sam build` ships it, which
reads one object of 50 KB; its bytecode would be a fifth contender. Each start is a process of its own under Lambda's
runtime emulator, and its figure the processor time of all its threads until the first answer.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.bucket import bucket
from bench.emulator import Function, cold_start
from bench.rounds import CONTROL, Contender, measured
from ratebook.bucket import CURRENT_KEY, version_key
from ratebook.compiled import CompiledTable, Pointer
from ratebook.sources import read_snapshot

ROUNDS = 60
BARE, PAYBACK, SKELETON, COMPILED = "bare handler", "Payback", "idiomatic, as sam build ships it", "idiomatic, bytecode"
EVENT = Path("events/decision-scenario-1.json")


def published() -> CompiledTable:
    """The deployed table with one word more, so that it has to be read from S3."""
    document = json.loads(read_snapshot().content)
    document["policy"]["thresholds"]["horizon_months"][0]["note"] = "published after the deployment"
    return CompiledTable(json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def objects(table: CompiledTable) -> dict[str, bytes]:
    """What is in the bucket: the table with its pointer, and the skeleton's 50 KB."""
    pointer = Pointer(version=table.version, sha256=table.sha256, published_at=datetime.now(UTC))
    entries = [{"model": f"model-{number}", "usd": "0.0042", "note": "x" * 60} for number in range(460)]
    skeleton = json.dumps({"version": "1", "entries": entries}).encode()
    return {
        CURRENT_KEY: pointer.model_dump_json().encode(),
        version_key(table.version): table.content,
        "skeleton.json": skeleton,
    }


def contenders(build: Path, skeletons: Mapping[str, Path], environment: Mapping[str, str]) -> dict[str, Contender]:
    """Each starts its function once and checks its answer."""
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
        BARE: starting(Path("bench/skeleton"), "bare.handler"),
        PAYBACK: starting(build, "handlers.api.handler", **ours),
        **{name: starting(folder, "app.handler") for name, folder in skeletons.items()},
    }


def _check(answer: dict[str, Any], version: str, handler: str) -> None:
    if handler == "handlers.api.handler" and answer["rates"]["version"] != version:
        raise SystemExit(f"the rates are not those of the bucket: {answer['rates']}")
    if handler == "app.handler" and answer["rates"]["entries"] != 460:
        raise SystemExit("the skeleton did not read its object")


def main() -> None:
    """Measure, and print each against the bare handler and the skeleton."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--build", type=Path, default=Path(".aws-sam/local/ApiFunction"))
    asked.add_argument("--skeleton", type=Path, default=Path(".skeleton/plain"))
    asked.add_argument("--compiled", type=Path, default=Path(".skeleton/compiled"))
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, bucket(objects(published()), Path(folder)) as environment:
        skeletons = {SKELETON: given.skeleton.absolute(), COMPILED: given.compiled.absolute()}
        found = measured(contenders(given.build.absolute(), skeletons, environment), rounds=given.rounds)
    for name in (BARE, CONTROL, PAYBACK, SKELETON, COMPILED):
        ratio, skeleton = found.ratio(name), found.ratio(name, SKELETON)
        print(
            f"{name:34}{found.lower_quartile(name) * 1e3:8.1f} ms {ratio.value:6.2f}x bare "
            f"({ratio.low:.2f}-{ratio.high:.2f}) {skeleton.value:6.3f}x idiomatic"
        )


if __name__ == "__main__":
    main()
