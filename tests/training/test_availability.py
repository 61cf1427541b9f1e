"""Whether a job can be created: on both sides of every date, and with what there is instead."""

import pytest

from tests.training.building import ask

MILLION = {"tokens": 1_000_000, "epochs": 1}


def last(as_of):
    return ask(provider="closed", model="last", dataset=MILLION, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "status", "since"),
    [
        ("2026-02-28", "open", "2025-09-01"),
        ("2026-03-01", "limited", "2026-03-01"),
        ("2026-09-14", "limited", "2026-03-01"),
        ("2026-09-15", "closed", "2026-09-15"),
    ],
)
def test_who_may_train_goes_by_the_day(as_of, status, since):
    found = last(as_of).available
    assert (found.status, str(found.since), str(found.closes_on)) == (status, since, "2026-09-15")


def test_a_limited_offer_says_to_whom_and_until_when():
    assert last("2026-03-01").available.text == (
        "open to organizations that have fine-tuned before since 2026-03-01, until 2026-09-15"
    )


def test_a_closed_offer_says_since_when_and_what_there_is_instead_and_still_prices():
    found = last("2026-11-22")
    assert found.available.successor == "prompt tuning"
    assert found.available.text == "closed since 2026-09-15; in its place: prompt tuning"
    assert f"no such job can be created: {found.available.text}" in found.warnings
    assert found.status == "priced"


def test_the_successor_is_not_named_before_it_succeeds():
    assert last("2026-09-14").available.successor is None


def test_the_day_on_which_the_fine_tune_is_shut_down_is_told():
    assert str(last("2026-02-28").retires_on) == "2027-01-14"


def test_training_of_a_model_closes_when_its_fine_tunes_are_shut_down():
    about = {"provider": "openai", "model": "o4-mini", "method": "rft", "hours": 1}
    assert ask(**about, as_of="2026-10-22").available.status == "limited"
    found = ask(**about, as_of="2026-10-23").available
    assert (found.status, str(found.since)) == ("closed", "2026-10-23")


def test_what_the_table_does_not_say_is_unknown():
    found = ask(provider="silent", model="mute", dataset=MILLION)
    assert (found.available.status, found.available.open_to, found.status) == ("unknown", None, "priced")
    assert found.available.text == "who may create such a job is not known"


def test_a_provider_that_never_took_jobs_has_no_day_on_which_it_closed():
    found = ask(provider="never", model="taught-by-nobody", dataset=MILLION)
    assert (found.available.status, found.available.open_to) == ("closed", "nobody")
    assert (found.available.since, found.available.closes_on) == (None, None)
    assert found.available.text == "Never takes no training jobs; in its place: prompts"
    assert "no such job can be created: Never takes no training jobs; in its place: prompts" in found.warnings


def test_anthropic_takes_no_jobs_and_is_not_said_to_have_stopped():
    found = ask(provider="anthropic", model="claude-haiku-4-5", dataset=MILLION)
    assert found.available.text == "Anthropic takes no training jobs"
    assert "2025" not in " ".join(found.warnings)


@pytest.mark.parametrize(
    ("provider", "model", "day"),
    [
        ("cohere", "command-a-03-2025", "2025-09-15"),
        ("databricks", "meta-llama/Llama-3.2-3B-Instruct", "2026-08-14"),
        ("google", "gemini-2.5-flash", "2025-05-01"),
    ],
)
def test_an_offer_that_ended_keeps_its_last_day(provider, model, day):
    found = ask(provider=provider, model=model, dataset=MILLION).available
    assert (found.status, str(found.since), str(found.closes_on)) == ("closed", day, day)
    assert found.text.startswith(f"closed since {day}")
