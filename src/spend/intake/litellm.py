"""LiteLLM's standard logging payload, as its generic API logger posts it.

LiteLLM counts as OpenAI does, whoever answered: input includes what is read from the cache and written to it.
Source: https://docs.litellm.ai/docs/proxy/logging_spec
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from inputs.fields import ModelName, ProviderName
from inputs.moments import Moment
from inputs.numbers import Quantity
from spend.accounting import openai
from spend.accounting.reading import Part
from spend.call import Call
from spend.intake.posted import NotBilled, Posted, Reader, RecordId, project_or_warning
from spend.tokens import Reason, Tokens

_BY_THE_TOKEN = {"completion", "responses", "embedding", "text_completion", "anthropic_messages", "generate_content"}
_PROVIDERS = {"text-completion-openai": "openai", "azure_text": "azure", "cohere_chat": "cohere"}
_END_OF_TIME = Quantity("0", "253402300799")


def _day(value: object) -> object:
    """The day in UTC of a moment: LiteLLM writes seconds since 1970."""
    if isinstance(value, str):
        return Moment().read(value)
    return datetime.fromtimestamp(float(_END_OF_TIME.point(value)), UTC).date()


class _Keys(BaseModel):
    """What LiteLLM knows of its own key that was used, and of the usage."""

    model_config = ConfigDict(frozen=True)

    user_api_key_project_alias: str | None = None
    user_api_key_team_alias: str | None = None
    user_api_key_alias: str | None = None
    usage_object: dict[str, Any] | None = None

    @property
    def alias(self) -> str | None:
        """The narrowest name that was given to who called."""
        return self.user_api_key_project_alias or self.user_api_key_team_alias or self.user_api_key_alias


class Payload(BaseModel):
    """As much of the payload as is used; LiteLLM adds fields with each release."""

    model_config = ConfigDict(frozen=True)

    id: RecordId
    call_type: Annotated[str, Field(max_length=64)]
    start: Annotated[date, BeforeValidator(_day), Field(alias="startTime")]
    status: str | None = None
    cache_hit: bool | None = None
    model: ModelName | None = None
    model_group: str | None = None
    custom_llm_provider: ProviderName | None = None
    metadata: _Keys = _Keys()
    prompt_tokens: object = None
    completion_tokens: object = None
    response: object = None

    @property
    def answer(self) -> Part:
        """Model and usage in the shape of OpenAI's answers, with the cache told apart where LiteLLM knows it."""
        response = self.response if isinstance(self.response, dict) else {}
        bare = {"prompt_tokens": self.prompt_tokens, "completion_tokens": self.completion_tokens}
        usages = (self.metadata.usage_object, response.get("usage"), bare)
        usage = next(each for each in usages if isinstance(each, dict) and "prompt_tokens" in each)
        # The proxy answers by its own name for the models that it routes to, and logs that as the response's model.
        model = None if response.get("model") == self.model_group else response.get("model")
        tier = response.get("service_tier") or usage.get("service_tier")
        return Part({"model": model, "usage": usage, "service_tier": tier}, "")


def is_payload(value: Mapping[str, Any]) -> bool:
    """Whether a record is LiteLLM's, by what none of the other forms has."""
    return "call_type" in value


def read_payload(value: dict[str, Any], _: Reader) -> Posted | NotBilled:
    """The call that was logged. Raises `ValidationError`, `UnusableRequestError`."""
    payload = Payload.model_validate(value)
    if payload.status == "failure":
        return NotBilled(payload.id, "the call failed, and LiteLLM logged no answer that could be billed")
    if payload.cache_hit:
        return NotBilled(payload.id, "LiteLLM answered from its own cache, and no provider billed it")
    reading = openai.chat_completion(payload.answer)
    if payload.model is None and reading.model is None:
        raise payload.answer.wrong("model", "is missing; it is required")
    provider = payload.custom_llm_provider
    call = Call(
        tokens=_kept_for_an_hour(reading.tokens, payload.answer),
        on=payload.start,
        model=payload.model,
        answered_by=reading.model,
        provider=_PROVIDERS.get(provider, provider) if provider is not None else None,
        unpriced=_not_by_the_token(payload.call_type) or reading.unpriced,
        warnings=reading.warnings,
    )
    alias = payload.metadata.alias
    project, warnings = (None, ()) if alias is None else project_or_warning(alias, "its alias in LiteLLM")
    return Posted(payload.id, project, replace(call, warnings=call.warnings + warnings))


def _kept_for_an_hour(tokens: Tokens, answer: Part) -> Tokens:
    """The tokens with what Anthropic writes to the cache for an hour told apart."""
    details = answer.inside("usage").inside("prompt_tokens_details")
    hour = details.inside("cache_creation_token_details").count("ephemeral_1h_input_tokens")
    if hour > tokens.cache_write_tokens:
        raise details.wrong("cache_creation_token_details", "is more than the cache writes that it is a part of")
    return replace(tokens, cache_write_tokens=tokens.cache_write_tokens - hour, cache_write_1h_tokens=hour)


def _not_by_the_token(kind: str) -> Reason | None:
    """Why a call is not priced that is billed by something else than tokens, such as an image or a search."""
    if {kind, kind.removeprefix("a")} & _BY_THE_TOKEN:
        return None
    return Reason("call_type", f"LiteLLM logged it as {kind}, which is not known to be billed by the tokens of text")
