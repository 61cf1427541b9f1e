"""The prices of a model: its tokens, its training, and what it costs while nobody calls it.

Prices are stored as published, never derived: where a provider sells no cached or batch rate the field is absent, and
absent is not zero.
"""

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from ratebook.checks import consistent_hosting, consistent_prices, consistent_training, refuse
from ratebook.sourced import AtLeastOne, Count, Dated, Strict, Usd

type TrainingMethod = Literal["sft", "sft_lora", "sft_full", "dpo", "dpo_lora", "dpo_full", "rft"]
"""How a model is trained; `_lora` and `_full` where a provider prices the adapter and the whole model apart."""


class TokenRates(Strict):
    """What a million tokens cost in USD. A kind of token that the provider does not price apart is absent."""

    usd_per_million_input_tokens: Usd
    usd_per_million_output_tokens: Usd
    usd_per_million_cached_input_tokens: Usd | None = None
    usd_per_million_cache_write_tokens: Usd | None = None
    usd_per_million_cache_write_1h_tokens: Usd | None = None
    usd_per_million_batch_input_tokens: Usd | None = None
    usd_per_million_batch_output_tokens: Usd | None = None
    usd_per_million_batch_cached_input_tokens: Usd | None = None
    usd_per_million_batch_cache_write_tokens: Usd | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(consistent_prices(self))
        return self


class LongContextRates(TokenRates):
    """The rates of the whole call where its input, cached tokens included, is longer than `above_input_tokens`."""

    above_input_tokens: Count


class TokenPrices(Dated, TokenRates):
    """A model's token rates from a day on."""

    long_context: LongContextRates | None = None
    unconfirmed: tuple[str, ...] = Field((), description="fields of this entry that no second source confirms")


class TrainingPrice(Dated):
    """What training costs: by the token, by the hour of the job, or by the hour of each GPU; exactly one of them."""

    usd_per_million_training_tokens: Usd | None = None
    usd_per_training_hour: Usd | None = None
    usd_per_training_gpu_hour: Usd | None = None
    usd_minimum_per_job: Usd | None = Field(None, description="what a job costs at the least")
    usd_cap_per_job: Usd | None = Field(None, description="where the provider pauses a job and asks before going on")
    bills_validation_tokens: StrictBool = False
    bills_padding: StrictBool = Field(
        False, description="without packing every example is billed at the full sequence length"
    )

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        refuse(consistent_training(self))
        return self


class HostingPrice(Dated):
    """What a fine-tuned model costs while nobody calls it. What is absent does not apply; what is free is 0."""

    usd_per_deployment_hour: Usd | None = None
    usd_per_unit_hour: Usd | None = Field(None, description="of each unit that is reserved, such as a GPU")
    usd_per_unit_minute: Usd | None = Field(None, description="of each unit, by windows with a call in them")
    unit: str = Field("deployment", description="what is rented: a GPU, a model unit, a custom model unit")
    window_minutes: AtLeastOne | None = None
    usd_per_model_month_storage: Usd | None = None
    usd_per_unit_month_storage: Usd | None = None
    bills_tokens: StrictBool = Field(True, description="calls are billed by the token as well")
    production: StrictBool = Field(True, description="false where the provider does not keep the deployment up")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(consistent_hosting(self))
        return self
