"""What to do about a call whose model's name the rate table does not know."""

from collections.abc import Mapping

from inputs.terms import NegotiatedRates
from ratebook.names import UnknownModelError, UnknownProviderError, UnresolvedNameError


def reason_and_remedy(error: UnresolvedNameError) -> str:
    """Why the name has no price, and what to send so that it has one."""
    if isinstance(error, UnknownProviderError):
        return f"{error.message}; reprice with provider, one of these"
    if not isinstance(error, UnknownModelError):
        return error.message
    own = "overrides" if error.provider is not None else "provider and overrides"
    return f"{error.message}; reprice with {own} or with deployments that map it, or once the table has it"


def without_a_provider(overrides: Mapping[str, NegotiatedRates], name: str) -> tuple[str, ...]:
    """A warning where overrides were sent, and nothing tells whose model it is, with which an override begins."""
    if not overrides:
        return ()
    remedy = "reprice with provider, or map it in deployments"
    return (f"no override matched {name}, since nothing tells its provider; {remedy}",)
