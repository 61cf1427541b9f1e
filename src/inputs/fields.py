"""The fields that several requests have, by the same bounds."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Tag

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


class Request(BaseModel):
    """Frozen, and refuses a field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
