"""What is typed after the command, and what comes back."""

import pytest

from handlers import wiring
from handlers.slack.commands import Asked, reply
from handlers.slack.messages.help import EXAMPLES, NUMBERS
from ratebook.book import Rates, RatesUnavailableError
from shorthand.catalogue import INPUTS
from shorthand.reading import read
from shorthand.writing import write
from tests.handlers.example import ASKED, BODY, DAY
from tests.handlers.http import decide
from tests.handlers.slack.reading import shown
from tests.handlers.slack.signed import command


def _said(text):
    answer = command(text)
    assert (answer.status, answer.json["response_type"]) == (200, "ephemeral")
    return shown(answer.json)


def test_a_decision_says_what_the_api_says():
    expected, said = decide(BODY).json, _said(ASKED + DAY)
    assert expected["headline"] in said
    for rule in expected["rules"]:
        assert rule["id"] in said
        if rule["outcome"] == "fail":
            assert rule["observed"] in said
            assert all(flip["text"] in said for flip in rule["flips_when"])
        if rule["ask"]:
            assert rule["ask"] in said
    assert expected["rates"]["version"] in said
    assert all(warning in said for warning in expected["warnings"])


def test_a_decision_shows_the_money_with_its_range_and_the_best_alternative():
    said = _said(ASKED + DAY + ", 20-35-50 hours, $100/hour, 4 runs")
    best = next(
        each for each in decide(BODY).json["alternatives"] if each["applicable"] and each["approach"] != "fine_tuning"
    )
    assert "USD today" in said
    assert "Pays back in" in said
    assert "at most 3 months" in said
    assert best["model"] in said


def test_a_decision_repeats_the_command_so_that_it_can_be_copied():
    assert f"/finetune {ASKED}, as_of=2026-06-30" in _said(ASKED + DAY)


def test_open_questions_come_with_the_command_that_answers_them():
    said = _said(ASKED + DAY)
    assert "Have you optimised your prompts" in said
    answers = "organization.has_fine_tuned_before=yes, readiness.prompts_optimized=yes"
    assert f"/finetune {ASKED}, as_of=2026-06-30, {answers}" in said


def test_the_command_that_answers_every_question_leaves_none_open():
    answers = [
        "organization.has_fine_tuned_before=yes",
        "readiness.prompts_optimized=yes",
        "readiness.cheaper_model_tried=yes",
        "readiness.quality_gap_measured=yes",
    ]
    said = _said(", ".join([ASKED + DAY, *answers]))
    assert "*Questions*" not in said
    assert "Do not fine-tune" in said


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "help me"])
def test_help_explains_what_can_be_typed(text):
    said = _said(text)
    assert "Usage" in said
    assert f"/finetune {ASKED}" in said
    for other in ("examples", "price gpt-4o", "rates"):
        assert other in said


@pytest.mark.parametrize(("title", "text"), EXAMPLES)
def test_an_example_is_answered_with_a_verdict(title, text):
    assert f"/finetune {text}" in _said("examples")
    assert "Understood as" in _said(text), title


def test_an_unknown_word_is_named_with_the_nearest_and_nothing_is_computed():
    said = _said(f"{ASKED}, clasification2")
    assert "`clasification2` is not a word that I know; did you mean classification?" in said
    assert "USD" not in said


def test_what_is_missing_is_asked_for_with_the_command_to_copy():
    said = _said("gpt-4o -> gpt-4o-mini, classification")
    assert "How many calls, a day or a month?" in said
    assert "How many input tokens has a call?" in said
    assert "/finetune gpt-4o -> gpt-4o-mini, classification, 50k calls/day, 200 in" in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gpt-4o -> gtp-4o-mini, 50k/day, 200 in, classification", "candidate.model"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 2M in, 100M out, classification", "workload.output_tokens"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 200 in, 300 cached, classification", "workload.cacheable_input_tokens"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 200 in, classification, 1.5 examples", "dataset.examples"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 200 in, classification, as_of=2026-02-31", "as_of"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 200 in, classification, rates_version=000000000000", "rates_version"),
        ("gpt-4o -> gpt-4o-mini, 50k/day, 200 in, classification, 2020-01-01", "as_of"),
        ("x" * 3001, "3,000"),
    ],
)
def test_an_input_that_cannot_be_is_named_with_the_remedy(text, told):
    assert told in _said(text)


