"""The contract and its page."""

import re
from html.parser import HTMLParser

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from handlers.contract import openapi_document
from handlers.resolver import Resolver
from local.template import Template
from tests.handlers.http import answer, get, request

PUBLIC = {"/health"}


@pytest.fixture(scope="module")
def contract():
    return get("/openapi.json").json


class _Addresses(HTMLParser):
    """What a page loads, and what its own scripts and styles hold."""

    def __init__(self):
        super().__init__()
        self.loaded = []

    def handle_starttag(self, tag, attributes):
        self.loaded += [value for name, value in attributes if name in {"src", "href", "srcset", "data", "action"}]


def test_the_contract_is_openapi(contract):
    assert contract["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(contract).iter_errors()) == []


def test_the_contract_names_every_route_of_the_stack_and_no_other(contract):
    documented = set(contract["paths"])
    routes = {route.path for route in Template.read().routes() if not route.path.startswith("/slack/")}
    routes -= {"/openapi.json", "/docs", "/", "/assets/{name}"}
    assert documented == routes


def _named(path):
    """The path with a version that there is, and the name of a budget, a fine-tune or a check that there is not."""
    return re.sub(r"\{\w+\}", "nothing", path.replace("{version}", "current"))


def test_every_documented_operation_exists(contract, aws):
    for path, operations in contract["paths"].items():
        for method in operations:
            found = answer(request(method.upper(), _named(path)))
            assert found.status in {200, 422} or found.json["code"] in {"no_budget", "no_fine_tune", "no_check"}, (
                method,
                path,
            )


def test_every_other_method_is_refused_with_those_that_are_documented(contract):
    for path, operations in contract["paths"].items():
        found = answer(request("TRACE", _named(path)))
        assert found.status == 405
        assert found.headers["allow"].lower().split(", ") == sorted(operations)


def test_a_key_is_asked_for_where_the_stack_asks_for_one(contract):
    required = {route.path for route in Template.read().routes() if route.key_required}
    for path, operations in contract["paths"].items():
        for operation in operations.values():
            assert operation["security"] == ([{"apiKey": []}] if path in required else [])


def test_every_operation_says_in_words_what_it_does(contract):
    for operations in contract["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert "200" in operation["responses"]


def test_errors_are_documented_as_problems(contract):
    for operations in contract["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status not in {"200", "202"}:
                    assert list(response["content"]) == ["application/problem+json"]


def test_no_schema_is_left_over(contract):
    text = str(contract["paths"]) + str(contract["components"])
    used = set(re.findall(r"#/components/schemas/([\w-]+)", text))
    assert used == set(contract["components"]["schemas"])


def test_the_contract_is_made_once():
    assert openapi_document.cache_info().maxsize is None
    app = Resolver(enable_validation=True)

    @app.get("/x")
    def _x() -> str:
        return ""

    assert openapi_document(app) is openapi_document(app)


def test_the_page_loads_nothing_from_elsewhere():
    found = get("/docs")
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    page = _Addresses()
    page.feed(found.text)
    page.close()
    assert [address for address in page.loaded if not address.startswith(("data:", "#"))] == []
    assert not re.search(
        r"@import|url\((?!['\"]?(?:data:|#))", re.sub(r"<script.*?</script>", "", found.text, flags=re.DOTALL)
    )


def test_the_page_shows_the_contract(contract):
    text = get("/docs").text
    assert "SwaggerUIBundle" in text
    for path in contract["paths"]:
        assert f'"{path}"' in text
