"""A file that says only what changes, laid over the table in force."""

from datetime import date
from decimal import Decimal

import pytest

from publishing.authoring import AuthoringError
from publishing.findings import Finding
from publishing.incoming import IncomingFile
from publishing.review import review
from ratebook.history import in_force
from tests.authored import RATES
from tests.publishing.files import KNOWN, entry, provider, table_with, tokens

FIRST, NEXT = tokens("2.5", "10"), tokens("2", "8", "2027-01-01")


@pytest.fixture(scope="module")
def published(core_table):
    """A provider `garden` with one model that has a price, a limit and two names."""
    limits = f"{{minimum_examples: 10, maximum_examples: 99, {KNOWN}}}"
    return table_with(core_table, base=f"[{FIRST}]", limits=limits, aliases="[tulip, tulipa]")


def _over(table, text, file="garden.yaml"):
    return IncomingFile(file, text).over(table)


def _model(table, id="tulip-1"):
    return table.providers["garden"].models[id]


def _problems(text, table, file="garden.yaml"):
    with pytest.raises(AuthoringError) as refused:
        _over(table, text, file)
    return [str(problem) for problem in refused.value.problems]


def test_one_new_entry_is_enough(published):
    newer = _over(published, f"models:\n  tulip-1:\n    base: [{NEXT}]\n")
    assert [entry.effective_from for entry in _model(newer).base] == [date(2025, 9, 1), date(2027, 1, 1)]
    assert _model(newer).limits == _model(published).limits
    assert _model(newer).aliases == ("tulip", "tulipa")
    assert newer.policy == published.policy


def test_a_price_of_tomorrow_takes_effect_at_midnight_utc(published):
    newer = _over(published, f"models:\n  tulip-1:\n    base: [{NEXT}]\n")
    prices = {
        day: in_force(_model(newer).base, date.fromisoformat(day)) for day in ("2026-12-31", "2027-01-01", "2027-01-02")
    }
    assert [price.usd_per_million_input_tokens for price in prices.values() if price] == [
        Decimal("2.5"),
        Decimal(2),
        Decimal(2),
    ]


def test_entries_stand_in_the_order_of_their_days_wherever_they_are_written(published):
    before = tokens("3", "12", "2025-01-01")
    newer = _over(published, f"models:\n  tulip-1:\n    base: [{NEXT}, {before}]\n")
    assert [entry.effective_from.year for entry in _model(newer).base] == [2025, 2025, 2027]


def test_an_entry_of_a_published_day_takes_its_place(published):
    newer = _over(published, f"models:\n  tulip-1:\n    base: [{tokens('2.4', '10', more='correction: misread')}]\n")
    [only] = _model(newer).base
    assert (only.usd_per_million_input_tokens, only.correction) == (Decimal("2.4"), "misread")


def test_a_new_model_and_a_new_tier_join_those_that_are_there(published):
    tiers = f"tiers: {{regional: {{base: [{FIRST}]}}}}"
    newer = _over(published, f"models:\n  tulip-1: {{{tiers}}}\n  rose-1: {{base: [{FIRST}]}}\n")
    assert list(newer.providers["garden"].models) == ["tulip-1", "rose-1"]
    assert list(_model(newer).tiers) == ["regional"]
    assert _model(newer).base == _model(published).base


def test_limits_join_one_by_one_under_the_source_of_the_file(published):
    newer = _over(published, f"models:\n  tulip-1:\n    limits: {{minimum_examples: 20, {KNOWN}}}\n")
    limits = _model(newer).limits
    assert limits is not None
    assert (limits.minimum_examples, limits.maximum_examples) == (20, 99)
    assert _problems("models:\n  tulip-1:\n    limits:\n      minimum_examples: 20\n", published) == [
        f"garden.yaml:3: models.tulip-1.limits.{field}: is missing; add it"
        for field in ("source", "checked_on", "confirmed")
    ]


def test_names_are_said_all_together(published):
    newer = _over(published, "models:\n  tulip-1:\n    aliases: [tulip]\n")
    assert _model(newer).aliases == ("tulip",)


def test_a_source_that_is_new_is_named_in_the_file(published):
    said = NEXT.replace("source: page", "source: mail")
    text = f"sources: {{mail: {{title: a mail}}}}\nmodels:\n  tulip-1:\n    base: [{said}]\n"
    assert set(_over(published, text).providers["garden"].sources) == {"page", "mail"}
    assert _problems(text.partition("\n")[2], published) == [
        (
            "garden.yaml:3: models.tulip-1.base[1].source: 'mail' is not among the file's sources; add it there or use "
            "one of: page"
        )
    ]


def test_a_provider_that_is_new_needs_its_whole_file(core_table):
    table = _over(core_table, provider(base=f"[{FIRST}]"))
    assert set(table.providers) == {"garden", "openai"}
    assert _problems(f"models:\n  tulip-1:\n    base: [{FIRST}]\n", core_table) == [
        f"garden.yaml:1: {field}: is missing; add it" for field in ("schema_version", "title", "sources")
    ]


