"""The rates on a phone, in the dark, by the keyboard, on paper and in another language."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.rates.reading import DETAIL, MINI, fits


@pytest.mark.parametrize("place", ["", f"/openai/{MINI}", f"/azure/{MINI}", "/providers", "/fireworks", "/changes"])
def test_a_phone_shows_everything_without_scrolling_the_page_sideways(on_the_day, look, accessible, place):
    page = on_the_day(f"/#rates{place}", viewport=PHONE, has_touch=True)
    assert fits(page)
    accessible(page)
    look(page, f"rates-phone{place.replace('/', '-')}")


@pytest.mark.parametrize("place", ["", f"/openai/{MINI}", "/changes"])
def test_the_dark_page_can_be_read_too(on_the_day, look, accessible, place):
    page = on_the_day(f"/#rates{place}", color_scheme="dark")
    accessible(page)
    look(page, f"rates-dark{place.replace('/', '-')}")


def test_a_table_that_is_wider_than_the_page_scrolls_by_keyboard(on_the_day):
    page = on_the_day("/#rates", viewport=PHONE)
    region = page.get_by_role("region", name="Models and prices")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.rates .wide').scrollLeft > 0")


def test_paper_has_the_tables_and_not_the_controls(on_the_day, look):
    page = on_the_day(DETAIL)
    page.emulate_media(media="print")
    expect(page.get_by_label("Other version")).to_be_hidden()
    expect(page.get_by_role("table", name="Calls, per million tokens, every entry")).to_be_visible()
    look(page, "rates-paper")


def test_figures_and_days_are_written_as_the_reader_writes_them(on_the_day):
    page = on_the_day(DETAIL, locale="de-DE")
    expect(page.locator(".figures data").first).to_have_text("0,15\u00a0$")
    expect(page.locator(".endings")).to_contain_text("14.01.2027")
