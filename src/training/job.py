"""What a training job's costs are asked with: whose job, how much of what, and how it ended if it did."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool, StrictStr

from costs.quantities import Range
from inputs.fields import (
    EpochsOrAuto,
    Hours,
    ModelName,
    ProviderName,
    ServedIn,
    TokensRange,
    Usd,
    exactly_one,
)
from inputs.numbers import Day, Quantity, Spread, Whole
from ratebook.self_hosting import SELF_HOSTED
from shapes.frozen import Frozen

FileTokens = Annotated[Range, Spread("1", "1000000000000")]
MoreTokens = Annotated[Decimal, Quantity("0", "1000000000000")]
Count = Annotated[int, Whole("1", "100000000")]

AMOUNTS = ("dataset", "steps", "hours", "gpus")
"""The fields of a request that say how much is trained; exactly one of them is given."""


class TrainingDataset(Frozen):
    """The training file: its examples with their mean length, or the tokens of all of it."""

    examples: Count | None = Field(None, description='needed for epochs "auto" and for tokens_per_example')
    tokens_per_example: TokensRange | None = Field(None, description="mean tokens of an example; this or tokens")
    tokens: FileTokens | None = Field(None, description="tokens of the whole file, in place of tokens_per_example")
    epochs: EpochsOrAuto = Field("auto", description='passes over the file, or "auto"')


class TrainingValidation(Frozen):
    """The validation file, where the provider bills it."""

    tokens: MoreTokens = Field(description="tokens of the validation file")
    evaluations: Count = Field(1, description="how often the job is evaluated on it")


class RentedGpus(Frozen):
    """GPUs, rented by the whole instance: one of `gpus.yaml`, or one whose rent you state."""

    count: Annotated[int, Whole("1", "100000")] = Field(description="GPUs that the job trains on")
    hours: Hours = Field(description="hours of one job")
    instance: Annotated[StrictStr, Field(min_length=1, max_length=64)] | None = Field(
        None, description="an instance of the rate table, such as aws.p5.48xlarge"
    )
    usd_per_instance_hour: Usd | None = Field(None, description="rent of an instance, in place of instance")
    gpus_per_instance: Annotated[int, Whole("1", "1024")] | None = Field(
        None, description="GPUs of an instance whose rent is stated"
    )
    purchase: Literal["on_demand", "spot"] = "on_demand"

    @property
    def names_an_instance(self) -> bool:
        """Whether it says what is rented, beside how many GPUs and for how long."""
        return (self.instance, self.usd_per_instance_hour, self.gpus_per_instance) != (None, None, None)


class Grader(Frozen):
    """The model that grades the samples of a reinforcement job: its tokens over one job."""

    model: ModelName
    tier: ServedIn | None = Field(None, description="how it is served, where the provider has several tiers")
    input_tokens: MoreTokens
    output_tokens: MoreTokens


class JobOutcome(Frozen):
    """How a job ended, and how far it came: a job that did not succeed is billed for that."""

    status: Literal["succeeded", "failed", "cancelled"]
    stage: Literal["queued", "safety_check", "training"] = Field("training", description="in which it ended")
    epochs_done: Annotated[Decimal, Quantity("0", "50")] | None = Field(
        None, description="epochs up to the last checkpoint"
    )
    steps_done: Annotated[int, Whole("0", "100000000")] | None = None
    hours_done: Annotated[Decimal, Quantity("0", "100000")] | None = None

    @property
    def trained(self) -> bool:
        """False for a job that ended before its training began."""
        return self.stage == "training"

    @property
    def stated(self) -> tuple[str, ...]:
        """The fields that say how far the job came."""
        return tuple(name for name in ("epochs_done", "steps_done", "hours_done") if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Stepped:
    """A job that is counted in steps, each of a batch of examples of the full length."""

    steps: int
    batch_size: int
    sequence_length: int


class TrainingJob(Frozen):
    """A training job as it is described, whether or not its fields go together."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*AMOUNTS))

    provider: ProviderName = Field(description=f"a provider of the rate table, or {SELF_HOSTED} with gpus")
    model: ModelName | None = Field(
        None,
        description=f"the model to train, or a recipe of {SELF_HOSTED}; required unless {SELF_HOSTED} gpus are sent",
    )
    method: Literal["sft", "dpo", "rft"] = "sft"
    tuning: Literal["lora", "full"] | None = Field(
        None, description="an adapter or the whole model, where they are priced apart; default the adapter"
    )
    tier: ServedIn | None = Field(None, description="such as global, regional, developer; default the provider's own")
    region: ServedIn | None = Field(None, description="the provider's region, where the price goes by it")
    dataset: TrainingDataset | None = None
    validation: TrainingValidation | None = None
    packing: StrictBool = Field(True, description="short examples share a sequence; without it padding may be billed")
    sequence_length: Annotated[int, Whole("1", "10000000")] | None = Field(
        None, description="tokens that every example is filled up to, without packing"
    )
    batch_size: Annotated[int, Whole("1", "1000000")] | None = Field(None, description="examples of a step")
    steps: Count | None = Field(None, description="steps of the job, without packing, in place of dataset")
    hours: Hours | None = Field(None, description="hours of one job, where training is billed by the hour")
    gpus: RentedGpus | None = Field(
        None, description=f"rented GPUs ({SELF_HOSTED}); only count and hours where a provider bills GPU hours"
    )
    grader: Grader | None = None
    runs: Annotated[Range, Spread("0", "1000")] = Field(Range.of(Decimal(1)), json_schema_extra={"default": 1})
    job: JobOutcome | None = Field(None, description="how the job ended; default it succeeds")
    usd_per_million_training_tokens: Usd | None = Field(None, description="your own price; wins over the list price")
    usd_per_training_hour: Usd | None = Field(None, description="your own price; wins over the list price")
    as_of: Day | None = Field(None, description="the day of the prices; default today (UTC)")
    rates_version: Annotated[StrictStr, Field(max_length=64)] | None = Field(
        None, description="the rate table to use; default the current one"
    )

    @property
    def amounts(self) -> tuple[str, ...]:
        """The fields that say how much is trained."""
        return tuple(name for name in AMOUNTS if getattr(self, name) is not None)

    @property
    def amount(self) -> str:
        """The one field that says how much is trained."""
        [amount] = self.amounts
        return amount

    @property
    def stepped(self) -> Stepped | None:
        """The steps of the job, where it is counted in them."""
        if self.steps is None or self.batch_size is None or self.sequence_length is None:
            return None
        return Stepped(self.steps, self.batch_size, self.sequence_length)

    @property
    def ended_before_training(self) -> bool:
        """Whether the job never came to its training."""
        return self.job is not None and not self.job.trained
