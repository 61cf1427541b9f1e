"""What a usage record says: the model, the tokens in our accounting or the provider's own answer, and the day."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, StrictBool, model_validator

from inputs.fields import ModelName, ProviderName, ServedIn, exactly_one
from inputs.moments import DayOfMoment
from inputs.names import Named
from inputs.numbers import Whole, invalid
from inputs.terms import Deployments, Overrides
from shapes.frozen import Frozen
from spend.tokens import Tokens

MOST_TOKENS = 999_999_999_999
Count = Annotated[int, Whole("0", str(MOST_TOKENS))]


class Usage(Frozen):
    """The tokens of one call. What is read from the cache or written to it is a part of `input_tokens`."""

    input_tokens: Count = Field(description="all input, with what is read from the cache and written to it")
    output_tokens: Count = Field(description="all output, with the reasoning")
    cached_input_tokens: Count = Field(0, description="of the input, read from the cache")
    cache_write_tokens: Count = Field(0, description="of the input, written to the cache for its usual time")
    cache_write_1h_tokens: Count = Field(0, description="of the input, written to the cache for an hour")
    reasoning_tokens: Count | None = Field(None, description="of the output, reasoning")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.cached_input_tokens + self.cache_write_tokens + self.cache_write_1h_tokens > self.input_tokens:
            message = "with the cache writes is a part of usage.input_tokens and cannot be more"
            raise invalid(message, "usage.cached_input_tokens")
        if (self.reasoning_tokens or 0) > self.output_tokens:
            raise invalid("is a part of usage.output_tokens and cannot be more", "usage.reasoning_tokens")
        return self

    @property
    def tokens(self) -> Tokens:
        """The same counts as the price needs them."""
        return Tokens(
            self.input_tokens,
            self.output_tokens,
            self.cached_input_tokens,
            self.cache_write_tokens,
            self.cache_write_1h_tokens,
            self.reasoning_tokens,
        )


class UsageRecord(Frozen):
    """One call. Give either `usage` or `response`, a provider's answer as it came."""

    model_config = ConfigDict(json_schema_extra=exactly_one("usage", "response"))

    model: ModelName | None = Field(None, description="as it was asked for; a response's own model wins over it")
    provider: ProviderName | None = None
    usage: Usage | None = None
    response: dict[str, Any] | None = Field(
        None, description="the body of OpenAI, Anthropic, Gemini, Bedrock Converse or one of the shape of OpenAI's"
    )
    batch: StrictBool | None = Field(None, description="sent through the batch API; default as the response says")
    at: DayOfMoment | None = Field(
        None,
        description="when the call was made; its day in UTC decides; default the day of the response's created, "
        "created_at or createTime, and today where there is none",
    )
    deployment: ModelName | None = Field(
        None, description="the deployment, endpoint or ARN that was called, where model says what answers behind it"
    )
    tier: ServedIn | None = Field(None, description="such as global, datazone, regional; default the provider's own")
    region: ServedIn | None = Field(None, description="the provider's region, where the price goes by it")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.usage is None) == (self.response is None):
            raise invalid("give exactly one of usage and response", "usage")
        if self.usage is not None and self.model is None and self.deployment is None:
            raise invalid("is missing; it is required where usage is given", "model")
        return self


class UsagePriceRequest(UsageRecord):
    """What did this call cost?"""

    deployments: Deployments = Field(default_factory=dict)
    overrides: Overrides = Field(default_factory=dict)
    rates_version: Annotated[str, Named(64)] | None = Field(
        None, description="a version from GET /v1/rates; default the one in force"
    )
