"""A span with OpenTelemetry's attributes of generative AI, plain, as OTLP writes it in JSON, or as its Python SDK does.

`gen_ai.usage.input_tokens` includes what is read from the cache and written to it. `to_json()` of the Python SDK has
`context` with `trace_id` and `span_id`, each after `0x`, and `start_time` as RFC 3339 has it.
Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from inputs.errors import FieldError, UnusableRequestError
from inputs.fields import ProviderName
from inputs.moments import DayOfMoment, Moment
from inputs.numbers import invalid
from spend.accounting.reading import Part, other_tier, within
from spend.call import Call
from spend.intake.posted import NotBilled, Posted, ProjectName, Reader, RecordId, project_or_warning
from spend.tokens import Tokens

EXPORT = "resourceSpans"
_PLACE = "attributes"
_SERVICE = "service.name"
_USAGE = "gen_ai.usage."
_CALLS = {"chat", "text_completion", "generate_content", "embeddings"}
"""The operations that are one call of a model. An agent's span has the sum of its calls, which have spans as well."""
_PROVIDERS = {
    "aws.bedrock": "bedrock",
    "az.ai.inference": "azure",
    "az.ai.openai": "azure",
    "azure.ai.inference": "azure",
    "azure.ai.openai": "azure",
    "gcp.gemini": "google",
    "gcp.gen_ai": "google",
    "gcp.vertex_ai": "vertex",
    "mistral_ai": "mistral",
    "x_ai": "xai",
}
"""Our names of the providers that OpenTelemetry calls otherwise."""
_TIERS = ("openai.response.service_tier", "gen_ai.openai.response.service_tier")
_USUAL_TIERS = {"default", "auto", "standard"}
_INTEGER = re.compile(r"-?\d+", flags=re.ASCII)
_ID: TypeAdapter[str] = TypeAdapter(RecordId)
_PROJECT: TypeAdapter[str] = TypeAdapter(ProjectName)
_PROVIDER: TypeAdapter[str] = TypeAdapter(ProviderName)


def _flat(value: object) -> object:
    """Attributes as a mapping; OTLP lists them as `{"key": …, "value": {"intValue": "7"}}`."""
    if not isinstance(value, list):
        return value
    found: dict[str, object] = {}
    for each in value:
        if not isinstance(each, dict) or not isinstance(each.get("key"), str):
            raise invalid('must be an object of attributes, or OTLP\'s list of {"key": …, "value": {…}}')
        found[each["key"]] = _plain(each.get("value"))
    return found


def _plain(value: object) -> object:
    if not isinstance(value, dict) or len(value) != 1:
        return value
    [(kind, held)] = value.items()
    if kind == "intValue" and isinstance(held, str) and _INTEGER.fullmatch(held):
        # OTLP writes 64-bit integers as text, since JavaScript has none. A decimal may have more digits than Python's.
        return Decimal(held)
    return held


