"""Writes the same records in several ways, turn by turn, and compares what each takes.

AWS is moto's, behind HTTP in this process. So what is measured is a way's own processor time, that of the thread which
calls, and the number and size of its requests. The time on the clock is mostly moto's, and shown for what it is;
nothing here says how long DynamoDB takes.
"""

import gc
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from statistics import fmean, median
from typing import Any

import boto3

from bench.records import DAY, IN_NO_TABLE, MODELS, SEED, Records
from bench.units import Meter, item_bytes
from handlers import wiring
from local.aws import LocalAws, client, local_aws
from local.calls import Call as Request
from local.dynamodb import TABLES
from local.environment import REGION, applied
from local.events import event
from local.function import LambdaFunction
from local.queue import Message, failed_messages, messages_received
from local.template import Template
from spend.budgets.forecast import FULL_DAYS
from spend.budgets.position import Position
from spend.ledger import lines
from spend.ledger.committing import NotRecordedError, Outcome
from spend.ledger.entry import Entry, Sums
from spend.ledger.ledger import SHARDS, Ledger
from spend.ledger.reconciling import reconcile
from spend.ledger.totals import addition
from spend.storage import keys
from spend.storage.table import Table, written
from spend.storage.transaction import MOST_WRITES, put_new, transact

WATCHED, MONTH_DAYS = "watched", 30
ROUNDS, RECORDS_OF_A_ROUND = 5, 990
GROWTH, STEP = 20_000, 1_000
THREADS, OVERLAPPING, TIMES_SENT, SENT_AT_ONCE = 10, 1_000, 3, 50
MESSAGES_OF_A_BATCH = 10


@dataclass(frozen=True)
class Way:
    """A way to write entries: `prepare` makes ready what somebody else would have made, and its answer writes."""

    name: str
    prepare: Callable[[Sequence[Entry]], Callable[[], None]]
    clients: tuple[Any, ...]


@dataclass(frozen=True)
class Taken:
    """What writing some records took."""

    own_seconds: float
    clock_seconds: float


def taken(write: Callable[[], object]) -> Taken:
    """What a call takes: of the processor in this thread, and on the clock."""
    gc.disable()  # in this thread, it would walk through all that moto keeps
    try:
        clock, own = time.perf_counter(), time.thread_time()
        write()
        return Taken(time.thread_time() - own, time.perf_counter() - clock)
    finally:
        gc.enable()


def ways(aws: LocalAws, template: Template) -> tuple[Way, ...]:
    """The deployed function, the ledger without it, and the two peers."""
    ledger = wiring.ledger()
    ours = (ledger.records.client, ledger.spend.client)
    queued = LambdaFunction.imported(template.functions()["UsageFunction"])
    table = boto3.resource("dynamodb", endpoint_url=aws.endpoint_url, region_name=REGION).Table(TABLES["LedgerTable"])
    return (
        Way("the function of the queue", partial(_by_the_function, queued), ours),
        Way("the ledger alone", lambda entries: partial(_by_the_ledger, ledger, entries), ours),
        Way("a transaction for each record", lambda entries: partial(_one_by_one, ledger, entries), ours),
        Way(
            "batch_writer, no totals, no guarantee",
            lambda each: partial(_in_batches, table, each),
            (table.meta.client,),
        ),
    )


def _by_the_function(function: LambdaFunction, entries: Sequence[Entry]) -> Callable[[], None]:
    from handlers.spend.queue import messages  # noqa: PLC0415 - it would be imported before its environment is there

    waiting = [Message(body, f"message-{number}", 0, "receipt") for number, body in enumerate(messages(entries))]
    batches = [
        messages_received("usage", batch) for batch in itertools.batched(waiting, MESSAGES_OF_A_BATCH, strict=False)
    ]

    def write() -> None:
        for batch in batches:
            if failed_messages(function.invoke(batch, "bench")):
                raise RuntimeError("messages were not written")

    return write


def _by_the_ledger(ledger: Ledger, entries: Sequence[Entry]) -> None:
    if set(ledger.record(entries).values()) != {Outcome.NEW}:
        raise RuntimeError("records were not written")


