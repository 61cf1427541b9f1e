"""What a model name can say by itself, before any table is asked."""

import re
from dataclasses import dataclass
from enum import StrEnum

_LEVELS = re.compile(r"(?:ft:)*")
_CHECKPOINT = re.compile(r"ckpt-step-([0-9]{1,18})")
_LEGACY = re.compile(r"(?P<base>[a-z]+):ft-(?P<organization>[^:]+?)(?::(?P<suffix>[^:]+?))?-[0-9]{4}(?:-[0-9]{2}){5}")
_MOST_FIELDS = 3  # organization, suffix, id
_MOST_LEVELS = 4  # a fine-tune of a fine-tune of a fine-tune, and one to spare

PARTITIONS = ("us-gov", "cn")
"""Parts of AWS with prices of their own, as tiers: what has no price there is not sold at the commercial one."""


class Kind(StrEnum):
    """Whether a name means a provider's own model or somebody's fine-tune of it."""

    BASE = "base"
    FINE_TUNED = "fine_tuned"


class Billing(StrEnum):
    """How calls under a name are paid for: by the token, or by the time that hardware is kept for them."""

    ON_DEMAND = "on_demand"
    DEDICATED = "dedicated"
    PROVISIONED = "provisioned"
    IMPORTED = "imported"


class NameKind(StrEnum):
    """Names of the owner's own, behind which any model may answer."""

    DEPLOYMENT_ALIAS = "deployment_alias"
    APPLICATION_INFERENCE_PROFILE = "application_inference_profile"
    PROVISIONED_MODEL = "provisioned_model"
    CUSTOM_MODEL = "custom_model"
    CUSTOM_MODEL_DEPLOYMENT = "custom_model_deployment"
    IMPORTED_MODEL = "imported_model"
    PROMPT_ROUTER = "prompt_router"
    TUNED_ENDPOINT = "tuned_endpoint"
    TUNED_MODEL = "tuned_model"
    OWN_MODEL = "own_model"
    OWN_DEPLOYMENT = "own_deployment"


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
    tier: str | None = None
    region: str | None = None
    billing: Billing = Billing.ON_DEMAND


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name that says how it is served and not which model answers. `fine_tuned` is `None` where it may be either."""

    kind: NameKind
    billing: Billing = Billing.ON_DEMAND
    fine_tuned: bool | None = None


def parse(name: str) -> NameParts:
    """The parts of an OpenAI model name; a name of no known form is taken as a base model's.

    Fine-tunes: `ft:BASE:ORGANIZATION:SUFFIX:ID[:ckpt-step-N]`, with the later fields possibly missing. A fine-tune of a
    fine-tune may carry its base's whole name, with or without an `ft:` of its own: the base is read from the left, the
    owner's part from the right. Before August 2023: `BASE:ft-ORGANIZATION[:SUFFIX]-TIMESTAMP`.
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
    whole_levels, rest = divmod(len(owned), _MOST_FIELDS)
    if not rest and levels < whole_levels <= _MOST_LEVELS:
        levels = whole_levels
    if not base or not levels <= len(owned) <= levels * _MOST_FIELDS:
        return NameParts(name)
    own = owned[(levels - 1) * _MOST_FIELDS :] or owned
    organization, suffix, id = (*own, None, None)[:3]
    return NameParts(base, Kind.FINE_TUNED, organization, suffix, id, int(checkpoint[1]) if checkpoint else None)
