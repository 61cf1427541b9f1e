"""How each provider writes names: what a name may mean there, the likeliest reading first.

A reading is only a candidate. It counts where the provider's table has its base under exactly that name, so that no
sibling is ever taken for another; a name that no reading explains needs a mapping or is unknown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ratebook.models import NameForm
from ratebook.name_parts import PARTITIONS, Billing, Kind, NameKind, NameParts, Unmapped, parse

type Reading = NameParts | Unmapped
type Form = Callable[[str], Iterator[Reading]]

_DEPRECATIONS_PAGE = "ft-"
_AZURE_FINE_TUNE = re.compile(
    r"(?P<base>[^:/]+?)\.ft-(?P<id>[0-9A-Za-z]+)(?:-(?P<suffix>[^:/]+))?(?::ckpt-step-(?P<step>[0-9]{1,18}))?"
)
_AZURE_TIERS = {"global": "global", "global-standard": "global", "us": "datazone", "eu": "datazone"}
_ARN = re.compile(
    r"arn:aws(?:-(?P<partition>us-gov|cn))?:bedrock:(?P<region>[a-z0-9-]*):[0-9]*:"
    r"(?P<resource>[a-z-]+)/(?P<rest>[^\s]+)"
)
_ARN_KINDS = {
    "application-inference-profile": Unmapped(NameKind.APPLICATION_INFERENCE_PROFILE),
    "provisioned-model": Unmapped(NameKind.PROVISIONED_MODEL, Billing.PROVISIONED),
    "custom-model": Unmapped(NameKind.CUSTOM_MODEL, fine_tuned=True),
    "custom-model-deployment": Unmapped(NameKind.CUSTOM_MODEL_DEPLOYMENT, fine_tuned=True),
    "imported-model": Unmapped(NameKind.IMPORTED_MODEL, Billing.IMPORTED, fine_tuned=True),
    "default-prompt-router": Unmapped(NameKind.PROMPT_ROUTER),
    "prompt-router": Unmapped(NameKind.PROMPT_ROUTER),
}
_BEDROCK_ROUTE = re.compile(
    r"(?:converse/|invoke/)?(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-[0-9])/)?(?P<commitment>[0-9]-month-commitment/)?"
)
_PROFILE = re.compile(r"(?P<tier>us-gov|us|eu|apac|global|jp|au)\.(?P<id>.+)")
_CONTEXT = re.compile(r"(?P<id>.+:[0-9]+):[0-9]+k")
_FIRST_VERSION = "-v1:0"
_VERTEX_RESOURCE = re.compile(
    r"(?:projects/[^/]+/locations/(?P<region>[^/]+)/)?"
    r"(?:publishers/[^/]+/models/(?P<model>[^/]+)|(?P<own>endpoints|models)/[^/]+|tunedModels/[^/]+)"
)
_VERTEX_VERSION = re.compile(r"(?P<model>[^@]+)@(?P<version>[^@]+)")
_MISTRAL_FINE_TUNE = re.compile(
    r"ft:(?P<base>[^:]+):(?P<organization>[^:]+)(?::(?P<suffix>[^:]*))?:[0-9]{8}:(?P<id>[^:]+)"
)
_TOGETHER_FINE_TUNE = re.compile(r"(?P<account>[^/]+)/(?:(?P<base>[^/]+/[^/]+)|[^/]+)-(?P<id>[0-9a-f]{8})")
_TINKER = re.compile(r"tinker://[^/]+/(?:sampler_)?weights/[^/]+")
_FIREWORKS = re.compile(r"accounts/(?P<account>[^/#]+)/(?P<resource>models|deployments|deployedModels)/(?P<id>[^/#]+)")

_CLAIMS: tuple[tuple[re.Pattern[str], NameForm], ...] = (
    (re.compile(r"arn:aws(?:-us-gov|-cn)?:bedrock:"), NameForm.BEDROCK),
    (re.compile(r"projects/[^/]+/locations/|publishers/[^/]+/models/|tunedModels/"), NameForm.VERTEX),
    (_TINKER, NameForm.TINKER),
    (re.compile(r"accounts/[^/]+/(?:models|deployments|deployedModels)/"), NameForm.FIREWORKS),
    (re.compile(r"[^:/]+\.ft-[0-9A-Za-z]"), NameForm.AZURE),
    (re.compile(r"[^/]+/[^/]+/[^/]+-[0-9a-f]{8}\Z"), NameForm.TOGETHER),
)


def claimed_by(name: str) -> NameForm | None:
    """The form of the one provider that writes names like this, whatever model it means; `None` for other names."""
    return next((form for pattern, form in _CLAIMS if pattern.match(name)), None)


def forms_of(name: str) -> tuple[NameForm, ...]:
    """The forms that may explain a name which tells no provider by its shape."""
    if name.startswith("ft:"):
        return NameForm.OPENAI, NameForm.MISTRAL
    return NameForm.OPENAI, NameForm.BEDROCK, NameForm.VERTEX


def last_part(name: str) -> str | None:
    """The owner's own id at the end of an ARN, an endpoint or an account's resource; `None` for other names."""
    return name.rpartition("/")[2] if claimed_by(name) else None


def _openai(name: str) -> Iterator[Reading]:
    yield parse(name)
    if name.startswith(_DEPRECATIONS_PAGE):  # how its deprecations page calls all fine-tunes of a model
        yield NameParts(name.removeprefix(_DEPRECATIONS_PAGE), Kind.FINE_TUNED)


def _azure(name: str) -> Iterator[Reading]:
    head, _, rest = name.partition("/")
    if rest and head in _AZURE_TIERS:
        for reading in _azure(rest):
            yield replace(reading, tier=_AZURE_TIERS[head]) if isinstance(reading, NameParts) else reading
        return
    parts = parse(name)
    if found := _AZURE_FINE_TUNE.fullmatch(name):
        step = found["step"]
        parts = NameParts(
            found["base"],
            Kind.FINE_TUNED,
            suffix=found["suffix"] or "",
            id=found["id"],
            checkpoint_step=int(step) if step else None,
        )
    yield parts
    for azures, openais in (("gpt-35-", "gpt-3.5-"), ("gpt-3.5-", "gpt-35-")):
        if parts.base.startswith(azures):
            yield replace(parts, base=openais + parts.base.removeprefix(azures))
    if parts.kind is Kind.BASE:
        yield Unmapped(NameKind.DEPLOYMENT_ALIAS)


def _bedrock(name: str) -> Iterator[Reading]:
    if arn := _ARN.fullmatch(name):
        for reading in _bedrock_resource(arn["resource"], arn["rest"], arn["region"] or None):
            yield _within(arn["partition"], reading)
        return
    route = _BEDROCK_ROUTE.match(name)
    region, committed, rest = (
        (route["region"], route["commitment"], name[route.end() :]) if route else (None, None, name)
    )
    billing = Billing.PROVISIONED if committed else Billing.ON_DEMAND
    if rest != name and _ARN.fullmatch(rest):
        yield from _bedrock(rest)
        return
    for parts in _bedrock_ids(rest, region):
        yield replace(parts, billing=billing)


def _within(partition: str | None, reading: Reading) -> Reading:
    """The reading, sold as it is in a partition of AWS that has prices of its own."""
    if partition is None or not isinstance(reading, NameParts):
        return reading
    return replace(reading, tier=partition)


def _bedrock_resource(resource: str, rest: str, region: str | None) -> Iterator[Reading]:
    if resource in {"foundation-model", "inference-profile"}:
        yield from _bedrock_ids(rest, region)
        return
    base, _, id = rest.rpartition("/")
    if resource == "custom-model" and base:
        for parts in _bedrock_ids(base, region):
            yield replace(parts, kind=Kind.FINE_TUNED, id=id)
    if resource in _ARN_KINDS:
        yield _ARN_KINDS[resource]


def _bedrock_ids(id: str, region: str | None) -> Iterator[NameParts]:
    """The model id as it is written, without its profile's region, its context length, its first version."""
    partition = next((name for name in PARTITIONS if region and region.startswith(f"{name}-")), None)
    yield NameParts(id, tier=partition, region=region)
    profile = _PROFILE.fullmatch(id)
    tier, bare = (profile["tier"], profile["id"]) if profile else (None, id)
    tier = partition or tier
    context = _CONTEXT.fullmatch(bare)
    versioned = context["id"] if context else bare
    for spelling in dict.fromkeys((bare, versioned, versioned.removesuffix(_FIRST_VERSION))):
        yield NameParts(spelling, tier=tier, region=region)


