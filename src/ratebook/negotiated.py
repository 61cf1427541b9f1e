"""Negotiated prices: which of several patterns is meant for the names of a model."""

from collections.abc import Mapping, Sequence
from datetime import date

from ratebook.history import in_force
from ratebook.models import Provider
from ratebook.names import ResolvedModel
from ratebook.prices import TokenPrices

_ANYTHING = "*"


def matches(pattern: str, name: str) -> bool:
    """Whether `name` is as `pattern` says, where `*` stands for any characters, none included.

    >>> matches("ft:gpt-4.1-*:acme:*", "ft:gpt-4.1-2025-04-14:acme:support"), matches("gpt-4o", "gpt-4o-mini")
    (True, False)
    """
    first, *rest = pattern.split(_ANYTHING)
    if not rest:
        return name == pattern
    if not name.startswith(first):
        return False
    *middle, last = rest
    at = len(first)
    for part in middle:
        found = name.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(name) - at >= len(last) and name.endswith(last)


def negotiated_rates[Rates](patterns: Mapping[str, Rates], names: Sequence[str]) -> Rates | None:
    """What stands under the pattern that fits one of the names; `None` where none does.

    A whole name wins over a pattern, the longest pattern over shorter ones, and of equally long ones the first in
    alphabetical order.
    """
    for name in names:
        if name in patterns:
            return patterns[name]
    fitting = [key for key in patterns if _ANYTHING in key and any(matches(key, name) for name in names)]
    return patterns[min(fitting, key=lambda key: (-len(key), key))] if fitting else None


def own_rates[Rates](
    sent: Mapping[str, Rates], provider_id: str, provider: Provider, names: Sequence[str], on: date
) -> Rates | TokenPrices | None:
    """The negotiated prices of a model that goes by `names`: those `sent` with a request, else those of the rate table.

    `None` where there are none on the day. What is sent is not dated, and never one of the table's entries.
    """
    rates = negotiated_rates(sent, qualified((provider_id, *provider.aliases), names)) if sent else None
    if rates is not None:
        return rates
    history = negotiated_rates(provider.negotiated, names) if provider.negotiated else None
    return in_force(history, on) if history else None


def names_of(found: ResolvedModel, provider: Provider) -> tuple[str, ...]:
    """Every name that a negotiated price may know the model by: a fine-tune's are its own, not those of its base."""
    head, _, rest = found.name.partition("/")
    sent = (found.name, rest) if rest and head in (found.provider, *provider.aliases) else (found.name,)
    known = () if found.fine_tuned else (found.model_id, *found.model.aliases)
    return tuple(dict.fromkeys((*sent, *([found.via] if found.via else []), *known)))


def qualified(provider_ids: Sequence[str], names: Sequence[str]) -> list[str]:
    """The names as overrides are written, each at each of its provider's ids: `openai/gpt-4o`."""
    return [f"{id}/{name}" for id in provider_ids for name in names]
