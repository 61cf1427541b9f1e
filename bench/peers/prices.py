"""What genai-prices and LiteLLM say that calls cost: timed, and answered one by one.

Each is asked as its own documentation has it: genai-prices by usage, model, provider where the case tells it, and the
moment; LiteLLM by its counts of tokens, where its shortest way is `cost_per_token`. It cannot be asked about a day.

`python -m bench.peers.prices CALLS PEER` serves a peer's contenders; with `--answers` it prints what the peer answers.
"""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from bench.elsewhere import serve
from bench.rounds import timed

type Call = dict[str, Any]
type Price = Callable[[], Any]
"""Prices one call whose arguments are there already."""

_GENAI_PROVIDERS = {"bedrock": "aws", "vertex": "google"}
_LITELLM_PROVIDERS = {"google": "gemini", "vertex": "vertex_ai"}


def _moment(call: Call) -> datetime:
    return datetime.fromisoformat(call["at"]).replace(tzinfo=UTC)


def genai_price(call: Call) -> Price:
    """A call to `calc_price`."""
    from genai_prices import Usage, calc_price  # noqa: PLC0415 - one process has one peer

    counts = call["usage"]
    usage = Usage(
        input_tokens=counts["input_tokens"],
        cache_read_tokens=counts.get("cached_input_tokens", 0),
        output_tokens=counts["output_tokens"],
    )
    provider = call.get("provider")
    return partial(
        calc_price,
        usage,
        call["model"],
        provider_id=_GENAI_PROVIDERS.get(provider, provider) if provider else None,
        genai_request_timestamp=_moment(call),
        price_context={"processing": "batch"} if call.get("batch") else None,
    )


def litellm_price(call: Call) -> Price:
    """A call to `cost_per_token`, or to what LiteLLM prices batches by."""
    from litellm import Usage, cost_per_token  # noqa: PLC0415 - one process has one peer
    from litellm.cost_calculator import batch_cost_calculator  # noqa: PLC0415

    counts, provider = call["usage"], call.get("provider")
    named = _LITELLM_PROVIDERS.get(provider, provider) if provider else None
    cached = counts.get("cached_input_tokens", 0)
    if call.get("batch"):
        usage = Usage(
            prompt_tokens=counts["input_tokens"],
            completion_tokens=counts["output_tokens"],
            total_tokens=counts["input_tokens"] + counts["output_tokens"],
            prompt_tokens_details={"cached_tokens": cached},
        )
        return partial(batch_cost_calculator, usage, call["model"], named or "openai")
    return partial(
        cost_per_token,
        model=call["model"],
        custom_llm_provider=named,
        prompt_tokens=counts["input_tokens"],
        completion_tokens=counts["output_tokens"],
        cache_read_input_tokens=cached,
    )


def litellm_answer_price(call: Call) -> Price:
    """A call to `completion_cost`, by an answer of the provider."""
    from litellm import completion_cost  # noqa: PLC0415 - one process has one peer

    counts = call["usage"]
    usage = {
        "prompt_tokens": counts["input_tokens"],
        "completion_tokens": counts["output_tokens"],
        "total_tokens": counts["input_tokens"] + counts["output_tokens"],
        "prompt_tokens_details": {"cached_tokens": counts.get("cached_input_tokens", 0)},
    }
    answer = {"id": "x", "object": "chat.completion", "created": 1_793_000_000, "choices": [], "usage": usage}
    return partial(completion_cost, completion_response=answer | {"model": call["model"]})


WAYS: dict[str, dict[str, Callable[[Call], Price]]] = {
    "genai-prices": {"genai-prices, calc_price": genai_price},
    "LiteLLM": {"LiteLLM, cost_per_token": litellm_price, "LiteLLM, completion_cost": litellm_answer_price},
}


def answer(price: Callable[[Call], Price], call: Call) -> dict[str, str | None]:
    """What a peer says that a call costs in USD, or with which error it says nothing."""
    try:
        found = price(call)()
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
        return {"cost_usd": None, "error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}
    cost = sum(map(Decimal, map(repr, found))) if isinstance(found, tuple) else found.total_price
    return {"cost_usd": str(cost), "error": None}


def _price_all(prices: Sequence[Price]) -> None:
    for price in prices:
        price()


def main() -> None:
    """Serve, or print answers."""
    calls, ways = json.loads(Path(sys.argv[1]).read_text()), WAYS[sys.argv[2]]
    if "--answers" in sys.argv:
        print(json.dumps([answer(next(iter(ways.values())), call) for call in calls]))
        return
    prices = {name: [way(call) for call in calls] for name, way in ways.items()}
    serve({name: timed(partial(_price_all, each), units=len(calls)) for name, each in prices.items()})


if __name__ == "__main__":
    main()
