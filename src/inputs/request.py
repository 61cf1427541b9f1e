"""What requests have in common that pydantic reads at once. Those of a decision are shapes: see `shapes.shape`."""

from pydantic import BaseModel, ConfigDict


class Request(BaseModel):
    """Frozen, and refuses a field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
