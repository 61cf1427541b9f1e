"""PUT and GET /v1/fine-tunes/{name}: what a fine-tune saved against its baseline, and against what was promised."""

from datetime import datetime

import pytest

from handlers import wiring
from spend.ledger import totals
from tests.handlers.example import BODY
from tests.handlers.http import answer, decide, get, post, put, request

MODEL = "ft:gpt-4o-mini-2024-07-18:acme::x"
TUNED = {"model": MODEL, "baseline": {"model": "gpt-4o"}, "in_use_from": "2026-11-20"}
# What a million tokens of input cost: 0.30 USD for the fine-tune, 2.50 USD for gpt-4o.
SAVED = "2.2"


def _call(id, day="2026-11-20", model=MODEL, input_tokens=1_000_000, **more):
    usage = {"input_tokens": input_tokens, "output_tokens": 0}
    return {"id": id, "project": "support", "model": model, "at": day, "usage": usage} | more


def _spend(*calls):
    said = post("/v1/usage", {"records": list(calls)})
    assert (said.status, said.json["rejected"]) == (200, 0), said.text


def _put(**more):
    said = put("/v1/fine-tunes/support", TUNED | more)
    assert said.status == 200, said.text
    return said.json["saving"]


def _at(monkeypatch, day):
    monkeypatch.setattr(wiring, "now", lambda: datetime.fromisoformat(f"{day}T12:00:00+00:00"))


def test_a_saving_is_what_the_baseline_would_have_cost_less_what_was_paid(aws):
    _spend(_call("one"), _call("two", "2026-11-21"), _call("base", model="gpt-4o"))
    saving = _put()
    assert saving["status"] == "measured"
    assert saving["month"] == saving["to_date"]
    assert saving["to_date"] == {
        "calls": 2,
        "baseline_usd": "5",
        "fine_tuned_usd": "0.6",
        "hosting_usd": "0",
        "saving_usd": "4.4",
    }


def test_the_prompt_that_the_fine_tune_made_needless_is_a_part_of_the_baseline(aws):
    _spend(_call("one", input_tokens=500_000))
    saving = _put(baseline={"model": "gpt-4o", "input_tokens": 2_000_000, "cached_input_tokens": 1_000_000})
    # A million fresh tokens at 2.50 and a million from the cache at 1.25.
    assert saving["to_date"]["baseline_usd"] == "3.75"
    assert saving["assumptions"][0] == "2000000 input tokens a call would have been sent to gpt-4o"


def test_a_baseline_may_be_a_figure_of_your_own(aws):
    _spend(_call("one"), _call("two"))
    assert _put(baseline={"usd_per_call": "0.75"})["to_date"]["baseline_usd"] == "1.5"


def test_hosting_is_paid_on_every_day_also_without_a_call(aws):
    _spend(_call("one"))
    saved = _put(hosting_usd_per_month="30")["to_date"]
    assert saved["hosting_usd"] == "6"  # the 20th to the 25th
    assert saved["saving_usd"] == "-3.8"


def test_the_day_on_which_it_has_repaid_its_cost_is_told(aws):
    _spend(*(_call(f"call-{number}", f"2026-11-{20 + number}") for number in range(5)))
    saving = _put(one_time_usd="6.6")
    assert (saving["repaid_on"], saving["left_to_repay_usd"], saving["expected_repaid_on"]) == ("2026-11-22", "0", None)
    assert _put(one_time_usd="6.61")["repaid_on"] == "2026-11-23"


def test_a_cost_that_hosting_has_eaten_again_is_not_repaid(aws, monkeypatch):
    _spend(_call("one", input_tokens=10_000_000), _call("late", "2026-12-15", input_tokens=50_000_000))
    terms = {"one_time_usd": "20", "hosting_usd_per_month": "30"}
    saving = _put(**terms)
    assert (saving["repaid_on"], saving["left_to_repay_usd"], saving["expected_repaid_on"]) == (None, "4", "2026-11-27")
    saving = _put(**terms | {"one_time_usd": "16"})
    assert (saving["repaid_on"], saving["left_to_repay_usd"]) == ("2026-11-20", "0")
    _at(monkeypatch, "2026-12-10")  # 21 USD of hosting, of the 22 that were saved
    saving = get("/v1/fine-tunes/support").json["saving"]
    assert (saving["repaid_on"], saving["left_to_repay_usd"]) == (None, "15")
    _at(monkeypatch, "2026-12-16")
    assert get("/v1/fine-tunes/support").json["saving"]["repaid_on"] == "2026-12-15"


