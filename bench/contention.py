"""Simulates functions that commit transactions to the same rows of the totals, and are in each other's way.

A transaction holds its rows, each in the shard of its function, from when it is sent to when it is answered. One that
is sent while another holds one of them is cancelled, as DynamoDB does, and tried again after a pause as the ledger
makes it. The lines of the ledger are left out: no two functions bring the same ids here. Nothing is measured: the
duration of a commit is assumed, and everything else follows from it.
"""

import heapq
import random
from dataclasses import dataclass, replace
from statistics import fmean

from spend.ledger.committing import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS
from spend.ledger.ledger import Ledger

SEEDS = tuple(range(1, 6))
WRITERS, SHARDS = (5, 20, 100), (1, 4, 16, 64)


@dataclass(frozen=True)
class Setting:
    """What is simulated: functions, the rows that are written to, and how long things take."""

    writers: int
    shards: int
    rows: int = 1
    rows_of_a_transaction: int = 1
    records_of_a_transaction: int = 99
    commit_seconds: tuple[float, float] = (0.010, 0.020)
    preparing_seconds: float = 0.040
    """Between two commits of a function: what bench.spend_load measures for 99 records, on 0.58 of a core."""
    shard_kept: bool = True
    """Whether a function keeps its shard, as the ledger does, or draws one for each attempt."""
    seconds: float = 30.0


@dataclass(frozen=True)
class Figures:
    """What came of it, in the simulated time or on average over several runs."""

    records_a_second: float
    conflicts_a_commit: float
    given_up_share: float
    """Of the transactions, those that were given up after the last attempt: SQS brings their records again."""


def simulate(setting: Setting, seed: int) -> Figures:
    """Let the functions commit without pause for the time of the setting. The same seed gives the same figures."""
    rng = random.Random(seed)  # noqa: S311 - a simulation
    kept = [rng.randrange(setting.shards) for _ in range(setting.writers)]
    free_at: dict[tuple[int, int], float] = {}
    commits, conflicts, given_up = 0, 0, 0
    sends = [
        (rng.uniform(0, setting.preparing_seconds), writer, 0, _rows(setting, rng)) for writer in range(setting.writers)
    ]
    heapq.heapify(sends)
    while sends[0][0] < setting.seconds:
        sent, writer, attempt, rows = sends[0]
        answered = sent + rng.uniform(*setting.commit_seconds)
        shard = kept[writer] if setting.shard_kept else rng.randrange(setting.shards)
        items = [(row, shard) for row in rows]
        if all(free_at.get(item, 0.0) <= sent for item in items):
            free_at |= dict.fromkeys(items, answered)
            commits += 1
        else:
            conflicts += 1
            if attempt < Ledger.attempts - 1:
                heapq.heapreplace(sends, (answered + _pause(attempt, rng), writer, attempt + 1, rows))
                continue
            given_up += 1
        heapq.heapreplace(sends, (answered + setting.preparing_seconds, writer, 0, _rows(setting, rng)))
    return Figures(
        commits * setting.records_of_a_transaction / setting.seconds,
        conflicts / max(commits, 1),
        given_up / max(commits + given_up, 1),
    )


def _rows(setting: Setting, rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(setting.rows), setting.rows_of_a_transaction))


def _pause(attempt: int, rng: random.Random) -> float:
    return rng.uniform(0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt))


def averaged(setting: Setting) -> Figures:
    """The means over all seeds."""
    runs = [simulate(setting, seed) for seed in SEEDS]
    return Figures(
        fmean(run.records_a_second for run in runs),
        fmean(run.conflicts_a_commit for run in runs),
        fmean(run.given_up_share for run in runs),
    )


def main() -> None:
    """Print the tables of docs/scale.md."""
    one_row = Setting(writers=0, shards=0)
    _table("Every transaction in the same row", one_row)
    _table("The same, each attempt in a shard of its own", replace(one_row, shard_kept=False))
    _table("Two of ten rows in a transaction", replace(one_row, rows=10, rows_of_a_transaction=2))
    _table("The same row, commits of 50 to 100 ms", replace(one_row, commit_seconds=(0.050, 0.100)))


def _table(title: str, setting: Setting) -> None:
    print(f"{title} (records/s, conflicts per commit, share given up; mean of seeds {SEEDS[0]} to {SEEDS[-1]})")
    print("functions " + "".join(f"{f'{shards} shards':>24}" for shards in SHARDS))
    for writers in WRITERS:
        found = [averaged(replace(setting, writers=writers, shards=shards)) for shards in SHARDS]
        cells = (
            f"{each.records_a_second:>10,.0f} {each.conflicts_a_commit:>6.2f} {each.given_up_share:>6.1%}"
            for each in found
        )
        print(f"{writers:>9} " + "".join(cells))
    print()


if __name__ == "__main__":
    main()
