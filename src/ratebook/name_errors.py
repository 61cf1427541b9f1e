"""Why a name cannot be resolved, and what to send or to write so that it can."""

from difflib import get_close_matches
from functools import cached_property
from typing import ClassVar

from ratebook.models import RateTable
from ratebook.name_parts import Unmapped, parse

LONGEST_NAME = 256


class UnresolvedNameError(LookupError):
    """The table cannot say which model a name means. `provider` is known where the name or the request tells it."""

    code: ClassVar[str]

    def __init__(self, name: str, provider: str | None, message: str) -> None:
        self.name, self.provider, self.message = name, provider, message
        super().__init__(message)


class UnknownModelError(UnresolvedNameError):
    """The table has no such model. `nearest` are names that it does have and that look alike."""

    code = "unknown_model"

    def __init__(self, name: str, table: RateTable, provider: str | None = None) -> None:
        self._table = table
        super().__init__(name, provider, "in no rate table; it is not priced as a model that looks like it")

    @cached_property
    def nearest(self) -> tuple[str, ...]:
        """The names that look most like it, at its provider where that is known; found only when asked for."""
        providers = self._table.providers
        known = providers[self.provider].names if self.provider in providers else self._table.sellers
        return tuple(get_close_matches(parse(self.name[:LONGEST_NAME]).base, known, n=3, cutoff=0.6))


class UnknownProviderError(UnknownModelError):
    """The table has no such provider. `known` are those that it has."""

    code = "unknown_provider"

    def __init__(self, name: str, table: RateTable) -> None:
        super().__init__(name, table)
        self.known = tuple(table.providers)
        self.message = f"the rate table has no such provider; it has {', '.join(self.known)}"

    @cached_property
    def nearest(self) -> tuple[str, ...]:
        """None: a name means nothing without its provider."""
        return ()


class AmbiguousModelError(UnresolvedNameError):
    """Several providers sell a model of this name, each at its own prices."""

    code = "ambiguous_provider"

    def __init__(self, name: str, providers: tuple[str, ...]) -> None:
        self.providers = providers
        super().__init__(name, None, f"several providers sell it; send provider: {' or '.join(providers)}")


class NeedsMappingError(UnresolvedNameError):
    """The name is the owner's own, and only the owner knows the model behind it."""

    code = "needs_mapping"

    def __init__(self, name: str, provider: str, unmapped: Unmapped) -> None:
        self.kind, self.billing, self.fine_tuned = unmapped.kind, unmapped.billing, unmapped.fine_tuned
        what = unmapped.kind.replace("_", " ")
        super().__init__(
            name,
            provider,
            f"only its owner knows which model answers behind this name ({what}); send deployments, an object of this "
            f"name and the model, or add it to deployments in the rate table's {provider}.yaml",
        )
