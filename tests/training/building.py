"""Small rate tables with every kind of training price, and requests to them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from inputs.errors import UnusableRequestError
from publishing.authoring import load_files
from ratebook.book import Rates
from ratebook.compiled import compile_table
from training.answer import TrainingCostsAnswer
from training.request import TrainingCostsRequest
from training.training_costs import training_costs

RATES = Path(__file__).parents[2] / "rates"
TODAY = date(2026, 11, 22)

_SOURCED = "source: list, checked_on: 2026-11-22, confirmed: true"
_OPEN = f"availability: [{{effective_from: 2025-09-01, open_to: everyone, {_SOURCED}}}]"
_HEAD = "schema_version: 1\nsources: {list: {title: The price list, url: https://example.com/prices}}"


def _price(text: str, confirmed: str = "true") -> str:
    return f"{{effective_from: 2025-09-01, {text}, source: list, checked_on: 2026-11-22, confirmed: {confirmed}}}"


_BILLS_ALL = "bills_validation_tokens: true, bills_padding: true"

# Bills validation and padding, has a minimum fee and a price by the model's size, for adapters and for whole models.
BY_SIZE = f"""
{_HEAD}
title: Sizes
{_OPEN}
training_classes:
  small:
    title: up to 16B
    training:
      sft_lora: [{_price("usd_per_million_training_tokens: 0.5, usd_minimum_per_job: 4, " + _BILLS_ALL)}]
      sft_full: [{_price("usd_per_million_training_tokens: 1, " + _BILLS_ALL)}]
models:
  small-8b:
    training_class: small
    limits: {{minimum_examples: 3, maximum_examples: 3000000, {_SOURCED}}}
"""

# By the hour with a cap, by the hour of each GPU, graders by the token, and a method without a price.
BY_HOUR = f"""
{_HEAD}
title: Hours
{_OPEN}
models:
  thinker:
    trainable: [sft, dpo]
    training:
      rft: [{_price("usd_per_training_hour: 100, usd_cap_per_job: 5000")}]
    base: [{_price("usd_per_million_input_tokens: 2, usd_per_million_output_tokens: 8", confirmed="false")}]
  pooled:
    training:
      rft: [{_price("usd_per_training_gpu_hour: 8")}]
  unpriced-grader: {{}}
"""

# The same model in tiers; the regional price goes by the region, and nobody confirmed the developer tier's.
BY_TIER = f"""
{_HEAD}
title: Tiers
default_tier: global
grader_tier: datazone
{_OPEN}
models:
  nano-1:
    training:
      sft: [{_price("usd_per_million_training_tokens: 1.5")}]
    base: [{_price("usd_per_million_input_tokens: 1, usd_per_million_output_tokens: 4")}]
    tiers:
      regional:
        regions: [eastus, westus]
        training:
          sft: [{_price("usd_per_million_training_tokens: 1.65")}]
      regional:north:
        regions: [northeurope, norwayeast]
        training:
          sft: [{_price("usd_per_million_training_tokens: 1.98")}]
      datazone:
        base: [{_price("usd_per_million_input_tokens: 1.5, usd_per_million_output_tokens: 6")}]
      developer:
        training:
          sft: [{_price("usd_per_million_training_tokens: 0.75, note: from one copy", confirmed="false")}]
      empty: {{}}
  global-only:
    training:
      rft: [{_price("usd_per_training_hour: 100")}]
    base: [{_price("usd_per_million_input_tokens: 1, usd_per_million_output_tokens: 4")}]
"""

# Closed, with a successor.
CLOSED = f"""
{_HEAD}
title: Closed
availability:
  - {{effective_from: 2025-09-01, open_to: everyone, {_SOURCED}}}
  - {{effective_from: 2026-03-01, open_to: organizations_that_have_fine_tuned, {_SOURCED}}}
  - {{effective_from: 2026-09-15, open_to: nobody, successor: prompt tuning, {_SOURCED}}}
models:
  last:
    fine_tunes_retire_on: {{date: 2027-01-14, {_SOURCED}}}
    training:
      sft: [{_price("usd_per_million_training_tokens: 3")}]
"""

# Takes no jobs, since the record began.
NEVER = f"""
{_HEAD}
title: Never
availability:
  - {{effective_from: 2025-09-01, open_to: nobody, successor: prompts, source: list, checked_on: 2026-11-22,
     confirmed: false}}
models:
  taught-by-nobody: {{}}
"""

# Nobody knows who may train here.
SILENT = f"""
{_HEAD}
title: Silent
models:
  mute:
    training:
      sft: [{_price("usd_per_million_training_tokens: 3")}]
"""

# Priced from a day in the future.
LATER = f"""
{_HEAD}
title: Later
{_OPEN}
models:
  soon:
    training:
      sft: [{{effective_from: 2027-01-01, usd_per_million_training_tokens: 2, {_SOURCED}}}]
"""


@cache
def rates() -> Rates:
    """The authored rates with these providers besides."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in RATES.glob("*.yaml")}
    made = {"sizes": BY_SIZE, "hours": BY_HOUR, "tiers": BY_TIER, "closed": CLOSED, "never": NEVER}
    made |= {"silent": SILENT, "later": LATER}
    return Rates(compile_table(load_files(texts | {f"{id}.yaml": text for id, text in made.items()})), None)


def ask(**request: Any) -> TrainingCostsAnswer:
    """The answer to a request on `TODAY`."""
    return training_costs(TrainingCostsRequest.model_validate(request), rates(), TODAY)


def small(**request: Any) -> TrainingCostsAnswer:
    """The answer about the model whose price goes by its size."""
    return ask(provider="sizes", model="small-8b", **request)


def expected_usd(answer: TrainingCostsAnswer) -> Any:
    """What is expected of all runs, which must be priced."""
    assert answer.total_usd is not None, answer.reason
    return answer.total_usd.expected


def refused(**request: Any) -> dict[str, str]:
    """The messages by field of a request that the rate table shows to be unusable."""
    with pytest.raises(UnusableRequestError) as caught:
        ask(**request)
    return {error.field: error.message for error in caught.value.errors}