def _day(value: object) -> object:
    """The day in UTC of nanoseconds since 1970, as OTLP writes them, or of a timestamp."""
    if isinstance(value, str) and "T" in value:
        return Moment().read(value)
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal() and len(text) <= 20):
        raise invalid("must be nanoseconds since 1970, or a time with its zone such as 2026-11-22T10:00:00Z")
    return datetime.fromtimestamp(int(text) // 1_000_000_000, UTC).date()


def _same_digits(value: str | None) -> str:
    """The digits alone, in small letters: a span has the same id whoever writes it."""
    return (value or "").lower().removeprefix("0x")


_HalfAnId = Annotated[str | None, Field(max_length=64), AfterValidator(_same_digits)]


def _in_context(otlp: str, sdk: str) -> AliasChoices:
    """By OTLP's name, or by the Python SDK's, beside the attributes or in the span's `context`."""
    return AliasChoices(otlp, sdk, AliasPath("context", sdk))


class PostedSpan(BaseModel):
    """As much of a span as is used, and what we may be told beside it."""

    model_config = ConfigDict(frozen=True)

    id: RecordId | None = None
    project: ProjectName | None = None
    at: DayOfMoment | None = None
    trace_id: _HalfAnId = Field("", validation_alias=_in_context("traceId", "trace_id"))
    span_id: _HalfAnId = Field("", validation_alias=_in_context("spanId", "span_id"))
    start: Annotated[date, BeforeValidator(_day)] | None = Field(
        None, validation_alias=AliasChoices("startTimeUnixNano", "start_time_unix_nano", "start_time")
    )
    attributes: Annotated[dict[str, Any], BeforeValidator(_flat)]

    @property
    def of_the_trace(self) -> str | None:
        """An id of trace and span, where it has both."""
        return f"{self.trace_id}:{self.span_id}" if self.trace_id and self.span_id else None


def is_span(value: Mapping[str, Any]) -> bool:
    """Whether a record is a span, by what none of the other forms has."""
    return _PLACE in value


def spans_of(body: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The spans of a whole OTLP export by their places, each with its resource's `service.name` as an attribute."""
    for place, resource in _objects(body.get(EXPORT), EXPORT):
        service = _service(resource)
        for inside, scope in _objects(resource.get("scopeSpans"), f"{place}.scopeSpans"):
            for where, span in _objects(scope.get("spans"), f"{inside}.spans"):
                given = span.get(_PLACE) or []
                # What is no list is told of its span alone, where that is read.
                yield where, span | {_PLACE: [*service, *given] if isinstance(given, list) else given}


def _service(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    described = resource.get("resource")
    own = _objects(described.get("attributes"), "") if isinstance(described, dict) else []
    return [attribute for _, attribute in own if attribute.get("key") == _SERVICE]


def _objects(value: object, place: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place."""
    listed = enumerate(value) if isinstance(value, list) else ()
    return [(f"{place}[{number}]", each) for number, each in listed if isinstance(each, dict)]


def _of_its_resource(value: Mapping[str, Any]) -> object:
    """The `service.name` of the resource that the Python SDK writes beside the span's own attributes."""
    resource = value.get("resource")
    described = resource.get("attributes") if isinstance(resource, dict) else None
    return described.get(_SERVICE) if isinstance(described, dict) else None


def read_span(value: dict[str, Any], _: Reader) -> Posted | NotBilled:
    """The call of a span. Raises `ValidationError`, `UnusableRequestError`."""
    span = PostedSpan.model_validate(value)
    given = Part({_SERVICE: _of_its_resource(value)} | span.attributes, _PLACE)
    id = span.id or _text(given, "gen_ai.response.id", _ID) or span.of_the_trace
    operation = given.text("gen_ai.operation.name")
    if operation is not None and operation not in _CALLS:
        return NotBilled(id, f"a span of {operation[:64]} is no call of a model; its calls have spans of their own")
    if not any(name.startswith(_USAGE) for name in span.attributes):
        return NotBilled(id, "it has no gen_ai.usage, so it tells of no tokens")
    if id is None:
        message = "is missing; to be counted by, send it, or id, or traceId and spanId, or trace_id and span_id"
        raise given.wrong("gen_ai.response.id", message)
    on = span.at or span.start
    if on is None:
        message = "is missing; send at, startTimeUnixNano or start_time beside the attributes"
        raise UnusableRequestError(FieldError("at", message))
    call, project = _call(given, on), span.project
    if project is None and given.values.get(_SERVICE) is not None:
        project, warnings = project_or_warning(given.values[_SERVICE], _SERVICE)
        call = replace(call, warnings=call.warnings + warnings)
    return Posted(id, project, call)


def _call(given: Part, on: date) -> Call:
    provider = _text(given, "gen_ai.provider.name", _PROVIDER) or _text(given, "gen_ai.system", _PROVIDER)
    call = Call(
        tokens=_tokens(given),
        on=on,
        model=given.name("gen_ai.request.model"),
        answered_by=given.name("gen_ai.response.model"),
        provider=_PROVIDERS.get(provider, provider) if provider is not None else None,
        unpriced=other_tier(next(filter(None, map(given.text, _TIERS)), None), _USUAL_TIERS),
    )
    if call.model is None and call.answered_by is None:
        raise given.wrong("gen_ai.request.model", "is missing; it is required")
    return call


def _tokens(given: Part) -> Tokens:
    old_input, old_output = f"{_USAGE}prompt_tokens", f"{_USAGE}completion_tokens"
    read, written = f"{_USAGE}cache_read.input_tokens", f"{_USAGE}cache_creation.input_tokens"
    fresh, made = f"{_USAGE}input_tokens", f"{_USAGE}output_tokens"
    tokens = Tokens(
        input_tokens=given.needed_count(
            old_input if given.values.get(fresh) is None and old_input in given.values else fresh
        ),
        output_tokens=given.count(made, old_output),
        cached_input_tokens=given.count(read),
        cache_write_tokens=given.count(written),
        reasoning_tokens=given.known_count(f"{_USAGE}reasoning.output_tokens"),
    )
    return within(tokens, given, fresh, made)


def _text(given: Part, name: str, kind: TypeAdapter[str]) -> str | None:
    value = given.values.get(name)
    try:
        return None if value is None else kind.validate_python(value)
    except ValidationError as error:
        raise given.wrong(name, error.errors()[0]["msg"]) from error
