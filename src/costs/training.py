"""What training a model costs: tokens × epochs × price, or hours × price, for each run."""

from decimal import Decimal
from math import ceil
from typing import NamedTuple

from costs.quantities import MILLION, CostLine, Range

TARGET_EPOCHS = 3
MINIMUM_TARGET_EXAMPLES = 100
MAXIMUM_TARGET_EXAMPLES = 25_000
MAXIMUM_AUTO_EPOCHS = 25


def auto_epochs(examples: int) -> int:
    """Epochs that "auto" is reckoned to choose for a file of `examples` (at least 1).

    Three, but enough for at least 100 passed examples (25 epochs at the most) and no more than 25,000.
    Source: OpenAI cookbook, `Chat_finetuning_data_prep.ipynb`; a heuristic, not a promise of the provider.
    """
    if examples * TARGET_EPOCHS < MINIMUM_TARGET_EXAMPLES:
        return min(MAXIMUM_AUTO_EPOCHS, MINIMUM_TARGET_EXAMPLES // examples)
    if examples * TARGET_EPOCHS > MAXIMUM_TARGET_EXAMPLES:
        return max(1, MAXIMUM_TARGET_EXAMPLES // examples)
    return TARGET_EPOCHS


class TrainingFile(NamedTuple):
    """What is trained on: `tokens_per_example` after the provider's cap, validation tokens only where billed."""

    examples: Decimal
    tokens_per_example: Range
    epochs: Decimal
    billed_validation_tokens: Decimal = Decimal(0)

    @property
    def billed_tokens(self) -> Range:
        """Tokens that one run is billed for: the file's, once for each epoch, and the validation file's."""
        trained = self.tokens_per_example.scaled(self.examples * self.epochs)
        return trained + Range.of(self.billed_validation_tokens)


def capped(tokens_per_example: Range, cap: Decimal | None) -> Range:
    """Tokens per example as billed: a provider with a `cap` cuts longer examples off there."""
    if cap is None:
        return tokens_per_example
    return Range(
        *(min(tokens, cap) for tokens in (tokens_per_example.low, tokens_per_example.expected, tokens_per_example.high))
    )


def token_run_cost(file: TrainingFile, usd_per_million_training_tokens: Decimal) -> Range:
    """USD for one run billed by the token."""
    return file.billed_tokens.scaled(usd_per_million_training_tokens / MILLION)


def token_runs_line(name: str, file: TrainingFile, runs: Range, usd_per_million_training_tokens: Decimal) -> CostLine:
    """The line for `runs` equal runs billed by the token."""
    return CostLine(
        name=name,
        quantity=file.billed_tokens.expected * runs.expected / MILLION,
        unit="million training tokens",
        unit_price_usd=usd_per_million_training_tokens,
        cost_usd=token_run_cost(file, usd_per_million_training_tokens) * runs,
    )


def hour_runs_line(name: str, hours_per_run: Range, runs: Range, usd_per_training_hour: Decimal) -> CostLine:
    """The line for `runs` equal runs billed by the hour of training."""
    return CostLine(
        name=name,
        quantity=hours_per_run.expected * runs.expected,
        unit="training hours",
        unit_price_usd=usd_per_training_hour,
        cost_usd=(hours_per_run * runs).scaled(usd_per_training_hour),
    )


def stated_runs_line(name: str, training_usd: Range) -> CostLine:
    """The line for training whose cost in USD the caller states."""
    return CostLine(name, Decimal(1), "total as stated", training_usd.expected, training_usd)


def instances_for(gpus: int, gpus_per_instance: int) -> int:
    """Instances to rent for `gpus`: GPUs come by the whole instance, so 9 GPUs are two instances of 8."""
    return ceil(gpus / gpus_per_instance)


def gpu_runs_line(
    name: str, instances: int, hours_per_run: Range, runs: Range, usd_per_instance_hour: Decimal
) -> CostLine:
    """The line for `runs` equal runs on rented `instances`, each for `hours_per_run`."""
    instance_hours = (hours_per_run * runs).scaled(Decimal(instances))
    return CostLine(
        name=name,
        quantity=instance_hours.expected,
        unit="instance hours",
        unit_price_usd=usd_per_instance_hour,
        cost_usd=instance_hours.scaled(usd_per_instance_hour),
    )
