"""The page around its views: the API key, what is shown when the API cannot be had, and the keyboard."""

import pytest

from local.template import Template
from tests.browser.conftest import settled
from tests.browser.test_calculator import headline

KEY = "a-key-of-forty-characters-as-api-gateway-has"
NO_KEY = Template.read().gateway_responses()["INVALID_API_KEY"]


def guarded(asked):
    """A stand-in for API Gateway, which lets nothing under /v1/ pass without the key."""

    def prepare(page):
        def answer(route):
            key = route.request.headers.get("x-api-key")
            asked.append(key)
            if key == KEY:
                route.continue_()
            else:
                route.fulfill(status=NO_KEY.status, headers=dict(NO_KEY.headers), body=NO_KEY.body)

        page.route("**/v1/**", answer)

    return prepare


@pytest.fixture
def at_the_gate(opened):
    """The page before an API that wants a key, with the keys that it was asked with."""
    asked: list[str | None] = []
    page = opened("/", prepare=guarded(asked), wait=False)
    return page, asked


def _give(page, key):
    page.get_by_role("textbox", name="API key").fill(key)
    page.get_by_role("button", name="Use this key").click()


def test_a_key_is_asked_for_once_and_kept_for_the_tab(at_the_gate, look, accessible):
    page, _ = at_the_gate
    page.get_by_role("dialog", name="Your API key").wait_for()
    accessible(page)
    look(page, "key")
    _give(page, KEY)
    settled(page)
    assert headline(page)
    assert page.get_by_role("dialog").count() == 0
    page.reload()
    settled(page)
    assert headline(page)
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("[localStorage.length, document.cookie, ...Object.values(sessionStorage)]") == [0, "", KEY]
    assert KEY not in page.url


def test_without_a_key_the_page_says_so_and_asks_again(at_the_gate):
    page, _ = at_the_gate
    page.get_by_role("dialog", name="Your API key").wait_for()
    page.keyboard.press("Escape")
    page.locator(".answer [role=alert]").get_by_text("this route needs a valid API key").wait_for()
    assert page.get_by_role("dialog").count() == 0
    page.locator(".answer").get_by_role("button", name="Try again").click()
    _give(page, KEY)
    settled(page)
    assert headline(page)


def test_a_key_that_is_wrong_is_asked_for_again(at_the_gate):
    page, asked = at_the_gate
    _give(page, "x" * 20)
    page.get_by_role("alert").get_by_text("was not accepted").wait_for()
    _give(page, KEY)
    settled(page)
    assert headline(page)
    assert {None, "x" * 20, KEY} == set(asked)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("THROTTLED", "requests come faster than the limit allows"),
        ("QUOTA_EXCEEDED", "has used up its requests"),
        ("ACCESS_DENIED", "this address may not call the API"),
        ("INTEGRATION_FAILURE", "the service failed to answer"),
    ],
)
def test_what_api_gateway_answers_by_itself_is_told_in_its_words(opened, name, told):
    problem = Template.read().gateway_responses()[name]
    refused = {"fulfil": True}

    def prepare(page):
        def answer(route):
            if refused["fulfil"]:
                route.fulfill(status=problem.status, headers=dict(problem.headers), body=problem.body)
            else:
                route.continue_()

        page.route("**/v1/decisions", answer)

    page = opened("/", prepare=prepare)
    assert told in page.locator(".answer [role=alert]").inner_text()
    refused["fulfil"] = False
    page.get_by_role("button", name="Try again").click()
    settled(page)
    assert headline(page)


def test_a_service_that_cannot_be_reached_is_told_and_tried_again(opened, look, accessible):
    page = opened("/", prepare=lambda page: page.route("**/v1/decisions", lambda route: route.abort()))
    assert "Payback cannot be reached" in page.locator(".answer [role=alert]").inner_text()
    accessible(page)
    look(page, "unreachable")
    page.unroute("**/v1/decisions")
    page.get_by_role("button", name="Try again").click()
    settled(page)
    assert headline(page)


def test_an_answer_that_is_none_is_told(opened):
    page = opened(
        "/", prepare=lambda page: page.route("**/v1/decisions", lambda route: route.fulfill(status=502, body="<html>"))
    )
    assert "answered with status 502" in page.locator(".answer [role=alert]").inner_text()


@pytest.mark.parametrize(
    ("view", "asked"), [("calculator", "**/v1/decisions"), ("rates", "**/v1/rates/*"), ("spend", "**/v1/spend?*")]
)
def test_a_mistake_of_the_page_is_said_once_and_leaves_it_usable(opened, watched, view, asked):
    page = opened(f"/#{view}", prepare=lambda page: page.route(asked, lambda route: route.fulfill(json={})), wait=False)
    page.wait_for_load_state("networkidle")
    page.get_by_role("alert").get_by_text("The page made a mistake. Reload it").wait_for()
    assert page.locator(".mistake").count() == 1
    assert page.evaluate("1 + 1") == 2
    assert 0 < len(watched) < 10
    watched.clear()


def test_while_it_waits_for_the_first_answer_it_shows_that(opened, look):
    held = []

    def hold(route):
        held.append(route)

    page = opened("/", prepare=lambda page: page.route("**/v1/decisions", hold), wait=False)
    page.wait_for_selector(".skeleton")
    look(page, "loading")
    for route in held:
        route.continue_()
    settled(page)
    assert headline(page)


def test_it_is_used_by_the_keyboard_alone(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.preset") == "tickets"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('workload.input_tokens').value === '200'")
    settled(page)
    before = headline(page)
    page.get_by_label("Input tokens of a call", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("900")
    page.wait_for_function("before => document.querySelector('.headline').innerText !== before", arg=before)
    page.get_by_role("radio", name="No", exact=True).first.focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("radio", name="Yes").first.is_checked()


def test_the_views_are_links_and_keep_the_question(opened):
    page = opened(
        "/?task=generation&workload.calls_per_day=1k&workload.input_tokens=500&current.model=gpt-4o&candidate.model=gpt-4o-mini"
    )
    question = headline(page)
    for name in ("Rates", "Spend"):
        page.get_by_role("link", name=name).click()
        page.wait_for_selector(f"nav a[aria-current=page]:has-text('{name}')")
        settled(page)
        assert page.title().startswith(name)
    page.get_by_role("link", name="Calculator").click()
    settled(page)
    assert headline(page) == question
    assert "task=generation" in page.url


def test_without_a_script_it_says_what_to_do(opened):
    page = opened("/", java_script_enabled=False, wait=False)
    assert "POST /v1/decisions" in page.locator("noscript").inner_text()