@pytest.mark.parametrize("months", ["0", "0.01"])
def test_a_promise_of_no_time_is_of_the_first_day(aws, months):
    promised = {"saving_usd_per_month": "66", "one_time_usd": "0", "payback_months": months}
    assert _put(promised=promised)["promised_repaid_on"] == "2026-11-20"


def test_a_fine_tune_is_one_with_or_without_its_provider_before_its_name(aws):
    _spend(_call("one"), _call("two", model=f"openai/{MODEL}"), _call("three", model=f"openai/{MODEL}"))
    models = get("/v1/spend", month="2026-11").json["by_model"]
    assert [(model["model"], model["records"]) for model in models] == [(MODEL, 3)]
    for spelled in (MODEL, f"openai/{MODEL}"):
        said = put("/v1/fine-tunes/support", TUNED | {"model": spelled}).json
        assert (said["fine_tune"]["model"], said["saving"]["to_date"]["calls"]) == (MODEL, 3)
        assert said["saving"]["warnings"] == []


def test_a_fine_tune_that_no_call_bears_is_told_of(aws):
    _spend(_call("one", model="gpt-4o"))
    assert _put(model="ft:gpt-4o:acme::typo")["warnings"] == [
        "no call since 2026-11-20 bears the name ft:gpt-4o:acme::typo: GET /v1/spend shows the names of calls"
    ]
    assert _put(model="gpt-4o")["warnings"] == [
        "gpt-4o is gpt-4o-2024-08-06 as it is sold, and no fine-tune: register the name that its calls bear"
    ]
    assert _put(in_use_from="2026-11-26")["warnings"] == []
    assert _put(baseline={"model": "nope"})["warnings"] == [
        "the baseline nope is in no rate table: GET /v1/models lists the names"
    ]


def test_what_is_not_repaid_yet_is_expected_at_its_pace(aws):
    _spend(_call("one"), _call("two", "2026-11-21"), _call("three", "2026-11-22"))
    saving = _put(one_time_usd="13.2")
    # 6.60 USD in the 6 days to the 25th, so as much again in the 6 days after it.
    assert (saving["repaid_on"], saving["left_to_repay_usd"]) == (None, "6.6")
    assert saving["expected_repaid_on"] == "2026-12-01"


def test_what_saves_nothing_is_never_expected_to_be_repaid(aws):
    _spend(_call("one"))
    saving = _put(one_time_usd="10", hosting_usd_per_month="3000")
    assert saving["expected_repaid_on"] is None
    assert saving["left_to_repay_usd"] == "607.8"


def test_a_promise_is_measured_by_the_days_in_use(aws):
    _spend(_call("one"), _call("two", "2026-11-21"), _call("three", "2026-11-22"))
    promised = {"saving_usd_per_month": "66", "one_time_usd": "33", "payback_months": "0.5"}
    saving = _put(promised=promised)
    assert saving["promised_to_date_usd"] == "13.2"
    assert saving["share_of_promise"] == "0.5"
    assert saving["one_time_usd"] == "33"
    assert saving["promised_repaid_on"] == "2026-12-04"  # the last of 15 days from the 20th on


def test_the_decision_itself_may_say_what_it_promised(aws):
    said = decide(BODY).json
    saving = _put(decision=BODY)
    assert saving["promised_usd_per_month"] == said["monthly"]["saving_usd"]["expected"]
    assert saving["one_time_usd"] == said["one_time"]["total_usd"]["expected"]
    assert get("/v1/fine-tunes/support").json["saving"] == saving


def test_a_month_is_told_beside_all_that_was_saved_so_far(aws, monkeypatch):
    _spend(_call("one"), _call("two", "2026-12-02"), _call("three", "2026-12-03"))
    _put()
    _at(monkeypatch, "2026-12-10")
    november = get("/v1/fine-tunes/support", month="2026-11").json["saving"]
    assert (november["month"]["saving_usd"], november["to_date"]["saving_usd"]) == (SAVED, SAVED)
    december = get("/v1/fine-tunes/support").json["saving"]
    assert (december["month"]["saving_usd"], december["to_date"]["saving_usd"]) == ("4.4", "6.6")
    assert get("/v1/fine-tunes/support", month="2026-10").json["saving"]["status"] == "not_in_use_yet"


