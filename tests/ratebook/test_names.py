import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.authoring import load_files
from ratebook.names import LONGEST_NAME, Kind, NameParts, UnknownModelError, parse, resolve


@pytest.fixture(scope="module")
def table(files):
    """The authored table without the other providers."""
    return load_files({name: files[name] for name in ("openai.yaml", "policy.yaml", "gpus.yaml")})


MINI, NANO = "gpt-4o-mini-2024-07-18", "gpt-4.1-nano-2025-04-14"
TUNED = Kind.FINE_TUNED

NAMES = {
    "gpt-4o": NameParts("gpt-4o"),
    MINI: NameParts(MINI),
    f"ft:{MINI}:my-org:custom-suffix:id": NameParts(MINI, TUNED, "my-org", "custom-suffix", "id"),
    f"ft:{MINI}:tensorzero::ALHEaw1j": NameParts(MINI, TUNED, "tensorzero", "", "ALHEaw1j"),
    f"ft:{MINI}:org:weather:B7R9VjQd": NameParts(MINI, TUNED, "org", "weather", "B7R9VjQd"),
    f"ft:{NANO}:openai::BTz2REMH": NameParts(NANO, TUNED, "openai", "", "BTz2REMH"),
    "ft:gpt-3.5-turbo-0125:my-org:custom-suffix:96olL566:ckpt-step-2000": NameParts(
        "gpt-3.5-turbo-0125", TUNED, "my-org", "custom-suffix", "96olL566", 2000
    ),
    f"ft:{MINI}:my-org::9GojMIMF:ckpt-step-90": NameParts(MINI, TUNED, "my-org", "", "9GojMIMF", 90),
    "ft:o4-mini-2025-04-16:acme:project:9AbC:ckpt-step-200": NameParts(
        "o4-mini-2025-04-16", TUNED, "acme", "project", "9AbC", 200
    ),
    # Undated, as in samples of the documentation, and with the later fields missing.
    "ft:gpt-4o-mini:my-org:custom_suffix:id": NameParts("gpt-4o-mini", TUNED, "my-org", "custom_suffix", "id"),
    "ft:gpt-4o-mini:acme::x": NameParts("gpt-4o-mini", TUNED, "acme", "", "x"),
    "ft:gpt-3.5-turbo:acemeco:suffix:abc123": NameParts("gpt-3.5-turbo", TUNED, "acemeco", "suffix", "abc123"),
    "ft:gpt-3.5-turbo:acme": NameParts("gpt-3.5-turbo", TUNED, "acme"),
    "ft:gpt-3.5-turbo:acme:suffix": NameParts("gpt-3.5-turbo", TUNED, "acme", "suffix"),
    # A fine-tune of a fine-tune, and of a checkpoint of one: the base is the innermost, the rest is the outermost's.
    f"ft:ft:{MINI}:acme:first:AAAA:acme:second:BBBB": NameParts(MINI, TUNED, "acme", "second", "BBBB"),
    f"ft:ft:{MINI}:acme:first:AAAA:ckpt-step-7:acme:second:BBBB:ckpt-step-9": NameParts(
        MINI, TUNED, "acme", "second", "BBBB", 9
    ),
    f"ft:{MINI}:acme:first:AAAA:ckpt-step-7:acme:second:BBBB": NameParts(MINI, TUNED, "acme", "second", "BBBB"),
    # Before August 2023.
    "davinci:ft-personal-2023-04-05-15-59-30": NameParts("davinci", TUNED, "personal", "", legacy=True),
    "curie:ft-acme-2021-08-23-17-54-10": NameParts("curie", TUNED, "acme", "", legacy=True),
    "ada:ft-your-org:custom-model-name-2022-02-15-04-21-04": NameParts(
        "ada", TUNED, "your-org", "custom-model-name", legacy=True
    ),
    # No forms of this provider: taken whole, so that they are found in no table.
    "ft-gpt-4.1-nano-2025-04-14": NameParts("ft-gpt-4.1-nano-2025-04-14"),
    f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678:ckpt-step-90": NameParts(
        f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678:ckpt-step-90"
    ),
    f"ft:{MINI}": NameParts(f"ft:{MINI}"),
    f"ft:{MINI}:a:b:c:d": NameParts(f"ft:{MINI}:a:b:c:d"),
    f"ft:ft:{MINI}:acme": NameParts(f"ft:ft:{MINI}:acme"),
    "ft:": NameParts("ft:"),
    "ft::acme:suffix:id": NameParts("ft::acme:suffix:id"),
    "": NameParts(""),
}


