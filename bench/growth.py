"""How cost grows: with the models of the rate table, with the months of the horizon, and with the alternatives.

A larger table holds copies of the authored models under names of their own, spread over the same providers, so that
each is as rich as a real one. What is printed beside the times is the exponent by which they grow from one size to the
next: 1 is in proportion, 0 does not grow at all.
"""

import gc
import json
import math
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bench.elsewhere import ROOT, environment
from bench.results import print_table, write
from bench.rounds import Contender, Measured, measured, timed
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from handlers.writing import written
from ratebook.compiled import read_compiled
from ratebook.names import UnknownModelError, resolve
from ratebook.sources import read_snapshot

MODELS, HORIZONS, ALTERNATIVES = (100, 1_000, 10_000), (1, 12, 120), (10, 100, 1_000)
DAY = date(2026, 11, 22)
_ROUNDS, _ROUNDS_OF_READING = 60, 9


def document(models: int) -> bytes:
    """The bytes of a table with so many models: the authored ones first, then copies of them."""
    whole = json.loads(read_snapshot().content)
    providers = whole["providers"]
    kept = {"gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18"}
    authored = [(provider, id) for provider, entry in providers.items() for id in entry["models"]]
    authored.sort(key=lambda each: each[1] not in kept)
    originals = {each: providers[each[0]]["models"][each[1]] for each in authored}
    for entry in providers.values():
        entry["models"] = {}
    for number in range(models):
        (provider, id), copy = authored[number % len(authored)], number // len(authored)
        original = originals[provider, id]
        names = {"aliases": [f"{alias}-copy-{copy}" for alias in original.get("aliases", ())]} if copy else {}
        providers[provider]["models"][f"{id}-copy-{copy}" if copy else id] = original | names
    return json.dumps(whole).encode()


def with_alternatives(cheaper: int) -> bytes:
    """The bytes of a table in which so many models, and no others, are cheaper alternatives to today's."""
    whole = json.loads(document(MODELS[0]))
    models = {id: model | {"compared": False} for id, model in whole["providers"]["openai"]["models"].items()}
    copied = models["gpt-4o-mini-2024-07-18"] | {"aliases": [], "compared": True}
    for entry in whole["providers"].values():
        for model in entry["models"].values():
            model["compared"] = False
    whole["providers"]["openai"]["models"] = models | {f"cheaper-{number}": copied for number in range(cheaper)}
    return json.dumps(whole).encode()


def request(**changes: Any) -> DecisionRequest:
    """A usual question."""
    case = json.loads((ROOT / "tests" / "golden" / "scenario-1" / "request.json").read_text(), parse_float=Decimal)
    return DecisionRequest.model_validate(case | changes)


def decision(asked: DecisionRequest, content: bytes) -> Callable[[], object]:
    """A whole decision by a table, and its answer as it is written: the costs by month are reckoned then."""
    rates = read_compiled(content)
    in_use = TableInUse(rates.table, rates.version, rates.sha256)
    return lambda: written(decide(asked, in_use, DAY))


def names(models: int) -> dict[str, Callable[[], object]]:
    """A name that the table has, a fine-tune of it, and one that it does not have."""
    table = read_compiled(document(models)).table

    def unknown() -> None:
        try:
            resolve(table, "gpt-9-ultra")
        except UnknownModelError:
            return
        raise RuntimeError("it is known")

    return {
        "a model's name": partial(resolve, table, "gpt-4o-mini"),
        "a fine-tune's name": partial(resolve, table, "ft:gpt-4o-mini-2024-07-18:acme::x"),
        "an unknown name": unknown,
    }


def megabytes(models: int) -> float:
    """What a table takes in memory, as it is after a decision, in a process of its own."""
    command = [sys.executable, "-m", "bench.growth", "--memory", str(models)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())  # noqa: S603
    return float(ran.stdout)


def _print_megabytes(models: int) -> None:
    content = document(models)
    tracemalloc.start()
    rates = read_compiled(content)
    decide(request(), TableInUse(rates.table, rates.version, rates.sha256), DAY)
    print(tracemalloc.get_traced_memory()[0] / 1e6)


def exponents(sizes: Sequence[int], values: Sequence[float]) -> list[float]:
    """By which power a value grows between each size and the next."""
    pairs = zip(zip(sizes, values, strict=True), zip(sizes[1:], values[1:], strict=True), strict=False)
    return [math.log(after / before) / math.log(larger / smaller) for (smaller, before), (larger, after) in pairs]


def compare(
    what: str, sizes: Sequence[int], work: Callable[[int], Callable[[], object]], rounds: int = _ROUNDS
) -> tuple[Measured, list[float]]:
    """Print what work takes at each size, and by which exponents it grows."""
    works = {f"{size:,}": work(size) for size in sizes}
    gc.collect()
    gc.freeze()  # large tables, which nobody need walk through
    contenders: Mapping[str, Contender] = {name: timed(each) for name, each in works.items()}
    found = measured(contenders, rounds=rounds)
    print_table(what, found)
    powers = exponents(sizes, [found.lower_quartile(name) for name in contenders])
    print(f"  exponents: {', '.join(f'{power:.2f}' for power in powers)}\n")
    return found, powers


def main() -> int:
    """Print all tables."""
    if "--memory" in sys.argv:
        _print_megabytes(int(sys.argv[-1]))
        return 0
    every = {
        "decision": compare(
            "a decision, by the models of the table", MODELS, lambda models: decision(request(), document(models))
        ),
        "reading": compare(
            "reading a table, by its models",
            MODELS,
            lambda models: partial(read_compiled, document(models)),
            _ROUNDS_OF_READING,
        ),
        "horizon": compare(
            "a decision, by the months of its horizon",
            HORIZONS,
            lambda months: decision(request(horizon_months=months), document(MODELS[0])),
        ),
        "alternatives": compare(
            "a decision, by the cheaper models among its alternatives",
            ALTERNATIVES,
            lambda cheaper: decision(request(), with_alternatives(cheaper)),
        ),
    }
    looked_up = {size: names(size) for size in MODELS}
    for name in looked_up[MODELS[0]]:
        works = {size: of_table[name] for size, of_table in looked_up.items()}
        every[name] = compare(f"{name}, by the models of the table", MODELS, works.__getitem__)
    del looked_up, works
    taken = {size: megabytes(size) for size in MODELS}
    powers = exponents(MODELS, list(taken.values()))
    print("memory of a table, MB:", ", ".join(f"{size:,}: {each:.1f}" for size, each in taken.items()))
    print("  exponents:", ", ".join(f"{power:.2f}" for power in powers))
    for name, (found, found_powers) in every.items():
        write(f"growth-{name.replace(' ', '-')}", found, exponents=found_powers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
