"""The decision to take along: a command, JSON, Markdown, a line for Slack, a link, each answered the same again."""

import json
import os
import subprocess

import pytest

from tests.browser.test_calculator import OLDER, headline


@pytest.fixture
def copied(opened):
    """The text of one form of what is on the page, as it was copied."""

    def copy(form):
        page = opened(OLDER)
        page.locator(f"[data-copy={form}]").click()
        page.get_by_role("status").get_by_text("Copied.").wait_for()
        shown = page.locator("#copied-text").input_value()
        assert page.evaluate("navigator.clipboard.readText()") == shown
        return page, shown

    return copy


def test_a_command_of_curl_gives_the_same_answer(copied, send):
    page, command = copied("curl")
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]}
    )
    answer = json.loads(ran.stdout)
    assert answer["headline"] == headline(page)
    assert answer["rates"]["version"] == send("GET", "/v1/rates")["current"]


def test_json_holds_the_request_and_the_answer(copied, send):
    _, text = copied("json")
    taken = json.loads(text)
    assert taken["request"]["as_of"] == "2026-06-30"
    assert send("POST", "/v1/decisions", taken["request"]) == taken["answer"]


def test_markdown_says_what_the_page_says(copied):
    page, text = copied("markdown")
    assert text.startswith(f"## {headline(page)}\n")
    assert text.count("\n- ") >= 9
    assert "| A month today | 900 USD |" in text
    assert "Rates 2026-" in text
    assert "as_of=2026-06-30" in text


def test_a_line_for_slack_means_the_same(copied, send):
    page, line = copied("slack")
    assert line.startswith(
        "/finetune gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"
    )
    meant = send("POST", "/v1/shorthand", {"text": line.removeprefix("/finetune ")})
    assert send("POST", "/v1/decisions", meant["request"])["headline"] == headline(page)


def test_a_link_opens_the_same(copied, opened):
    page, link = copied("link")
    again = opened(link.partition("://")[2].partition("/")[2].join(["/", ""]))
    assert headline(again) == headline(page)


def test_the_dialog_is_usable_by_key_and_by_ear(opened, accessible, look):
    page = opened(OLDER)
    page.locator("[data-copy=markdown]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Markdown").wait_for()
    page.get_by_role("status").get_by_text("Copied.").wait_for()
    accessible(page)
    look(page, "calculator-copy")
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.dataset.copy") == "markdown"
