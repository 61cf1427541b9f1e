"""OpenAI's accounting: input includes what is cached, output includes the reasoning.

Azure, Mistral, DeepSeek, xAI, Together, Fireworks and OpenRouter answer in the shape of its chat completions.
"""

from spend.accounting.reading import Part, Reading, other_modality, other_tier, within
from spend.tokens import Tokens

_USUAL_TIERS = {"default", "auto", "standard", "on_demand"}


def chat_completion(body: Part) -> Reading:
    """A chat completion, a completion or embeddings, with the spellings of those who answer alike."""
    usage = body.inside("usage")
    prompt, completion = usage.inside("prompt_tokens_details"), usage.inside("completion_tokens_details")
    input_tokens = usage.needed_count("prompt_tokens")
    reasoning = completion.known_count("reasoning_tokens")
    tokens = Tokens(
        input_tokens=input_tokens,
        cached_input_tokens=prompt.count("cached_tokens")
        or usage.count("prompt_cache_hit_tokens", "num_cached_tokens", "cached_tokens"),
        cache_write_tokens=prompt.count("cache_write_tokens", "cache_creation_tokens"),
        output_tokens=_output(usage, input_tokens, reasoning or 0),
        reasoning_tokens=reasoning,
    )
    return _read(body, within(tokens, usage, "prompt_tokens", "completion_tokens"), prompt, completion)


def _output(usage: Part, input_tokens: int, reasoning: int) -> int:
    """All output. xAI counts reasoning beside the completion, which its total shows; embeddings have no completion."""
    total, completion = usage.known_count("total_tokens"), usage.known_count("completion_tokens")
    if completion is None:
        return (
            total - input_tokens
            if total is not None and total >= input_tokens
            else usage.needed_count("completion_tokens")
        )
    beside = total is not None and total == input_tokens + completion + reasoning
    return completion + reasoning if beside or reasoning > completion else completion


def response(body: Part) -> Reading:
    """An answer of the responses API."""
    usage = body.inside("usage")
    given, made = usage.inside("input_tokens_details"), usage.inside("output_tokens_details")
    tokens = Tokens(
        input_tokens=usage.needed_count("input_tokens"),
        cached_input_tokens=given.count("cached_tokens"),
        cache_write_tokens=given.count("cache_write_tokens", "cache_creation_tokens"),
        output_tokens=usage.needed_count("output_tokens"),
        reasoning_tokens=made.known_count("reasoning_tokens"),
    )
    return _read(body, within(tokens, usage, "input_tokens", "output_tokens"), given, made)


def _read(body: Part, tokens: Tokens, given: Part, made: Part) -> Reading:
    unpriced = other_tier(body.text("service_tier"), _USUAL_TIERS)
    for details in (given, made):
        for kind in ("audio", "image"):
            unpriced = unpriced or other_modality(kind, details.count(f"{kind}_tokens"))
    return Reading(body.name("model"), tokens, unpriced=unpriced)
