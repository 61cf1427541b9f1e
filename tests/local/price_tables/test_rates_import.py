"""An import as a whole: what it writes, what it says, and that it never touches what is already there."""

from datetime import date
from decimal import Decimal

import pytest

from local.price_tables.__main__ import main, run
from publishing.authoring import AuthoringError, load_provider
from tests.local.price_tables.tables import TODAY, compared, genai_file, litellm_file, model, mtok, priced, since

CHECKED = """\
schema_version: 1
title: OpenAI
sources: {page: {title: price page}}
models:
  gpt-5-2025-08-07:
    aliases: [gpt-5]
    base:
      - effective_from: 2025-09-01
        usd_per_million_input_tokens: 1.25
        usd_per_million_output_tokens: 10
        source: page
        checked_on: 2026-11-22
        confirmed: true
"""


def _tables(input_usd="1", output_usd="2", **fields):
    """The model in both tables, at the same price."""
    return compared(
        litellm_file(**{"gpt-5": priced(input_usd, output_usd, **fields)}),
        genai_file(openai=[model("gpt-5", mtok(input_usd, output_usd))]),
    )


def _imported(rates, provider="openai"):
    path = rates / "imported" / f"{provider}.yaml"
    return load_provider(path.name, path.read_text())


def _history(rates, name="gpt-5"):
    return [
        (entry.effective_from, entry.usd_per_million_input_tokens, entry.checked_on)
        for entry in _imported(rates).models[name].base
    ]


def test_what_is_imported_is_written_as_people_write_it(tmp_path):
    run(tmp_path, _tables("0.15", "2", max_input_tokens=128000, deprecation_date="2027-01-14"), TODAY)
    assert (
        (tmp_path / "imported" / "openai.yaml").read_text()
        == """\
# Written by `make rates-import`; edit rates/openai.yaml instead, which wins over this.
schema_version: 1
title: OpenAI
aliases: [text-completion-openai]
name_form: openai
sources:
  genai-prices-0.1.0+litellm-1.2.3:
    title: genai-prices (MIT), release 0.1.0 of 2026-11-10 and LiteLLM (MIT), release 1.2.3 of 2026-11-20, which agree
  litellm-1.2.3:
    title: LiteLLM (MIT), release 1.2.3 of 2026-11-20
models:
  gpt-5:
    compared: false
    retires_on: {date: 2027-01-14, source: litellm-1.2.3, checked_on: 2026-11-25, confirmed: false}
    limits: {input_tokens_per_call: 128000, source: litellm-1.2.3, checked_on: 2026-11-25, confirmed: false}
    base:
    - effective_from: 2025-09-01
      usd_per_million_input_tokens: 0.15
      usd_per_million_output_tokens: 2
      source: genai-prices-0.1.0+litellm-1.2.3
      checked_on: 2026-11-25
      confirmed: true
"""
    )


def test_a_second_import_changes_nothing(tmp_path):
    run(tmp_path, _tables(), TODAY)
    before = (tmp_path / "imported" / "openai.yaml").read_bytes()
    said = run(tmp_path, _tables(), date(2027, 1, 31))
    assert (tmp_path / "imported" / "openai.yaml").read_bytes() == before
    assert "  unchanged: 1" in said


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    said = run(tmp_path, _tables(), TODAY, dry_run=True)
    assert not (tmp_path / "imported").exists()
    assert said == run(tmp_path, _tables(), TODAY)


def test_a_new_model_is_named_with_its_price_and_source(tmp_path):
    assert "  new: gpt-5, 1/2 from 2025-09-01 (genai-prices-0.1.0+litellm-1.2.3)" in run(tmp_path, _tables(), TODAY)


def test_a_price_that_changed_is_appended_from_the_day_of_the_release(tmp_path):
    run(tmp_path, _tables("1", "2"), TODAY)
    said = run(tmp_path, _tables("0.8", "2"), date(2026, 12, 1))
    assert _history(tmp_path) == [
        (date(2025, 9, 1), 1, TODAY),
        (date(2026, 11, 20), Decimal("0.8"), date(2026, 12, 1)),
    ]
    assert any(line.startswith("  changed: gpt-5, 1/2 → 0.8/2 from") for line in said)
    first, late = _imported(tmp_path).models["gpt-5"].base
    assert (first.correction, late.correction) == (None, "the price tables were read on 2026-12-01")


def test_a_change_that_genai_prices_dates_begins_on_that_day(tmp_path):
    run(tmp_path, _tables("1", "2"), TODAY)
    history = f"[{since(None, mtok('1', '2'))}, {since(date(2026, 11, 5), mtok('0.8', '2'))}]"
    changed = compared(litellm_file(**{"gpt-5": priced("0.8", "2")}), genai_file(openai=[model("gpt-5", history)]))
    run(tmp_path, changed, date(2026, 12, 1))
    assert [day for day, *_ in _history(tmp_path)] == [date(2025, 9, 1), date(2026, 11, 5)]


