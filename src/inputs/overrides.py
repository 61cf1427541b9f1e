"""Overrides that do not do what their sender meant: of a provider that there is not, or of none of the call's names."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import islice, product

from inputs.errors import FieldError, UnusableRequestError
from inputs.terms import NegotiatedRates
from ratebook.models import Provider, RateTable
from ratebook.negotiated import matches, negotiated_rates, qualified

_MOST_COMPARED = 50
_LIKE = 0.6
"""How alike two spellings are, of 1, so that one is taken for a slip of the other."""


def check_overrides(overrides: Mapping[str, NegotiatedRates], table: RateTable) -> None:
    """Raises `UnusableRequestError` for each override of a provider that the table does not have."""
    errors = [_no_provider(key, table) for key in overrides if not _names_a_provider(key, table)]
    if errors:
        raise UnusableRequestError(*errors)


def _names_a_provider(key: str, table: RateTable) -> bool:
    head = key.partition("/")[0]
    return head in table.provider_ids or any(matches(head, id) for id in table.provider_ids)


def _no_provider(key: str, table: RateTable) -> FieldError:
    nearest = get_close_matches(key.partition("/")[0].lower(), table.provider_ids, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return FieldError(
        f"overrides.{key}", f"names no provider of the rate table before the /{hint}", tuple(table.providers)
    )


def unmatched(
    overrides: Mapping[str, NegotiatedRates], provider_id: str, provider: Provider, names: Sequence[str]
) -> tuple[str, ...]:
    """A warning where overrides were sent and none is of a model that goes by `names`, with the key that would be."""
    if not overrides:
        return ()
    ids = (provider_id, *provider.aliases)
    if negotiated_rates(overrides, qualified(ids, names)) is not None:
        return ()
    written = [name if name.partition("/")[0] in ids else f"{provider_id}/{name}" for name in names]
    pairs = product(islice(overrides, _MOST_COMPARED), written)
    alike, nearest = max(((_likeness(key, name), name) for key, name in pairs), key=lambda pair: pair[0])
    hint = f"did you mean {nearest}?" if alike >= _LIKE else f"an override of it is written {written[0]}"
    return (f"no override matched {names[0]}; {hint}",)


def _likeness(key: str, name: str) -> float:
    """How alike the spellings are, in whatever case, of 1; nothing where a glance shows that they are not."""
    pair = SequenceMatcher(None, key.lower(), name.lower())
    return pair.ratio() if pair.quick_ratio() >= _LIKE else 0
