"""One model, and the providers: prices, history, sources and dates."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.rates.reading import DETAIL, MINI, TODAY, rows


def test_a_model_shows_its_prices_dates_history_and_sources(on_the_day, look, accessible):
    page = on_the_day(DETAIL)
    expect(page.get_by_role("heading", level=1)).to_have_text(MINI)
    assert page.locator(".figures dd").all_inner_texts() == [
        "$0.15",
        "$0.075",
        "$0.60",
        "$0.30",
        "$0.15",
        "$1.20",
        "$3.00",
    ]
    expect(page.locator(".endings")).to_contain_text("The model is shut down on Jan 14, 2027 confirmed")
    expect(page.get_by_text("Only organisations that called a fine-tune in the last 60 days")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Training example, at most")).to_be_visible()
    accessible(page)
    look(page, "rates-detail")
    look(page, "readme-rates", height=1180)


def test_the_history_is_drawn_and_said_in_words(on_the_day):
    page = on_the_day(DETAIL)
    base, tuned = page.locator("payback-chart canvas").all()
    expect(base).to_have_attribute("aria-label", re.compile(r"From Jul 18, 2024: input \$0\.15, .*output \$0\.60\."))
    expect(base).to_have_attribute("aria-label", re.compile(r"input \$0\.12, cached input \$0\.06, output \$0\.48\.$"))
    expect(tuned).to_have_attribute("aria-label", re.compile(r"^Fine-tuned, .*output \$1\.20\.$"))
    assert base.evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
    )


def test_every_entry_stands_below_newest_first_with_its_source(on_the_day, ask):
    page = on_the_day(DETAIL)
    table = page.get_by_role("table", name="Calls, per million tokens, every entry")
    days = table.locator("tbody time:nth-of-type(1)").evaluate_all(
        "times => times.filter(time => !time.closest('.checked')).map(time => time.dateTime)"
    )
    model = ask("/v1/rates/current")["table"]["providers"]["openai"]["models"][MINI]
    entries = [*model["base"], *model["fine_tuned"]]
    assert days == sorted((entry["effective_from"] for entry in entries), reverse=True)
    announced = table.locator("tbody tr").first
    expect(announced).to_contain_text("to come")
    expect(announced).to_contain_text("$0.12")
    expect(announced.locator(".badge.pass")).to_have_text("confirmed")
    link = announced.get_by_role("link")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("href", re.compile("^https://"))
    expect(table.locator("tbody tr").last).to_contain_text("not confirmed")
    expect(table.locator("tbody tr").last).to_contain_text("Corrected: the table began on 2025-09-01")


def test_a_model_of_many_tiers_shows_each_of_them(on_the_day, look, accessible):
    page = on_the_day(f"/#rates/azure/{MINI}")
    today = page.get_by_role("table", name="Calls, per million tokens", exact=True)
    expect(today.get_by_role("rowheader", name="Fine-tuned, datazone")).to_be_visible()
    expect(page.get_by_text("Not meant for production").first).to_be_visible()
    base = page.locator("payback-chart canvas").first
    expect(base).to_have_attribute("aria-label", re.compile(r"input \$0\.15,"))
    page.get_by_label("Served as").select_option(label="datazone")
    expect(base).to_have_attribute("aria-label", re.compile(r"input \$0\.165,"))
    accessible(page)
    look(page, "rates-detail-tiers")


def test_long_calls_and_cache_writes_have_their_prices(on_the_day, ask):
    listed = ask(f"/v1/models?as_of={TODAY}&provider=google")["models"]
    model = next(each for each in listed if each["base"] and each["base"]["long_context"])
    page = on_the_day(f"/#rates/google/{model['id']}")
    above = f"{model['base']['long_context']['above_input_tokens']:,}"
    today = page.get_by_role("table", name="Calls, per million tokens", exact=True)
    long = today.get_by_role("row").filter(has_text=f"Base, calls over {above} input tokens")
    expect(long.locator("data").first).to_have_attribute(
        "value", model["base"]["long_context"]["usd_per_million_input_tokens"]
    )


def test_the_list_leads_to_a_model_and_back_to_its_row(on_the_day):
    page = on_the_day("/#rates")
    page.get_by_role("button", name="Show 50 more").click()
    link = rows(page).nth(80).locator("th a")
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(rows(page)).to_have_count(100)
    expect(rows(page).nth(80).locator("th a")).to_be_focused()
    expect(rows(page).nth(80)).to_be_in_viewport()


def test_another_name_of_a_model_opens_it_and_a_wrong_one_has_a_way_out(on_the_day, accessible):
    page = on_the_day("/#rates/openai/gpt-4o-mini")
    expect(page.get_by_role("heading", level=1)).to_have_text(MINI)
    for wrong in ("openai/gpt-9", "nobody/gpt-4o", "constructor/toString"):
        page.goto(page.url.partition("#")[0] + f"#rates/{wrong}")
        expect(page.get_by_text("This version of the rate table has no such model")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="See all models of this version").click()
    expect(rows(page)).to_have_count(50)


def test_a_name_with_slashes_and_colons_has_an_address(on_the_day):
    page = on_the_day("/#rates")
    for search, name in (("together qwen3-8b", "Qwen/Qwen3-8B"), ("nova-lite-v1", "amazon.nova-lite-v1:0")):
        page.get_by_label("Search").fill(search)
        page.get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.reload()
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.get_by_role("link", name="All models").click()


def test_a_model_that_can_be_tuned_leads_to_the_calculator(on_the_day):
    page = on_the_day(DETAIL)
    link = page.get_by_role("link", name="Would fine-tuning it pay?")
    expect(link).to_have_attribute("href", f"?candidate.model={MINI}&candidate.provider=openai#calculator")
    page.goto(page.url.partition("#")[0] + "#rates/anthropic/claude-3-haiku-20240307")
    expect(page.get_by_role("heading", level=1)).to_contain_text("claude")
    expect(link).to_have_count(0)


def test_providers_say_who_may_train_and_where_prices_were_read(on_the_day, look, accessible):
    page = on_the_day("/#rates/providers")
    anthropic = page.get_by_role("row").filter(has=page.get_by_role("link", name="Anthropic"))
    expect(anthropic).to_contain_text("Nobody can train")
    expect(page.get_by_role("rowheader", name="aws.p5.48xlarge")).to_be_visible()
    accessible(page)
    look(page, "rates-providers")
    page.get_by_role("link", name="Fireworks AI").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fireworks AI")
    expect(page.get_by_role("rowheader", name="Option h100").first).to_be_visible()
    expect(page.locator(".sources a").first).to_have_attribute("rel", "noopener noreferrer")
    accessible(page)
    look(page, "rates-provider")
