"""What a caller says of its own terms: the models behind its deployments, and the prices that it negotiated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from inputs.fields import ModelName, ProviderName, ServedIn
from inputs.numbers import MOST_PLACES, Quantity, invalid
from shapes.kinds import Described, Length
from shapes.shape import Shape

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_MOST_TERMS = 1000
_LONG, _TOKENS = "usd_per_million_", "_tokens"

UsdPerMillion = Annotated[Decimal, Quantity("0", "100000", money=True, most_places=MOST_PLACES)]


class MappedModel(Shape):
    """The model that answers behind a deployment, and how it is served. A model's name alone may stand for it."""

    model: ModelName
    provider: ProviderName | None = None
    tier: ServedIn | None = None
    region: ServedIn | None = None

    @classmethod
    def from_told(cls, value: object) -> object:
        """The object that a name stands for."""
        if isinstance(value, str):
            return {"model": value}
        if not isinstance(value, dict):
            raise invalid('must be the name of a model, such as "gpt-4o", or {"model": "gpt-4o", "provider": "azure"}')
        return value


class _OrItsName:
    """Has the contract show that a model's name may stand for the object."""

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 256}, handler(schema)]}


Deployments = Annotated[
    dict[ModelName, Annotated[MappedModel, _OrItsName()]],
    Length(most=_MOST_TERMS),
    Described("by the name of a deployment, an ARN or an endpoint (or its last part): the model that answers"),
]


def _both_spellings(schema: dict[str, Any]) -> None:
    """Have the contract show that a price may be written by its short name."""
    fields = schema["properties"]
    fields.update({name.removeprefix(_LONG).removesuffix(_TOKENS): field for name, field in fields.items()})
    schema.pop("required", None)
    schema["allOf"] = [
        {"oneOf": [{"required": [name]}, {"required": [f"{_LONG}{name}{_TOKENS}"]}]} for name in ("input", "output")
    ]


class NegotiatedRates(Shape):
    """Own prices in USD per million tokens; `input` may stand for `usd_per_million_input_tokens`, and so on."""

    model_config: ClassVar[Mapping[str, Any]] = {"json_schema_extra": _both_spellings}

    usd_per_million_input_tokens: UsdPerMillion
    usd_per_million_output_tokens: UsdPerMillion
    usd_per_million_cached_input_tokens: UsdPerMillion | None = None
    usd_per_million_cache_write_tokens: UsdPerMillion | None = None
    usd_per_million_cache_write_1h_tokens: UsdPerMillion | None = None
    usd_per_million_batch_input_tokens: UsdPerMillion | None = None
    usd_per_million_batch_output_tokens: UsdPerMillion | None = None
    usd_per_million_batch_cached_input_tokens: UsdPerMillion | None = None
    usd_per_million_batch_cache_write_tokens: UsdPerMillion | None = None

    @classmethod
    def from_told(cls, value: object) -> object:
        """The prices by their full names."""
        if not isinstance(value, dict):
            return value
        named: dict[object, object] = {}
        for name, price in value.items():
            long = f"{_LONG}{name}{_TOKENS}"
            full = long if long in cls.__struct_fields__ else name
            if full in named:
                short = str(full).removeprefix(_LONG).removesuffix(_TOKENS)
                raise invalid(f"{short} and {full} are the same price; send one of them")
            named[full] = price
        return named

    def __post_init__(self) -> None:
        batch_input, batch_output = self.usd_per_million_batch_input_tokens, self.usd_per_million_batch_output_tokens
        batch_cached = self.usd_per_million_batch_cached_input_tokens
        if (batch_input is None) != (batch_output is None):
            raise invalid("batch input and output prices come together; send both or neither")
        if batch_input is None and batch_cached is not None:
            raise invalid("the price of cached batch tokens needs the batch input and output prices; send these too")
        for cached, fresh in (
            (self.usd_per_million_cached_input_tokens, self.usd_per_million_input_tokens),
            (batch_cached, batch_input),
        ):
            if cached is not None and fresh is not None and cached > fresh:
                raise invalid("a cached token never costs more than a fresh one; check the price of cached input")


class _ProviderAndPattern:
    """Of a name in an annotation: it is a provider, a slash and a pattern of model names."""

    def read_plainly(self, key: str) -> str:
        """The name as it was sent."""
        provider, _, pattern = key.partition("/")
        if not provider or not pattern:
            raise invalid("must be written provider/model, where * stands for any characters: openai/ft:gpt-4.1-*")
        return key

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic asks, so it is there

        return core_schema.no_info_after_validator_function(self.read_plainly, handler(source))


Overrides = Annotated[
    dict[Annotated[ModelName, _ProviderAndPattern()], NegotiatedRates],
    Length(most=_MOST_TERMS),
    Described("negotiated prices by provider/model, where * stands for any characters; they win over the list"),
]
