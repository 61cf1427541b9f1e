"""The calls of a request, today's and the fine-tuned model's."""

from decimal import Decimal
from typing import NamedTuple

from costs.quantities import NOTHING, Range, plain
from decisions.context import Context
from inputs.errors import FieldError, UnusableRequestError


class Calls(NamedTuple):
    """The workload as it is reckoned: calls a month, and the tokens of each today and after."""

    per_month: Range
    input_tokens: Decimal
    output_tokens: Decimal
    cacheable_tokens: Decimal
    cacheable_known: bool
    hit_rate: Decimal
    after_input_tokens: Decimal
    after_output_tokens: Decimal
    after_cacheable_tokens: Decimal

    @property
    def binding_cacheable_tokens(self) -> Decimal:
        """The cacheable tokens that fine-tuning has to compete with: all of the prompt where they were not said."""
        return self.cacheable_tokens if self.cacheable_known else self.input_tokens


def calls_of(context: Context) -> Calls:
    """The workload, with what was left out filled in and remarked. Raises `UnusableRequestError`."""
    thresholds, notes = context.thresholds, context.notes
    workload, after = context.request.workload, context.request.candidate
    per_month = workload.calls_per_month or NOTHING
    if workload.calls_per_day is not None:
        per_month = workload.calls_per_day.scaled(thresholds.days_per_month)
    notes.assume(f"a month is {plain(thresholds.days_per_month)} days and {plain(thresholds.hours_per_month)} hours")
    output = workload.output_tokens
    if output is None:
        output = Decimal(0)
        notes.warn(
            "workload.output_tokens was not given and is not counted; fine-tuned output costs more than base output"
        )
    hit_rate = workload.cache_hit_rate
    if hit_rate is None:
        hit_rate = thresholds.cache_hit_rate
        if workload.cacheable_input_tokens or after.cacheable_input_tokens:
            notes.assume(f"workload.cache_hit_rate: {plain(hit_rate)}, every call finds the prefix in the cache")
    after_input = workload.input_tokens if after.input_tokens is None else after.input_tokens
    if after.input_tokens is None:
        notes.assume("candidate.input_tokens: as today; a fine-tune often needs a shorter prompt")
    after_output = output if after.output_tokens is None else after.output_tokens
    if after.output_tokens is None:
        notes.assume("candidate.output_tokens: as today")
    after_cacheable = after.cacheable_input_tokens or Decimal(0)
    if after.cacheable_input_tokens is None and workload.cacheable_input_tokens:
        notes.assume("candidate.cacheable_input_tokens: 0, the fine-tuned model's prompt is not cached")
    if after_cacheable > after_input:
        message = "is a part of candidate.input_tokens and cannot be more"
        raise UnusableRequestError(FieldError("candidate.cacheable_input_tokens", message))
    return Calls(
        per_month=per_month,
        input_tokens=workload.input_tokens,
        output_tokens=output,
        cacheable_tokens=workload.cacheable_input_tokens or Decimal(0),
        cacheable_known=workload.cacheable_input_tokens is not None,
        hit_rate=hit_rate,
        after_input_tokens=after_input,
        after_output_tokens=after_output,
        after_cacheable_tokens=after_cacheable,
    )
