"""Which providers are imported, what the open price tables call them, and how their names are written here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from local.price_tables.rows import Key, Row
from ratebook.models import NameForm


@dataclass(frozen=True)
class Listed:
    """A provider whose base prices are imported to `rates/imported/ID.yaml`.

    `litellm` are LiteLLM's ids of it, `prefixes` what its names begin with there, and `genai_prices` its id in the
    other table. What that one alone has is taken where its name is wholly a match of `history`: models that their maker
    has withdrawn, whose calls still have to be priced. From `only_agreed` providers, whose lists are long, comes only
    what both tables have, with the same price.
    """

    id: str
    title: str
    litellm: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    genai_prices: str | None = None
    aliases: tuple[str, ...] = ()
    name_form: NameForm = NameForm.PLAIN
    reseller: bool = False
    default_tier: str | None = None
    history: str | None = None
    only_agreed: bool = False


_VERTEX = ("anthropic_models", "language-models")

PROVIDERS = (
    Listed(
        "openai",
        "OpenAI",
        frozenset({"openai", "text-completion-openai"}),
        genai_prices="openai",
        aliases=("text-completion-openai",),
        name_form=NameForm.OPENAI,
        history=r"(?:gpt-3\.5|gpt-4|gpt-oss|o1|chatgpt)[a-z0-9.-]*(?<!\.ft-)",
    ),
    Listed("anthropic", "Anthropic", frozenset({"anthropic"}), genai_prices="anthropic", history=r"claude-[a-z0-9-]+"),
    Listed(
        "google",
        "Gemini API",
        frozenset({"gemini"}),
        ("gemini/",),
        "google",
        ("gemini",),
        NameForm.VERTEX,
        history=r"gemini-[0-9][a-z0-9.-]*",
    ),
    Listed(
        "vertex",
        "Google Vertex AI",
        frozenset({"vertex_ai", *(f"vertex_ai-{kind}" for kind in _VERTEX)}),
        ("vertex_ai/",),
        aliases=("vertex_ai",),
        name_form=NameForm.VERTEX,
        reseller=True,
    ),
    Listed(
        "mistral",
        "Mistral",
        frozenset({"mistral", "codestral"}),
        ("mistral/", "codestral/"),
        "mistral",
        name_form=NameForm.MISTRAL,
    ),
    Listed(
        "cohere",
        "Cohere",
        frozenset({"cohere", "cohere_chat"}),
        genai_prices="cohere",
        aliases=("cohere_chat",),
        history=r"command[a-z0-9-]*",
    ),
    Listed("deepseek", "DeepSeek", frozenset({"deepseek"}), ("deepseek/",), "deepseek"),
    Listed("xai", "xAI", frozenset({"xai"}), ("xai/",), "x-ai", ("x-ai",)),
    Listed(
        "azure",
        "Azure OpenAI",
        frozenset({"azure"}),
        ("azure/",),
        "azure",
        name_form=NameForm.AZURE,
        reseller=True,
        default_tier="global",
    ),
    Listed(
        "bedrock",
        "Amazon Bedrock",
        frozenset({"bedrock", "bedrock_converse"}),
        genai_prices="aws",
        aliases=("bedrock_converse",),
        name_form=NameForm.BEDROCK,
        reseller=True,
        default_tier="global",
    ),
    Listed(
        "together",
        "Together AI",
        frozenset({"together_ai"}),
        ("together_ai/",),
        "together",
        ("together_ai",),
        NameForm.TOGETHER,
        reseller=True,
        only_agreed=True,
    ),
    Listed(
        "fireworks",
        "Fireworks AI",
        frozenset({"fireworks_ai"}),
        ("fireworks_ai/",),
        "fireworks",
        ("fireworks_ai",),
        NameForm.FIREWORKS,
        reseller=True,
        only_agreed=True,
    ),
    Listed("groq", "Groq", frozenset({"groq"}), ("groq/",), "groq", reseller=True, only_agreed=True),
    Listed(
        "openrouter",
        "OpenRouter",
        genai_prices="openrouter",
        reseller=True,
        # The makers that teams compare, without the variants after a colon, which are routed to other hardware.
        history=r"(?:openai|anthropic|google|mistralai|meta-llama)/"
        r"(?!gemini-(?:pro|flash)|gemma|claude-[23-]|gpt-3|gpt-oss|llama-[12]|llama-3-|llama-3\.2|[a-z]*stral-[0-9]*b)"
        r"(?!.*(?:preview|fast|high|distill|palm|codex|32k|mixtral|pixtral|saba|nemo|tiny|-7b|-instruct-|[0-9]e-|3\.[12]-24b))"
        r"[a-z0-9.-]+(?<!-pro)(?<!-chat)(?<!-20[0-9]{6})(?<!-20[0-9]{2}-[0-9]{2}-[0-9]{2})",
    ),
)

BY_ID = {provider.id: provider for provider in PROVIDERS}
_BY_LITELLM = {id: provider for provider in PROVIDERS for id in provider.litellm}

_NOT_PLAIN_TEXT = re.compile(
    r"audio|image|search|research|embed|realtime|live|tts|speech|transcri|voice|voxtral|lyria|sonic|whisper|ocr"
    r"|moderation|guard|rerank|container|computer-use|robotics|omni|router|nano-banana"
)
_NOT_FOR_EVERYONE = re.compile(
    r"experimental|-exp\b|beta|tev1|daybreak|cyber|rosalind|astra-law|vibe|mistral-code|zai-glm|glm-5|-gv2|multi-agent|labs-"
)
"""Trials, and models for a trade or under another maker's name."""

