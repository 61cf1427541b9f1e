"""Tokens are those that tiktoken counts, in any text; every model that can be trained has bounds that make sense."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tiktoken.model import encoding_name_for_model

from bench.tokens import counted_by_peer, peer
from datasets.tokenizers import Encoding, count, tokenizer_of
from ratebook.sources import read_snapshot

ENCODINGS = pytest.mark.parametrize("encoding", list(Encoding))
LONG_S = "'\N{LATIN SMALL LETTER LONG S}"  # a contraction to tiktoken, as 's is, and to toktok-rs two of its characters

PIECES = (
    *("the", "The", "HTTPServer", "camelCase", "ALLCAPS", "don't", "I'LL", "we'Ve", "'s", "'D", "\u2019s", "O'Re"),
    *(
        "Straße",
        "İstanbul",
        "\u0131",
        "ǅ",
        "ʰ",
        "naïve",
        "nai\u0308ve",
        "\u0301",
        "\u0301\u0308\u20dd",
        "ﬁ",
        "Ⅷ",
        "½",
        "²",
    ),
    *("العربية", "٣٤", "\u0640", "שלום", "हिन्दी", "का", "\u0941", "தமிழ்", "ไทย", "한국어", "\u1112\u1161\u11ab"),
    *("汉字", "漢字かな", "カタカナ", "一二三", "\uff0c", "。", "「", "\u3000", "𠮷", "\U0001d49c", "\U000e0041"),
    *("😀", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "\u200d", "\ufe0f", "\u200b", "\ufeff", "\u202e", "\u00ad"),
    *(" ", "  ", " " * 9, " " * 90, "\t", "\t\t", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " \n", "\n "),
    *("\u00a0", "\u2003", "\u2028", "\u2029", "\u0085", "\x1c", "\x0b", "\x0c", "\x00", "\x07", "\x1b[0m", "\x7f"),
    *("0", "12", "123", "1234567890", "3.14159", "1,000,000", "0x1F", "2026-11-27T10:00:00Z", "9" * 50),
    *("<|endoftext|>", "<|fim_prefix|>", "<|endofprompt|>", "<|start|>", "<|im_start|>", "<|", "|>", "</s>", "[INST]"),
    *("!", "!!!", "...", "/", "//", "https://", "\\", "\\n", "{", '{"a":', "}", "===", "->", "#" * 20, "-" * 40, "_"),
    *("\ufffd", "\ue000", "\U0010ffff", "\u0378", "a" * 30, "ab" * 30, "=" * 65),
)
# Letters that Unicode has had for a year or two are none yet in the tables of one of the two: \U000323b0 is cut apart.
KNOWN = st.characters(exclude_categories=["Cs", "Cn"])
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(KNOWN, max_size=4)), max_size=14).map("".join)
SURROGATES = st.text(st.one_of(st.characters(categories=["Cs"]), st.sampled_from("a \n😀é")), max_size=12)

RUNS = {
    "a": "a",
    "a line's end": "\n",
    "a line's end as in Windows": "\r\n",
    "a space": " ",
    "a tab": "\t",
    "an emoji": "😀",
    "a family of emoji": "👩‍👩‍👧‍👦",
    "a digit": "7",
    "an ideogram": "汉",
    "a combining mark": "\u0301",
    "an exclamation mark": "!",
    "hexadecimal digits": "0a1b",
    "no vowels": "xqzjkvbw",
    "a special token": "<|endoftext|>",
    "a lone surrogate": "\ud800",
}


@ENCODINGS
@settings(max_examples=250, deadline=None)
@given(texts=st.lists(TEXT.filter(lambda text: LONG_S not in text), min_size=1, max_size=6))
def test_adversarial_text_counts_as_in_tiktoken(encoding, texts):
    assert count(texts, encoding) == counted_by_peer(texts, encoding)


@ENCODINGS
@settings(max_examples=150, deadline=None)
@given(text=SURROGATES)
@example(text="\ud800")
@example(text="\udc00\ud800")
@example(text="a\ud83d\ude00b")
def test_halves_of_surrogate_pairs_count_as_in_tiktoken_and_never_raise(encoding, text):
    assert count([text, "and another"], encoding) == [*counted_by_peer([text], encoding), 2]


@ENCODINGS
def test_a_lone_surrogate_of_a_json_file_counts_as_the_replacement_character(encoding):
    text = json.loads(r'"price: \ud800 100"')
    assert count([text], encoding) == count(["price: \ufffd 100"], encoding)


@ENCODINGS
def test_a_surrogate_pair_counts_as_its_character(encoding):
    assert count(["\ud83d\ude00"], encoding) == count(["😀"], encoding)


@ENCODINGS
def test_every_character_counts_as_in_tiktoken_between_others(encoding):
    scripts = (*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000, 3), *range(0x10000, 0x20000, 7))
    marked = [f"a{c}B {c}c1{c}\n{c} '{c}" for c in map(chr, scripts)]
    assert count(marked, encoding) == counted_by_peer(marked, encoding)


@ENCODINGS
def test_our_own_files_count_as_in_tiktoken(encoding, pytestconfig):
    paths = [
        path
        for kind in (
            "*.md",
            "docs/*.md",
            "docs/*.json",
            "docs/*.yaml",
            "web/src/**/*.ts",
            "src/**/*.py",
            "events/*.json",
        )
        for path in pytestconfig.rootpath.glob(kind)
    ]
    texts = [path.read_text() for path in paths]
    assert len(texts) > 100
    assert count(texts, encoding) == counted_by_peer(texts, encoding)


@ENCODINGS
def test_a_special_token_is_text_like_any_other(encoding):
    [tokens] = count(["<|endoftext|>"], encoding)
    assert tokens == len(peer(encoding).encode_ordinary("<|endoftext|>")) > 1


@ENCODINGS
def test_no_texts_have_no_counts_and_an_empty_text_has_no_tokens(encoding):
    assert count([], encoding) == []
    assert count(["", "a", ""], encoding) == [0, 1, 0]


@ENCODINGS
@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS.keys())
def test_a_run_counts_as_in_tiktoken(encoding, unit):
    text = unit * (20_000 // len(unit))
    assert count([text], encoding) == counted_by_peer([text], encoding)


@ENCODINGS
def test_a_megabyte_without_a_space_ends_as_it_would_not_in_quadratic_time(encoding):
    counts = count([unit * (1_000_000 // len(unit)) for unit in RUNS.values()], encoding)
    assert all(0 < tokens <= 3_000_000 for tokens in counts)


@pytest.mark.xfail(strict=True, reason="toktok-rs 0.3.0 takes an apostrophe and a long s for no contraction")
@pytest.mark.parametrize("text", [f"ナ{LONG_S}'vetr", f"\u017f{LONG_S}'Rer"])
def test_a_contraction_with_a_long_s_counts_as_in_tiktoken(text):
    assert count([text], Encoding.O200K) == counted_by_peer([text], Encoding.O200K)


def _tables_models():
    table = read_snapshot().table
    for provider_id, provider in table.providers.items():
        for model_id, model in provider.models.items():
            sold = model.training or model.trainable or model.training_class
            if sold or any(tier.training for tier in model.tiers.values()):
                yield provider_id, model_id


TRAINABLE = tuple(_tables_models())
OF_OPENAI = re.compile(r"gpt-|(davinci|babbage)-002|o[134]-")


def test_the_tables_have_models_to_train():
    assert len(TRAINABLE) > 100
    assert {"openai", "azure", "bedrock", "vertex", "together", "tinker"} <= {
        provider_id for provider_id, _ in TRAINABLE
    }


@pytest.mark.parametrize(("provider_id", "model_id"), TRAINABLE, ids="/".join)
def test_each_model_that_is_trained_has_bounds_and_only_openais_are_exact(provider_id, model_id):
    tokenizer = tokenizer_of(provider_id, model_id)
    assert tokenizer.exact == bool(OF_OPENAI.search(model_id.lower()))
    assert tokenizer.exact == (tokenizer.low == tokenizer.high == 1)
    assert 0 < tokenizer.low <= 1 <= tokenizer.high < 5
    assert re.fullmatch(r"[A-Z][^.]+(\.\d[^.]+)*\.", tokenizer.basis), "one sentence"


@pytest.mark.parametrize(("provider_id", "model_id"), TRAINABLE, ids="/".join)
def test_an_exact_encoding_is_the_one_that_tiktoken_names(provider_id, model_id):
    tokenizer = tokenizer_of(provider_id, model_id)
    if tokenizer.exact:
        named = encoding_name_for_model(model_id.lower().rpartition("/")[2])
        assert tokenizer.encoding == named.replace("harmony", "base"), "harmony adds special tokens only"


@pytest.mark.parametrize(
    ("provider_id", "model_id", "vocabulary"),
    [
        ("bedrock", "meta.llama3-1-8b-instruct-v1:0", "Llama 3's"),
        ("fireworks", "accounts/fireworks/models/llama-v3p3-70b-instruct", "Llama 3's"),
        ("together", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "Llama 3's"),
        ("together", "meta-llama/Llama-2-7b-hf", "Llama 1 and 2"),
        ("bedrock", "meta.llama4-scout-17b-instruct-v1:0", "Llama 4's"),
        ("fireworks", "accounts/fireworks/models/qwen2p5-7b-instruct", "Qwen 2 to 3"),
        ("tinker", "Qwen3-8B", "Qwen 2 to 3"),
        ("prime-intellect", "Qwen3.5-9B", "Qwen 3.5"),
        ("fireworks", "accounts/fireworks/models/deepseek-v3p1", "DeepSeek"),
        ("azure", "Ministral-3B", "Tekken vocabulary"),
        ("mistral", "open-mistral-7b", "before Tekken"),
        ("mistral", "codestral", "which of Mistral's"),
        ("together", "google/gemma-3-4b-it", "Gemma 1 to 3"),
        ("vertex", "gemini-2.5-flash", "Google's own SDK"),
        ("vertex", "gemini-3.5-flash", "not public or was not measured"),
        ("bedrock", "amazon.nova-lite-v1:0", "not public or was not measured"),
        ("nobody", "a-model-of-my-own", "not public or was not measured"),
    ],
)
def test_a_family_is_read_from_the_models_name(provider_id, model_id, vocabulary):
    assert vocabulary in tokenizer_of(provider_id, model_id).basis


@pytest.mark.parametrize(
    ("provider_id", "model_id"),
    [("openai", "gpt-6-sol"), ("openai", "davinci"), ("together", "someone/o1-like"), ("self", "gpt-4o-at-home")],
)
def test_no_name_is_exact_that_is_only_like_one_of_openais(provider_id, model_id):
    assert not tokenizer_of(provider_id, model_id).exact


def test_a_fine_tune_counts_as_its_base_model():
    assert tokenizer_of("openai", "ft:gpt-4o-mini-2024-07-18:acme:support:AbC") == tokenizer_of("openai", "gpt-4o-mini")
    assert tokenizer_of("openai", "ft:gpt-3.5-turbo-0125:acme::AbC") == tokenizer_of("openai", "gpt-3.5-turbo")


def test_whatever_nothing_is_known_of_has_the_widest_bounds():
    other = tokenizer_of("nobody", "a-model-of-my-own")
    alike = [each for each in map(tokenizer_of, *zip(*TRAINABLE, strict=True)) if each.encoding == other.encoding]
    assert other.low == min(each.low for each in alike)
    assert other.high == max(each.high for each in alike)


ENGLISH = "Please refund the second payment, since I was charged twice for one order. " * 20
GREEK = "Παρακαλώ επιστρέψτε τη δεύτερη πληρωμή, γιατί χρεώθηκα δύο φορές για μία παραγγελία. " * 20  # noqa: RUF001


def _for(text, provider_id, model_id):
    o200k, cl100k = (count([text], encoding)[0] for encoding in (Encoding.O200K, Encoding.CL100K))
    return tokenizer_of(provider_id, model_id).for_text(o200k, cl100k)


@pytest.mark.parametrize(("provider_id", "model_id"), TRAINABLE)
def test_the_bounds_of_text_that_both_encodings_count_alike_lie_within_those_of_any_text(provider_id, model_id):
    anyhow, english = tokenizer_of(provider_id, model_id), _for(ENGLISH, provider_id, model_id)
    assert anyhow.low <= english.low <= 1 <= english.high <= anyhow.high
    assert (english == anyhow) == anyhow.exact
    assert _for(GREEK, provider_id, model_id) == anyhow


def test_nearer_bounds_say_on_what_they_rest():
    assert "kinds that both of OpenAI's encodings count alike" in _for(ENGLISH, "together", "Llama-3.1-8B").basis
