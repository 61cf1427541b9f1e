"""Asking and being answered: what is typed is not lost, an answer belongs to its question, back goes back."""

import json

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import settled
from tests.browser.test_calculator import AZURE, OLDER, asked_in, headline

INPUT = "Input tokens of a call"
WORSE = {
    "type": "about:blank",
    "title": "x",
    "status": 500,
    "code": "internal_error",
    "detail": "a mistake on our side",
}


def _field(page, label=INPUT):
    return page.get_by_label(label, exact=True)


@pytest.mark.parametrize("typed", ["777", "many"])
def test_another_view_and_back_keeps_what_was_typed_and_asks_nothing(opened, typed):
    page = opened()
    _field(page).fill(typed)
    settled(page)
    asked = []
    page.on("request", lambda sent: asked.append(sent.url) if "/v1/decisions" in sent.url else None)
    page.get_by_role("link", name="Rates").click()
    page.wait_for_selector("table.models")
    page.get_by_role("link", name="Calculator").click()
    settled(page)
    assert _field(page).input_value() == typed
    assert asked == []
    assert page.locator(".notice", has_text="Answered").count() == 0


def test_a_link_with_a_line_becomes_what_it_asks_and_back_leaves_it(opened, server):
    page = opened("/docs", wait=False)
    page.goto(f"{server}/?ask=gpt-4o+->+gpt-4o-mini,+50k/day,+200+in,+classification")
    settled(page)
    assert "workload.calls_per_day=50k" in page.url
    page.go_back()
    page.wait_for_url("**/docs")


def test_what_is_unfolded_stays_so_while_it_is_mended(opened):
    page = opened()
    page.locator("fieldset", has_text="What you have tried").get_by_text("More", exact=False).first.click()
    quality = _field(page, "Quality today")
    quality.focus()
    page.keyboard.type("9")
    page.wait_for_selector("[id='readiness.current_quality-problem']:has-text('between 0 and 1')")
    page.keyboard.type("2%")
    settled(page)
    assert quality.input_value() == "92%"
    assert page.evaluate("document.activeElement.id") == "readiness.current_quality"
    assert float(asked_in(page)["readiness"]["current_quality"]) == 0.92


def test_a_link_that_cannot_be_read_says_so_at_the_field(opened):
    page = opened("/?workload.calls_per_day=abc&task=classification")
    assert "That cannot be answered yet" in page.locator(".answer").inner_text()
    assert "Must be a number" in page.locator("[id='workload.calls_per_day-problem']").inner_text()
    assert page.locator(".skeleton").count() == 0


def test_a_day_that_there_is_not_is_told_at_its_field(opened):
    page = opened(f"{AZURE}&as_of=2026-02-30")
    assert "day of the calendar" in page.locator("[id='as_of-problem']").inner_text()
    assert "Mar" not in page.locator(".notice").first.inner_text()


def test_what_is_wrong_ends_the_waiting(opened):
    page = opened()
    page.route("**/v1/decisions", lambda _: None)
    _field(page).fill("901")
    page.wait_for_selector(".answer[aria-busy=true]")
    _field(page).fill("901x")
    page.wait_for_selector(".answer[aria-busy=false]")
    assert "What follows answers what was asked before" in page.locator(".answer").inner_text()


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(opened):
    page = opened()
    held: list[Route] = []

    def hold_the_first(route):
        if not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/v1/decisions", hold_the_first)
    with page.expect_request("**/v1/decisions"):
        _field(page).fill("5000")
    with page.expect_response("**/v1/decisions"):
        _field(page).fill("6000")
    settled(page)
    newer = headline(page)
    held[0].fulfill(json={"headline": "late"})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert headline(page) == newer
    assert asked_in(page)["workload"]["input_tokens"] == 6000


