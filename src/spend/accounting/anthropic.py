"""Anthropic's accounting: input leaves out what is read from the cache and what is written to it."""

from spend.accounting.reading import Part, Reading, other_tier
from spend.tokens import Reason, Tokens

_BATCH = "batch"
_USUAL_TIERS = {"standard", _BATCH}
_ANYWHERE = {"global", "not_available"}


def message(body: Part) -> Reading:
    """An answer of the messages API."""
    usage = body.inside("usage")
    by_time = usage.inside("cache_creation")
    hour = by_time.count("ephemeral_1h_input_tokens")
    read = usage.count("cache_read_input_tokens")
    written = usage.known_count("cache_creation_input_tokens")
    if written is None:
        written = by_time.count("ephemeral_5m_input_tokens") + hour
    if hour > written:
        raise usage.wrong("cache_creation_input_tokens", "is less than the tokens kept for an hour")
    tier = usage.text("service_tier")
    tools = usage.inside("server_tool_use")
    return Reading(
        model=body.name("model"),
        tokens=Tokens(
            input_tokens=usage.needed_count("input_tokens") + read + written,
            cached_input_tokens=read,
            cache_write_tokens=written - hour,
            cache_write_1h_tokens=hour,
            output_tokens=usage.needed_count("output_tokens"),
        ),
        batch=tier == _BATCH,
        unpriced=other_tier(tier, _USUAL_TIERS) or _elsewhere(usage.text("inference_geo")),
        warnings=("web searches are billed beside the tokens and are not in cost_usd",)
        if tools.count("web_search_requests")
        else (),
    )


def _elsewhere(geography: str | None) -> Reason | None:
    if geography is None or geography in _ANYWHERE:
        return None
    return Reason("service_tier", "it was kept to one geography, which is billed at other rates")
