"""How many tokens a text has: counted exactly for OpenAI's models, between two bounds for all others.

The bounds were measured with the models' own vocabularies, over 24 kinds of text: see docs/tokenizers.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import toktok  # type: ignore[import-untyped]


class Encoding(StrEnum):
    """What is counted with. Both are OpenAI's."""

    O200K = "o200k_base"
    CL100K = "cl100k_base"


def count(texts: Sequence[str], encoding: Encoding) -> list[int]:
    """The tokens of each text. What looks like a special token, such as `<|endoftext|>`, is text like any other.

    Two halves of a surrogate pair count as their character and a lone half as U+FFFD, as in tiktoken. The time grows
    with the length of the texts, whatever they hold. One difference from tiktoken is known: in o200k_base, an
    apostrophe, a long s (U+017F) and another contraction in a row can come to a token or two more or less.
    """
    try:
        return _counted(texts, encoding)
    except UnicodeEncodeError:
        return _counted([_without_surrogates(text) for text in texts], encoding)


def _counted(texts: Sequence[str], encoding: Encoding) -> list[int]:
    counts: list[int] = toktok.batch_count(texts, encoding.value)
    return counts


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True)
class Tokenizer:
    """What the tokens of a model are counted with.

    The model's own count lies between `low` and `high` times the count in `encoding`; both are 1 where it is `exact`.
    `basis` is a sentence that says what that rests on.
    """

    encoding: Encoding
    exact: bool
    low: Decimal
    high: Decimal
    basis: str


def _exact(encoding: Encoding) -> Tokenizer:
    return Tokenizer(encoding, exact=True, low=Decimal(1), high=Decimal(1), basis=f"Counted with {encoding} itself.")


def _between(low: str, high: str, encoding: Encoding, basis: str) -> Tokenizer:
    return Tokenizer(encoding, exact=False, low=Decimal(low), high=Decimal(high), basis=basis)


def _measured(low: str, high: str, encoding: Encoding, vocabulary: str) -> Tokenizer:
    basis = f"Estimated from {encoding}: the bounds were measured with {vocabulary}, over 24 kinds of text."
    return _between(low, high, encoding, basis)


_GEMINI = _between(
    "0.66",
    "1.81",
    Encoding.O200K,
    "Estimated from o200k_base: the bounds were measured with Gemma 3's vocabulary, with which Google's own SDK counts "
    "for this model.",
)
_MISTRAL = _between(
    "0.90",
    "3.14",
    Encoding.O200K,
    "Estimated from o200k_base: which of Mistral's vocabularies the model has is not known, so the bounds cover those "
    "that were measured.",
)
_OTHER = _between(
    "0.65",
    "4.94",
    Encoding.O200K,
    "Estimated from o200k_base: the model's tokenizer is not public or was not measured, so the bounds cover every "
    "family that was measured.",
)

_FAMILIES: tuple[tuple[str, Tokenizer], ...] = (
    (r"gpt-oss", _exact(Encoding.O200K)),
    (r"\b(openai|azure)/(ft:)?((chat)?gpt-4o|gpt-4\.[15]|gpt-5|o[134](-|$))", _exact(Encoding.O200K)),
    (r"\b(openai|azure)/(ft:)?(gpt-4(?![.\d])|gpt-3\.?5|(davinci|babbage)-002)", _exact(Encoding.CL100K)),
    (r"llama-?v?3|distill-llama", _measured("0.41", "1.05", Encoding.CL100K, "Llama 3's own vocabulary")),
    (r"llama-?v?4", _measured("0.70", "1.84", Encoding.O200K, "Llama 4's own vocabulary")),
    (r"llama-?v?2", _measured("0.81", "1.81", Encoding.CL100K, "the vocabulary of Llama 1 and 2")),
    (r"qwen-?3[.p][56]", _measured("0.66", "1.81", Encoding.O200K, "the vocabulary of Qwen 3.5 and 3.6")),
    (
        r"qwen-?(2([.p]5)?|3)(?![.p\d])|distill-qwen",
        _measured("0.84", "2.95", Encoding.O200K, "the vocabulary of Qwen 2 to 3"),
    ),
    (r"deepseek-(v3|v4|r1)", _measured("0.77", "1.68", Encoding.O200K, "the vocabulary of DeepSeek V3 and V4")),
    (r"mistral-nemo|ministral", _measured("0.90", "1.81", Encoding.O200K, "Mistral's Tekken vocabulary")),
    (
        r"mistral-7b|mixtral|mistral-large-24",
        _measured("0.78", "1.81", Encoding.CL100K, "Mistral's vocabulary before Tekken"),
    ),
    (r"mistral|codestral", _MISTRAL),
    (r"gemma-?[123](?!\d)", _measured("0.65", "1.81", Encoding.O200K, "the vocabularies of Gemma 1 to 3")),
    (r"gemini-(2\.[05]|3-)", _GEMINI),
)
"""The first pattern that is found in `provider/model`, in small letters, names its family."""


def tokenizer_of(provider_id: str, model_id: str) -> Tokenizer:
    """What the tokens of a provider's model are counted with: within wide bounds if nothing is known of the model."""
    name = f"{provider_id}/{model_id}".lower()
    return next((tokenizer for pattern, tokenizer in _FAMILIES if re.search(pattern, name)), _OTHER)
