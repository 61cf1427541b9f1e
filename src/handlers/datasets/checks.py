"""POST /v1/datasets/checks: what is in a training file, what is wrong with it, and what training on it costs."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import Field, StrictStr

from datasets.answer import DatasetReport
from datasets.files import check_files
from datasets.report import report
from datasets.terms import CheckTerms
from handlers import metrics, wiring
from handlers.log import logger

type Content = Annotated[StrictStr, Field(min_length=1)]


class CheckRequest(CheckTerms):
    """A training file to check, and what it is for."""

    content: Content = Field(description="the training file: JSON Lines as text")
    validation_content: Content | None = Field(None, description="the validation file, where there is one")


def post_check(request: Annotated[CheckRequest, Body()]) -> DatasetReport:
    """Checks a training file that is sent along: problems by line, exact tokens, and the cost at every provider.

    Nothing of the file is kept or logged.
    """
    rates = wiring.rates_for(request.rates_version)
    validation = request.validation_content
    findings = check_files(
        [_bytes(request.content)], None if validation is None else [_bytes(validation)], request.format
    )
    answer = report(findings, request, rates, wiring.now().date())
    if request.rates_version is None:
        metrics.count_rates(rates, wiring.now())
    logger.info("dataset check", extra={"dataset_check": record(answer)})
    return answer


def _bytes(text: str) -> bytes:
    # Half a character that JSON let through is told by its line, as in a file.
    return text.encode(errors="surrogatepass")


def record(answer: DatasetReport) -> dict[str, Any]:
    """What is kept of an answer: figures and names of our own, nothing of the file."""
    return {
        "usable": answer.usable,
        "format": answer.format,
        "method": answer.method,
        "bytes": answer.training.bytes,
        "examples": answer.training.examples,
        "with_errors": answer.training.with_errors,
        "problems": {each.code: each.found for each in answer.training.problem_counts},
        "duplicates": answer.duplicates.examples,
        "rates_version": answer.rates.version,
        "stale": answer.rates.stale,
    }
