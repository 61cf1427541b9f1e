"""Puts the API under load: `python -m bench.load`, as `make load` and `make load-emulator` call it.

Clients ask all at once for a while, and work out every answer anew by the same rates; meanwhile rates are published.
It fails for one wrong answer, one status from 500 on, one request without an answer, and for memory that grows.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from multiprocessing.context import SpawnContext
from pathlib import Path
from statistics import quantiles

from bench.load.clients import MOST_TOLD, Counted, Plan, run
from bench.load.memory import FLAT, Held, resident_bytes
from bench.load.servers import Server, authored, emulator, local_server, newer

PROCESSES = 2
"""Among which the clients are divided: comparing takes about as long as answering."""
PUBLISHED_AFTER = 1 / 6
"""Of the time: early, since a second rate table takes memory, which has to stay as it is from then on."""
SAMPLE_SECONDS = 1.0
SERVER_ERRORS = 500


def main(arguments: list[str] | None = None) -> int:
    """Puts one of the two under load. Returns the exit code: 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--server", choices=("local", "emulator"), default="local")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--sandboxes", type=int, default=8, help="of the emulator, which the clients wait for")
    parser.add_argument("--seed", type=int, default=8, help="the same seed asks in the same order")
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name, _server(options, Path(name), context) as server:
        counted, held = _load(server, options, context)
    return _told(options, counted, held)


def _server(options: argparse.Namespace, folder: Path, context: SpawnContext) -> AbstractContextManager[Server]:
    return local_server(folder) if options.server == "local" else emulator(folder, options.sandboxes, context)


def _load(server: Server, options: argparse.Namespace, context: SpawnContext) -> tuple[Counted, Held]:
    """What the clients were answered, and what the server took meanwhile."""
    before = authored()
    after = newer(before)
    newer_since, results = context.Value("d", 0.0), context.SimpleQueue()
    groups = [
        Plan(
            server.way,
            options.clients // PROCESSES + (number < options.clients % PROCESSES),
            options.seconds,
            options.seed * 1000 + number * options.clients,
            (before.content, after.content),
        )
        for number in range(PROCESSES)
    ]
    processes = [context.Process(target=run, args=(plan, newer_since, results)) for plan in groups]
    for process in processes:
        process.start()
    samples, start, published = list[int](), time.monotonic(), False
    while time.monotonic() < start + options.seconds:
        time.sleep(SAMPLE_SECONDS)
        samples.append(resident_bytes(server.processes))
        if not published and time.monotonic() > start + options.seconds * PUBLISHED_AFTER:
            server.publish(after.table)
            newer_since.value, published = time.monotonic() + server.seconds_until_newer, True
    counted = Counted()
    for _ in processes:
        counted.add(results.get())
    for process in processes:
        process.join()
    return counted, Held.of(samples)


def _told(options: argparse.Namespace, counted: Counted, held: Held) -> int:
    """Print what came of it. Returns the exit code."""
    answered = sum(counted.statuses.values())
    statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(counted.statuses.items()))
    errors = sum(count for status, count in counted.statuses.items() if status >= SERVER_ERRORS)
    print(f"{options.clients} clients for {options.seconds:g} s against the {options.server}: {answered:,} answers")
    print(f"{answered / options.seconds:.1f} a second; {statuses}")
    if len(counted.milliseconds) > 1:
        cuts = quantiles(counted.milliseconds, n=100)
        print(f"half within {cuts[49]:.0f} ms, 99 of 100 within {cuts[98]:.0f} ms, queueing included")
    print("rates: " + ", ".join(f"{version}: {count:,}" for version, count in sorted(counted.versions.items())))
    print(f"memory: {held} (flat: at most {FLAT})")
    print(f"wrong: {len(counted.wrong)}; from {SERVER_ERRORS} on: {errors}; without an answer: {len(counted.failed)}")
    for found in (*counted.wrong[:MOST_TOLD], *counted.failed[:MOST_TOLD]):
        print(f"  {found}", file=sys.stderr)
    whole = len(counted.versions) > 1
    if not whole:
        print("no answer had the rates that were published meanwhile", file=sys.stderr)
    return int(bool(not answered or counted.wrong or errors or counted.failed or not held.flat or not whole))


if __name__ == "__main__":
    sys.exit(main())
