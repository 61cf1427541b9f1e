"""What was published stays: each way to lose or to edit history, and what is said about it."""

import pytest

from publishing.authoring import load_files, load_provider
from publishing.review import review
from ratebook.compiled import read_compiled
from ratebook.models import RateTable
from tests.authored import FIRST_RELEASE
from tests.publishing.files import KNOWN, MODEL, entry, provider, table_with, tokens

FIRST, SECOND = tokens("2.5", "10"), tokens("2", "8", "2027-01-01")


@pytest.fixture
def garden(core_table):
    """A table with one model of one provider."""
    return lambda **model: table_with(core_table, **model)


def garden_of(other, rest):
    """A table whose provider has `rest` in its file, from its models on."""
    text = provider().partition("models:")[0] + rest
    garden = load_provider("garden.yaml", text)
    return RateTable(providers={"garden": garden}, self_hosted=other.self_hosted, policy=other.policy)


def _said(table, published):
    return [str(found) for found in review(table, published)]


def _correction(of, why="misread"):
    return of.replace("}", f", correction: {why}}}")


def test_the_authored_rates_can_be_published_for_the_first_time(table):
    assert _said(table, None) == []


def test_the_authored_rates_keep_what_the_first_release_published(table):
    assert _said(table, read_compiled(FIRST_RELEASE.read_bytes()).table) == []


def test_a_table_can_follow_itself(core_table):
    assert _said(core_table, core_table) == []


def test_a_new_entry_a_new_model_and_a_new_provider_are_welcome(garden, core_table):
    assert _said(garden(base=f"[{FIRST}, {SECOND}]"), garden(base=f"[{FIRST}]")) == []
    more = core_table.providers | garden(base=f"[{FIRST}]").providers
    both = RateTable(providers=more, self_hosted=core_table.self_hosted, policy=core_table.policy)
    assert _said(both, core_table) == []


def test_an_entry_that_is_gone(garden):
    assert _said(garden(base=f"[{SECOND}]"), garden(base=f"[{FIRST}, {SECOND}]")) == [
        (
            f"garden.yaml: {MODEL}.base: the published entry of 2025-09-01 is missing; put it back, and append what is "
            "new as an entry of its own"
        )
    ]


def test_a_history_that_is_gone(garden):
    said = "the published entry of 2025-09-01 is missing; put it back, and append what is new as an entry of its own"
    assert _said(garden(), garden(base=f"[{FIRST}]")) == [f"garden.yaml: {MODEL}.base: {said}"]


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("tiers", f"{{regional: {{base: [{FIRST}]}}}}", "tiers.regional"),
        ("training", f"{{sft: [{entry(million_training_tokens='25')}]}}", "training.sft"),
        ("hosting_options", f"{{reserved: [{entry(unit_hour='5')}]}}", "hosting_options.reserved"),
    ],
)
def test_a_tier_a_training_method_or_a_hosting_option_that_is_gone(garden, field, value, place):
    [said] = _said(garden(), garden(**{field: value}))
    assert said == f"garden.yaml: {MODEL}.{place}: was published and is missing; put it back"


def test_a_model_that_is_gone(garden, core_table):
    published = garden(base=f"[{FIRST}]")
    gone = garden_of(core_table, "models: {}")
    assert _said(gone, published) == [
        (
            f"garden.yaml: {MODEL}: was published and is missing; put it back, with retires_on where it is shut down, "
            "or say under `withdrawn` why it never belonged here"
        )
    ]


def test_a_model_that_never_belonged_is_withdrawn_with_a_reason(garden, core_table):
    published = garden(base=f"[{FIRST}]", aliases="[tulip]")
    assert _said(garden_of(core_table, "models: {}\nwithdrawn: {tulip-1: a typo}\n"), published) == []
    assert _said(garden_of(core_table, "models: {}\nwithdrawn: {tulip-1: ' '}\n"), published) == [
        "garden.yaml: withdrawn.tulip-1: says nothing; write why it never belonged here"
    ]


def test_a_withdrawn_model_is_not_among_the_models(core_table, garden):
    both = garden_of(core_table, "models: {tulip-1: {}}\nwithdrawn: {tulip-1: a typo}\n")
    assert _said(both, garden()) == [
        "garden.yaml: withdrawn.tulip-1: is withdrawn and still among the models; remove one of the two"
    ]


def test_why_a_model_was_withdrawn_is_kept(core_table):
    published = garden_of(core_table, "models: {}\nwithdrawn: {tulip-1: a typo}\n")
    assert _said(garden_of(core_table, "models: {}\n"), published) == [
        "garden.yaml: withdrawn.tulip-1: was published and is missing; put it back"
    ]