def _one_by_one(ledger: Ledger, entries: Sequence[Entry]) -> None:
    for entry in entries:
        put = put_new(ledger.records, lines.item_of(entry, entry.id), lines.ID)
        add = addition(ledger.spend, entry.row, entry.sums, ledger.shard)
        transact(ledger.spend.client, [put, add], entry.id)


def _in_batches(table: Any, entries: Sequence[Entry]) -> None:
    with table.batch_writer() as batch:
        for entry in entries:
            batch.put_item(Item=lines.item_of(entry, entry.id))


def sizes(records: Records, ledger: Ledger) -> None:
    """Print how large the items are, as DynamoDB counts."""
    print("bytes of an item, by DynamoDB's rules")
    for what, models in (("priced", MODELS), ("unpriced, in no rate table", (IN_NO_TABLE,))):
        each = [item_bytes(written(lines.item_of(entry, "0" * 32))) for entry in records.entries(500, *models)]
        print(f"  line, {what}: {fmean(each):.0f} on average, {max(each)} at most")
    rows = [written(item) for item in ledger.spend.everything() if item["pk"].startswith(keys.TOTALS)]
    print(f"  row of the totals: {fmean(map(item_bytes, rows)):.0f} on average, {max(map(item_bytes, rows))} at most\n")


def compare(records: Records, compared: Sequence[Way]) -> None:
    """Print what each way takes, against the first: medians of rounds in which all take turns."""
    found: dict[str, list[Taken]] = {way.name: [] for way in compared}
    counted = {}
    for way in compared:  # a first round, to count by and to be warm
        counted[way.name] = Meter()
        with counted[way.name].watching(*dict.fromkeys(way.clients)):
            way.prepare(records.entries(RECORDS_OF_A_ROUND))()
    for number in range(ROUNDS):
        turn = number % len(compared)
        for way in (*compared[turn:], *compared[:turn]):
            found[way.name].append(taken(way.prepare(records.entries(RECORDS_OF_A_ROUND))))
    print(
        f"{RECORDS_OF_A_ROUND} records in each way and round, {ROUNDS} rounds; times are medians, ratios of each round"
    )
    print(f"{'':38}{'requests':>9}{'units':>7}{'own µs each':>13}{'records/s':>11}{'own ratio':>11}{'clock ratio':>13}")
    first = found[compared[0].name]
    for name, each in found.items():
        own = median(one.own_seconds for one in each) / RECORDS_OF_A_ROUND * 1e6
        ratio = median(one.own_seconds / base.own_seconds for one, base in zip(each, first, strict=True))
        clock = median(one.clock_seconds / base.clock_seconds for one, base in zip(each, first, strict=True))
        speed = RECORDS_OF_A_ROUND / median(one.clock_seconds for one in each)
        meter = counted[name]
        print(f"{name:38}{meter.requests:>9}{meter.units:>7}{own:>13.0f}{speed:>11.0f}{ratio:>11.2f}{clock:>13.2f}")
    print()


def post(records: Records, template: Template) -> None:
    """Print what the function behind POST /v1/usage takes for a request."""
    function = LambdaFunction.imported(template.functions()["SpendFunction"])
    for count, what in ((1, "written at once"), (100, "written at once"), (1000, "put in the queue")):
        requests = [
            event(f"bench-{n}", Request("POST", "/v1/usage", records.posted(count)), template) for n in range(8)
        ]
        each = [taken(partial(_answered, function, request)).own_seconds for request in requests][1:]
        print(f"POST /v1/usage of {count:>4}, {what}: own {median(each) / count * 1e6:.0f} µs a record")
    print()


def _answered(function: LambdaFunction, request: dict[str, Any]) -> None:
    answer: Any = function.invoke(request, "bench")
    if answer["statusCode"] not in {200, 202}:
        raise RuntimeError(answer["body"])


