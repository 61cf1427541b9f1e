"""The tokens of one call, in one accounting for all providers, and why a call has no price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one call. Input includes what is read from the cache or written to it; output includes reasoning.

    `reasoning_tokens` is `None` where the provider does not tell them apart.
    """

    input_tokens: int
    output_tokens: int
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    cache_write_1h_tokens: int = 0
    reasoning_tokens: int | None = None

    @property
    def fresh_input_tokens(self) -> int:
        """Input that the cache has no part in."""
        return self.input_tokens - self.from_and_to_cache

    @property
    def from_and_to_cache(self) -> int:
        """Input that is read from the cache or written to it."""
        return self.cached_input_tokens + self.cache_write_tokens + self.cache_write_1h_tokens


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a call has no price: `code` for programs, `message` for people, with what to send or to add."""

    code: str
    message: str


class UnpricedError(Exception):
    """Raised where a call cannot be priced; becomes the answer's `reason`."""

    def __init__(self, code: str, message: str) -> None:
        self.reason = Reason(code, message)
        super().__init__(message)
