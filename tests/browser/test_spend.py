"""Spend: month by month, saved against promised, budgets, and calls without a price."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

TUNED = "ft:gpt-4o-mini-2024-07-18:acme::tickets"
STILL = {"reduced_motion": "reduce"}
FULL = "/#spend/2026-01/2026-06"
EMPTY = "/#spend/2024-01/2024-03"


def call(project, model, day, tokens, number=0, **more):
    usage = {"input_tokens": tokens, "output_tokens": tokens // 10}
    return {
        "id": f"{project} {model} {day} {number}",
        "project": project,
        "model": model,
        "at": f"{day}T09:00:00Z",
        "usage": usage,
    } | more


@pytest.fixture(scope="module")
def usage(send):
    """Half a year of two projects, without March; two fine-tunes, of which one keeps its promise; two budgets."""
    months = ("2026-01", "2026-02", "2026-04", "2026-05", "2026-06")
    records = [call("support", "gpt-4o", f"{month}-05", 20_000_000) for month in months]
    records += [call("support", TUNED, f"{month}-{day}", 9_000_000) for month in months[3:] for day in ("03", "17")]
    records += [call("search & rank", "gpt-4o-mini", f"{month}-11", 300_000_000, batch=True) for month in months[1:]]
    records += [call("support", "our-new-model", "2026-06-08", 5_000, number) for number in range(6)]
    records += [call("support", "it's-ours", "2026-04-08", 5_000)]
    paid = {"usd": "86.40", "model": "gpt-4o-mini-2024-07-18", "provider": "openai"}
    records += [{"id": "job", "project": "support", "at": "2026-04-21T10:00:00Z", "training": paid}]
    answer = send("POST", "/v1/usage", {"records": records})
    assert answer["accepted"] == len(records)
    promised = {"saving_usd_per_month": "40", "one_time_usd": "60", "payback_months": "2"}
    kept = {"model": TUNED, "in_use_from": "2026-05-01", "baseline": {"model": "gpt-4o"}, "promised": promised}
    send("PUT", "/v1/fine-tunes/tickets", kept)
    lost = kept | {"model": "ft:gpt-4o-mini-2024-07-18:acme::rank", "hosting_usd_per_month": "60"}
    send("PUT", "/v1/fine-tunes/ranking", lost | {"project": "search & rank"})
    send("PUT", "/v1/budgets/support", {"monthly_usd": "75", "thresholds": ["0.5", "1"], "training_monthly_usd": "50"})
    send("PUT", "/v1/budgets/search%20%26%20rank", {"monthly_usd": "500"})
    return answer


def shown(page, name):
    """The texts of the cells of a table, row by row."""
    rows = page.get_by_role("region", name=name, exact=True).get_by_role("row")
    return [re.split(r"\s*\t\s*", text.strip()) for text in rows.all_inner_texts()]


def figure(page, name):
    return page.locator(".figures > div", has=page.get_by_text(name, exact=True)).locator("data").first


def test_the_figures_are_those_of_the_api(opened, usage, send):
    answer = send("GET", "/v1/spend?since=2026-01&month=2026-06")
    page = opened(FULL)
    assert page.title() == "Spend · Payback"
    for name, field in (
        ("Total", "total_usd"),
        ("Base models", "base_usd"),
        ("Fine-tuned models", "fine_tuned_usd"),
        ("Training", "training_usd"),
        ("Saved by batches", "batch_saving_usd"),
    ):
        assert figure(page, name).get_attribute("value") == answer[field]
    assert figure(page, "Calls without a price").inner_text() == "7"


def test_months_are_a_chart_and_a_table_without_holes(opened, usage):
    page = opened(FULL)
    chart = page.get_by_role("img", name=re.compile(r"Spend by month, Jan 2026 to Jun 2026, as stacked bars of base"))
    assert "Most was spent in" in chart.get_attribute("aria-label")
    head, *rows = shown(page, "Spend by month")
    assert head[0] == "Month"
    assert head[-1] == "Without price"
    assert [row[0] for row in rows] == [
        *("Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"),
        "Together",
    ]
    assert rows[2][1] == "no record"
    assert [row[-1] for row in rows] == ["0", "0", "no record", "1", "0", "6", "7"]
    expect(page.get_by_text("No record in Mar 2026.")).to_be_visible()


def test_one_month_is_shown_day_by_day(opened, usage):
    page = opened("/#spend/2026-06/2026-06/support")
    expect(page.get_by_role("heading", name="Day by day")).to_be_visible()
    page.get_by_text("The same as a table").click()
    rows = shown(page, "Spend by day")
    assert len(rows) == 32
    assert rows[5][1].startswith("$")


def test_calls_without_a_price_are_told_with_the_remedy(opened, usage):
    page = opened(FULL)
    notice = page.get_by_role("region", name="7 calls have no price: they are not in these figures")
    expect(notice).to_contain_text("our-new-model: 6 calls")
    notice.get_by_text("How they get a price").click()
    expect(notice.get_by_role("region")).to_contain_text("/v1/usage/reprice'")
    expect(notice.get_by_role("region")).to_contain_text('"our-new-model": "gpt-4o"')
    rows = shown(page, "Spend by model")
    (row,) = [row for row in rows if row[0].startswith("our-new-model")]
    assert row[1:5] == ["unpriced", "not known", "6", "6"]


def test_fine_tunes_are_held_against_their_promises(opened, usage):
    page = opened(FULL)
    kept = page.get_by_role("article").filter(has=page.get_by_role("heading", name="tickets"))
    expect(kept).to_contain_text("Keeps its promise")
    expect(kept).to_contain_text("Its one-time cost of $60 was repaid on")
    expect(kept.get_by_role("meter")).to_have_count(2)
    lost = page.get_by_role("article").filter(has=page.get_by_role("heading", name="ranking"))
    expect(lost).to_contain_text("Behind its promise")
    expect(lost).to_contain_text("At its pace so far it is never repaid")
    expect(lost).to_contain_text("no call since 2026-05-01 bears the name")
    page.get_by_text("Every figure of the fine-tunes").click()
    assert [row[0] for row in shown(page, "Fine-tunes")][1:] == ["ranking", "tickets"]


def test_a_fine_tune_that_is_not_in_use_yet_has_no_figures(opened, usage):
    page = opened("/#spend/2026-01/2026-02")
    page.get_by_text("Every figure of the fine-tunes").click()
    (row,) = [row for row in shown(page, "Fine-tunes") if row[0] == "tickets"]
    assert row[2:7] == ["not in use"] * 5


def test_budgets_have_a_meter_and_words(opened, usage):
    page = opened(FULL)
    expect(page.get_by_role("heading", name="Budgets in Jun 2026")).to_be_visible()
    meter = page.get_by_role("meter", name="support, all spend: share of the budget that is spent")
    assert meter.get_attribute("value") == "1"
    card = page.get_by_role("article").filter(has=meter)
    expect(card).to_contain_text("Jun 2026 is over: it came to")
    expect(card).to_contain_text("over the limit")
    expect(card).to_contain_text("Thresholds reached: 50%, 100%.")
    expect(page.get_by_text("How a forecast is made")).to_contain_text("the mean of the last 7 full days")


def test_a_project_has_its_alerts_and_its_budget_in_the_chart(opened, usage, look):
    page = opened(f"{FULL}/support", **STILL)
    expect(page.get_by_role("img", name=re.compile("Spend by month"))).to_have_accessible_name(
        re.compile(r"The budget of a month is \$75\.")
    )
    page.get_by_text("Alerts that were sent").click()
    expect(page.get_by_text("support has spent").first).to_be_visible()
    look(page, "spend-project")


def test_tables_are_sorted_by_cost_and_mark_fine_tunes(opened, usage):
    page = opened(FULL)
    costs = page.get_by_role("region", name="Spend by model", exact=True).locator("tr td:nth-child(2) > data")
    values = [float(each.get_attribute("value")) for each in costs.all()]
    assert values == sorted(values, reverse=True)
    expect(page.get_by_role("row", name=re.compile(f"^{TUNED} fine-tuned openai, of gpt-4o-mini"))).to_be_visible()
    assert [row[0] for row in shown(page, "Spend by project")][1:] == ["support", "search & rank"]
    assert [row[0] for row in shown(page, "Spend by provider")][1:] == ["openai", "not known"]


def test_what_is_chosen_stands_in_the_address_and_back_goes_back(opened, usage):
    page = opened(FULL)
    page.get_by_label("Project", exact=True).select_option("search & rank")
    expect(page).to_have_url(re.compile(r"#spend/2026-01/2026-06/search%20%26%20rank$"))
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("Jan 2026 to Jun 2026, search & rank")
    expect(page.get_by_role("heading", name="support")).to_have_count(0)
    page.get_by_label("From", exact=True).select_option("2026-04")
    expect(page).to_have_url(re.compile("#spend/2026-04/2026-06/"))
    page.go_back()
    page.go_back()
    expect(heading).to_have_text("Jan 2026 to Jun 2026, all projects")
    expect(page.get_by_label("Project", exact=True)).to_have_value("")
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-01")
    expect(page.get_by_role("link", name="support").first).to_be_visible()


def test_a_link_shows_the_same_again(opened, usage):
    page = opened("/#spend/2026-02/2026-05/search%20%26%20rank")
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-02")
    expect(page.get_by_label("To", exact=True)).to_have_value("2026-05")
    expect(page.get_by_label("Project", exact=True)).to_have_value("search & rank")
    assert page.get_by_label("Project", exact=True).locator("option").all_inner_texts() == [
        *("All projects", "search & rank", "support")
    ]


def test_the_last_six_months_are_shown_where_nothing_is_asked(opened, usage, send):
    page = opened("/#spend")
    today = send("GET", "/v1/spend")["as_of"]
    expect(page.get_by_label("To", exact=True)).to_have_value(today[:7])
    expect(page.get_by_role("link", name="6 months", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="This month").click()
    expect(page).to_have_url(re.compile(f"#spend/{today[:7]}/{today[:7]}$"))


def test_the_keyboard_reaches_the_controls_and_the_tables(opened, usage):
    page = opened(FULL)
    page.get_by_label("To", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("#spend/2026-01/2026-05$"))
    expect(page.get_by_label("To", exact=True)).to_be_focused()
    assert page.locator(".wide:not([tabindex='0'][role=region][aria-label])").count() == 0


def test_the_full_view_is_accessible(opened, usage, accessible, look):
    page = opened(FULL, **STILL)
    look(page, "spend-light")
    look(page, "readme-spend", height=1180)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    accessible(page)


def test_the_full_view_is_accessible_in_the_dark(opened, usage, accessible, look):
    page = opened(FULL, color_scheme="dark", **STILL)
    accessible(page)
    look(page, "spend-dark")


@pytest.mark.parametrize("path", [FULL, f"{FULL}/support", EMPTY])
def test_a_phone_needs_no_scrolling_to_the_side(opened, usage, look, path):
    page = opened(path, viewport=PHONE, **STILL)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(page, f"spend-phone-{'empty' if path == EMPTY else path.count('/')}")


def test_paper_has_every_figure_and_no_controls(opened, usage, look):
    page = opened(FULL, **STILL)
    page.emulate_media(media="print")
    expect(page.get_by_label("Project", exact=True)).to_be_hidden()
    expect(page.locator(".spend .figures")).to_be_visible()
    look(page, "spend-print")


def test_without_usage_it_says_how_records_come_in(opened, accessible, look):
    page = opened(EMPTY)
    expect(page.get_by_role("heading", name="No usage from Jan 2024 to Mar 2024")).to_be_visible()
    for name in ("From a program or a shell", "From LiteLLM, with no code", "From OpenTelemetry"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("region", name="Command that sends a record")).to_contain_text("/v1/usage'")
    accessible(page)
    look(page, "spend-empty")


def test_the_example_of_a_record_is_one_that_counts(opened, send):
    page = opened(EMPTY)
    text = page.get_by_role("region", name="Command that sends a record").inner_text()
    [body] = re.findall(r"-d '(.*)'", text, flags=re.DOTALL)
    answer = send("POST", "/v1/usage?project=example", json.loads(body))
    assert answer["accepted"] + answer["duplicate"] == 1


def test_a_project_without_records_sends_to_the_others(opened, usage):
    page = opened("/#spend/2026-01/2026-06/nobody")
    expect(page.get_by_role("heading", name="nobody has no record from Jan 2026 to Jun 2026")).to_be_visible()
    expect(page.get_by_role("heading", name="nobody has no budget")).to_be_visible()
    page.get_by_role("link", name="show all projects").click()
    expect(page).to_have_url(re.compile("#spend/2026-01/2026-06$"))


def test_an_answer_without_anything_registered_says_how_to(opened, usage, look, accessible):
    def bare(route):
        answer = route.fetch()
        body = answer.json()
        route.fulfill(response=answer, json=body | {"fine_tunes": [], "budgets": []})

    page = opened(FULL, prepare=lambda page: page.route("**/v1/spend?*", bare))
    expect(page.get_by_role("heading", name="No fine-tune is registered")).to_be_visible()
    expect(page.get_by_role("heading", name="No project has a budget")).to_be_visible()
    expect(page.get_by_text("Called in these months and not registered")).to_contain_text(TUNED)
    page.get_by_text("How to register one").click()
    expect(page.get_by_role("region", name="Command that registers a fine-tune")).to_contain_text(f'"model": "{TUNED}"')
    accessible(page)
    look(page, "spend-unregistered")


def test_months_in_the_wrong_order_are_refused_in_the_words_of_the_page(opened, usage, accessible, look):
    page = opened("/#spend/2026-06/2026-05")
    expect(page.get_by_role("alert")).to_contain_text("From must be 2026-05, which is asked for, or a month before it")
    expect(page.get_by_label("From", exact=True)).to_have_attribute("aria-invalid", "true")
    accessible(page)
    look(page, "spend-refused")
    page.get_by_label("From", exact=True).select_option("2026-05")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("From", exact=True)).to_have_attribute("aria-invalid", "false")


def test_a_failure_is_said_and_can_be_tried_again(opened, usage, accessible, look):
    failing = {"status": 500, "json": {"code": "internal", "detail": "Something broke, and somebody was told."}}
    page = opened(FULL, prepare=lambda page: page.route("**/v1/spend?*", lambda route: route.fulfill(**failing)))
    expect(page.get_by_role("alert")).to_contain_text("Something broke, and somebody was told.")
    accessible(page)
    look(page, "spend-failed")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Month by month")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_was_shown_stays_when_the_service_is_away(opened, usage):
    page = opened(FULL)
    page.route("**/v1/spend?*", lambda route: route.abort())
    page.get_by_label("Project", exact=True).select_option("support")
    expect(page.get_by_role("alert")).to_contain_text("Payback cannot be reached")
    expect(page.get_by_text("Below is what was shown before: Jan 2026 to Jun 2026, all projects.")).to_be_visible()
    expect(page.get_by_role("heading", name="Month by month")).to_be_visible()


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(opened, usage, send):
    late = send("GET", "/v1/spend?since=2026-01&month=2026-06&project=support") | {"total_usd": "987654.32"}
    page = opened(FULL)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/v1/spend?*project=support", hold)
    with page.expect_request("**/v1/spend?*project=support"):
        page.get_by_label("Project", exact=True).select_option("support")
    page.get_by_label("Project", exact=True).select_option("search & rank")
    projects = page.get_by_role("region", name="Spend by project")
    expect(projects).not_to_contain_text("support")
    newer = figure(page, "Total").get_attribute("value")
    (first,) = held
    first.fulfill(json=late)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert figure(page, "Total").get_attribute("value") == newer
    expect(projects).to_contain_text("search & rank")
    expect(projects).not_to_contain_text("support")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_mistake_of_the_page_is_not_told_as_a_failure_of_the_service(opened, usage, watched):
    page = opened(FULL, prepare=lambda page: page.route("**/v1/spend?*", lambda route: route.fulfill(json={})))
    expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    expect(page.locator("[aria-busy=true], .skeleton")).to_have_count(0)
    (told,) = watched
    assert told.startswith("error: ")
    watched.clear()