@pytest.mark.parametrize(("name", "parts"), NAMES.items())
def test_a_name_is_taken_apart_from_the_left(name, parts):
    assert parse(name) == parts


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("gpt-4o", "gpt-4o-2024-08-06"),
        ("gpt-4o-mini", MINI),
        ("ft:gpt-4o-mini:acme::x", MINI),
        (f"ft:{MINI}:tensorzero::ALHEaw1j", MINI),
        ("ft:o4-mini-2025-04-16:acme:project:9AbC:ckpt-step-200", "o4-mini-2025-04-16"),
        ("davinci:ft-acme-2023-01-01-00-00-00", "davinci"),
        ("gpt-3.5-turbo", "gpt-3.5-turbo-0125"),
    ],
)
def test_a_name_means_the_model_that_it_names(table, name, model):
    found = resolve(table, name)
    assert (found.provider, found.model_id, found.name) == ("openai", model, name)
    assert found.fine_tuned == (":" in name)


def test_every_model_is_found_by_each_of_its_names_and_by_no_other(table):
    for model_id, model in table.providers["openai"].models.items():
        for name in (model_id, *model.aliases):
            assert resolve(table, name).model_id == model_id
            assert resolve(table, f"ft:{name}:acme:suffix:id").model_id == model_id
            for near in (f"{name}x", f"x{name}", f"{name}-", name[:-1], name.upper(), f" {name}", f"{name}\n"):
                if near not in table.providers["openai"].names:
                    with pytest.raises(UnknownModelError):
                        resolve(table, near)


@pytest.mark.parametrize(
    "name",
    [
        "my-o3",
        "gpt-50x",
        "omni-moderation",
        "gpt-4ofoo",
        "gpt-4o-mini-2024",
        "ft:gpt-4",
        "ft:gpt-4o-min:acme::x",
        f"{MINI}.ft-0e208cf33a6a466994aff31a08aba678",
        "ft:open-mistral-7b:acme:20240101:abcdef12",
    ],
)
def test_a_name_that_only_looks_like_a_models_is_unknown(table, name):
    with pytest.raises(UnknownModelError):
        resolve(table, name)


def test_an_unknown_name_comes_with_those_that_look_like_it(table):
    with pytest.raises(UnknownModelError) as caught:
        resolve(table, "ft:gpt-4o-mimi:acme::x")
    assert "gpt-4o-mini" in caught.value.nearest
    with pytest.raises(UnknownModelError) as caught:
        resolve(table, "zzz")
    assert caught.value.nearest == ()


def test_a_name_is_looked_up_at_its_provider_only(table):
    assert resolve(table, "gpt-4o", "openai").provider == "openai"
    with pytest.raises(UnknownModelError) as caught:
        resolve(table, "gpt-4o", "azure")
    assert (caught.value.nearest, caught.value.code) == ((), "unknown_provider")


def test_a_name_longer_than_any_is_unknown_and_not_cut_to_one_that_is_known(table):
    name = f"ft:gpt-4o:acme:suffix:{'x' * LONGEST_NAME}"
    assert parse(name).base == "gpt-4o"
    with pytest.raises(UnknownModelError):
        resolve(table, name)


_pieces = st.sampled_from(["ft:", ":", "gpt-4o", "acme", "ckpt-step-", "ft-", "-2023-04-05-15-59-30", "9" * 30, "é"])


@given(st.text() | st.lists(_pieces, max_size=12).map("".join))
def test_every_text_has_parts(name):
    parts = parse(name)
    assert parts.base in name
    assert (parts.kind is Kind.BASE) == (parts.base == name)


@pytest.mark.parametrize("piece", ["ft:", ":", "a:", "9", "-2023", "davinci:ft-", ":ckpt-step-1", "ckpt-step-9"])
@pytest.mark.parametrize("start", ["", "ft:gpt-4o:", "davinci:ft-a", "ft:gpt-4o:a:b:c:ckpt-step-"])
def test_a_name_of_a_million_characters_is_read_at_once(start, piece):
    name = start + piece * (1_000_000 // len(piece))
    began = time.process_time()
    parse(name)
    assert time.process_time() - began < 2