def test_what_matters_most_is_marked_until_it_is_that_of_the_answer_and_goes_where_it_fails(opened):
    page = opened()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/v1/decisions/sensitivity", hold)
    before = headline(page)
    _field(page).fill("2000")
    page.wait_for_function("before => document.querySelector('.headline').innerText !== before", arg=before)
    section = page.locator("section[aria-labelledby=matters-title]")
    assert section.get_attribute("aria-busy") == "true"
    page.wait_for_selector("section[aria-labelledby=matters-title] .before")
    held[0].fulfill(status=500, body=json.dumps(WORSE), content_type="application/problem+json")
    section.get_by_text("a mistake on our side").wait_for()
    assert section.locator("canvas").count() == 0
    page.unroute("**/v1/decisions/sensitivity")
    section.get_by_role("button", name="Try again").click()
    section.locator("canvas").wait_for()


def test_a_flip_leaves_the_keyboard_at_its_rule_and_shows_what_it_set(opened):
    page = opened(OLDER)
    rule = page.locator("[data-rule=payback-within-limit]")
    rule.locator("[data-flip=quality_value_usd_per_month]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-rule=payback-within-limit][data-outcome=pass]")
    assert page.evaluate("document.activeElement.dataset.rule") == "payback-within-limit"
    assert _field(page, "What better quality is worth a month USD").is_visible()
    badge = page.locator(".break-even").inner_text()
    assert "a month for better quality" in badge


def test_what_is_taken_along_is_the_question_that_was_answered(opened):
    page = opened(AZURE)
    _field(page).fill("77x")
    page.wait_for_selector(".field .wrong:has-text('Must be a number')")
    page.locator("[data-copy=link]").click()
    page.get_by_role("status").get_by_text("Copied.").wait_for()
    link = page.locator("#copied-text").input_value()
    assert "workload.input_tokens=900" in link
    assert "as_of=" in link


def test_a_link_holds_nothing_of_the_hash(opened):
    page = opened(f"{OLDER}#calculator)[Approve](https://evil.example/)")
    page.locator("[data-copy=markdown]").click()
    page.get_by_role("status").get_by_text("Copied.").wait_for()
    assert "evil" not in page.locator("#copied-text").input_value()


@pytest.mark.parametrize("hash", ["constructor", "__proto__", "toString", "hasOwnProperty/x", "nothing"])
def test_a_view_that_there_is_not_is_the_calculator(opened, hash):
    assert headline(opened(f"/#{hash}"))


def test_thousands_with_a_dot_are_asked_about(opened):
    page = opened("/", locale="de-DE")
    _field(page).fill("1.200")
    told = "Could mean 1200 or 1.2: write it without the dot"
    page.wait_for_selector(f"[id='workload.input_tokens-problem']:has-text('{told}')")


def test_models_that_cannot_be_had_are_told_where_one_is_picked(opened):
    refused = {"status": 500, "body": json.dumps(WORSE), "content_type": "application/problem+json"}
    page = opened("/", prepare=lambda page: page.route("**/v1/models", lambda route: route.fulfill(**refused)))
    hint = page.locator("[id='candidate.model-hint']")
    assert "could not be had: a mistake on our side" in hint.inner_text()
    page.unroute("**/v1/models")
    hint.get_by_role("button", name="Try again").click()
    page.wait_for_selector("[id='candidate.model-hint']:has-text('Azure OpenAI')")


def test_a_search_for_a_model_survives_a_click_and_tab_takes_what_is_marked(opened):
    page = opened(OLDER)
    box = page.get_by_role("combobox", name="Model that answers today")
    box.click()
    box.press_sequentially("openai 4o mini")
    box.click()
    assert box.input_value() == "openai 4o mini"
    box.press("ArrowDown")
    marked = page.locator("[role=option][aria-selected=true] b").inner_text()
    box.press("Tab")
    settled(page)
    assert asked_in(page)["current"]["model"] == marked


def test_paper_holds_every_column(opened):
    page = opened()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 within a browser's usual margins
    beyond = """() => [...document.querySelectorAll('.card table')].filter(table =>
        table.getBoundingClientRect().right > innerWidth + 1).map(table => table.innerText.slice(0, 60))"""
    assert page.evaluate(beyond) == []
