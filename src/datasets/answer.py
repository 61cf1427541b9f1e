"""What a check is answered with."""

from datetime import date
from typing import Literal

from pydantic import Field

from costs.quantities import PlainDecimal, Range
from datasets.formats.formats import Format
from datasets.problems import Code, Severity
from datasets.terms import Method
from datasets.tokenizers import Encoding
from shapes.frozen import Frozen
from training.answer import TrainingAvailability, TrainingRates

type MinimumKind = Literal["required", "recommended", "maximum"]
type MinimumUnit = Literal["examples", "training tokens"]


class LineProblem(Frozen):
    """What is wrong in a line, and what to do about it. What stands there is never repeated."""

    line: int = Field(description="from 1")
    code: Code
    severity: Severity = Field(description="an error keeps providers from taking the file; a warning does not")
    field: str | None = Field(description="the place in the example, such as messages[2].content")
    message: str


class ProblemCount(Frozen):
    """How often a kind of problem was found."""

    code: Code
    severity: Severity
    found: int
    message: str


class Distribution(Frozen):
    """How a count is spread over the examples. Percentiles are values that occur (nearest rank)."""

    total: int
    mean: PlainDecimal
    min: int
    p50: int
    p90: int
    p95: int
    p99: int
    max: int


class Repeat(Frozen):
    """An example that says what another says."""

    line: int
    same_as: int = Field(description="the line of the other; for overlap, of the training file")


class LongExample(Frozen):
    """One of the longest examples."""

    line: int
    tokens: int


class RepeatsFound(Frozen):
    """Examples that say what another says, by the same JSON whatever its spaces and order of keys."""

    examples: int
    first: tuple[Repeat, ...]


class CountedWith(Frozen):
    """With what tokens are counted, and how near that comes."""

    encoding: Encoding
    exact: bool = Field(description="whether that is the model's own tokenizer")
    low: PlainDecimal = Field(description="the model's own count is at least this share of the one told")
    high: PlainDecimal = Field(description="and at most this")
    basis: str


class FileChecked(Frozen):
    """What is in a file. Examples are those without an error, and distributions are of these."""

    bytes: int
    lines: int
    examples: int
    errors: int = Field(description="problems that keep providers from taking the file")
    rejected: int = Field(description="lines that have an error and do not count")
    with_images: int
    with_tools: int
    problems: tuple[LineProblem, ...] = Field(description="the first 20 of each kind, by line")
    problem_counts: tuple[ProblemCount, ...]
    longest: tuple[LongExample, ...] = Field(description="the longest examples, up to 20, which are cut first")
    messages_per_example: Distribution | None
    turns_per_example: Distribution | None = Field(description="messages of the user")
    tokens_per_example: Distribution | None
    answer_tokens_per_example: Distribution | None = Field(description="of the answers that are learnt")


class Minimum(Frozen):
    """A number of examples or tokens that a provider or the policy asks for."""

    whose: str
    kind: MinimumKind
    unit: MinimumUnit
    wanted: int
    have: int
    met: bool
    missing: int = Field(description="how many more it takes; for a maximum, how many are too many")
    confirmed: bool
    source: str


class TrainingCost(Frozen):
    """What training on the file costs at a provider. What is `null` is not known, which is not zero."""

    provider: str
    model: str
    method: Method
    status: Literal["priced", "unpriced"]
    reason: str | None
    tokens: CountedWith
    tokens_per_epoch: Range = Field(description="of the examples, each up to the longest that is trained")
    longest_example: int | None = Field(description="tokens of an example that are trained; longer ones are cut")
    cut_examples: int
    cut_tokens: PlainDecimal = Field(description="that are lost where examples are cut")
    epochs: int
    billable_tokens: Range | None = Field(description="of one run")
    total_usd: Range | None = Field(description="of one run")
    confirmed: bool | None
    sources: tuple[str, ...] = Field(description="of its price")
    takes_format: bool | None = Field(
        description="whether the provider takes the file's format as it is; else it is converted first; null: not known"
    )
    available: TrainingAvailability
    minimums: tuple[Minimum, ...]
    warnings: tuple[str, ...]


class DecisionDataset(Frozen):
    """The field `dataset` of POST /v1/decisions, as it is sent there."""

    examples: int
    tokens_per_example: float | dict[str, float]
    epochs: int | Literal["auto"]
    validation_tokens: float | None = None


class DatasetReport(Frozen):
    """What is in the file, what is wrong with it, and what training on it costs."""

    usable: bool = Field(description="whether there are examples and no errors")
    format: Format | None
    method: Method
    training: FileChecked
    validation: FileChecked | None
    duplicates: RepeatsFound
    overlap: RepeatsFound | None = Field(description="validation examples that are trained on")
    tokens: CountedWith = Field(description="of the figures of training and validation")
    epochs: int | None = Field(description='that "auto" is reckoned to choose, or those that were asked for')
    policy: tuple[Minimum, ...] = Field(description="what the policy in force asks for")
    training_costs: tuple[TrainingCost, ...] = Field(description="the cheapest first, those without a price last")
    dataset: DecisionDataset | None = Field(description="send it as dataset of POST /v1/decisions")
    not_checked: tuple[str, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    as_of: date
    rates: TrainingRates
