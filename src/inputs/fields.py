"""The fields that several requests have, by the same bounds."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, JsonValue, Tag

from costs.quantities import Range
from inputs.names import Named
from inputs.numbers import Quantity, Spread, Whole

Tokens = Annotated[Decimal, Quantity("0", "10000000")]
TokensRange = Annotated[Range, Spread("0", "10000000")]
Hours = Annotated[Range, Spread("0", "100000")]
Usd = Annotated[Decimal, Quantity("0", "1000000000", money=True)]
UsdRange = Annotated[Range, Spread("0", "1000000000", money=True)]
Share = Annotated[Decimal, Quantity("0", "1")]
Examples = Annotated[int, Whole("0", "100000000")]
Epochs = Annotated[Literal["auto"], Tag("as auto")] | Annotated[int, Whole("1", "50"), Tag("as epochs")]
ModelName = Annotated[str, Named(256)]
ProviderName = Annotated[str, Named(64)]
ServedIn = Annotated[str, Named(64)]
EpochsOrAuto = Annotated[Epochs, Discriminator(lambda value: "as auto" if isinstance(value, str) else "as epochs")]


NULL: dict[str, JsonValue] = {"type": "null"}


def exactly_one(*names: str) -> dict[str, JsonValue]:
    """What the schema of an object says that takes exactly one of these fields; the others are left out or null."""
    return {"oneOf": [_only(name, names) for name in names]}


def _only(name: str, names: tuple[str, ...]) -> dict[str, JsonValue]:
    fields: dict[str, JsonValue] = {other: {"not": NULL} if other == name else NULL for other in names}
    return {"required": [name], "properties": fields}


class Request(BaseModel):
    """Frozen, and refuses a field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
