"""Everything that the rules look at: what the caller said, what the rate table says, and what the costs came to.

Money is US dollars; a month is the policy's. `None` is "not known", never zero and never "no".
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct

_NONE: Mapping[str, Decimal] = MappingProxyType({})


class Lever(Struct, frozen=True, gc=False):
    """An input that moves the economics, and by how much per unit of it (the economics are linear in each alone).

    `value` is what it is now, `step` the smallest change worth naming, `least` and `most` what the input accepts; none
    of these is below zero. The slopes are dollars a month per unit: `saving` is what a unit adds to all that is saved,
    and of that `current` is today's bill and `fixed` what the fine-tune costs beside its calls, which is taken off
    `saving` already. `one_time` and `upfront` are dollars once. `alternatives` and `upfront` have the slopes of each
    alternative's bill and of what it costs to start; `None` where one comes or goes on the way.
    """

    input: str
    unit: str
    value: Decimal
    step: Decimal
    least: Decimal = Decimal(0)
    most: Decimal = Decimal("Infinity")
    saving: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    one_time: Decimal = Decimal(0)
    alternatives: Mapping[str, Decimal] | None = _NONE
    upfront: Mapping[str, Decimal] = _NONE


class EqualAlternative(Struct, frozen=True, gc=False):
    """Another way to run today's prompt with the same answers. `upfront_usd` includes the hours it takes.

    `most_cacheable_tokens` is the longest cacheable prefix with which it is no reason against fine-tuning.
    """

    approach: str
    label: str
    upfront_usd: Decimal
    monthly_usd: Decimal
    assumed: bool = False
    """True where the caller has not said that it is possible: it then makes the rule unknown, not failed."""
    most_cacheable_tokens: int | None = None


class Economics(Struct, frozen=True, gc=False):
    """What the costs came to, at the expected point of every range. A payback of `None` is one that never comes."""

    calls_per_month: Decimal
    current_usd_per_call: Decimal
    fine_tuned_usd_per_call: Decimal
    fixed_usd_per_month: Decimal
    quality_value_usd_per_month: Decimal
    one_time_usd: Decimal
    saving_usd_per_month: Decimal
    """Today's bill less the fine-tuned one, fixed costs included, and with what its better quality is worth."""
    horizon_months: int
    payback_months: Decimal | None
    payback_months_low: Decimal | None
    payback_months_high: Decimal | None
    alternatives: tuple[EqualAlternative, ...]
    levers: tuple[Lever, ...]

    @property
    def saving_usd_per_call(self) -> Decimal:
        """Today's call less the fine-tuned one; negative where the fine-tuned one is dearer."""
        return self.current_usd_per_call - self.fine_tuned_usd_per_call

    @property
    def fine_tuned_usd_per_month(self) -> Decimal:
        """The fine-tuned model's bill, fixed costs included, less what its better quality is worth."""
        calls = self.calls_per_month * self.fine_tuned_usd_per_call
        return calls + self.fixed_usd_per_month - self.quality_value_usd_per_month


class TrainingOffer(Struct, frozen=True, gc=False):
    """Whether, to whom and until when the provider trains this model, and whether it keeps the fine-tune up.

    `last_open_to` holds on the last day of training; `successor` is what the provider offers since. `tier` is what the
    deployment is sold as, `kept_up` false where the provider removes it by itself, and `kept_up_in` a tier where not.
    """

    provider: str
    model: str
    method: str
    offered: bool
    open_to: str | None
    closes_on: date | None
    last_open_to: str | None
    fine_tunes_retire_on: date | None
    minimum_examples: int | None
    successor: str | None = None
    tier: str | None = None
    kept_up: bool = True
    kept_up_in: str | None = None


class Facts(Struct, frozen=True, gc=False):
    """One request, understood."""

    as_of: date
    task: str
    offer: TrainingOffer
    has_fine_tuned_before: bool | None
    recent_fine_tuned_inference: bool | None
    prompts_optimized: bool | None
    cheaper_model_tried: bool | None
    cheaper_models_untried: tuple[str, ...]
    models_tried: tuple[str, ...] | None
    quality_gap_measured: bool | None
    current_quality: Decimal | None
    target_quality: Decimal | None
    examples: int | None
    economics: Economics | None
    unpriced_because: str | None
    """Why there are no economics, where there are none."""
