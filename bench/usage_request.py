"""What a body of POST /v1/usage with 1,000 records takes, without the database: read, checked, resolved and priced.

Measured is the processor time of this process from the text of the body to the price of its last record: JSON with
exact decimals and no key twice, each record by its own schema, its model's name resolved, its cost reckoned. Beside
it: the same up to the lines of the ledger, with their digests; and the floor, Python's `json.loads` of the same body.
"""

import json
import sys
from collections.abc import Callable
from functools import partial

from bench.records import DAY, Records
from bench.results import print_table, write
from bench.rounds import measured, timed
from handlers.requests import read_json_value
from ratebook.compiled import CompiledTable
from ratebook.sources import read_snapshot
from spend.call import Call
from spend.intake.forms import read_record, records_of
from spend.intake.posted import Posted, Reader
from spend.ledger.entry import Entry, of_call
from spend.price import Price
from spend.pricing import PriceList, Terms

RECORDS = 1_000
MOST_SECONDS = 0.020


def priced(body: str, rates: CompiledTable) -> list[tuple[Posted, Call, Price]]:
    """Every record of a body, with its price."""
    terms = Terms({}, {})
    reader, prices = Reader(terms, rates.table, DAY), PriceList(rates.table, terms)
    found = []
    for _, value in records_of(read_json_value(body)):
        posted = read_record(value, reader)
        if isinstance(posted, Posted) and isinstance(posted.spent, Call):
            found.append((posted, posted.spent, prices.price(posted.spent)))
    return found


def lines(body: str, rates: CompiledTable) -> list[Entry]:
    """The same as lines of the ledger."""
    return [of_call(posted.id, "bench", call, price, rates) for posted, call, price in priced(body, rates)]


def main() -> int:
    """Print the table. Returns the exit code: 1 where the goal is missed."""
    rates, body = read_snapshot(), Records().posted(RECORDS)
    if len([price for *_, price in priced(body, rates) if price.cost_usd is not None]) != RECORDS:
        raise RuntimeError("not every record has a price")
    name = "read, checked, resolved and priced"
    works: dict[str, Callable[[], object]] = {
        name: partial(priced, body, rates),
        "the same, and made lines of the ledger": partial(lines, body, rates),
        "json.loads of the body alone": partial(json.loads, body),
    }
    found = measured({each: timed(work) for each, work in works.items()})
    print_table(f"{RECORDS} records of usage in one request", found)
    write("usage_request", found, records=RECORDS, most_seconds=MOST_SECONDS)
    taken = found.lower_quartile(name)
    print(f"{'reached' if taken <= MOST_SECONDS else 'MISSED '} {RECORDS} records: {taken * 1e3:.1f} ms, wanted 20 ms")
    return 0 if taken <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
