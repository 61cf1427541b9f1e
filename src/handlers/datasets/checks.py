"""POST /v1/datasets/checks: what is in a training file, what is wrong with it, and what training on it costs."""

from typing import Annotated, Any, Self

from pydantic import Field, StrictBool, StrictStr, model_validator

from datasets.answer import DatasetReport
from datasets.files import check_files
from datasets.report import report
from datasets.terms import CheckTerms
from handlers import metrics, wiring
from handlers.log import logger
from inputs.numbers import invalid
from shapes.frozen import Frozen

Content = Annotated[StrictStr, Field(min_length=1)]


class UploadAsked(Frozen):
    """A file that is too large to send along."""

    validation: StrictBool = Field(False, description="whether a validation file is sent beside the training file")


class CheckRequest(CheckTerms):
    """A training file to check, or the wish to upload one, and what it is for."""

    content: Content | None = Field(None, description="the training file: JSON Lines as text; or send upload")
    validation_content: Content | None = Field(
        None, description="the validation file, where there is one and content is sent"
    )
    upload: UploadAsked | None = Field(None, description="send {} to be answered with where to send the file")

    @model_validator(mode="after")
    def _one_file(self) -> Self:
        if self.content is None and self.upload is None:
            raise invalid("is missing; send the file as text, or upload: {} to be told where to send it", "content")
        if self.content is not None and self.upload is not None:
            raise invalid("stands beside content; send one of them", "upload")
        if self.validation_content is not None and self.upload is not None:
            message = 'stands beside upload; send upload: {"validation": true}, and the file by its form'
            raise invalid(message, "validation_content")
        return self

    @property
    def terms(self) -> CheckTerms:
        """The request without its files."""
        return CheckTerms.model_construct(**{name: getattr(self, name) for name in CheckTerms.model_fields})


def check_content(request: CheckRequest, content: str) -> DatasetReport:
    """Checks a training file that is sent along. Nothing of it is kept or logged."""
    rates = wiring.rates_for(request.rates_version)
    validation = request.validation_content
    findings = check_files([content.encode()], None if validation is None else [validation.encode()], request.read_as)
    metrics.count_dataset(findings.training.bytes, findings.training.examples)
    answer = report(findings, request, rates, wiring.now().date())
    metrics.count_rates(rates, wiring.now(), request.rates_version)
    logger.info("dataset check", extra={"dataset_check": record(answer)})
    return answer


def record(answer: DatasetReport) -> dict[str, Any]:
    """What is kept of an answer: figures and names of our own, nothing of the file."""
    return {
        "usable": answer.usable,
        "format": answer.format,
        "method": answer.method,
        "bytes": answer.training.bytes,
        "examples": answer.training.examples,
        "errors": answer.training.errors,
        "problems": {each.code: each.found for each in answer.training.problem_counts},
        "duplicates": answer.duplicates.examples,
        "rates_version": answer.rates.version,
        "stale": answer.rates.stale,
    }
