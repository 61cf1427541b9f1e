"""What a million decisions cost on Lambda at each size of its memory, by the processor time that one takes here.

A function has one processor for each 1,769 MB, and at the least a share of one: so a decision that takes `s` seconds of
a processor takes `s * 1769 / MB` on the clock in less memory, and in more no less, since one request uses one
processor. It is billed by the whole millisecond. Starts are counted as so many of a thousand requests. Taken for
granted is that a processor of Lambda's is as fast as the one that was measured; nothing here was measured in AWS.

`python -m bench.lambda_price [--warm FILE CONTENDER] [--cold FILE CONTENDER]` takes the seconds from results that
`bench.results.write` wrote.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

MEGABYTES = (128, 256, 512, 1024, 1769, 3008, 10_240)
WHOLE_PROCESSOR_MB = 1769
MILLION = 1_000_000
COLD_OF_A_THOUSAND = (0, 10, 1000)

USD_PER_GB_SECOND = Decimal("0.0000133334")
"""Lambda on arm64 in us-east-1, first 7.5 billion GB-seconds a month. Unconfirmed: a copy of cloudchipr.com's guide of
2024, with which other guides agree; the stored copy of aws.amazon.com/lambda/pricing has no figures in it."""
USD_PER_MILLION_REQUESTS = Decimal("0.20")
"""Lambda, each invocation. Unconfirmed, from the same."""
USD_PER_MILLION_REST_REQUESTS = Decimal("3.50")
"""API Gateway's REST API in us-east-1, first 333 million requests a month, by AWS's whitepaper "Best Practices for
Designing Amazon API Gateway Private APIs" on docs.aws.amazon.com; the copy that was read tells no day."""


@dataclass(frozen=True)
class Durations:
    """Seconds of a processor: of a decision in a warm process, and of a start with its first decision."""

    warm: float
    cold: float


MEASURED = Durations(warm=0.003, cold=0.6)
"""Where no results are given: an assumption of the right size, and no measurement."""


def billed_seconds(processor_seconds: float, megabytes: int) -> Decimal:
    """What Lambda bills for work that takes so long on a whole processor: to the next millisecond."""
    share = min(1.0, megabytes / WHOLE_PROCESSOR_MB)
    return Decimal(math.ceil(round(processor_seconds / share * 1000, 6))) / 1000


def usd_per_million(durations: Durations, megabytes: int, cold_of_a_thousand: int) -> Decimal:
    """Lambda's bill for a million decisions, without what API Gateway takes."""
    share = Decimal(cold_of_a_thousand) / 1000
    seconds = (
        billed_seconds(durations.warm, megabytes) * (1 - share) + billed_seconds(durations.cold, megabytes) * share
    )
    return seconds * megabytes / 1024 * USD_PER_GB_SECOND * MILLION + USD_PER_MILLION_REQUESTS


def table(durations: Durations) -> Iterator[str]:
    """A Markdown table: a row for each size of memory, a column for each share of cold starts."""
    columns = (f"{each / 10:g}% cold" for each in COLD_OF_A_THOUSAND)
    yield f"| MB | warm, ms | cold, ms | {' | '.join(columns)} |"
    yield f"| --- | --- | --- |{' --- |' * len(COLD_OF_A_THOUSAND)}"
    for megabytes in MEGABYTES:
        warm, cold = (billed_seconds(each, megabytes) * 1000 for each in (durations.warm, durations.cold))
        costs = (_dollars(usd_per_million(durations, megabytes, each)) for each in COLD_OF_A_THOUSAND)
        yield f"| {megabytes:,} | {warm:.0f} | {cold:.0f} | {' | '.join(costs)} |"


def _dollars(usd: Decimal) -> str:
    return f"${usd.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def seconds_of(given: Sequence[str] | None, otherwise: float) -> float:
    """The lower quartile of a contender in a file of results."""
    if given is None:
        return otherwise
    file, contender = given
    return float(json.loads(Path(file).read_text())["contenders"][contender]["lower_quartile_seconds"])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What a million decisions cost on Lambda.")
    for name in ("warm", "cold"):
        parser.add_argument(f"--{name}", nargs=2, metavar=("FILE", "CONTENDER"))
    given = parser.parse_args()
    durations = Durations(seconds_of(given.warm, MEASURED.warm), seconds_of(given.cold, MEASURED.cold))
    if given.warm is None or given.cold is None:
        print("assumed where no results are given: " + str(MEASURED))
    print(f"USD for a million decisions, of {durations.warm * 1e3:.2f} ms warm and {durations.cold * 1e3:.0f} ms cold")
    print("\n".join(table(durations)))
    print(f"and API Gateway's REST API beside it, for a million requests: ${USD_PER_MILLION_REST_REQUESTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
