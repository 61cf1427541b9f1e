"""What models have in common that pydantic reads or writes at once."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Frozen; an unknown field is refused, in what is sent and in what is answered. Built when it is first used."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
