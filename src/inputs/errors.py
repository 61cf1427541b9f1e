"""What a request can have wrong that only the rate table shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One field, what is wrong with it, and what would be allowed where that can be listed."""

    field: str
    message: str
    allowed: tuple[str, ...] = ()


class UnusableRequestError(ValueError):
    """The request is well formed and still cannot be decided; `errors` name the fields to change."""

    def __init__(self, *errors: FieldError) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
