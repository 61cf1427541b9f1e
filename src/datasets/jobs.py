"""One training job on a file, costed by what is known of its tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from costs.quantities import Range
from datasets.terms import Method
from inputs.errors import UnusableRequestError
from ratebook.book import Rates
from training.answer import TrainingCostsAnswer
from training.request import TrainingCostsRequest
from training.training_costs import training_costs

_OTHERWISE: tuple[dict[str, Any], ...] = ({"hours": 1}, {"gpus": {"count": 1, "hours": 1}})
"""What a job is asked about that is not billed by its tokens: then its price is not told, but all else."""


@dataclass(frozen=True)
class Job:
    """A model to train on so many examples, whose tokens and those for validation lie between bounds."""

    provider_id: str
    model_id: str
    method: Method
    examples: int
    epochs: int | str
    tokens: Range
    validation: Range
    as_of: date

    def costed(self, rates: Rates) -> "Costed":
        """What one run costs. Its ends are those of jobs on the least and on the most tokens.

        Raises `UnusableRequestError` where the rate table cannot say anything of such a job.
        """
        expected, reason = self._answer(self.tokens.expected, self.validation.expected, rates)
        if reason or expected.billable_tokens is None or expected.total_usd is None:
            return Costed(expected, reason or expected.reason)
        if self.tokens.low == self.tokens.high and self.validation.low == self.validation.high:
            return Costed(expected, None, expected.billable_tokens, expected.total_usd)
        low, _ = self._answer(self.tokens.low, self.validation.low, rates)
        high, _ = self._answer(self.tokens.high, self.validation.high, rates)
        return Costed(
            expected,
            None,
            _spread(low.billable_tokens, expected.billable_tokens, high.billable_tokens),
            _spread(low.total_usd, expected.total_usd, high.total_usd),
        )

    def _answer(self, tokens: Decimal, validation: Decimal, rates: Rates) -> tuple[TrainingCostsAnswer, str]:
        """What is known of the job, and why it has no cost by its tokens where it is billed by something else."""
        amount: dict[str, Any] = {
            "dataset": {"examples": self.examples, "tokens": tokens, "epochs": self.epochs},
            **({"validation": {"tokens": validation}} if validation else {}),
        }
        try:
            return self._asked(amount, rates), ""
        except UnusableRequestError as error:
            refused = error
        for otherwise in _OTHERWISE:
            try:
                return self._asked(otherwise, rates), f"{refused.errors[0].message} to POST /v1/training-costs"
            except UnusableRequestError:
                continue
        raise refused

    def _asked(self, amount: Mapping[str, Any], rates: Rates) -> TrainingCostsAnswer:
        sent = {
            "provider": self.provider_id,
            "model": self.model_id,
            "method": self.method,
            "as_of": self.as_of.isoformat(),
            **amount,
        }
        return training_costs(TrainingCostsRequest.model_validate(sent), rates, self.as_of)


@dataclass(frozen=True)
class Costed:
    """What is known of a job; `reason` is why it has no price, and without one there is what it bills and costs."""

    answer: TrainingCostsAnswer
    reason: str | None
    billable_tokens: Range | None = None
    usd: Range | None = None


def _spread(low: Range | None, expected: Range, high: Range | None) -> Range:
    return Range((low or expected).low, expected.expected, (high or expected).high)