def test_a_version_of_the_rates_can_be_named():
    version = decide(BODY).json["rates"]["version"]
    assert version in _said(f"{ASKED}, rates_version={version}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "price gpt-4o",
            ("at openai: gpt-4o-2024-08-06", "*Base:* input 2.50 USD, output 10.00 USD", "3.75 USD", "2027-01-14"),
        ),
        ("price ft:gpt-4o-mini:acme::x", ("a fine-tune of gpt-4o-mini-2024-07-18", "input 0.3 USD, output 1.20 USD")),
        ("price gpt-4o azure", ("at azure", "*Base, datazone:* input 2.75 USD")),
        ("PRICE gpt-4o Azure", ("at azure",)),
        ("price claude-sonnet-4-5", ("at anthropic", "*Fine-tuned:* no price by the token")),
        ("price gpt-9", ("in no rate table", "Names that look like it", "/finetune price gpt-5")),
        ("price prod-chat azure", ("only its owner knows",)),
        ("price gpt-4o nowhere", ("no such provider", "bedrock")),
        ("price", ("price gpt-4o azure",)),
        ("price a b c", ("price gpt-4o azure",)),
    ],
)
def test_the_price_of_a_model_is_told(text, told):
    said = _said(text)
    assert [each for each in told if each not in said] == []


def test_the_rate_table_in_force_is_told():
    said = _said("rates")
    assert decide(BODY).json["rates"]["version"] in said
    assert "providers" in said


def test_only_what_is_typed_alone_is_a_command():
    assert "How many input tokens has a call?" in _said("gpt-4o -> gpt-4o-mini, examples 1000, classification")
    assert "`rates` is not a word that I know" in _said("rates of gpt-4o")


@pytest.mark.parametrize("typed", [each for _, numbers in NUMBERS for each in numbers])
def test_every_number_that_help_shows_is_understood(typed):
    reading = read(typed, lambda _: False)
    assert reading.problems == ()
    assert reading.inputs


def test_help_names_every_input():
    said = _said("help")
    assert [path for path in INPUTS if f"`{path}`" not in said] == []


def test_the_command_as_understood_asks_for_the_same():
    rates = wiring.rate_book().current()
    for _, text in EXAMPLES:
        inputs = read(text, lambda word: word.startswith("gpt-")).inputs
        assert (
            reply(Asked(write(inputs), "/finetune"), rates).payload()
            == reply(Asked(text, "/finetune"), rates).payload()
        )


def test_an_ambiguous_name_is_a_model_and_the_provider_is_asked_for():
    said = _said("Qwen/Qwen3.5-9B gpt-4o-mini, 50k/day, 200 in, classification")
    assert "is not a word" not in said
    assert "current.provider" in said


def test_a_table_that_is_stale_says_so():
    current = wiring.rate_book().current()
    stale = Rates(current.compiled, None, "the published rate table could not be read (ClientError)")
    for text in ("rates", ASKED):
        assert "stale" in shown(reply(Asked(text, "/finetune"), stale).payload())


def test_a_version_that_cannot_be_read_now_is_told_with_the_remedy(monkeypatch):
    def away(_):
        raise RatesUnavailableError("away")

    monkeypatch.setattr(wiring, "rates_for", away)
    said = _said(f"{ASKED}, rates_version=2026-01-01-00000000")
    assert "`rates_version` cannot be read now; try again, or leave it out" in said


def test_what_would_flip_the_rule_that_decided_is_shown_as_it_is_typed():
    answers = "prompts optimized, cheaper tried, gap measured, tuned before"
    said = _said(f"{ASKED}{DAY}, {answers}")
    assert "*Decided by* `payback-within-limit` (fails)" in said
    assert "`quality_value_usd_per_month=" in said


def test_a_decision_in_which_every_rule_passes_says_so():
    said = _said(EXAMPLES[1][1] + DAY)
    assert "*Every rule passes*" in said
    assert "Passed: `training-available`" in said
