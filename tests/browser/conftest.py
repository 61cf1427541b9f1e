"""A real browser before a local server. What the page does wrong in it fails the test, whatever the test looks at."""

import json
import os
import shutil
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from local.template import ROOT
from tests.local.running import address_in, read_until, start

SCREENSHOTS = ROOT / ".screenshots"
AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of a server with a state of its own."""
    process = start("--port", "0", "--state", str(tmp_path_factory.mktemp("browser") / "local.json"))
    yield address_in(read_until(process, "answers at"))
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture(scope="session")
def send(server):
    """Sends a body to the API, as a program would; answers with what came back."""

    def sent(method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{server}{path}", data, {"Content-Type": "application/json"} if data else {}, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    return sent


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watched():
    """What the page may not do, as far as it did: errors and warnings in its console, requests to elsewhere."""
    return []


@pytest.fixture
def opened(chromium, server, watched):
    """Opens the page at a path of the server, in a browser of its own, and waits until nothing is loading any more."""
    contexts = []

    def open_page(path="/", prepare=None, *, wait=True, **options):
        settings = {"viewport": DESKTOP, "locale": "en-US", "timezone_id": "UTC", "color_scheme": "light"} | options
        context = chromium.new_context(**settings)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: watched.append(f"error: {error}"))
        page.on("console", lambda said: watched.append(f"{said.type}: {said.text}") if _is_bad(said) else None)
        page.on("request", lambda sent: watched.append(f"asked {sent.url}") if not _is_ours(sent, server) else None)
        if prepare:
            prepare(page)
        page.goto(f"{server}{path}")
        if wait:
            settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watched == []


def _is_bad(said):
    # The browser's own line about an answer of 4xx is no word of the page, which shows what the answer says.
    return said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource")


def _is_ours(sent, server):
    upload = (
        sent.method in {"POST", "OPTIONS"}
        and sent.url.startswith("http://127.0.0.1:")
        and "payback-datasets" in sent.url
    )
    return upload or sent.url.startswith(f"{server}/")


def settled(page):
    """Wait until nothing on the page is loading."""
    page.wait_for_function(
        "() => document.querySelector('main') && !document.querySelector('[aria-busy=true], .skeleton')"
    )


@pytest.fixture
def look():
    """Keeps a screenshot to be looked at: of the whole page, or of so many pixels of it."""

    def looked(page, name, height=None):
        SCREENSHOTS.mkdir(exist_ok=True)
        if height:
            page.set_viewport_size({"width": DESKTOP["width"], "height": height})
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=height is None, animations="disabled")

    return looked


@pytest.fixture
def accessible():
    """Fails where axe-core finds anything on the page as it is, best practices included."""

    def checked(page):
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [
            f"{each['id']}: {each['help']}: {node['html'][:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert told == []

    return checked
