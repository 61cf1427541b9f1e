"""The models and their prices, as they are searched, sorted and shown more of."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import settled
from tests.browser.rates.reading import MINI, TODAY, column, links, names, numbers, rows


def test_the_list_shows_fifty_models_and_more_on_demand(on_the_day, look, accessible):
    page = on_the_day("/#rates")
    assert page.title() == "Rates · Payback"
    expect(page.get_by_role("status")).to_have_text(re.compile(r"50 of \d+ models; \d+ more were shut down"))
    expect(rows(page)).to_have_count(50)
    accessible(page)
    look(page, "rates-list")
    page.get_by_role("button", name="Show 50 more").click()
    expect(rows(page)).to_have_count(100)
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"\s{rows(page).count()} models; "))
    assert rows(page).count() > 500
    expect(page.get_by_role("button", name="Show all")).to_have_count(0)


def test_the_list_says_what_the_api_says_of_every_model(on_the_day, ask):
    page = on_the_day("/#rates")
    page.get_by_label("Also those that were shut down").check()
    page.get_by_role("button", name="Show all").click()
    read = """rows => rows.map(row => [...row.cells].map(cell => {
        const exact = cell.querySelector('data, time');
        return exact ? (exact.value ?? exact.dateTime) : null;
    }))"""
    shown = dict(zip(links(page), rows(page).evaluate_all(read), strict=True))
    # What is trained on rented GPUs is no model that is sold: the page has its recipes among the providers.
    models = ask(f"/v1/models?as_of={TODAY}")["models"]
    listed = [model for model in models if model["provider"] != "self_hosted"]
    assert len(shown) == len(listed)
    for model in listed:
        base, tuned = model["base"] or {}, model["fine_tuned"] or {}
        _, _, *cells = shown[f"{model['provider']}/{model['id']}"]
        assert [*cells[:5], cells[6]] == [
            base.get("usd_per_million_input_tokens"),
            base.get("usd_per_million_cached_input_tokens"),
            base.get("usd_per_million_output_tokens"),
            tuned.get("usd_per_million_input_tokens"),
            tuned.get("usd_per_million_output_tokens"),
            model["retires_on"],
        ], model["id"]
        by_token = [price["usd_per_million_training_tokens"] for price in model["training"].values()]
        assert cells[5] in by_token or (cells[5] is None and not any(by_token)), model["id"]


def test_a_search_goes_with_filters_and_says_how_many_match(on_the_day):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill("4o MINI")
    assert MINI in names(page)
    assert all("4o" in name and "mini" in name for name in names(page))
    page.get_by_label("Provider").select_option(label="Azure OpenAI")
    assert set(column(page, 1)) == {"Azure OpenAI"}
    page.get_by_label("Can be fine-tuned").check()
    assert names(page) == [MINI]
    expect(page.get_by_role("status")).to_have_text("1 model")
    page.get_by_role("button", name="Show all models").click()
    expect(rows(page)).to_have_count(50)
    expect(page.get_by_label("Search")).to_have_value("")
    expect(page.get_by_label("Can be fine-tuned")).not_to_be_checked()


def test_an_unknown_price_is_said_and_is_no_zero(on_the_day):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill("tinker qwen3-8b")
    expect(rows(page)).to_have_count(1)
    assert column(page, 2) == column(page, 3) == column(page, 4) == ["not known"]
    assert column(page, 7)[0].startswith("$")
    page.get_by_label("Search").fill("jamba-instruct")
    expect(rows(page).first.locator("td").nth(4)).to_have_text(re.compile("no fine-tuning is known"))
    page.get_by_label("Also those that were shut down").check()
    page.get_by_label("Search").fill("openai o4-mini-2025")
    expect(rows(page).first.locator("td").nth(6)).to_contain_text("an hour")
    assert "$0.00" not in page.locator("table.models").inner_text()


def test_a_shut_down_model_is_found_when_it_is_asked_for(on_the_day, accessible):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill("curie")
    expect(page.get_by_text("No model that still answers matches", exact=True)).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Show them").click()
    expect(rows(page).first.locator(".badge")).to_have_text("shut down")


def test_an_empty_result_has_a_way_out(on_the_day, look, accessible):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill("gpt-4o-minni")
    expect(page.get_by_text("No model matches", exact=True)).to_be_visible()
    page.get_by_role("button", name="Ask what it means").click()
    settled(page)
    expect(page.get_by_text("it is not priced as a model that looks like it")).to_be_visible()
    accessible(page)
    look(page, "rates-nothing-found")
    page.get_by_role("button", name="gpt-4o-mini", exact=True).click()
    expect(page.get_by_label("Search")).to_have_value("gpt-4o-mini")
    assert MINI in names(page)


def test_a_name_of_a_fine_tune_leads_to_its_model(on_the_day):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill("ft:gpt-4o-mini-2024-07-18:acme::tickets")
    page.get_by_role("button", name="Ask what it means").click()
    page.get_by_role("link", name=f"See the prices of {MINI}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MINI)


def test_a_name_that_is_asked_about_before_the_versions_are_known_is_answered(on_the_day):
    held: list[Route] = []

    def hold(route):
        held.append(route)

    page = on_the_day("/#rates", prepare=lambda page: page.route("**/v1/rates", hold), wait=False)
    page.get_by_label("Search").fill("nonsense")
    page.get_by_role("button", name="Ask what it means").click()
    expect(page.get_by_text("in no rate table")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_label("Other version")).to_be_visible()
    expect(page.get_by_text("in no rate table")).to_be_visible()


@pytest.mark.parametrize("word", ["constructor", "__proto__", "%"])
def test_an_odd_word_is_a_word(on_the_day, word):
    page = on_the_day("/#rates")
    page.get_by_label("Search").fill(word)
    page.get_by_role("button", name="Ask what it means").click()
    expect(page.get_by_text("in no rate table")).to_be_visible()


def test_columns_are_put_in_order_by_the_keyboard(on_the_day):
    page = on_the_day("/#rates")
    output = page.locator("thead button").nth(4)
    output.focus()
    page.keyboard.press("Enter")
    expect(output.locator("..")).to_have_attribute("aria-sort", "ascending")
    cheapest = numbers(column(page, 4))
    assert cheapest == sorted(cheapest)
    page.keyboard.press("Enter")
    expect(output.locator("..")).to_have_attribute("aria-sort", "descending")
    dearest = numbers(column(page, 4))
    assert dearest == sorted(dearest, reverse=True)
    assert dearest[0] > cheapest[-1]
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    assert column(page, 4)[-1] == "not known"
