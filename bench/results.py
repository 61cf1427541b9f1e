"""What was measured, as a table for people and as JSON for whoever reckons further with it."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.elsewhere import ROOT
from bench.rounds import CONTROL, Measured, Ratio

RESULTS = ROOT / ".bench"
"""Where results are written: what this machine measured last."""

_UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def print_table(title: str, found: Measured, *, against: str | None = None) -> None:
    """Print a row for each contender: its times, and what it takes of what another takes, by default the reference."""
    base = against or found.reference
    print(f"{title}: {found.rounds} rounds in turns, processor time; ratios to {base}, of lower quartiles")
    wide = max(map(len, found.seconds)) + 2
    print(f"  {'':{wide}}{'lower quartile':>16}{'median':>12}{'ratio':>10}{'95% interval':>20}")
    for name in found.seconds:
        ratio = found.ratio(name, base)
        interval = f"{_figure(ratio.low)} - {_figure(ratio.high)}"
        print(
            f"  {name:{wide}}{_time(found.lower_quartile(name)):>16}{_time(found.median(name)):>12}"
            f"{_figure(ratio.value):>10}{interval:>20}"
        )
    print()


def write(name: str, found: Measured, *, folder: Path = RESULTS, **more: Any) -> Path:
    """Write a run to `NAME.json` in a folder. `more` is what else it found, anything that JSON holds.

    Times are seconds of processor time, ratios are to `reference`, and `control` is the noise.
    """
    contenders = {
        each: {
            "lower_quartile_seconds": found.lower_quartile(each),
            "median_seconds": found.median(each),
            "ratio": asdict(found.ratio(each)),
            "middle_half_of_ratios": found.middle_half(each),
            "seconds": list(found.seconds[each]),
        }
        for each in found.seconds
    }
    whole = {"machine": machine(), "rounds": found.rounds, "reference": found.reference, "contenders": contenders}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(whole | {"control": contenders[CONTROL]["ratio"]} | more, indent=1) + "\n")
    return path


def reached(goal: str, ratio: Ratio, *, at_least: float | None = None, at_most: float | None = None) -> bool:
    """Print whether a ratio reaches a goal, and return it."""
    is_met = (at_least is None or ratio.value >= at_least) and (at_most is None or ratio.value <= at_most)
    wanted = f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"
    print(
        f"{'reached' if is_met else 'MISSED '} {goal}: {_figure(ratio.value)}×"
        f" ({_figure(ratio.low)} - {_figure(ratio.high)}), wanted {wanted}×"
    )
    return is_met


def machine() -> Mapping[str, Any]:
    """What was measured on, and on which day."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _time(seconds: float) -> str:
    unit, size = next((each for each in _UNITS if seconds >= each[1]), _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


def _figure(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"
