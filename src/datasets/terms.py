"""What a check is asked for beside the file: which model is to be trained, how, and for what."""

from typing import Annotated, Literal

from pydantic import Field, StrictStr

from costs.training import auto_epochs
from datasets.formats.formats import Format
from inputs.fields import EpochsOrAuto, ModelName, ProviderName
from inputs.numbers import Day
from shapes.frozen import Frozen

type Method = Literal["sft", "dpo", "rft"]


class CheckTerms(Frozen):
    """All of it may be left out: then every provider is asked what training any of its models would cost."""

    provider: ProviderName | None = Field(None, description="who is to train; default every provider that could")
    model: ModelName | None = Field(None, description="the model to train; default every model")
    method: Method | None = Field(None, description="default what the format is for: sft, or dpo for pairs")
    task: Literal["classification", "generation"] | None = Field(
        None, description="what the model is for, by which the policy's minimum goes"
    )
    format: Format | None = Field(
        None, description="default the format of the first example; say reinforcement for RFT"
    )
    epochs: EpochsOrAuto = Field("auto", description='passes over the file, or "auto"')
    as_of: Day | None = Field(None, description="the day of the prices; default the day of the check (UTC)")
    rates_version: Annotated[StrictStr, Field(max_length=64)] | None = Field(
        None, description="the rate table to use; default the current one"
    )

    @property
    def read_as(self) -> Format | None:
        """The format that the file is read as; `None` where its first example decides."""
        return self.format or (Format.REINFORCEMENT if self.method == "rft" else None)

    def epochs_for(self, examples: int) -> int:
        """Passes over a file of so many examples (at least 1), those that "auto" is reckoned to choose included."""
        return auto_epochs(examples) if self.epochs == "auto" else self.epochs

    def method_of(self, format: Format | None) -> Method:
        """How it is to be trained."""
        if self.method is not None:
            return self.method
        by_format: dict[Format | None, Method] = {Format.PREFERENCE: "dpo", Format.REINFORCEMENT: "rft"}
        return by_format.get(format, "sft")
