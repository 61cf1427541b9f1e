"""Model names as providers return them: what model they mean, and whether it is a fine-tune of it.

A name is read from the left and matched whole: `gpt-4o-mini` is never taken for `gpt-4o`, and a name that is not in the
table is unknown, not priced as its nearest sibling.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from ratebook.models import Model, RateTable

_LEVELS = re.compile(r"(?:ft:)*")
_CHECKPOINT = re.compile(r"ckpt-step-([0-9]{1,18})")
_LEGACY = re.compile(r"(?P<base>[a-z]+):ft-(?P<organization>[^:]+?)(?::(?P<suffix>[^:]+?))?-[0-9]{4}(?:-[0-9]{2}){5}")
_MOST_FIELDS = 3  # organization, suffix, id
LONGEST_NAME = 256


class Kind(StrEnum):
    """Whether a name means a provider's own model or somebody's fine-tune of it."""

    BASE = "base"
    FINE_TUNED = "fine_tuned"


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a name says by itself. `suffix` is empty where the owner gave none; absent parts are `None`."""

    base: str
    kind: Kind = Kind.BASE
    organization: str | None = None
    suffix: str | None = None
    id: str | None = None
    checkpoint_step: int | None = None
    legacy: bool = False


def parse(name: str) -> NameParts:
    """The parts of an OpenAI model name; a name of no known form is taken as a base model's.

    Fine-tunes: `ft:BASE:ORGANIZATION:SUFFIX:ID[:ckpt-step-N]`, with the later fields possibly missing; a fine-tune of a
    fine-tune may carry its base's whole name; before August 2023 `BASE:ft-ORGANIZATION[:SUFFIX]-TIMESTAMP`.
    """
    if legacy := _LEGACY.fullmatch(name):
        found = legacy.groupdict()
        return NameParts(found["base"], Kind.FINE_TUNED, found["organization"], found["suffix"] or "", legacy=True)
    prefix = _LEVELS.match(name)
    levels = len(prefix[0]) // len("ft:") if prefix else 0
    if not levels:
        return NameParts(name)
    base, *fields = name[levels * len("ft:") :].split(":")
    checkpoint = _CHECKPOINT.fullmatch(fields[-1]) if fields else None
    owned = [field for field in fields if not _CHECKPOINT.fullmatch(field)]
    if not base or not levels <= len(owned) <= levels * _MOST_FIELDS:
        return NameParts(name)
    own = owned[(levels - 1) * _MOST_FIELDS :] or owned
    organization, suffix, id = (*own, None, None)[:3]
    return NameParts(base, Kind.FINE_TUNED, organization, suffix, id, int(checkpoint[1]) if checkpoint else None)


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A name that the table knows: `model_id` of `provider`, and the table's entry for it."""

    name: str
    provider: str
    model_id: str
    model: Model
    parts: NameParts

    @property
    def fine_tuned(self) -> bool:
        """True for a fine-tune, which is billed at the fine-tuned prices."""
        return self.parts.kind is Kind.FINE_TUNED


class UnknownModelError(LookupError):
    """The table has no such model. `nearest` are names that it does have and that look alike."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.nearest = nearest
        super().__init__(f"{name!r} is in no rate table")


def resolve(table: RateTable, name: str, provider: str | None = None) -> ResolvedModel:
    """The model that `name` means. Raises `UnknownModelError` where no provider (or not `provider`) has it."""
    parts = parse(name) if len(name) <= LONGEST_NAME else NameParts(name[:LONGEST_NAME])
    for provider_id, entry in table.providers.items():
        if provider in (None, provider_id) and parts.base in entry.names:
            model_id = entry.names[parts.base]
            return ResolvedModel(name, provider_id, model_id, entry.models[model_id], parts)
    known = [name for id, entry in table.providers.items() if provider in (None, id) for name in entry.names]
    raise UnknownModelError(name, tuple(get_close_matches(parts.base, known, n=3, cutoff=0.6)))
