"""The calculator: what is asked in its form, its presets, its line and its address is answered as the API answers."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from local import event_bodies as bodies
from shorthand.catalogue import INPUTS
from shorthand.fields import from_fields, to_fields
from tests.browser.conftest import PHONE, settled

PRESETS = {
    "scenario-1": bodies.SCENARIO_1,
    "scenario-2": bodies.SCENARIO_2,
    "scenario-2-cached": bodies.SCENARIO_2_CACHED,
    "scenario-3": bodies.SCENARIO_3,
    "scenario-4": bodies.SCENARIO_4,
}
OLDER = "/?task=classification&workload.calls_per_day=50k&workload.input_tokens=200&workload.output_tokens=10"
OLDER += "&current.model=gpt-4o&candidate.model=gpt-4o-mini&dataset.examples=1000&as_of=2026-06-30"

AZURE = "/?task=classification&workload.calls_per_day=100k&workload.input_tokens=900&workload.output_tokens=20"
AZURE += "&current.model=gpt-4.1&current.provider=azure&candidate.model=gpt-4.1-mini&candidate.provider=azure"
AZURE += "&candidate.input_tokens=400&dataset.examples=1000"


def headline(page):
    return page.locator(".headline").inner_text()


def asked_in(page):
    """The request that the address asks for, as Slack's link is read."""
    fields = dict(parse_qsl(urlsplit(page.url).query))
    request, wrong = from_fields(fields)
    assert wrong == {}
    return request


def as_json(request):
    """The request with numbers for decimals."""
    if isinstance(request, dict):
        return {name: as_json(value) for name, value in request.items()}
    if isinstance(request, list):
        return [as_json(value) for value in request]
    return request if isinstance(request, str | bool) else float(request)


def the_apis(send, page):
    return send("POST", "/v1/decisions", as_json(asked_in(page)))


def test_it_answers_at_once_and_as_the_api_answers(opened, send, look, accessible):
    page = opened()
    answer = the_apis(send, page)
    assert headline(page) == answer["headline"]
    assert page.locator(".rule h3").count() == 9
    for rule in answer["rules"]:
        assert rule["question"] in page.locator(f"[data-rule={rule['id']}]").inner_text()
    for remark in (*answer["warnings"], *answer["next_steps"]):
        assert remark in page.locator(".answer").inner_text()
    assert f"Months to compare over: {answer['horizon']['months']}" in page.locator(".answer").inner_text()
    assert page.locator("payback-chart").count() == 2
    accessible(page)
    look(page, "calculator")
    look(page, "readme-calculator", height=1180)


