"""Gemini's accounting: the prompt includes what is cached, thoughts stand beside the answer, tools' input beside both.

Google leaves a count out where it is zero.
"""

from spend.accounting.dates import made_at
from spend.accounting.incomplete import none_has
from spend.accounting.reading import Part, Reading, apart, disagreeing, other_modality, other_tier, within
from spend.tokens import Reason, Tokens

_USUAL_TIERS = {
    "standard",
    "default",
    "on_demand",
    "unspecified",
    "service_tier_unspecified",
    "traffic_type_unspecified",
}
_PARTS = "promptTokenCount, toolUsePromptTokenCount, candidatesTokenCount and thoughtsTokenCount"
_GROUNDING = "groundingMetadata"


def generated_content(body: Part) -> Reading:
    """An answer of generateContent, of the Gemini API or of Vertex AI."""
    usage = body.inside("usageMetadata")
    thoughts = usage.known_count("thoughtsTokenCount")
    tokens = Tokens(
        input_tokens=usage.needed_count("promptTokenCount") + usage.count("toolUsePromptTokenCount"),
        cached_input_tokens=usage.count("cachedContentTokenCount"),
        output_tokens=usage.count("candidatesTokenCount") + (thoughts or 0),
        reasoning_tokens=thoughts,
    )
    model = body.name("modelVersion")
    return Reading(
        model=model.removeprefix("models/") if model else None,
        tokens=within(tokens, usage, "promptTokenCount", "candidatesTokenCount"),
        unpriced=other_tier(usage.text("trafficType"), _USUAL_TIERS)
        or other_tier(usage.text("serviceTier"), _USUAL_TIERS)
        or _sound_or_pictures(usage),
        warnings=(
            *_unfinished(body),
            *disagreeing(usage, "totalTokenCount", tokens.input_tokens + tokens.output_tokens, _PARTS),
            *(apart("searches that ground the answer") if _grounded(body) else ()),
        ),
        made=made_at(body, "createTime"),
    )


def _grounded(body: Part) -> bool:
    """Whether Google searched for the answer; what it found stands in the candidates."""
    found = (found for candidate in body.content("candidates") for found in candidate.content(_GROUNDING))
    return any(any(each.values.values()) for each in found)


def _sound_or_pictures(usage: Part) -> Reason | None:
    """Sound has rates of its own wherever it occurs, pictures only where they are made."""
    sound = sum(
        _of_kind(usage, details, "AUDIO")
        for details in ("promptTokensDetails", "toolUsePromptTokensDetails", "candidatesTokensDetails")
    )
    pictures = sum(_of_kind(usage, "candidatesTokensDetails", kind) for kind in ("IMAGE", "VIDEO"))
    return other_modality("audio", sound) or other_modality("image", pictures)


def _of_kind(usage: Part, details: str, kind: str) -> int:
    return sum(part.count("tokenCount") for part in usage.items(details) if part.text("modality") == kind)


def _unfinished(body: Part) -> tuple[str, ...]:
    """A warning where no candidate says why it ended: then it may be one part of a stream, each of which has counts."""
    if not none_has(body.values.get("candidates"), "finishReason"):
        return ()
    return (
        f"{body.at('candidates')} has no finishReason: if this is a part of a stream, send the last one in its place",
    )
