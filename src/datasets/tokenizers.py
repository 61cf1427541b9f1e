"""How many tokens a text has: counted exactly for OpenAI's models, between two bounds for all others.

The bounds were measured with the models' own vocabularies, over 24 kinds of text: see docs/tokenizers.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    `basis` says in sentences what that rests on. `alike` are the bounds for texts that both encodings count alike.
    """

    encoding: Encoding
    exact: bool
    low: Decimal
    high: Decimal
    basis: str
    alike: tuple[Decimal, Decimal]

    def for_text(self, o200k: int, cl100k: int) -> "Tokenizer":
        """The same for a text of so many tokens in each encoding: nearer bounds where that tells what text it is.

        cl100k_base has more tokens for every language but English. Where both come to the same, within 8 %, little can
        be in another, and vocabularies differ less.
        """
        if self.exact or Decimal(cl100k) > Decimal(o200k) * _ALIKE:
            return self
        low, high = self.alike
        return replace(self, low=low, high=high, basis=f"{self.basis} {_ALIKE_BASIS}")


_ALIKE = Decimal("1.08")
_ALIKE_BASIS = (
    "This text is of the kinds that both of OpenAI's encodings count alike, such as English, code, JSON and numbers, "
    "and the bounds are those of these kinds."
)


def _exact(encoding: Encoding) -> Tokenizer:
    one = Decimal(1)
    return Tokenizer(
        encoding, exact=True, low=one, high=one, basis=f"Counted with {encoding} itself.", alike=(one, one)
    )


def _between(bounds: str, alike: str, encoding: Encoding, basis: str) -> Tokenizer:
    low, high = _bounds(bounds)
    return Tokenizer(encoding, exact=False, low=low, high=high, basis=basis, alike=_bounds(alike))


def _bounds(text: str) -> tuple[Decimal, Decimal]:
    low, high = text.split(" to ")
    return Decimal(low), Decimal(high)


def _measured(bounds: str, alike: str, encoding: Encoding, vocabulary: str) -> Tokenizer:
    basis = f"Estimated from {encoding}: the bounds were measured with {vocabulary}, over 24 kinds of text."
    return _between(bounds, alike, encoding, basis)


_GEMINI = _between(
    "0.66 to 1.81",
    "0.98 to 1.81",
    Encoding.O200K,
    "Estimated from o200k_base: the bounds were measured with Gemma 3's vocabulary, with which Google's own SDK counts "
    "for this model.",
)
_MISTRAL = _between(
    "0.90 to 3.14",
    "0.98 to 1.81",
    Encoding.O200K,
    "Estimated from o200k_base: which of Mistral's vocabularies the model has is not known, so the bounds cover those "
    "that were measured.",
)
_OTHER = _between(
    "0.65 to 4.94",
    "0.94 to 1.81",
    Encoding.O200K,
    "Estimated from o200k_base: the model's tokenizer is not public or was not measured, so the bounds cover every "
    "family that was measured.",
)

_FAMILIES: tuple[tuple[str, Tokenizer], ...] = (
    (r"gpt-oss", _exact(Encoding.O200K)),
    (r"\b(openai|azure)/(ft:)?((chat)?gpt-4o|gpt-4\.[15]|gpt-5|o[134](-|$))", _exact(Encoding.O200K)),
    (r"\b(openai|azure)/(ft:)?(gpt-4(?![.\d])|gpt-3\.?5|(davinci|babbage)-002)", _exact(Encoding.CL100K)),
    (
        r"llama-?v?3|distill-llama",
        _measured("0.41 to 1.05", "0.95 to 1.05", Encoding.CL100K, "Llama 3's own vocabulary"),
    ),
    (
        r"llama-?v?4",
        _measured("0.70 to 1.84", "0.94 to 1.07", Encoding.O200K, "Llama 4's own vocabulary"),
    ),
    (
        r"llama-?v?2",
        _measured("0.81 to 1.81", "1.00 to 1.81", Encoding.CL100K, "the vocabulary of Llama 1 and 2"),
    ),
    (
        r"qwen-?3[.p][56]",
        _measured("0.66 to 1.81", "0.96 to 1.81", Encoding.O200K, "the vocabulary of Qwen 3.5 and 3.6"),
    ),
    (
        r"qwen-?(2([.p]5)?|3)(?![.p\d])|distill-qwen",
        _measured("0.84 to 2.95", "0.95 to 1.81", Encoding.O200K, "the vocabulary of Qwen 2 to 3"),
    ),
    (
        r"deepseek-(v3|v4|r1)",
        _measured("0.77 to 1.68", "0.95 to 1.11", Encoding.O200K, "the vocabulary of DeepSeek V3 and V4"),
    ),
    (
        r"mistral-nemo|ministral",
        _measured("0.90 to 1.81", "0.98 to 1.81", Encoding.O200K, "Mistral's Tekken vocabulary"),
    ),
    (
        r"mistral-7b|mixtral|mistral-large-24",
        _measured("0.78 to 1.81", "1.00 to 1.81", Encoding.CL100K, "Mistral's vocabulary before Tekken"),
    ),
    (r"mistral|codestral", _MISTRAL),
    (
        r"gemma-?[123](?!\d)",
        _measured("0.65 to 1.81", "0.97 to 1.81", Encoding.O200K, "the vocabularies of Gemma 1 to 3"),
    ),
    (r"gemini-(2\.[05]|3-)", _GEMINI),
)
"""The first pattern that is found in `provider/model`, in small letters, names its family."""


def tokenizer_of(provider_id: str, model_id: str) -> Tokenizer:
    """What the tokens of a provider's model are counted with: within wide bounds if nothing is known of the model."""
    name = f"{provider_id}/{model_id}".lower()
    return next((tokenizer for pattern, tokenizer in _FAMILIES if re.search(pattern, name)), _OTHER)