@pytest.mark.parametrize(("name", "options"), [("dark", {"color_scheme": "dark"}), ("phone", {"viewport": PHONE})])
def test_it_is_readable(opened, look, accessible, name, options):
    page = opened(**options)
    accessible(page)
    look(page, f"calculator-{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_answer_is_one_tap_from_the_form(opened):
    page = opened(viewport=PHONE)
    page.locator("button.short").click()
    page.wait_for_function("() => Math.abs(document.querySelector('.answer').getBoundingClientRect().top) < 40")


@pytest.mark.parametrize("name", PRESETS)
def test_a_scenario_of_the_article_is_one_click(opened, send, name):
    page = opened()
    page.locator(f"[data-preset={name}]").click()
    settled(page)
    answer = send("POST", "/v1/decisions", PRESETS[name])
    assert headline(page) == answer["headline"]
    outcomes = page.locator(".rule").evaluate_all("all => all.map(each => each.dataset.outcome)")
    assert outcomes == [rule["outcome"] for rule in answer["rules"]]


def test_every_input_of_a_decision_can_be_given(opened):
    page = opened()
    names = set(page.locator("form.inputs [name]").evaluate_all("all => all.map(each => each.name)"))
    assert {name.partition(":")[0] for name in names} == set(INPUTS)


def test_the_answer_follows_what_is_typed_and_the_address_holds_it(opened, send):
    page = opened()
    before = headline(page)
    page.get_by_label("Input tokens of a call", exact=True).fill("1,200")
    page.get_by_label("Output tokens of a call", exact=True).fill("0.3k")
    page.wait_for_function("before => document.querySelector('.headline').innerText !== before", arg=before)
    settled(page)
    assert headline(page) == the_apis(send, page)["headline"]
    assert asked_in(page)["workload"]["input_tokens"] == 1200
    assert asked_in(page)["workload"]["output_tokens"] == 300
    answered = page.locator(".answer").inner_text()
    page.reload()
    settled(page)
    # The link has a day, which was assumed before.
    assert page.locator(".answer").inner_text() == re.sub(r"Decide for this day: \S+ \(today, UTC\)\n", "", answered)


def test_a_range_is_three_numbers_or_one(opened):
    page = opened()
    hours = page.get_by_role("group", name="Hours of engineering")
    assert [box.input_value() for box in hours.get_by_role("textbox").all()] == ["20", "35", "50"]
    hours.get_by_label("at most").fill("80")
    settled(page)
    assert asked_in(page)["engineering"]["hours"] == {"low": 20, "expected": 35, "high": 80}
    hours.get_by_role("button").click()
    settled(page)
    assert asked_in(page)["engineering"]["hours"] == 35
    hours.get_by_role("textbox").fill("10-60")
    settled(page)
    assert asked_in(page)["engineering"]["hours"] == {"low": 10, "high": 60}
    hours.get_by_role("button").click()
    assert [box.input_value() for box in hours.get_by_role("textbox").all()] == ["10", "", "60"]


def test_a_click_on_what_would_flip_a_rule_flips_it_and_back_takes_it_back(opened, look):
    page = opened(OLDER)
    before = headline(page)
    prompts = page.locator("[data-rule=prompting-first]")
    assert prompts.get_attribute("data-outcome") == "unknown"
    prompts.locator("[data-flip]").first.click()
    page.wait_for_selector("[data-rule=prompting-first][data-outcome=pass]")
    assert page.locator("[name='readiness.prompts_optimized'][value=yes]").is_checked()
    payback = page.locator("[data-rule=payback-within-limit]")
    assert payback.get_attribute("data-outcome") == "fail"
    look(page, "calculator-flips")
    payback.locator("[data-flip='workload.calls_per_month']").click()
    page.wait_for_selector("[data-rule=payback-within-limit][data-outcome=pass]")
    assert "calls_per_day" not in asked_in(page)["workload"]
    page.go_back()
    page.go_back()
    page.wait_for_selector("[data-rule=prompting-first][data-outcome=unknown]")
    settled(page)
    assert headline(page) == before


@pytest.mark.parametrize("body", [*PRESETS.values(), bodies.AZURE_HOSTING, bodies.PROMPT_CACHING])
def test_every_flip_that_is_offered_makes_its_rule_pass(opened, send, body):
    path = "/?" + "&".join(f"{name}={text}" for name, text in to_fields(body | {"experiments": {"runs": 4}}).items())
    page = opened(path)
    offered = page.locator("[data-flip]").evaluate_all(
        "all => all.map(e => [e.closest('.rule').dataset.rule, e.dataset.flip])"
    )
    for rule, flip in offered:
        page.locator(f"[data-rule={rule}] [data-flip='{flip}']").click()
        page.wait_for_selector(f"[data-rule={rule}][data-outcome=pass]")
        page.go_back()
        page.wait_for_selector(f"[data-rule={rule}]:not([data-outcome=pass])")


def test_a_model_is_picked_by_its_name_with_its_price_and_its_end(opened, send, look):
    page = opened(OLDER)
    box = page.get_by_role("combobox", name="Model to fine-tune")
    box.click()
    box.press_sequentially("azure 4.1-nano")
    option = page.get_by_role("option", name="gpt-4.1-nano-2025-04-14")
    told = option.inner_text()
    assert "Azure OpenAI" in told
    assert "$1.50 a million tokens" in told
    assert "$0.10 in, $0.40 out" in told
    assert "fine-tunes shut down on Oct 14, 2027" in told
    look(page, "calculator-picker", height=900)
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    settled(page)
    assert asked_in(page)["candidate"] == {"model": "gpt-4.1-nano-2025-04-14", "provider": "azure"}
    assert headline(page) == the_apis(send, page)["headline"]
    assert "Fine-tunes shut down on Oct 14, 2027" in page.locator("[id='candidate.model-hint']").inner_text()


def test_a_name_that_the_table_does_not_know_is_told_where_it_was_typed(opened):
    page = opened()
    before = headline(page)
    box = page.get_by_role("combobox", name="Model that answers today")
    box.click()
    box.fill("gpt-4.0")
    box.press("Tab")
    page.wait_for_selector("[id='current.model-problem']:has-text('gpt-4o')")
    assert box.get_attribute("aria-invalid") == "true"
    assert headline(page) == before
    page.get_by_role("combobox", name="Model that answers today").fill("gpt-4.1")
    box.press("Enter")
    settled(page)
    assert page.locator(".wrong:has-text('gpt')").count() == 0


@pytest.mark.parametrize(
    ("label", "typed", "told"),
    [
        ("Input tokens of a call", "many", "Must be a number, such as 200, 50k or 1.5M"),
        ("Of the input tokens, the same in every call", "5000", "is a part of workload.input_tokens"),
        ("Examples", "1.5", "hole number"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_last_answer_stays(opened, look, accessible, label, typed, told):
    page = opened()
    before = headline(page)
    box = page.get_by_label(label, exact=True)
    box.fill(typed)
    page.wait_for_selector(f".field .wrong:has-text('{told}')")
    assert box.get_attribute("aria-invalid") == "true"
    assert headline(page) == before
    accessible(page)
    look(page, f"calculator-wrong-{re.sub('[^a-z]', '', typed) or 'number'}")


def test_a_line_as_in_slack_fills_the_form(opened, send):
    page = opened()
    page.get_by_label("Or say it in a line").fill(
        "gpt-4o -> gpt-4o-mini, 50k/day, 200 in, 10 out, 1000 examples, classification"
    )
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_function("() => document.getElementById('dataset.examples').value === '1000'")
    settled(page)
    assert asked_in(page)["workload"]["calls_per_day"] == 50_000
    assert headline(page) == the_apis(send, page)["headline"]


def test_a_word_that_is_not_known_is_told_with_the_nearest_one(opened):
    page = opened("/?ask=gpt-4o+->+gpt-4o-mini,+50k/day,+200+in,+clasification")
    assert "did you mean classification?" in page.locator("#line-problems").inner_text()
    assert "clasification" in page.locator("#line").input_value()


def test_what_the_line_leaves_out_is_asked_for(opened):
    page = opened("/?ask=gpt-4o+->+gpt-4o-mini")
    assert "How many input tokens has a call?" in page.locator("#line-problems").inner_text()


def test_a_link_of_another_day_says_so_and_can_be_asked_for_today(opened, send):
    page = opened(OLDER)
    assert "Answered as of Jun 30, 2026" in page.locator(".notice").inner_text()
    assert asked_in(page)["rates_version"] == send("GET", "/v1/rates")["current"]
    page.locator("[data-now]").click()
    settled(page)
    assert page.locator(".notice").count() == 0
    assert headline(page) == the_apis(send, page)["headline"]


def test_a_version_that_was_never_published_is_told(opened):
    page = opened(f"{OLDER}&rates_version=000000000000")
    assert "no rate table of that version was published" in page.locator(".answer").inner_text()


def test_what_is_no_input_of_the_link_is_told(opened):
    page = opened("/?wrokload.input_tokens=200")
    assert "wrokload.input_tokens" in page.locator(".notice").inner_text()


def test_the_tornado_shows_what_the_api_says(opened, send):
    page = opened()
    answer = send("POST", "/v1/decisions/sensitivity", as_json(asked_in(page)))
    section = page.locator("section[aria-labelledby=matters-title]")
    section.get_by_text("As a table").click()
    exact = "rows => rows.map(row => [...row.querySelectorAll('data')].map(each => each.value))"
    ends = [[each["low"]["value"], each["high"]["value"]] for each in answer["inputs"]]
    assert section.locator("tbody tr").evaluate_all(exact) == ends
    assert len(ends) > 3
    name = section.locator("canvas").get_attribute("aria-label")
    assert name.startswith("Payback, ")


def test_the_chart_says_in_words_what_it_shows(opened):
    page = opened(f"{AZURE}&as_of=2026-11-27")
    section = page.locator("section[aria-labelledby=months-title]")
    name = section.locator("canvas").get_attribute("aria-label")
    for word in ("Today", "Cheapest base model", "Fine-tuned", "Your own GPUs", "Break-even", "shut down on"):
        assert word in name
    assert section.locator(".badge").all_inner_texts()[0].startswith("Break-even after")
    section.get_by_text("As a table").click()
    assert section.locator("tbody tr").count() == 13


def test_the_cached_prompt_is_drawn_where_it_is_said_what_can_be_cached(opened):
    page = opened(OLDER)
    section = page.locator("section[aria-labelledby=months-title]")
    assert "say how many input tokens are the same in every call" in section.inner_text()
    page.locator("[data-preset=scenario-2-cached]").click()
    settled(page)
    assert "The prompt cached" in section.locator("canvas").get_attribute("aria-label")
    assert "say how many input tokens" not in section.inner_text()


def test_money_is_in_the_readers_way_and_exact_on_hover(opened):
    page = opened(locale="de-DE")
    shown = page.locator(".figures dd data").first
    assert re.fullmatch(r"[\d.]+,\d\d\s\$", shown.inner_text())
    assert re.fullmatch(r"\d+(\.\d+)? USD", shown.get_attribute("title"))


def test_it_can_be_printed(opened, look):
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="light")
    assert not page.locator("form.inputs").is_visible()
    assert page.locator(".verdict").is_visible()
    asked = page.locator(".asked").inner_text()
    assert "Model that answers today\ngpt-4.1" in asked
    assert "Classifies: picks one of a few answers" in asked
    look(page, "calculator-print")
    assert len(page.pdf()) > 10_000
