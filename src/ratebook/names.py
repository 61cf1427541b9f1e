"""Model names as providers return them: whose model they mean, whether it is a fine-tune of it, how it is served.

A name is read from the left and matched whole: `gpt-4o-mini` is never taken for `gpt-4o`, and a name that is not in the
table is unknown, not priced as its nearest sibling.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ratebook.models import Model, RateTable
from ratebook.name_errors import (
    LONGEST_NAME,
    AmbiguousModelError,
    NeedsMappingError,
    UnknownModelError,
    UnknownProviderError,
    UnresolvedNameError,
)
from ratebook.name_forms import FORMS, claimed_by, forms_of, last_part
from ratebook.name_parts import PARTITIONS, Billing, Kind, NameKind, NameParts, Unmapped, parse

__all__ = [
    "LONGEST_NAME",
    "AmbiguousModelError",
    "Behind",
    "Billing",
    "Kind",
    "NameKind",
    "NameParts",
    "NeedsMappingError",
    "ResolvedModel",
    "UnknownModelError",
    "UnknownProviderError",
    "UnresolvedNameError",
    "parse",
    "resolve",
    "without_provider",
]


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A name that the table knows: `model_id` of `provider`, and the table's entry for it.

    `tier` and `region` are what the request, a mapping or the name itself says of them; `via` is the deployment's name
    where a mapping told the model.
    """

    name: str
    provider: str
    model_id: str
    model: Model
    parts: NameParts
    tier: str | None = None
    region: str | None = None
    billing: Billing = Billing.ON_DEMAND
    via: str | None = None

    @property
    def fine_tuned(self) -> bool:
        """True for a fine-tune, which is billed at the fine-tuned prices."""
        return self.parts.kind is Kind.FINE_TUNED


class Behind(Protocol):
    """What a mapping says of a deployment: the model, and where it is served."""

    @property
    def model(self) -> str:
        """The name of the model."""

    @property
    def provider(self) -> str | None:
        """Who serves it, where that is another than the deployment's own provider."""

    @property
    def tier(self) -> str | None:
        """The tier in which it is served."""

    @property
    def region(self) -> str | None:
        """The region in which it is served."""


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A mapping that was found: the name that it was found by, and what is behind that."""

    via: str
    model: str
    provider: str | None
    tier: str | None
    region: str | None


def resolve(
    table: RateTable,
    name: str,
    provider: str | None = None,
    tier: str | None = None,
    region: str | None = None,
    deployments: Mapping[str, Behind] | None = None,
) -> ResolvedModel:
    """The model that `name` means at `provider`, or at the one provider that it can mean.

    `deployments` say which model answers behind a name of the owner's own; they win over the rate table's, and a whole
    ARN or endpoint may stand there by its last part. Raises `UnknownModelError`, `NeedsMappingError` or
    `AmbiguousModelError`, which are `UnresolvedNameError`s.
    """
    at = None
    if provider is not None:
        at = table.provider_ids.get(provider) or table.provider_ids.get(provider.strip().lower())
        if at is None:
            raise UnknownProviderError(name, table)
    if len(name) > LONGEST_NAME:
        raise UnknownModelError(name, table, at)
    mapping = _mapping(table, name, at, deployments or {}) if deployments or table.deployed else None
    found = _find(table, name, at) if mapping is None else _through(table, name, at, mapping)
    if tier is not None or region is not None:
        found = replace(found, tier=tier or found.tier, region=region or found.region)
    return found


def without_provider(table: RateTable, name: str, provider: str | None) -> str:
    """`name` without the prefixes that only say that it is `provider`'s: `openai/ft:…` and `ft:…` are one fine-tune."""
    prefixed, rest = _prefix(table, name)
    return without_provider(table, rest, provider) if prefixed is not None and prefixed == provider else name


def _find(table: RateTable, name: str, at: str | None) -> ResolvedModel:
    if at is not None:
        return _at(table, at, name)
    prefixed, rest = _prefix(table, name)
    if prefixed is not None:
        try:
            return replace(_at(table, prefixed, rest), name=name)
        except UnknownModelError:  # the whole name may be a reseller's
            if name not in table.sellers:
                raise
    if sellers := table.sellers.get(name):
        return _at(table, _only(table, name, sellers), name)
    claimed = claimed_by(name)
    if claimed is not None and (sellers := table.forms.get(claimed, ())):
        return _at(table, claimed.value if claimed.value in sellers else _only(table, name, sellers), name)
    return _by_form(table, name)


