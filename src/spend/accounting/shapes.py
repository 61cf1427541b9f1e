"""Recognises whose answer a body is by its shape, and reads it by that provider's accounting."""

from collections.abc import Mapping
from typing import Any

from inputs.errors import FieldError, UnusableRequestError
from spend.accounting import anthropic, bedrock, gemini, openai
from spend.accounting.incomplete import NO_ANSWER, is_error, part_of_a_stream
from spend.accounting.reading import PLACE, Part, Reading

UNDERSTOOD = (
    "OpenAI chat completions (usage.prompt_tokens) and those of its shape: Azure, Mistral, DeepSeek, xAI, OpenRouter",
    "OpenAI responses (usage.input_tokens, object: response)",
    "Anthropic messages (usage.input_tokens, type: message)",
    "Gemini generateContent (usageMetadata.promptTokenCount)",
    "Bedrock Converse (usage.inputTokens)",
)


def read(body: Mapping[str, Any], *, reasoning_beside: bool = False) -> Reading:
    """The call that a provider's answer tells of; `reasoning_beside` where that is known of the provider.

    Raises `UnusableRequestError` for a shape that is not understood, and for a count that cannot be.
    """
    part = part_of_a_stream(body)
    if part is not None:
        raise UnusableRequestError(FieldError(PLACE, part))
    whole = Part(body)
    if "usageMetadata" in body:
        return gemini.generated_content(whole)
    usage = whole.inside("usage").values
    if "prompt_tokens" in usage:
        return openai.chat_completion(whole, reasoning_beside=reasoning_beside)
    if "inputTokens" in usage:
        return bedrock.converse(whole)
    if "input_tokens" in usage and body.get("object") == "response":
        return openai.response(whole)
    if "input_tokens" in usage and body.get("type") == "message":
        return anthropic.message(whole)
    raise UnusableRequestError(_no_answer(body))


def _no_answer(body: Mapping[str, Any]) -> FieldError:
    if is_error(body):
        return FieldError(PLACE, f"{NO_ANSWER}; leave it out")
    message = "is no answer of a shape that is understood; send the whole body, or usage in its place"
    return FieldError(PLACE, message, UNDERSTOOD)