def test_a_name_that_means_nothing_any_more(garden):
    published = garden(aliases="[tulip, tulipa]")
    assert _said(garden(aliases="[tulip]"), published) == [
        f"garden.yaml: {MODEL}.aliases: the published name 'tulipa' means nothing any more; keep it as an alias"
    ]


def test_a_provider_or_an_instance_that_is_gone(core, core_table, garden):
    assert "openai.yaml: was published and is missing; put it back" in _said(garden(), core_table)
    start = core["gpus.yaml"].index("  aws.g6.xlarge:")
    end = core["gpus.yaml"].index("  aws.g6e.xlarge:")
    fewer = load_files(core | {"gpus.yaml": core["gpus.yaml"][:start] + core["gpus.yaml"][end:]})
    assert _said(fewer, core_table) == ["gpus.yaml: instances.aws.g6.xlarge: was published and is missing; put it back"]


def test_a_published_figure_does_not_change_without_a_correction(garden):
    published = garden(base=f"[{FIRST}]")
    [said] = _said(garden(base=f"[{tokens('2.4', '10')}]"), published)
    assert said == (
        f"garden.yaml: {MODEL}.base[0]: the published entry of 2025-09-01 was changed (input 2.50 → 2.40 USD per "
        "million tokens (4 % cheaper)); put it back and append a new entry, or say in `correction` what "
        "was wrong with the published one"
    )
    assert _said(garden(base=f"[{_correction(tokens('2.4', '10'))}]"), published) == []


def test_each_correction_has_a_text_of_its_own(garden):
    published = garden(base=f"[{_correction(tokens('2.4', '10'))}]")
    assert len(_said(garden(base=f"[{_correction(tokens('2.3', '10'))}]"), published)) == 1
    assert len(_said(garden(base=f"[{_correction(tokens('2.3', '10'), ''' '  ' ''')}]"), published)) == 1
    assert _said(garden(base=f"[{_correction(tokens('2.3', '10'), 'misread again')}]"), published) == []


def test_a_correction_that_was_published_is_kept(garden):
    published = garden(base=f"[{_correction(FIRST)}]")
    assert _said(garden(base=f"[{FIRST}]"), published) == [
        f"garden.yaml: {MODEL}.base[0].correction: was published as 'misread' and is missing; put it back"
    ]


def test_how_a_figure_is_known_may_change_at_any_time(garden):
    checked = FIRST.replace("2026-11-22", "2026-11-25").replace("true", "false").replace("}", ", note: seen}")
    assert _said(garden(base=f"[{checked}]"), garden(base=f"[{FIRST}]")) == []


def test_a_correction_by_more_than_five_times_needs_a_new_reason_too(garden):
    published = garden(base=f"[{tokens('0.25', '1', more='reason: an introductory price')}]")
    wrong = _correction(tokens("2.5", "10", more="reason: an introductory price"))
    said = "after 0.25 in the published entry (2025-09-01), 10 times as much; check the row, or say in `reason`"
    assert said in "".join(_said(garden(base=f"[{wrong}]"), published))
    right = _correction(tokens("2.5", "10", more="reason: the point was in the wrong place"))
    assert _said(garden(base=f"[{right}]"), published) == []


def test_what_stands_as_it_was_published_is_not_judged_again(garden):
    odd = tokens("2500", "10000")
    assert _said(garden(base=f"[{odd}]"), None) != []
    assert _said(garden(base=f"[{odd}]"), garden(base=f"[{odd}]")) == []
    newer = tokens("2", "8", "2027-01-01")
    assert all("base[1]" in said for said in _said(garden(base=f"[{odd}, {newer}]"), garden(base=f"[{odd}]")))


def test_a_date_may_move_since_it_is_announced_and_no_history(garden):
    then, now = (f"{{date: {day}, {KNOWN}}}" for day in ("2027-01-14", "2027-03-31"))
    assert _said(garden(retires_on=now), garden(retires_on=then)) == []


def test_a_deployment_may_go_since_it_is_the_owners(core_table):
    mapped = f"models: {{tulip-1: {{}}}}\ndeployments: {{prod: {{model: tulip-1, {KNOWN}}}}}\n"
    published = garden_of(core_table, mapped)
    assert _said(garden_of(core_table, "models: {tulip-1: {}}\n"), published) == []


def test_a_policy_threshold_is_corrected_or_followed_never_edited(core_table, edited_core):
    [said] = _said(edited_core("policy.yaml", "value: 3\n", "value: 4\n"), core_table)
    assert said.startswith(
        "policy.yaml: thresholds.payback_limit_months[0]: the published entry of 2025-09-01 was changed (3 → 4); "
    )
    corrected = edited_core("policy.yaml", "value: 3\n", "value: 4\n      correction: the article says four\n")
    assert _said(corrected, core_table) == []