def test_an_extension_of_three_letters_will_do(core_table):
    assert "garden" in _over(core_table, provider(base=f"[{FIRST}]"), "garden.yml").providers


def test_a_threshold_and_a_rent(core_table):
    policy = "thresholds:\n  payback_limit_months:\n    - effective_from: 2027-01-01\n      value: 6\n"
    known = "      source: payback\n      checked_on: 2026-11-22\n      confirmed: true\n"
    newer = _over(core_table, policy + known, "policy.yaml")
    assert len(newer.policy.thresholds["payback_limit_months"]) == 2
    assert len(newer.policy.thresholds) == len(core_table.policy.thresholds)
    rent = entry("2031-01-01", instance_hour="1.1").replace("source: page", "source: cloudprice")
    newer = _over(core_table, f"instances:\n  aws.g5.xlarge:\n    on_demand: [{rent}]\n", "gpus.yaml")
    assert newer.self_hosted.instances["aws.g5.xlarge"].on_demand[-1].usd_per_instance_hour == Decimal("1.1")
    assert newer.self_hosted.recipes == core_table.self_hosted.recipes


def test_an_error_is_at_the_line_of_the_file_though_the_entry_is_another_by_count(published):
    price = "usd_per_million_input_tokens: cheap"
    text = f"models:\n  tulip-1:\n    base:\n      - effective_from: 2027-01-01\n        {price}\n"
    found = _problems(text, published)
    assert (
        "garden.yaml:5: models.tulip-1.base[1].usd_per_million_input_tokens: is not a number; write a plain decimal "
        "such as 0.15"
    ) in found
    assert "garden.yaml:4: models.tulip-1.base[1].usd_per_million_output_tokens: is missing; add it" in found


def test_a_finding_of_the_review_is_at_the_line_of_the_file(published):
    file = IncomingFile("garden.yaml", f"models:\n  tulip-1:\n    base:\n      - {FIRST}\n      - {NEXT}\n")
    file.over(published)
    place = ("providers", "garden", "models", "tulip-1", "base", 1, "usd_per_million_input_tokens")
    assert str(file.problem(Finding(place, "odd"))) == (
        "garden.yaml:5: models.tulip-1.base[1].usd_per_million_input_tokens: odd"
    )
    elsewhere = Finding(("policy", "thresholds", "horizon_months"), "odd")
    assert str(file.problem(elsewhere)) == "policy.yaml:1: thresholds.horizon_months: odd"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("models: {tulip-1: {price: 1}}\n", "1: models.tulip-1.price: is not a field; check the spelling against"),
        ("models:\n", "1: models: must hold fields; see rates/README.md for the layout"),
        ("models: {tulip-1: }\n", "1: models.tulip-1: "),
        ("schema_version: 2\n", "1: schema_version: is not one of the values that are understood; write 1"),
        ("models:\n  tulip-1:\n  tulip-1:\n", "3: models.tulip-1: stands twice; remove one"),
        (
            f"models:\n  tulip-1:\n    base:\n      - {NEXT}\n      - {NEXT}\n",
            "5: models.tulip-1.base[2].effective_from: ",
        ),
        ("models:\n  tulip-1:\n    base:\n      - 2.5\n", "4: models.tulip-1.base[1]: "),
        ("title: [\n", "2: not YAML: "),
        ("", "1: must hold fields; see rates/README.md for the layout"),
    ],
)
def test_a_mistake_is_reported_at_its_line(published, text, said):
    assert _problems(text, published)[0].startswith(f"garden.yaml:{said}")


@pytest.mark.parametrize("file", ["Garden.yaml", "a/garden.yaml", ".yaml", "gar den.yaml", "garden.txt"])
def test_a_name_that_is_no_providers_is_refused(published, file):
    assert _problems("models: {}\n", published, file) == [
        f"{file}:1: is no file's name of rates/; name it by the provider's id, as in openai.yaml"
    ]


def test_rented_gpus_have_a_file_of_their_own(published):
    assert _problems("models: {}\n", published, "self_hosted.yaml") == [
        "self_hosted.yaml:1: rented GPUs are in gpus.yaml; name the file so"
    ]


def test_a_file_that_says_what_is_published_changes_nothing(published):
    assert _over(published, provider(base=f"[{FIRST}]")) == published


def test_the_file_that_the_readme_calls_enough_is_enough(core_table):
    _, _, text = (RATES / "README.md").read_text(encoding="utf-8").partition("This is enough:\n\n```yaml\n")
    newer = _over(core_table, text.partition("```")[0], "openai.yaml")
    before, after = (each.providers["openai"].models["gpt-4o-mini-2024-07-18"].base for each in (core_table, newer))
    assert (after[:-1], after[-1].effective_from) == (before, date(2027, 2, 1))
    assert review(newer, core_table, date(2026, 11, 25)) == ()
