"""A version that comes into force while the page is open."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.rates.conftest import serving
from tests.browser.rates.reading import DETAIL, rows


@pytest.fixture
def served(tmp_path):
    """A server of its own, and what publishes another version there."""
    with serving(tmp_path) as (address, publish):
        yield address, publish


@pytest.fixture
def server(served):
    return served[0]


@pytest.fixture
def publish(served):
    return served[1]


def test_a_newer_version_is_shown_when_the_view_is_opened_again(on_the_day, publish):
    page = on_the_day(DETAIL)
    line = page.locator(".version .facts")
    expect(line).to_contain_text("in force")
    older = line.locator("b").inner_text()
    expect(page.get_by_text("to come", exact=True)).to_have_count(0)
    publish()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/v1/rates/current", hold)
    views = page.get_by_role("navigation", name="Views")
    views.get_by_role("link", name="Spend").click()
    settled(page)
    with page.expect_request("**/v1/rates/current"):
        views.get_by_role("link", name="Rates").click()
    expect(rows(page)).to_have_count(50)
    expect(line).to_contain_text(f"Rates {older} in force")
    held[0].continue_()
    expect(page.get_by_label("Other version").locator("option")).to_have_count(2)
    expect(line).to_contain_text("in force")
    expect(line).not_to_contain_text(older)
    page.go_back()
    page.go_back()
    expect(page.get_by_text("to come", exact=True)).to_have_count(1)
    assert len(held) == 1


def test_what_could_not_be_asked_anew_stays_and_says_so(on_the_day, publish):
    page = on_the_day("/#rates")
    publish()
    page.route("**/v1/rates/current", lambda route: route.abort())
    page.get_by_role("link", name="Providers", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Payback cannot be reached")
    expect(page.get_by_role("heading", level=1)).to_have_text("Providers and sources")
    expect(page.locator(".notice")).to_contain_text("You are reading an older version")
    page.unroute("**/v1/rates/current")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".version .facts")).to_contain_text("in force")
