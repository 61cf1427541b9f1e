"""Who is right: what Payback, genai-prices and LiteLLM say that each real case costs, a table of docs/performance.md.

The right figure is the case's own, from the provider's documents and bills: see `tests/cases/usage_prices.yaml`.
"""

import sys
from decimal import Decimal

from bench.pricing import GENAI, LITELLM, answers_of, askable, is_right, ours
from bench.usage_cases import UsageCase, usage_cases
from costs.quantities import plain
from ratebook.sources import read_snapshot

PEERS = (GENAI, LITELLM)
NOT_ASKED = "–"

type Said = dict[str, str | None]
"""What each says that a case costs in USD: `None` for no price, `NOT_ASKED` where a peer has no words for the case."""


def said() -> list[tuple[UsageCase, Said]]:
    """Every case, and what all say to it."""
    table, cases = read_snapshot().table, usage_cases()
    asked = [case for case in cases if askable(case)]
    found: dict[str, dict[str, str | None]] = {}
    for peer in PEERS:
        answers = answers_of(peer, [case.for_peers() for case in asked])
        found[peer] = {case.id: answer["cost_usd"] for case, answer in zip(asked, answers, strict=True)}
    return [
        (
            case,
            {"Payback": _text(ours(case, table).cost_usd)}
            | {peer: found[peer].get(case.id, NOT_ASKED) for peer in PEERS},
        )
        for case in cases
    ]


def _text(cost_usd: Decimal | None) -> str | None:
    return None if cost_usd is None else plain(cost_usd)


def markdown() -> str:
    """The table: wrong answers in bold."""
    lines = [f"| case | model | right, USD | Payback | {' | '.join(PEERS)} |", "| --- | --- | --- | --- | --- | --- |"]
    for case, answers in said():
        cells = (_cell(case, answer) for answer in answers.values())
        right = "no price" if case.cost_usd is None else plain(case.cost_usd)
        model = case.request.get("model") or case.request["response"]["model"]
        lines.append(f"| {case.id} | `{model}` | {right} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(case: UsageCase, answer: str | None) -> str:
    if answer == NOT_ASKED:
        return NOT_ASKED
    text = "no price" if answer is None else plain(round(Decimal(answer), 12))
    return text if is_right(case, answer) else f"**{text}**"


def main() -> int:
    """Print the table. Returns the exit code: 1 where ours is wrong."""
    print(markdown())
    every = said()
    for who in ("Payback", *PEERS):
        asked = [(case, answers[who]) for case, answers in every if answers[who] != NOT_ASKED]
        print(f"{who}: {sum(is_right(case, answer) for case, answer in asked)} of {len(asked)} right")
    return 0 if all(is_right(case, answers["Payback"]) for case, answers in every) else 1


if __name__ == "__main__":
    sys.exit(main())
