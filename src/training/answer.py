"""What a training job's costs are answered with."""

from datetime import date
from typing import Literal

from pydantic import Field

from costs.quantities import CostLine, PlainDecimal, Range
from ratebook.models import OpenTo
from shapes.frozen import Frozen


class TrainingAvailability(Frozen):
    """Whether such a job can be created on the day. `unknown` where the rate table does not say."""

    status: Literal["open", "limited", "closed", "not_offered", "unknown"]
    open_to: OpenTo | None = Field(description="which organizations may create one")
    since: date | None = Field(description="the day from which that holds")
    closes_on: date | None = Field(description="the announced first day on which nobody can create one any more")
    successor: str | None = Field(description="what the provider offers in its place")
    text: str


class TrainingRates(Frozen):
    """The rate table that was used: with `version` and `as_of` the answer can be had again."""

    version: str
    sha256: str
    as_of: date
    stale: bool
    sources: tuple[str, ...]


class TrainingCostsAnswer(Frozen):
    """What the job costs. What is `null` is not known or does not apply, which is not zero."""

    status: Literal["priced", "unpriced"]
    reason: str | None = Field(description="why there is no price, and what to send instead")
    provider: str
    model: str | None
    method: Literal["sft", "dpo", "rft"]
    tuning: Literal["lora", "full"] | None
    tier: str | None
    lines: tuple[CostLine, ...] = Field(description="the bill of all runs")
    total_usd: Range | None = Field(description="of all runs")
    run_usd: Range | None = Field(description="of one run")
    runs: Range
    billable_tokens: Range | None = Field(description="of one run, validation included where it is billed")
    epochs: int | None
    minimum_usd_applied: PlainDecimal | None = Field(description="the least that a job costs, where that decides")
    cap_usd_applied: PlainDecimal | None = Field(description="where the provider pauses a job, where that decides")
    instances: int | None = Field(description="instances rented, each whole")
    available: TrainingAvailability
    retires_on: date | None = Field(description="the day on which the fine-tuned model is shut down")
    price_source: str | None
    confirmed: bool | None = Field(description="null where the price is the caller's own, or none is known")
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    rates: TrainingRates
