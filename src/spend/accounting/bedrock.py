"""The accounting of Bedrock's Converse: input leaves out what is read from the cache and what is written to it."""

from spend.accounting.reading import Part, Reading, disagreeing, other_tier
from spend.tokens import Tokens

_USUAL_TIERS = {"default", "standard"}
_HOUR = "1h"


def converse(body: Part) -> Reading:
    """An answer of Converse, which names no model but where a prompt router chose it."""
    usage = body.inside("usage")
    read = usage.count("cacheReadInputTokens", "cacheReadInputTokenCount")
    written = usage.count("cacheWriteInputTokens", "cacheWriteInputTokenCount")
    hour = sum(kept.count("inputTokens") for kept in usage.items("cacheDetails") if kept.text("ttl") == _HOUR)
    if hour > written:
        raise usage.wrong("cacheWriteInputTokens", "is less than the tokens kept for an hour")
    tokens = Tokens(
        input_tokens=usage.needed_count("inputTokens") + read + written,
        cached_input_tokens=read,
        cache_write_tokens=written - hour,
        cache_write_1h_tokens=hour,
        output_tokens=usage.needed_count("outputTokens"),
    )
    return Reading(
        model=body.inside("trace").inside("promptRouter").name("invokedModelId"),
        tokens=tokens,
        unpriced=other_tier(body.inside("serviceTier").text("type"), _USUAL_TIERS)
        or other_tier(body.inside("performanceConfig").text("latency"), _USUAL_TIERS),
        warnings=_total(usage, tokens),
    )


def _total(usage: Part, tokens: Tokens) -> tuple[str, ...]:
    """A warning where the total is neither all tokens nor those that the cache has no part in: both are written."""
    if usage.known_count("totalTokens") == tokens.fresh_input_tokens + tokens.output_tokens:
        return ()
    return disagreeing(usage, "totalTokens", tokens.input_tokens + tokens.output_tokens, "input, cache and output")