_MADE_ON_BEDROCK = ("amazon", "anthropic", "meta", "mistral", "cohere", "deepseek", "openai", "ai21")
_PROFILE = re.compile(r"(us|eu|apac|global|jp|au)\.(.+)")
_AZURE_ZONES = {"": "", "us": "datazone", "eu": "datazone", "global": "global", "global-standard": "global"}
_NAMES_WITH_FOLDERS = {"together", "fireworks", "groq", "openrouter"}
_OTHER = "other"
"""The tier of what is not imported."""

_ON_FIREWORKS = "accounts/fireworks/models/"
_SNAPSHOT = re.compile(r"-(?:20[0-9]{2}-?[01][0-9]-?[0-3][0-9])$")
_ANY_PROFILE = re.compile(r"(?:us|eu|apac|global|jp|au|regional)\.")
_BEDROCK_VERSION = re.compile(r"-v[0-9]+(?::[0-9]+)?$")


def litellm_key(provider: str, name: str) -> Key | None:
    """Where a row of LiteLLM's stands here; `None` for what is not imported."""
    listed = _BY_LITELLM.get(provider)
    return None if listed is None else _key(listed, _without_prefix(listed, name))


def genai_prices_key(listed: Listed, name: str) -> Key | None:
    """Where a name of genai-prices stands here; `None` for what is not imported."""
    return None if name.startswith("regional.") else _key(listed, name)


def _without_prefix(listed: Listed, name: str) -> str:
    prefix = next((prefix for prefix in listed.prefixes if name.startswith(prefix)), "")
    return name.removeprefix(prefix)


def _key(listed: Listed, name: str) -> Key | None:
    if _NOT_PLAIN_TEXT.search(name.lower()) or _NOT_FOR_EVERYONE.search(name) or name.startswith("ft:"):
        return None
    bare, tier = name, ""
    match listed.id:
        case "azure":
            zone, _, bare = name.rpartition("/")
            tier = _AZURE_ZONES.get(zone, _OTHER)
        case "bedrock":
            if profile := _PROFILE.fullmatch(name):
                tier, bare = profile.groups()
            maker = bare.partition(".")[0]
            tier = tier if maker in _MADE_ON_BEDROCK and "@" not in bare else _OTHER
        case "vertex":
            bare = name.removesuffix("@default")
        case "together":
            tier = "" if "/" in name else _OTHER
        case "fireworks":
            folder, _, model = name.rpartition("/")
            bare = _ON_FIREWORKS + model
            tier = _OTHER if f"{folder}/" not in {"/", _ON_FIREWORKS} or model.endswith(("-fast", "-us")) else ""
    in_folders = "/" in bare and listed.id not in _NAMES_WITH_FOLDERS
    return None if tier == _OTHER or in_folders else Key(listed.id, bare, tier)


def aliases(key: Key) -> tuple[str, ...]:
    """Other names of a model: what is left of the name where the provider's own folder is not said."""
    return (key.name.removeprefix(_ON_FIREWORKS),) if key.name.startswith(_ON_FIREWORKS) else ()


def in_default_tier(rows: Mapping[Key, Row]) -> dict[Key, Row]:
    """The rows with those of a provider's default tier as the model's own, also where the bare name says otherwise."""
    folded = dict(rows)
    for key, row in rows.items():
        if key.tier and key.tier == BY_ID[key.provider].default_tier:
            own = Key(key.provider, key.name)
            del folded[key]
            folded[own] = replace(row, key=own)
    return folded


def undated(name: str) -> str:
    """A name without the day of its snapshot, the region of its profile and Bedrock's version of its interface.

    What is left of two names that mean one model is the same. It says no more than that, and is never looked up alone.
    """
    return _SNAPSHOT.sub("", _BEDROCK_VERSION.sub("", _ANY_PROFILE.sub("", name, count=1)))