def test_older_prices_that_become_known_later_are_not_put_before_what_is_there(tmp_path):
    run(tmp_path, _tables("2", "8"), TODAY)
    history = f"[{since(None, mtok('10', '40'))}, {since(date(2025, 6, 10), mtok('2', '8'))}]"
    known = compared(litellm_file(**{"gpt-5": priced("2", "8")}), genai_file(openai=[model("gpt-5", history)]))
    run(tmp_path, known, date(2026, 12, 1))
    assert _history(tmp_path) == [(date(2025, 9, 1), 2, TODAY)]


def test_a_rate_that_a_table_no_longer_states_while_the_rest_stands_is_kept(tmp_path):
    run(tmp_path, _tables(cache_read_input_token_cost=1e-07), TODAY)
    said = run(tmp_path, _tables(), date(2026, 12, 1))
    assert _imported(tmp_path).models["gpt-5"].base[0].usd_per_million_cached_input_tokens == Decimal("0.1")
    assert "  unchanged: 1" in said


def test_a_rate_that_becomes_known_is_a_new_entry(tmp_path):
    run(tmp_path, _tables(), TODAY)
    said = run(tmp_path, _tables(cache_read_input_token_cost=1e-07), date(2026, 12, 1))
    assert len(_history(tmp_path)) == 2
    assert any("usd_per_million_cached_input_tokens none → 0.1" in line for line in said)


def test_a_change_that_can_hardly_be_right_is_shown_and_not_written(tmp_path):
    run(tmp_path, _tables("1", "2"), TODAY)
    said = run(tmp_path, _tables("6", "12"), date(2026, 12, 1))
    assert len(_history(tmp_path)) == 1
    assert any(line.startswith("  quarantined: gpt-5") and "6 after 1 in the entry before" in line for line in said)


def test_a_new_price_that_can_hardly_be_right_is_shown_and_not_written(tmp_path):
    said = run(tmp_path, _tables("0.15", "10"), TODAY)
    assert "base[0].usd_per_million_output_tokens: 10 is more than 30 times" in said[-1]
    assert not (tmp_path / "imported").exists()


def test_a_model_that_the_tables_no_longer_have_stays_and_the_file_says_so(tmp_path):
    run(tmp_path, _tables(), TODAY)
    other = compared(litellm_file(**{"gpt-6": priced("1", "2")}), genai_file())
    said = run(tmp_path, other, date(2026, 12, 1))
    assert set(_imported(tmp_path).models) == {"gpt-5", "gpt-6"}
    assert "  no longer in the tables, kept: gpt-5" in said
    text = (tmp_path / "imported" / "openai.yaml").read_text()
    assert "# No longer in the open tables, and kept for calls of the past: gpt-5\n" in text


def test_what_was_imported_stays_when_the_tables_begin_to_disagree(tmp_path):
    run(tmp_path, _tables(), TODAY)
    disagree = compared(
        litellm_file(**{"gpt-5": priced("1", "2")}), genai_file(openai=[model("gpt-5", mtok("1.5", "2"))])
    )
    said = run(tmp_path, disagree, date(2026, 12, 1))
    assert len(_history(tmp_path)) == 1
    assert "  they disagree: gpt-5: litellm 1/2, genai-prices 1.5/2; what was imported before stays" in said


def test_a_disagreement_on_a_new_model_says_where_to_decide_it(tmp_path):
    disagree = compared(
        litellm_file(**{"gpt-5": priced("1", "2")}), genai_file(openai=[model("gpt-5", mtok("1.5", "2"))])
    )
    said = run(tmp_path, disagree, TODAY)
    assert said[-1].endswith("not imported; check the provider's page and add it to rates/openai.yaml")
    assert not (tmp_path / "imported").exists()


def test_a_date_of_retirement_that_moved_is_told_and_written(tmp_path):
    run(tmp_path, _tables(deprecation_date="2027-01-14"), TODAY)
    said = run(tmp_path, _tables(deprecation_date="2027-04-14"), date(2026, 12, 1))
    retires = _imported(tmp_path).models["gpt-5"].retires_on
    assert retires is not None
    assert (retires.date, retires.checked_on) == (date(2027, 4, 14), date(2026, 12, 1))
    assert retires.note == "the price tables were read on 2026-12-01"
    assert "  changed: gpt-5, retires on: 2027-01-14 → 2027-04-14" in said


