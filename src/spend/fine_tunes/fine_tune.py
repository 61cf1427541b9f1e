"""A fine-tune as it is registered: which model it is, what it replaced, what it cost, and what was promised."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from inputs.fields import ModelName, ProviderName, ServedIn
from inputs.numbers import MOST_PLACES, Day, Quantity, invalid
from shapes.frozen import Frozen
from spend.days import FIRST_DAY
from spend.intake.posted import ProjectName
from spend.record import Count

Usd = Annotated[Decimal, Quantity("0", "1000000000", money=True, most_places=MOST_PLACES)]
_UsdPerCall = Annotated[Decimal, Quantity("0", "100000", money=True, most_places=MOST_PLACES)]


def _believable(day: date) -> date:
    if day < FIRST_DAY:
        raise invalid(f"must be {FIRST_DAY} or a later day")
    return day


class Baseline(Frozen):
    """What the same calls would have cost without the fine-tune: another model's price, or a figure of your own."""

    model: ModelName | None = Field(None, description="the model that would answer instead; this or usd_per_call")
    provider: ProviderName | None = None
    tier: ServedIn | None = None
    region: ServedIn | None = None
    input_tokens: Count | None = Field(
        None, description="of one call with the longer prompt that the fine-tune replaced; default the fine-tune's own"
    )
    cached_input_tokens: Count | None = Field(None, description="of those, read from the cache; default none of them")
    output_tokens: Count | None = Field(None, description="of one call; default the fine-tune's own")
    usd_per_call: _UsdPerCall | None = Field(None, description="what one call cost; this or model")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.model is None) == (self.usd_per_call is None):
            raise invalid("give exactly one of baseline.model and baseline.usd_per_call", "baseline.model")
        if self.cached_input_tokens is not None and self.cached_input_tokens > (self.input_tokens or 0):
            raise invalid("is a part of baseline.input_tokens and cannot be more", "baseline.cached_input_tokens")
        return self


class Promise(Frozen):
    """What a decision said the fine-tune would do, at its expected volume."""

    saving_usd_per_month: Annotated[Decimal, Quantity("-1000000000", "1000000000", money=True, most_places=MOST_PLACES)]
    one_time_usd: Usd
    payback_months: Annotated[Decimal, Quantity("0", "1000000000", money=True, most_places=MOST_PLACES)] | None = Field(
        None, description="null where it was never to be repaid"
    )


class FineTune(Frozen):
    """A fine-tune in use, as it is kept."""

    model: ModelName = Field(description="its name as calls bear it and GET /v1/spend shows it, such as ft:gpt-4o-…")
    project: ProjectName | None = Field(None, description="default every project that calls it")
    baseline: Baseline
    in_use_from: Annotated[Day, AfterValidator(_believable)] = Field(description="the day from which its calls count")
    one_time_usd: Usd | None = Field(
        None, description="what it cost once: training, experiments, engineering; default as promised"
    )
    hosting_usd_per_month: Usd = Field(Decimal(0), description="what it costs beside its calls, by months of 30 days")
    promised: Promise | None = Field(None, description="what the decision said; or send the decision itself")

    @property
    def to_repay_usd(self) -> Decimal | None:
        """What it has to save before it is repaid; `None` where nobody said."""
        if self.one_time_usd is not None:
            return self.one_time_usd
        return None if self.promised is None else self.promised.one_time_usd


class FineTuneRequest(FineTune):
    """A fine-tune to register."""

    decision: dict[str, Any] | None = Field(
        None, description="the request of POST /v1/decisions that it was decided by, in place of promised"
    )

    @model_validator(mode="after")
    def _promised_once(self) -> Self:
        if self.promised is not None and self.decision is not None:
            raise invalid("is said by the decision; send one of promised and decision", "promised")
        return self

    def kept(self, model: str, promised: Promise | None) -> FineTune:
        """What is kept of it: `model` as the ledger names it, and what the decision promised, where one was sent."""
        fields = {name: getattr(self, name) for name in FineTune.model_fields}
        return FineTune.model_construct(**fields | {"model": model, "promised": promised or self.promised})
