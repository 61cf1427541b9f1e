"""A record in our own form: `usage` or `response` of a call, or what `training` cost."""

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from inputs.fields import ModelName, ProviderName
from inputs.moments import DayOfMoment
from inputs.numbers import MOST_PLACES, Quantity, invalid
from shapes.frozen import Frozen
from spend.accounting.incomplete import NO_ANSWER, is_error
from spend.intake.posted import NotBilled, Posted, ProjectName, Reader, RecordId, TrainingPaid, shown_id
from spend.pricing import understood
from spend.record import UsageRecord

_Paid = Annotated[Decimal, Quantity("0", "1000000000", money=True, most_places=MOST_PLACES)]
_RESPONSE_IDS = ("id", "responseId")
_NO_ID = "is missing; it is what a record counts once by, so it is required"


class PostedUsage(UsageRecord):
    """One call that was made. `id` counts once, whoever sends it and however often."""

    id: RecordId | None = Field(None, description="default the response's own id")
    project: ProjectName | None = Field(None, description="default the query parameter project")

    @model_validator(mode="after")
    def _identified(self) -> Self:
        if self.id is None and response_id(self.response or {}) is None:
            raise invalid(_NO_ID, "id")
        if self.usage is not None and self.at is None:
            raise invalid("is missing; it is required where usage is given, since prices go by the day", "at")
        return self


class TrainingSpend(Frozen):
    """What a training job cost, as it was billed; POST /v1/training-costs says what one will cost."""

    usd: _Paid
    model: ModelName = Field(description="the model that was trained")
    provider: ProviderName | None = None


class PostedTraining(Frozen):
    """One training job that was paid for."""

    id: RecordId = Field(description="such as the job's own id")
    project: ProjectName | None = Field(None, description="default the query parameter project")
    at: DayOfMoment = Field(description="when it was billed; its day in UTC decides")
    training: TrainingSpend


def read_usage(value: dict[str, Any], reader: Reader) -> Posted | NotBilled:
    """A call. Raises `ValidationError`, `UnusableRequestError`."""
    response = value.get("response")
    if isinstance(response, dict) and is_error(response):
        return NotBilled(shown_id(value), NO_ANSWER)
    record = PostedUsage.model_validate(value)
    call = understood(record, reader.terms, reader.table, reader.today)
    return Posted(str(record.id or response_id(record.response or {})), record.project, call)


def read_training(value: object, _: Reader) -> Posted:
    """A training job. Raises `ValidationError`."""
    record = PostedTraining.model_validate(value)
    paid = record.training
    return Posted(record.id, record.project, TrainingPaid(record.at, paid.usd, paid.model, paid.provider))


def response_id(body: dict[str, object]) -> str | None:
    """The id that a provider gave its answer; `None` where it gives none, as Bedrock Converse does."""
    return next((id for name in _RESPONSE_IDS if isinstance(id := body.get(name), str) and id), None)
