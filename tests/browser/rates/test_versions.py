"""Versions of the rates, what changed between them, and what goes wrong."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.rates.reading import ANNOUNCED, MINI, rows


def test_the_version_is_named_with_its_day_and_fingerprint(on_the_day, ask, versions):
    page = on_the_day("/#rates")
    line = page.locator(".version .facts")
    expect(line).to_contain_text(versions[1])
    expect(line).to_contain_text("in force")
    expect(line).to_contain_text("published")
    exact = ask("/v1/rates/current")["sha256"]
    expect(line.locator("code")).to_have_text(exact[:12])
    expect(line.locator("code")).to_have_attribute("title", exact)


def test_an_older_version_can_be_chosen_and_browsed(on_the_day, accessible, versions):
    older, newer = versions
    page = on_the_day("/#rates")
    page.get_by_label("Other version").select_option(older)
    settled(page)
    expect(page.locator(".notice")).to_contain_text("You are reading an older version")
    assert page.url.endswith(f"#rates/?version={older}")
    accessible(page)
    page.get_by_label("Search").fill("4o-mini")
    page.get_by_label("Provider").select_option(label="OpenAI")
    page.get_by_role("link", name=MINI).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MINI)
    assert f"version={older}" in page.url
    expect(page.get_by_text("to come", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Read the version in force").click()
    expect(page.get_by_text("to come", exact=True)).to_have_count(1)
    expect(page.locator(".version .facts")).to_contain_text(newer)


def test_what_changed_is_told_in_sentences(on_the_day, look, accessible, versions):
    older, newer = versions
    page = on_the_day("/#rates/changes")
    expect(page.get_by_label("From version")).to_have_value(older)
    expect(page.get_by_label("To version")).to_have_value(newer)
    sentences = page.locator(".sentences li")
    expect(sentences).to_have_count(5)
    expect(page.get_by_role("heading", name="OpenAI")).to_be_visible()
    expect(sentences.first).to_have_text(
        f"{MINI}: input 0.15 → 0.12 USD per million tokens from {ANNOUNCED} (20 % cheaper)"
    )
    accessible(page)
    look(page, "rates-changes")
    page.get_by_label("Search in what changed").fill("batch")
    expect(sentences).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("2 of 5 changes")
    page.get_by_label("Search in what changed").fill("nothing")
    page.get_by_role("button", name="Show all changes").click()
    expect(sentences).to_have_count(5)


def test_versions_can_be_swapped_and_the_same_one_differs_in_nothing(on_the_day, accessible, versions):
    older, newer = versions
    page = on_the_day("/#rates/changes")
    page.get_by_role("button", name="Swap").click()
    expect(page.locator(".sentences li")).to_have_text([re.compile("was removed")])
    expect(page.locator(".notice")).to_contain_text("You look back in time")
    assert page.url.endswith(f"#rates/changes?version={older}&since={newer}")
    page.get_by_label("From version").select_option(older)
    expect(page.get_by_text("These are the same version", exact=True)).to_be_visible()
    accessible(page)
    page.go_back()
    expect(page.locator(".sentences li")).to_have_count(1)


def test_where_there_is_one_version_the_page_says_so(on_the_day, accessible, versions):
    only = {"version": versions[1], "published_at": "2026-11-27T10:00:00Z", "current": True}
    answer = {"current": versions[1], "stale": False, "versions": [only]}
    page = on_the_day(
        "/#rates/changes", lambda page: page.route("**/v1/rates", lambda route: route.fulfill(json=answer))
    )
    expect(page.get_by_text("There is one version so far", exact=True)).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Models", exact=True).click()
    expect(page.get_by_label("Other version")).to_have_count(0)


def test_a_version_that_never_was_is_told_with_a_way_out(on_the_day, look, accessible):
    page = on_the_day("/#rates/?version=2020-01-01-aaaaaaaa")
    expect(page.get_by_role("alert")).to_contain_text("no rate table of that version was published")
    accessible(page)
    look(page, "rates-unknown-version")
    page.get_by_role("link", name="Read the version in force").click()
    expect(rows(page)).to_have_count(50)


def test_changes_since_a_version_that_never_was(on_the_day):
    page = on_the_day("/#rates/changes?since=2020-01-01-aaaaaaaa")
    expect(page.get_by_role("alert")).to_contain_text("no rate table of that version was published")


def test_a_service_that_cannot_be_reached_is_tried_again(on_the_day, accessible):
    page = on_the_day("/#rates", lambda page: page.route("**/v1/rates**", lambda route: route.abort()))
    expect(page.get_by_role("alert")).to_contain_text("Payback cannot be reached")
    expect(page.get_by_role("alert")).to_have_count(1)
    accessible(page)
    page.unroute("**/v1/rates**")
    page.get_by_role("button", name="Try again").click()
    settled(page)
    expect(rows(page)).to_have_count(50)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_on_its_way_is_said(on_the_day, accessible):
    waiting = []

    def keep_waiting(route):
        waiting.append(route)

    page = on_the_day("/#spend", lambda page: page.route("**/v1/rates/current", keep_waiting))
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Rates").click()
    expect(page.get_by_role("status").filter(has_text="Loading")).to_be_visible()
    accessible(page)
    waiting[0].continue_()
    expect(rows(page)).to_have_count(50)


def test_a_stale_table_is_marked(on_the_day, ask, look):
    stale = {**ask("/v1/rates/current"), "stale": True}
    page = on_the_day(
        "/#rates", lambda page: page.route("**/v1/rates/current", lambda route: route.fulfill(json=stale))
    )
    expect(page.locator(".version .badge")).to_have_text("stale")
    expect(page.locator(".notice")).to_contain_text("A newer one may exist")
