"""Which formats each provider documents for training."""

from datasets.formats.formats import Format

_OPENAI = frozenset({Format.CHAT, Format.PREFERENCE, Format.REINFORCEMENT, Format.COMPLETION})
_TAKES = {
    "openai": _OPENAI,
    "azure": _OPENAI,
    "mistral": frozenset({Format.CHAT}),
    "together": frozenset({Format.CHAT, Format.PREFERENCE, Format.COMPLETION, Format.TEXT}),
    "fireworks": frozenset({Format.CHAT, Format.PREFERENCE, Format.REINFORCEMENT}),
    "bedrock": frozenset({Format.CONVERSE, Format.COMPLETION}),
    "vertex": frozenset({Format.GEMINI}),
}


def takes(provider_id: str, interface: str, format: Format | None) -> bool | None:
    """Whether a provider takes files of a format as they are; `None` where it takes what your own code sends it.

    A model whose `interface` is completions is trained on these alone.
    """
    known = frozenset({Format.COMPLETION}) if interface == "completions" else _TAKES.get(provider_id)
    return None if known is None else format in known