def look(records: Records, ledger: Ledger) -> None:
    """Print what one look at a project's month takes, with every shard of every row in use."""
    [entry] = records.entries(1)
    rows = [
        addition(
            ledger.spend, replace(entry.row, project=WATCHED, day=DAY + timedelta(days), model=model), Sums(1), shard
        )
        for days, model in itertools.product(range(-FULL_DAYS - DAY.day + 1, MONTH_DAYS - DAY.day + 1), MODELS)
        for shard in (f"{number:02}" for number in range(SHARDS))
    ]
    for number, writes in enumerate(itertools.batched(rows, MOST_WRITES, strict=False)):
        transact(ledger.spend.client, writes, f"look-{number}")
    read = partial(Position.read, ledger.spend, WATCHED, f"{DAY:%Y-%m}", DAY)
    own = median(taken(read).own_seconds for _ in range(3))
    print(f"a look at {len(rows)} rows and shards: own {own * 1e3:.0f} ms\n")


def grow(records: Records, ledger: Ledger) -> None:
    """Print what a thousand records take while the tables fill."""
    steps = [taken(partial(_by_the_ledger, ledger, records.entries(STEP))) for _ in range(GROWTH // STEP)]
    print(f"time of {STEP} records while the tables fill to {GROWTH} (the ledger alone)")
    for number in (0, *range(4, len(steps), 5)):
        own, clock = steps[number].own_seconds * 1e3, steps[number].clock_seconds * 1e3
        print(f"  at {(number + 1) * STEP:>6}: own {own:.0f} ms, clock {clock:.0f} ms")
    own, clock = (_last_to_first([getattr(step, name) for step in steps]) for name in ("own_seconds", "clock_seconds"))
    print(f"  the last five steps against the first five: own {own:.2f}, clock {clock:.2f}\n")


def _last_to_first(steps: Sequence[float]) -> float:
    return median(steps[-5:]) / median(steps[:5])


def overlap(records: Records, aws: LocalAws) -> bool:
    """Have threads write the same records at once, print what came of it, and say whether the totals are right."""
    entries = records.entries(OVERLAPPING)
    sent = itertools.batched(_shuffled(entries * TIMES_SENT), SENT_AT_ONCE, strict=False)
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(partial(_told, aws), sent))
    outcomes = Counter(itertools.chain.from_iterable(each for each, _ in told))
    ledger = _of_a_process(aws)
    found = reconcile(ledger.records, ledger.spend)
    print(f"{THREADS} threads, {OVERLAPPING} records sent {TIMES_SENT} times: {outcomes[Outcome.NEW]} new")
    print(f"  {sum(again for _, again in told)} of {len(told)} requests were given back and sent again")
    print(f"  reconciled {found.lines} lines with {found.rows} rows: {len(found.differences)} differ\n")
    return outcomes[Outcome.NEW] == OVERLAPPING and not found.differences


def _shuffled(entries: Sequence[Entry]) -> Iterable[Entry]:
    return random.Random(SEED).sample(entries, len(entries))  # noqa: S311 - a load


def _told(aws: LocalAws, entries: Sequence[Entry]) -> tuple[list[Outcome], int]:
    """What a process of its own is told, and how often it sent again what was given back."""
    ledger = _of_a_process(aws)
    found: list[Outcome] = []
    left = list({entry.id: entry for entry in entries}.values())  # a request holds an id once
    for again in itertools.count():
        try:
            return [*found, *ledger.record(left).values()], again
        except NotRecordedError as error:
            found += error.outcomes.values()
            left = list(error.left)
    raise AssertionError("it is counted without an end")


def _of_a_process(aws: LocalAws) -> Ledger:
    """A ledger with a client and a shard of its own, which waits for moto as long as it takes."""
    dynamodb = client("dynamodb", aws.endpoint_url)
    return Ledger(Table(dynamodb, TABLES["LedgerTable"]), Table(dynamodb, TABLES["SpendTable"]))


def main() -> int:
    """Print all tables. Returns the exit code: 1 where the totals are not what the lines come to."""
    template, records = Template.read(), Records()
    with local_aws() as aws, applied(aws.environment() | {"RATES_TTL_SECONDS": "60"}):
        ledger = wiring.ledger()
        grow(records, ledger)
        right = overlap(records, aws)
        sizes(records, ledger)
        compare(records, ways(aws, template))
        post(records, template)
        look(records, _of_a_process(aws))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