def _prefix(table: RateTable, name: str) -> tuple[str | None, str]:
    """The provider that a prefix names, as in `azure/gpt-4o`, and the rest; `None` where there is no such prefix."""
    head, _, rest = name.partition("/")
    return (table.provider_ids.get(head), rest) if rest else (None, name)


def _only(table: RateTable, name: str, sellers: tuple[str, ...]) -> str:
    """Who is meant where nobody was named: the one maker, or who alone sells it. Raises `AmbiguousModelError`."""
    makers = tuple(id for id in sellers if not table.providers[id].reseller) or sellers
    if len(makers) > 1:
        raise AmbiguousModelError(name, makers)
    return makers[0]


def _by_form(table: RateTable, name: str) -> ResolvedModel:
    """Whoever writes a name of this form and has its base: `ft:` is OpenAI's prefix and Mistral's too."""
    hits: dict[str, NameParts] = {}
    for form in forms_of(name):
        for reading in FORMS[form](name):
            if isinstance(reading, NameParts):
                for id in table.forms.get(form, ()):
                    if reading.base in table.providers[id].names:
                        hits.setdefault(id, reading)
    if not hits:
        raise UnknownModelError(name, table)
    id = _only(table, name, tuple(hits))
    return _resolved(table, id, name, hits[id])


def _at(table: RateTable, at: str, name: str) -> ResolvedModel:
    """The model at a provider, by a name of its table, by its forms of names, or after its own prefix."""
    entry = table.providers[at]
    if name in entry.names:
        return _resolved(table, at, name, NameParts(name))
    unmapped = None
    for reading in FORMS[entry.name_form](name):
        if isinstance(reading, Unmapped):
            unmapped = reading
        elif reading.base in entry.names:
            return _resolved(table, at, name, reading)
    prefixed, rest = _prefix(table, name)
    if prefixed == at:
        return replace(_at(table, at, rest), name=name)
    if unmapped is not None:
        raise NeedsMappingError(name, at, unmapped)
    raise UnknownModelError(name, table, at)


def _resolved(table: RateTable, at: str, name: str, parts: NameParts) -> ResolvedModel:
    entry = table.providers[at]
    model_id = entry.names[parts.base]
    model = entry.models[model_id]
    # A model that is sold in one way only has that price under every profile and in every region of its partition.
    tier = parts.tier if model.tiers or parts.tier in PARTITIONS else None
    return ResolvedModel(name, at, model_id, model, parts, tier, parts.region if tier else None, parts.billing)


def _mapping(table: RateTable, name: str, at: str | None, deployments: Mapping[str, Behind]) -> _Mapping | None:
    """What a mapping says of `name`, the request's before the table's."""
    prefixed, rest = _prefix(table, name)
    spellings = [key for key in (name, rest if prefixed else None, last_part(name)) if key]
    for key in spellings:
        behind = deployments.get(key)
        if behind is not None:
            return _Mapping(key, behind.model, behind.provider, behind.tier, behind.region)
    here = at or prefixed
    for key in spellings:
        owners = (here,) if here else table.deployed.get(key, ())
        mapped = table.providers[owners[0]].deployments.get(key) if len(owners) == 1 else None
        if mapped is not None:
            return _Mapping(key, mapped.model, owners[0], mapped.tier, mapped.region)
    return None


def _through(table: RateTable, name: str, at: str | None, mapping: _Mapping) -> ResolvedModel:
    """The model behind a deployment. What the deployment's own name says of billing and fine-tuning stays true."""
    named = mapping.provider
    if named is not None and named not in table.provider_ids:
        raise UnknownProviderError(mapping.model, table)
    itself = _unmapped(table, name, at)
    home = table.provider_ids[named] if named else at or _prefix(table, name)[0] or (itself and itself[0])
    found = _find(table, mapping.model, home or None)
    parts, billing = found.parts, found.billing
    if itself is not None:
        billing = itself[1].billing if itself[1].billing is not Billing.ON_DEMAND else billing
        parts = replace(parts, kind=Kind.FINE_TUNED) if itself[1].fine_tuned else parts
    return replace(
        found,
        name=name,
        parts=parts,
        tier=mapping.tier or found.tier,
        region=mapping.region or found.region,
        billing=billing,
        via=mapping.via,
    )


def _unmapped(table: RateTable, name: str, at: str | None) -> tuple[str, Unmapped] | None:
    """The provider of a name of the owner's own, and what the name says; `None` where the name says neither."""
    try:
        _find(table, name, at)
    except NeedsMappingError as error:
        return str(error.provider), Unmapped(error.kind, error.billing, error.fine_tuned)
    except UnresolvedNameError:
        return None
    return None
