"""The fields that several requests have, by the same bounds."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from costs.quantities import Range
from inputs.names import Named
from inputs.numbers import Quantity, Spread, Whole
from shapes.kinds import OneOf

Tokens = Annotated[Decimal, Quantity("0", "10000000")]
TokensRange = Annotated[Range, Spread("0", "10000000")]
Hours = Annotated[Range, Spread("0", "100000")]
Usd = Annotated[Decimal, Quantity("0", "1000000000", money=True)]
UsdRange = Annotated[Range, Spread("0", "1000000000", money=True)]
Share = Annotated[Decimal, Quantity("0", "1")]
Examples = Annotated[int, Whole("0", "100000000")]
Epochs = Annotated[int, Whole("1", "50")]
ModelName = Annotated[str, Named(256)]
ProviderName = Annotated[str, Named(64)]
ServedIn = Annotated[str, Named(64)]


def _auto_or_epochs(value: object) -> str:
    return "auto" if isinstance(value, str) else "epochs"


EpochsOrAuto = Annotated[Literal["auto"] | int, OneOf(_auto_or_epochs, auto=Literal["auto"], epochs=Epochs)]


NULL: dict[str, Any] = {"type": "null"}


def exactly_one(*names: str) -> dict[str, Any]:
    """What the schema of an object says that takes exactly one of these fields; the others are left out or null."""
    return {"oneOf": [_only(name, names) for name in names]}


def _only(name: str, names: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {other: {"not": NULL} if other == name else NULL for other in names}
    return {"required": [name], "properties": fields}