def _vertex(name: str) -> Iterator[Reading]:
    found = _VERTEX_RESOURCE.fullmatch(name)
    model, region = (found["model"], found["region"]) if found else (name.removeprefix("google/"), None)
    model = model or name.removeprefix("models/")  # as the Gemini API lists its own
    yield NameParts(model, region=region)
    if version := _VERTEX_VERSION.fullmatch(model):
        pinned = version["model"] if version["version"] == "default" else f"{version['model']}-{version['version']}"
        yield NameParts(pinned, region=region)
    if found and not found["model"]:
        kind = NameKind.TUNED_ENDPOINT if found["own"] == "endpoints" else NameKind.TUNED_MODEL
        yield Unmapped(kind, fine_tuned=True)


def _mistral(name: str) -> Iterator[Reading]:
    if found := _MISTRAL_FINE_TUNE.fullmatch(name):
        yield NameParts(
            found["base"], Kind.FINE_TUNED, found["organization"], suffix=found["suffix"] or "", id=found["id"]
        )
    else:
        yield parse(name)


def _together(name: str) -> Iterator[Reading]:
    if found := _TOGETHER_FINE_TUNE.fullmatch(name):
        if found["base"]:
            yield NameParts(found["base"], Kind.FINE_TUNED, found["account"], suffix="", id=found["id"])
        yield Unmapped(NameKind.OWN_MODEL, Billing.DEDICATED, fine_tuned=True)


def _fireworks(name: str) -> Iterator[Reading]:
    model, _, deployment = name.partition("#")
    billing = Billing.DEDICATED if deployment else Billing.ON_DEMAND
    found = _FIREWORKS.fullmatch(model)
    yield NameParts(model, billing=billing)
    if found is None:
        return
    if found["account"] == "fireworks" and found["resource"] == "models":
        yield NameParts(found["id"], billing=billing)
    elif found["resource"] == "models":
        yield Unmapped(NameKind.OWN_MODEL, Billing.DEDICATED, fine_tuned=True)
    else:
        yield Unmapped(NameKind.OWN_DEPLOYMENT, Billing.DEDICATED)


def _tinker(name: str) -> Iterator[Reading]:
    yield NameParts(name)
    if _TINKER.fullmatch(name):
        yield Unmapped(NameKind.OWN_MODEL, fine_tuned=True)


def _plain(name: str) -> Iterator[Reading]:
    yield NameParts(name)


FORMS: dict[NameForm, Form] = {
    NameForm.OPENAI: _openai,
    NameForm.AZURE: _azure,
    NameForm.BEDROCK: _bedrock,
    NameForm.VERTEX: _vertex,
    NameForm.MISTRAL: _mistral,
    NameForm.TOGETHER: _together,
    NameForm.FIREWORKS: _fireworks,
    NameForm.TINKER: _tinker,
    NameForm.PLAIN: _plain,
}
"""How to read a name at a provider of each form. A reading may come twice."""