def test_another_way_of_calling_a_known_model_is_written_with_a_correction(tmp_path):
    run(tmp_path, _tables(), TODAY)
    assert _imported(tmp_path).models["gpt-5"].correction is None
    run(tmp_path, _tables(mode="completion"), date(2026, 12, 1))
    gpt_5 = _imported(tmp_path).models["gpt-5"]
    assert (gpt_5.interface, gpt_5.correction) == ("completions", "the price tables were read on 2026-12-01")


def test_a_hand_checked_price_that_the_tables_contradict_is_kept_and_shown(tmp_path):
    (tmp_path / "openai.yaml").write_text(CHECKED)
    said = run(tmp_path, _tables("1", "10"), TODAY)
    assert said[-1] == (
        "  kept: hand-checked gpt-5, usd_per_million_input_tokens 1.25; genai-prices-0.1.0+litellm-1.2.3 says 1: "
        "to accept it, append an entry in rates/openai.yaml"
    )
    assert (tmp_path / "openai.yaml").read_text() == CHECKED


def test_a_hand_checked_price_that_the_tables_confirm_needs_no_word(tmp_path):
    (tmp_path / "openai.yaml").write_text(CHECKED)
    assert not any("kept" in line for line in run(tmp_path, _tables("1.25", "10"), TODAY))


def test_a_disagreement_that_the_hand_has_decided_says_so(tmp_path):
    (tmp_path / "openai.yaml").write_text(CHECKED)
    disagree = compared(
        litellm_file(**{"gpt-5": priced("1", "10")}), genai_file(openai=[model("gpt-5", mtok("1.25", "10"))])
    )
    assert any(line.endswith("; rates/openai.yaml decides") for line in run(tmp_path, disagree, TODAY))


def test_a_file_that_is_not_sound_stops_the_import(tmp_path):
    (tmp_path / "openai.yaml").write_text("title: OpenAI\n")
    with pytest.raises(AuthoringError, match="schema_version"):
        run(tmp_path, _tables(), TODAY)
    assert not (tmp_path / "imported").exists()


def test_profiles_on_bedrock_are_tiers_of_the_model(tmp_path):
    tables = compared(
        litellm_file(
            **{
                "global.anthropic.claude-sonnet-4-5-20250929-v1:0": priced("3", "15", "bedrock_converse"),
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0": priced("3.3", "16.5", "bedrock_converse"),
            }
        ),
        genai_file(),
    )
    run(tmp_path, tables, TODAY)
    provider = _imported(tmp_path, "bedrock")
    sonnet = provider.models["anthropic.claude-sonnet-4-5-20250929-v1:0"]
    assert provider.reseller
    assert sonnet.base[0].usd_per_million_input_tokens == 3
    assert sonnet.tiers["us"].base[0].usd_per_million_input_tokens == Decimal("3.3")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A checkout with both packages in `.prices`, as `make` installs them."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / ".prices"
    for name, version in (("genai-prices", "0.1.0"), ("litellm", "1.2.3")):
        info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n")
    for path, text in (
        ("litellm/model_prices_and_context_window_backup.json", litellm_file(**{"gpt-5": priced("1", "2")})),
        ("genai_prices/data.py", genai_file(openai=[model("gpt-5", mtok("1", "2"))])),
    ):
        (folder / path).parent.mkdir()
        (folder / path).write_text(text)
    (tmp_path / "rates").mkdir()
    (tmp_path / "requirements").mkdir()
    pins = tmp_path / "requirements" / "prices.in"
    pins.write_text("genai-prices==0.1.0  # released 2026-11-10\nlitellm==1.2.3  # released 2026-11-20\n")
    return tmp_path


def test_the_command_reads_what_make_installed_and_writes_the_files(installed, capsys):
    assert main([]) == 0
    assert _history(installed / "rates")[0][:2] == (date(2025, 9, 1), 1)
    assert "new: gpt-5" in capsys.readouterr().out


def test_the_command_can_only_say_what_is_different(installed, capsys):
    assert main(["--dry-run"]) == 0
    assert not (installed / "rates" / "imported").exists()
    assert "nothing was written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pins", "remedy"),
    [
        ("genai-prices==0.1.0  # released 2026-11-10\nlitellm==9.9.9  # released 2026-11-20\n", "make lock"),
        ("genai-prices==0.1.0  # released 2026-11-10\nlitellm==1.2.3\n", "`litellm==VERSION  # released YYYY-MM-DD`"),
    ],
    ids=["another release", "no day"],
)
def test_the_command_names_what_is_missing(installed, capsys, pins, remedy):
    (installed / "requirements" / "prices.in").write_text(pins)
    assert main([]) == 1
    assert remedy in capsys.readouterr().err
