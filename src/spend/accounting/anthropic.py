"""Anthropic's accounting: input leaves out what is read from the cache and what is written to it."""

from spend.accounting.reading import Part, Reading, apart, at_other_rates, disagreeing, other_tier
from spend.tokens import Reason, Tokens

_BATCH = "batch"
_USUAL_TIERS = {"standard", _BATCH}
_USUAL_SPEED = "standard"
_SHORT, _HOUR = "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"
_ANYWHERE = {"global", "not_available"}


def message(body: Part) -> Reading:
    """An answer of the messages API."""
    usage = body.inside("usage")
    by_time = usage.inside("cache_creation")
    hour = by_time.count(_HOUR)
    read = usage.count("cache_read_input_tokens")
    written = usage.known_count("cache_creation_input_tokens")
    if written is None:
        written = by_time.count(_SHORT) + hour
    if hour > written:
        raise usage.wrong("cache_creation_input_tokens", "is less than the tokens kept for an hour")
    tier = usage.text("service_tier")
    searches = usage.inside("server_tool_use").count("web_search_requests")
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
        unpriced=other_tier(tier, _USUAL_TIERS)
        or _at_another_speed(usage.text("speed"))
        or _elsewhere(usage.text("inference_geo")),
        warnings=(*_written_apart(usage, by_time), *(apart("web searches") if searches else ())),
    )


def _written_apart(usage: Part, by_time: Part) -> tuple[str, ...]:
    """A warning where what is written for five minutes and for an hour is not all that is written."""
    short, hour = by_time.known_count(_SHORT), by_time.known_count(_HOUR)
    if short is None or hour is None:
        return ()
    counted = f"cache_creation.{_SHORT} and .{_HOUR}"
    return disagreeing(usage, "cache_creation_input_tokens", short + hour, counted)


def _at_another_speed(speed: str | None) -> Reason | None:
    if speed is None or speed.lower() == _USUAL_SPEED:
        return None
    return at_other_rates(f"it was served at another speed than {_USUAL_SPEED}")


def _elsewhere(geography: str | None) -> Reason | None:
    if geography is None or geography in _ANYWHERE:
        return None
    return at_other_rates("it was kept to one geography")
