"""Both sides of every day on which something begins, closes or is shut down."""

import pytest

from inputs.errors import UnusableRequestError
from rules.outcomes import Outcome, Verdict
from tests.decisions.asking import Ask, flip, outcome, request, rule

NEVER_TRAINED: dict[str, object] = {"has_fine_tuned_before": False}
TRAINED: dict[str, object] = {"has_fine_tuned_before": True}
IDLE: dict[str, object] = {"has_fine_tuned_before": True, "fine_tuned_inference_in_last_60_days": False}


@pytest.mark.parametrize(
    ("as_of", "organization", "expected"),
    [
        ("2026-05-06", NEVER_TRAINED, Outcome.PASS),
        ("2026-05-07", NEVER_TRAINED, Outcome.FAIL),
        ("2026-05-06", {}, Outcome.PASS),
        ("2026-05-07", {}, Outcome.UNKNOWN),
        ("2026-07-01", IDLE, Outcome.PASS),
        ("2026-07-02", IDLE, Outcome.FAIL),
        ("2026-07-02", TRAINED, Outcome.PASS),
        ("2027-01-05", TRAINED, Outcome.PASS),
        ("2027-01-06", TRAINED, Outcome.FAIL),
    ],
)
def test_who_may_still_train_at_openai(
    ask: Ask, as_of: str, organization: dict[str, object], expected: Outcome
) -> None:
    answer = ask(request({"as_of": as_of, "organization": organization}))
    assert outcome(answer, "training-available") is expected
    if expected is Outcome.FAIL:
        assert answer.verdict is Verdict.NOT_AVAILABLE


@pytest.mark.parametrize(("as_of", "expected"), [("2026-10-22", Outcome.PASS), ("2026-10-23", Outcome.FAIL)])
def test_gpt_4_1_nano_is_trained_until_it_is_shut_down(ask: Ask, as_of: str, expected: Outcome) -> None:
    answer = ask(request({"as_of": as_of, "candidate.model": "gpt-4.1-nano"}))
    assert outcome(answer, "training-available") is expected
    if expected is Outcome.FAIL:
        assert flip(answer, "training-available", "as_of").value == "2026-10-22"
        assert answer.headline == "Not available: training of gpt-4.1-nano-2025-04-14 closed on 2026-10-23."


def test_a_past_day_is_no_way_out_for_an_organisation_that_could_not_train_then(ask: Ask) -> None:
    answer = ask(request({"as_of": "2027-02-01", "organization": NEVER_TRAINED}))
    assert outcome(answer, "training-available") is Outcome.FAIL
    assert rule(answer, "training-available").flips_when == ()


@pytest.mark.parametrize(
    ("as_of", "expected", "said"),
    [
        ("2027-01-13", Outcome.PASS, "at most 1 day:"),
        ("2027-01-14", Outcome.FAIL, "at most 0 days"),
        ("2027-01-15", Outcome.FAIL, "at most 0 days"),
    ],
)
def test_fine_tunes_of_openai_answer_until_2027_01_13(ask: Ask, as_of: str, expected: Outcome, said: str) -> None:
    answer = ask(request({"as_of": as_of, "engineering.hours": 0, "experiments": {"training_usd": 1}}))
    assert outcome(answer, "outlives-payback") is expected
    assert rule(answer, "outlives-payback").required.startswith(said)


def test_a_payback_that_is_longer_than_the_model_lives_fails_although_it_is_short_enough(ask: Ask) -> None:
    answer = ask(request({"workload.calls_per_month": 450_000}))
    assert answer.payback.months is not None
    assert outcome(answer, "payback-within-limit") is Outcome.PASS
    assert outcome(answer, "outlives-payback") is Outcome.FAIL
    assert answer.verdict is Verdict.DO_NOT_FINE_TUNE
    assert str(answer.payback.retires_on) == "2027-01-14"


@pytest.mark.parametrize(("as_of", "listed"), [("2026-10-20", False), ("2026-10-21", True)])
def test_a_new_model_is_an_alternative_from_its_first_price_on(ask: Ask, as_of: str, listed: bool) -> None:
    answer = ask(request({"as_of": as_of}))
    assert ("gpt-6-luna" in {each.model for each in answer.alternatives}) is listed


@pytest.mark.parametrize(("as_of", "listed"), [("2026-10-22", True), ("2026-10-23", False)])
def test_a_model_is_no_alternative_from_the_day_on_which_it_is_shut_down(ask: Ask, as_of: str, listed: bool) -> None:
    answer = ask(request({"as_of": as_of}))
    assert ("gpt-4.1-nano-2025-04-14" in {each.model for each in answer.alternatives}) is listed


def test_the_policys_first_day_is_decided_and_the_day_before_is_refused(ask: Ask) -> None:
    assert ask(request({"as_of": "2025-09-01"})).rates.as_of.isoformat() == "2025-09-01"
    with pytest.raises(UnusableRequestError, match="as_of: the prices of the rate table begin on 2025-09-01"):
        ask(request({"as_of": "2025-08-31"}))


def test_a_current_model_is_refused_before_its_first_price(ask: Ask) -> None:
    with pytest.raises(UnusableRequestError, match="as_of: the prices of gpt-6-luna begin on 2026-10-21"):
        ask(request({"as_of": "2026-10-20", "current.model": "gpt-6-luna"}))
    assert ask(request({"as_of": "2026-10-21", "current.model": "gpt-6-luna"})).per_call.current_usd > 0


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2025-09-01", None),
        ("2026-10-22", "today's model, is shut down on 2026-10-23: you have to move in any case"),
        ("2026-10-23", "today's model, was shut down on 2026-10-23: you have to move in any case"),
    ],
)
def test_todays_own_end_within_the_horizon_is_warned_of(ask: Ask, as_of: str, said: str | None) -> None:
    answer = ask(request({"as_of": as_of, "current.model": "gpt-4.1-nano"}))
    warned = [warning for warning in answer.warnings if "today's model" in warning]
    assert warned == ([] if said is None else [f"gpt-4.1-nano-2025-04-14, {said}"])
