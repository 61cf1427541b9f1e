"""OpenAI's accounting: input includes what is cached, output includes the reasoning.

Azure, Mistral, DeepSeek, xAI, Together, Fireworks and OpenRouter answer in the shape of its chat completions.
"""

from collections.abc import Iterator

from spend.accounting.dates import made_at
from spend.accounting.reading import Part, Reading, apart, disagreeing, other_modality, other_tier, within
from spend.tokens import Tokens

_USUAL_TIERS = {"default", "auto", "standard", "on_demand"}
_TOOLS = {
    "web_search_call": "web searches",
    "file_search_call": "file searches",
    "code_interpreter_call": "code interpreter sessions",
    "image_generation_call": "generated images",
}
_CITED = "url_citation"
_HIT, _MISS = "prompt_cache_hit_tokens", "prompt_cache_miss_tokens"


def chat_completion(body: Part, *, reasoning_beside: bool = False) -> Reading:
    """A chat completion, a completion or embeddings, with the spellings of those who answer alike.

    `reasoning_beside` where the provider, xAI, counts reasoning beside the completion; a total tells it of any other.
    """
    usage = body.inside("usage")
    prompt, completion = usage.inside("prompt_tokens_details"), usage.inside("completion_tokens_details")
    input_tokens = usage.needed_count("prompt_tokens")
    reasoning = completion.known_count("reasoning_tokens")
    tokens = Tokens(
        input_tokens=input_tokens,
        cached_input_tokens=prompt.count("cached_tokens") or usage.count(_HIT, "num_cached_tokens", "cached_tokens"),
        cache_write_tokens=prompt.count("cache_write_tokens", "cache_creation_tokens"),
        output_tokens=_output(usage, input_tokens, reasoning or 0, reasoning_beside=reasoning_beside),
        reasoning_tokens=reasoning,
    )
    warnings = (*_totals(usage, tokens), *(apart("web searches") if _searched(body) else ()))
    return _read(body, within(tokens, usage, "prompt_tokens", "completion_tokens"), prompt, completion, warnings)


def _output(usage: Part, input_tokens: int, reasoning: int, *, reasoning_beside: bool) -> int:
    """All output. Embeddings have no completion, and the total shows whether the completion holds the reasoning."""
    total, completion = usage.known_count("total_tokens"), usage.known_count("completion_tokens")
    if completion is None:
        return (
            total - input_tokens
            if total is not None and total >= input_tokens
            else usage.needed_count("completion_tokens")
        )
    inside, beside = input_tokens + completion, input_tokens + completion + reasoning
    if total == beside or (reasoning_beside and (total != inside or reasoning > completion)):
        return completion + reasoning
    return completion


def _totals(usage: Part, tokens: Tokens) -> tuple[str, ...]:
    """Warnings of totals that their parts do not come to."""
    warnings = disagreeing(usage, "total_tokens", tokens.input_tokens + tokens.output_tokens, "input and output")
    hit, miss = usage.known_count(_HIT), usage.known_count(_MISS)
    if hit is not None and miss is not None:
        warnings += disagreeing(usage, "prompt_tokens", hit + miss, f"{_HIT} and {_MISS}")
    return warnings


def _searched(body: Part) -> bool:
    """Whether an answer cites pages, which it has from a search."""
    messages = (message for choice in body.content("choices") for message in choice.content("message"))
    return any(note.values.get("type") == _CITED for message in messages for note in message.content("annotations"))


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
    total = disagreeing(usage, "total_tokens", tokens.input_tokens + tokens.output_tokens, "input and output")
    warnings = (*total, *apart(*dict.fromkeys(_tools(body))))
    return _read(body, within(tokens, usage, "input_tokens", "output_tokens"), given, made, warnings)


def _tools(body: Part) -> Iterator[str]:
    """The tools that the model called on the provider's side, which have prices of their own."""
    for item in body.content("output"):
        kind = item.values.get("type")
        if isinstance(kind, str) and kind in _TOOLS:
            yield _TOOLS[kind]


def _read(body: Part, tokens: Tokens, given: Part, made: Part, warnings: tuple[str, ...]) -> Reading:
    unpriced = other_tier(body.text("service_tier"), _USUAL_TIERS)
    for details in (given, made):
        for kind in ("audio", "image"):
            unpriced = unpriced or other_modality(kind, details.count(f"{kind}_tokens"))
    return Reading(
        body.name("model"), tokens, unpriced=unpriced, warnings=warnings, made=made_at(body, "created", "created_at")
    )
