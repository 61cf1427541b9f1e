"""Calls models through the real LiteLLM, which answers by itself, and saves what its generic API logger posted.

`.litellm/bin/python tests/litellm/calls.py WAY FILE`, where WAY is how the logger is set up:

environment  the logger as it is, which reads GENERIC_LOGGER_ENDPOINT
generic_api  the name that LiteLLM has for it
json_array, ndjson, single  a callback in the settings, as the proxy's config.yaml has them, with this format
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx  # type: ignore[import-not-found]
import litellm
from litellm.integrations.generic_api.generic_api_callback import (
    GenericAPILogger,
)

QUESTION = "Is this message about a refund?"
ANSWER = "Yes, it is."
SECONDS_TO_LOG = 30


class Exchanges:
    """What was posted and how it was answered, as it went over the wire."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    async def add(self, response: httpx.Response) -> None:
        """Keep one."""
        await response.aread()
        self.seen.append(
            {"body": response.request.content.decode(), "status": response.status_code, "answer": response.text}
        )


async def main(way: str, file: Path) -> None:
    """Set the logger up, make the calls, and have them posted."""
    set_up(way)
    answered = await calls()
    exchanges = Exchanges()
    for logger in (each for each in litellm.callbacks if isinstance(each, GenericAPILogger)):
        logger.async_httpx_client.client.event_hooks = {"response": [exchanges.add]}
        async with asyncio.timeout(SECONDS_TO_LOG):
            while len(logger.log_queue) < len(answered):
                await asyncio.sleep(0.05)
        await logger.flush_queue()
    file.write_text(json.dumps({"answered": answered, "posted": exchanges.seen}))


def set_up(way: str) -> None:
    """Name the callback, as LiteLLM's users do."""
    if way == "environment":
        litellm.callbacks = [GenericAPILogger()]
    elif way == "generic_api":
        litellm.callbacks = ["generic_api"]
    else:
        endpoint = os.environ["GENERIC_LOGGER_ENDPOINT"]
        settings = {"callback_type": "generic_api", "endpoint": endpoint, "headers": {}, "log_format": way}
        litellm.callback_settings = {"payback": settings}
        litellm.logging_callback_manager.add_litellm_callback("payback")


async def calls() -> dict[str, str | None]:
    """The id of each answer as the caller has it, by the tag of the call; `None` where it has none."""
    return {
        "openai": await answered("openai", "gpt-4o-mini"),
        "fine_tuned": await answered("fine_tuned", "ft:gpt-4o-mini-2024-07-18:acme::x"),
        "anthropic": await answered("anthropic", "anthropic/claude-haiku-4-5"),
        "streamed": await streamed("streamed", "gpt-4o-mini"),
        "failed": await failed("failed", "gpt-4o-mini"),
        "embedded": await embedded("embedded", "text-embedding-3-small"),
    }


def _request(tag: str, model: str) -> dict[str, Any]:
    messages = [{"role": "user", "content": QUESTION}]
    return {"model": model, "messages": messages, "mock_response": ANSWER, "metadata": {"tags": [tag]}}


async def answered(tag: str, model: str) -> str | None:
    """A call that is answered at once."""
    answer = await litellm.acompletion(**_request(tag, model))
    return str(answer.id)


async def streamed(tag: str, model: str) -> str | None:
    """A call whose answer comes in pieces, which have one id."""
    pieces = await litellm.acompletion(**_request(tag, model), stream=True)
    [id] = {piece.id async for piece in pieces}
    return str(id)


async def failed(tag: str, model: str) -> str | None:
    """A call that the provider refuses."""
    try:
        await litellm.acompletion(**_request(tag, model) | {"mock_response": "litellm.RateLimitError"})
    except litellm.RateLimitError:
        return None
    raise AssertionError("a call that had to fail was answered")


async def embedded(tag: str, model: str) -> str | None:
    """Embeddings, whose answer has no id."""
    await litellm.aembedding(model=model, input=[QUESTION], mock_response=[0.1, 0.2], metadata={"tags": [tag]})
    return None


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
