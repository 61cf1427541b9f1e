"""What it takes to price a record of usage, its model's name resolved, beside genai-prices and LiteLLM.

All price the same calls, those of the real cases that all three have a price of, and the usual models' beside them. Of
each the inputs are made before the clock runs. Ours answers what `POST /v1/usage` counts: cost, tier, whose prices, and
whether they are confirmed. Names come again and again in a stream of usage, and are remembered; what a name takes that
was never seen is a contender of its own.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.elsewhere import ROOT, contenders_of, environment
from bench.records import MODELS
from bench.results import print_table, reached, write
from bench.rounds import Contender, measured, timed
from bench.usage_cases import DAY, UsageCase, usage_cases
from ratebook.models import RateTable
from ratebook.sources import read_snapshot
from spend.answer import UsagePrice
from spend.call import Call
from spend.pricing import PriceList, Terms, price_record, quotes_of, understood
from spend.record import UsagePriceRequest

PEERS = ROOT / ".peers" / "bin" / "python"
PRICES = "bench.peers.prices"
GENAI, LITELLM = "genai-prices", "LiteLLM"
_CLOSE = Decimal("1e-9")
"""A float is taken for the decimal that it stands for."""


def ours(case: UsageCase, table: RateTable) -> UsagePrice:
    """What we answer to a case."""
    request = UsagePriceRequest.model_validate(case.request)
    return price_record(request, Terms(request.deployments, request.overrides), table, case.on)


def answers_of(peer: str, calls: Sequence[dict[str, Any]]) -> list[dict[str, str | None]]:
    """What a peer answers to calls with `usage`, asked in its own environment."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "calls.json")
        file.write_text(json.dumps(calls))
        command = [str(PEERS), "-m", PRICES, str(file), peer, "--answers"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())  # noqa: S603
    found: list[dict[str, str | None]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def is_right(case: UsageCase, cost_usd: str | Decimal | None) -> bool:
    """Whether a cost is what the call was billed, but for a float's rounding; `None` where nobody can tell."""
    if case.cost_usd is None or cost_usd is None:
        return cost_usd is None and case.cost_usd is None
    return abs(Decimal(cost_usd) - case.cost_usd) <= _CLOSE * case.cost_usd


def askable(case: UsageCase) -> bool:
    """Whether the peers have words for it: tokens that are counted, of a model that is named, at list prices."""
    return "usage" in case.request and not case.request.keys() & {"deployments", "overrides", "region", "tier"}


def priced_by_all(table: RateTable) -> list[dict[str, Any]]:
    """The calls that all three have a price of, whether it is the right one or not."""
    usual = [
        UsageCase(name, {"at": DAY, "model": name, "usage": usage}, None)
        for name in MODELS
        for usage in (
            {"input_tokens": 2400, "cached_input_tokens": 400, "output_tokens": 300},
            {"input_tokens": 900, "output_tokens": 60},
        )
    ]
    cases = [case for case in (*usage_cases(), *usual) if askable(case) and not case.request.get("batch")]
    theirs = [answers_of(peer, [case.for_peers() for case in cases]) for peer in (GENAI, LITELLM)]
    return [
        case.request
        for case, *each in zip(cases, *theirs, strict=True)
        if all(answer["cost_usd"] for answer in each) and ours(case, table).status == "priced"
    ]


def _contenders(calls: Sequence[dict[str, Any]], table: RateTable) -> dict[str, Callable[[], None]]:
    none = Terms({}, {})
    records = [UsagePriceRequest.model_validate(call) for call in calls]
    asked = [understood(record, none, table, record.at) for record in records if record.at]
    return {
        "Payback": partial(_price, asked, table, none),
        "Payback, names never seen": partial(_price_unseen, asked, table, none),
        "Payback, with each line of the answer": partial(_answer, records, table, none),
    }


def _price(asked: Sequence[Call], table: RateTable, terms: Terms) -> None:
    price = PriceList(table, terms).price
    for call in asked:
        price(call)


def _price_unseen(asked: Sequence[Call], table: RateTable, terms: Terms) -> None:
    for call in asked:
        quotes_of(table).clear()
        PriceList(table, terms).price(call)


def _answer(records: Sequence[UsagePriceRequest], table: RateTable, terms: Terms) -> None:
    for record in records:
        if record.at:
            price_record(record, terms, table, record.at)


def main() -> int:
    """Print the table. Returns the exit code: 1 where a goal is missed."""
    table = read_snapshot().table
    calls = priced_by_all(table)
    with TemporaryDirectory() as folder, ExitStack() as processes:
        file = Path(folder, "calls.json")
        file.write_text(json.dumps(calls))
        peers: dict[str, Contender] = {}
        for peer in (GENAI, LITELLM):
            peers |= processes.enter_context(contenders_of(PEERS, PRICES, str(file), peer))
        own = {name: timed(work, units=len(calls)) for name, work in _contenders(calls, table).items()}
        found = measured(own | peers)
    print_table(f"a record of usage, {len(calls)} calls of {len({call['model'] for call in calls})} names, each", found)
    write("pricing", found, calls=len(calls))
    goals = (
        reached("a record against genai-prices", found.ratio("genai-prices, calc_price"), at_least=20),
        reached("a record against LiteLLM", found.ratio("LiteLLM, cost_per_token"), at_least=50),
    )
    return 0 if all(goals) else 1


if __name__ == "__main__":
    sys.exit(main())