def test_a_call_without_a_price_is_counted_on_neither_side(aws):
    dear = {"records": [_call("one", batch=True), _call("two")]}
    assert post("/v1/usage", dear).json["unpriced"] == 0
    unknown = "ft:gpt-9:acme::y"
    _spend(_call("three", model=unknown))
    saving = put("/v1/fine-tunes/other", TUNED | {"model": unknown}).json["saving"]
    assert saving["to_date"]["calls"] == 0
    assert saving["to_date"]["baseline_usd"] == "0"


def test_a_baseline_that_has_no_price_is_told_and_is_not_zero(aws):
    _spend(_call("one"))
    saving = _put(baseline={"model": "not-yet-sold"})
    assert (saving["status"], saving["to_date"]) == ("unpriced_baseline", None)
    assert "the baseline not-yet-sold has no price on 2026-11-20" in saving["reason"]


def test_batch_calls_are_compared_with_a_batch(aws):
    _spend(_call("one", batch=True))
    saved = _put()["to_date"]
    assert saved["baseline_usd"] == "1.25"


def test_a_project_may_be_measured_alone(aws):
    _spend(_call("one"), _call("two", project="other"))
    assert _put()["to_date"]["calls"] == 2
    assert _put(project="other")["to_date"]["calls"] == 1


def test_calls_before_it_was_in_use_do_not_count(aws):
    _spend(_call("test", "2026-11-19"), _call("one"))
    assert _put()["to_date"]["calls"] == 1


def test_every_fine_tune_is_told_with_what_was_spent(aws):
    _spend(_call("one"))
    _put()
    [told] = get("/v1/spend", month="2026-11", project="support").json["fine_tunes"]
    assert (told["name"], told["to_date"]["saving_usd"]) == ("support", SAVED)
    assert get("/v1/fine-tunes").json["fine_tunes"] == [told]


def test_a_fine_tune_is_forgotten_and_what_it_spent_stays(aws):
    _spend(_call("one"))
    _put()
    assert answer(request("DELETE", "/v1/fine-tunes/support")).json == {"fine_tunes": []}
    assert get("/v1/fine-tunes/support").status == 404
    assert get("/v1/spend", month="2026-11").json["fine_tuned_usd"] == "0.3"


def test_a_question_for_a_month_far_ahead_reads_no_further_than_today(aws, monkeypatch):
    _spend(_call("one"))
    _put()
    asked: list[str] = []
    read = totals.projects_in

    def noted(table, month):
        asked.append(month)
        return read(table, month)

    monkeypatch.setattr(totals, "projects_in", noted)
    assert get("/v1/fine-tunes/support", month="2099-12").json["saving"]["to_date"]["saving_usd"] == SAVED
    assert set(asked) == {"2026-11"}


PROMISE = {"saving_usd_per_month": "1", "one_time_usd": "1"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"baseline": {}}, "baseline.model"),
        ({"baseline": {"model": "gpt-4o", "usd_per_call": "1"}}, "baseline.model"),
        ({"baseline": {"model": "gpt-4o", "cached_input_tokens": 1}}, "baseline.cached_input_tokens"),
        ({"in_use_from": "soon"}, "in_use_from"),
        ({"in_use_from": "0001-01-01"}, "in_use_from"),
        ({"in_use_from": "2019-12-31"}, "in_use_from"),
        ({"one_time_usd": "-1"}, "one_time_usd"),
        ({"promised": PROMISE, "decision": BODY}, "promised"),
        ({"decision": {"task": "classification"}}, "decision.workload"),
        ({"decision": BODY | {"current": {"model": "nothing"}}}, "decision.current.model"),
        ({"promise": PROMISE}, "promise"),
    ],
)
def test_what_cannot_be_registered_is_refused_by_its_fields_name(aws, more, field):
    said = put("/v1/fine-tunes/support", TUNED | more)
    assert (said.status, field in said.errors) == (422, True), said.text
    assert get("/v1/fine-tunes/support").status == 404
