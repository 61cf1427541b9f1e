"""POST /v1/shorthand: a decision's inputs from a line as people type it in Slack, and the line of inputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import (
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictStr,
    model_validator,
)
from pydantic_core import CoreSchema

from decisions.request import DecisionRequest
from handlers import wiring
from handlers.asked import understood
from handlers.log import logger
from handlers.reading import read_as
from inputs.errors import FieldError, UnusableRequestError
from inputs.fields import exactly_one
from inputs.numbers import invalid
from ratebook.book import Rates
from shapes.by_pydantic import adapter_of
from shapes.frozen import Frozen
from shapes.shape import Shape
from shorthand.fields import to_fields
from shorthand.reading import MOST_CHARACTERS, Problem, Question, Reading
from shorthand.requests import CannotBeTypedError, from_request, to_request
from shorthand.writing import write

_SEND_IT = "cannot be typed; send it as JSON to POST /v1/decisions"


@dataclass(frozen=True)
class _AsSent:
    """Keeps an object as it was sent; the contract shows it as the `model` that it is read as."""

    model: type[Shape]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(adapter_of(self.model).core_schema)


class ShorthandRequest(Frozen):
    """A line to read, or the body of a decision to write. Give exactly one of `text` and `request`."""

    model_config = ConfigDict(json_schema_extra=exactly_one("text", "request"))

    text: Annotated[StrictStr, Field(max_length=MOST_CHARACTERS)] | None = Field(
        None, description="such as gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, classification"
    )
    request: Annotated[dict[str, Any], _AsSent(DecisionRequest)] | None = Field(
        None, description="the body of a decision, without what cannot be typed: deployments, overrides, lists of runs"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.text is None) == (self.request is None):
            raise invalid("give exactly one of text and request", "text")
        return self


class NotUnderstood(Frozen):
    """A word that was not understood, or a value that is wrong, and what to write."""

    word: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """What was not understood of a text."""
        return cls(word=problem.word, message=problem.message)


class OpenQuestion(Frozen):
    """A required input that is missing, and an example of what to type for it."""

    input: str = Field(description="its path in the request")
    question: str
    example: str

    @classmethod
    def of(cls, question: Question) -> Self:
        """What is missing in a text."""
        return cls(input=question.path, question=question.text, example=question.example)


class ShorthandAnswer(Frozen):
    """The inputs that were understood, in each form. They can be decided where nothing is wrong and none is missing."""

    text: str | None = Field(description="one line that reads as these inputs; null where no line does")
    request: dict[str, Any] = Field(description="the inputs as POST /v1/decisions takes them")
    fields: dict[str, str] = Field(description="the inputs as texts, by their paths in the request")
    problems: tuple[NotUnderstood, ...]
    questions: tuple[OpenQuestion, ...]


def post_shorthand(asked: Annotated[ShorthandRequest, Body()]) -> ShorthandAnswer:
    """What is typed and what it means, in both directions. A word that is not understood is an answer, not an error."""
    rates = wiring.rate_book().current()
    reading = understood(asked.text or "", rates) if asked.request is None else Reading(_inputs(asked.request), (), ())
    answer = ShorthandAnswer(
        text=_line(reading.inputs, rates),
        request=to_request(reading.inputs),
        fields=to_fields(reading.inputs),
        problems=tuple(map(NotUnderstood.of, reading.problems)),
        questions=tuple(map(OpenQuestion.of, reading.questions)),
    )
    logger.info("shorthand", extra={"shorthand": _record(answer)})
    return answer


def _inputs(request: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs in a decision's body. Raises `UnusableRequestError` that names the fields to change."""
    try:
        read_as(DecisionRequest, request)
        return from_request(request)
    except UnusableRequestError as error:
        raise _in_request(error.errors) from error
    except CannotBeTypedError as error:
        raise _in_request(FieldError(path, _SEND_IT) for path in error.paths) from error


def _in_request(errors: Iterable[FieldError]) -> UnusableRequestError:
    """Errors about a decision's body, which stands in `request` here."""
    return UnusableRequestError(*(replace(error, field=f"request.{error.field}") for error in errors))


def _line(inputs: Mapping[str, Any], rates: Rates) -> str | None:
    """The line that reads back as `inputs`; `None` where none does, as with a name that has a quote in it."""
    line = write(inputs)
    if len(line) > MOST_CHARACTERS:
        return None
    reading = understood(line, rates)
    return line if reading.inputs == inputs and not reading.problems else None


def _record(answer: ShorthandAnswer) -> dict[str, Any]:
    """What is kept of an answer: names of inputs and counts, none of the caller's text."""
    return {
        "inputs": list(answer.fields),
        "problems": len(answer.problems),
        "questions": len(answer.questions),
        "written": answer.text is not None,
    }
