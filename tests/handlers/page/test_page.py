"""The page as it is delivered: a document and its parts, all of them ours, under a policy that allows nothing else."""

import gzip
import re
from html.parser import HTMLParser

import pytest

from handlers.page.page import _built
from tests.handlers.http import answer, get, post, request

MOST_BYTES = 150 * 1024
"""Of all that the page consists of, as browsers get it."""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.within, self.inline = [], None, []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.within = tag

    def handle_endtag(self, tag):
        self.within = None

    def handle_data(self, data):
        if self.within in {"script", "style"}:
            self.inline.append(data)


def _read(text):
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def _parts(text):
    return [
        attributes.get("src") or attributes.get("href")
        for tag, attributes in _read(text).elements
        if tag in {"script", "link"}
    ]


def test_it_consists_of_a_script_a_style_and_an_icon_that_are_there():
    document = get("/")
    assert document.status == 200
    assert document.headers["content-type"] == "text/html; charset=utf-8"
    parts = _parts(document.text)
    types = {part.rpartition(".")[2]: get(f"/{part}").headers["content-type"] for part in parts}
    assert types == {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def test_a_part_may_be_kept_for_ever_since_its_name_changes_with_it_and_the_document_may_not():
    document = get("/")
    assert document.headers["cache-control"] == "no-cache"
    for part in _parts(document.text):
        assert re.fullmatch(r"assets/\w+\.[A-Z0-9]{8}\.\w+", part)
        assert get(f"/{part}").headers["cache-control"] == "public, max-age=31536000, immutable"


def test_all_of_it_is_small():
    document = get("/").text
    whole = [document, *(get(f"/{part}").text for part in _parts(document))]
    assert sum(len(gzip.compress(text.encode())) for text in whole) < MOST_BYTES


def test_nothing_in_the_document_runs_and_nothing_comes_from_elsewhere():
    page = _read(get("/").text)
    assert page.inline == []
    assert not [
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    ]
    for part in _parts(get("/").text):
        assert not re.search(r"(?:src|href|url\(|import)[\"'(=\s]+(?:https?:)?//", get(f"/{part}").text)


def test_its_policy_allows_its_own_parts_and_this_api(monkeypatch):
    monkeypatch.delenv("DATASETS_ORIGIN", raising=False)
    policy = dict(rule.partition(" ")[::2] for rule in get("/").headers["content-security-policy"].split("; "))
    assert policy.pop("trusted-types") == "lit-html"
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert policy.pop("connect-src") == "'self'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"


def test_its_policy_allows_uploads_where_they_go(monkeypatch):
    monkeypatch.setenv("DATASETS_ORIGIN", "https://datasets.s3.eu-west-1.amazonaws.com")
    policy = get("/").headers["content-security-policy"]
    assert "connect-src 'self' https://datasets.s3.eu-west-1.amazonaws.com; " in policy


@pytest.mark.parametrize("query", [{}, {"ask": "gpt-4o -> gpt-4o-mini"}, {"nothing": "<script>alert(1)</script>"}])
def test_every_address_of_it_is_the_same_document_and_reads_no_rates(monkeypatch, query):
    monkeypatch.setattr("handlers.wiring.rate_book", lambda: pytest.fail("the rates were read"))
    assert get("/", **query).text == get("/").text


@pytest.mark.parametrize(
    ("asked", "prefix"), [("/prod/", ""), ("/", ""), ("/prod", "prod/"), ('/"><script>', "&quot;&gt;&lt;script&gt;/")]
)
def test_its_parts_are_found_whatever_the_stage_is_called(asked, prefix):
    event = request("GET", "/")
    event["requestContext"]["path"] = asked
    assert all(
        part.startswith(f"{prefix}assets/") for part in re.findall(r'="([^"]*assets/[^"]*)"', answer(event).text)
    )


@pytest.mark.parametrize("name", ["page.00000000.js", "index.html", "..", "%2e%2e%2fpage.py"])
def test_there_is_no_other_part(name):
    found = get(f"/assets/{name}")
    assert found.status == 404
    assert found.json["code"] == "not_found"


def test_another_method_is_told_so():
    assert post("/", {}).status == 405


def test_a_page_that_was_not_built_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr("handlers.page.page.BUILT", tmp_path)
    _built.cache_clear()  # as in a process that starts
    found = get("/")
    _built.cache_clear()
    assert (found.status, found.json["code"]) == (503, "page_not_built")
    assert "run `make page`" in found.json["detail"]
