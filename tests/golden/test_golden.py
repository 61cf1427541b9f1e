"""Every case folder: `request.json` is posted over HTTP, and `expected.json` says what must stand in the answer.

A key of `expected` is a path into the answer. A rule is found by its id, an alternative by its approach (and model,
after a colon), a flip by its input. A key that ends in `~` names a text that must contain the value.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from local.gateway import Gateway
from local.template import Template
from ratebook.compiled import read_compiled
from tests.authored import FIRST_RELEASE

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/request.json"))


def _known_at_first(case: Path) -> bool:
    """Whether the case is one of OpenAI's, the only provider of the first release."""
    request = json.loads((case / "request.json").read_text())
    return request["candidate"].get("provider") == "openai" and "provider" not in request["current"]


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(Gateway.imported(Template.read()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answer_holds_what_the_case_expects(case: Path, client: Client) -> None:
    request = json.loads((case / "request.json").read_text())
    expected = json.loads((case / "expected.json").read_text())["expected"]
    answer = client.post("/v1/decisions", json=request)
    assert answer.status_code == 200, answer.text
    body = answer.get_json()
    found = {path: _at(body, path.removesuffix("~").split(".")) for path in expected}
    wrong = {path: found[path] for path, value in expected.items() if not _matches(path, found[path], value)}
    assert wrong == {}, f"expected {[expected[path] for path in wrong]}"


@pytest.mark.parametrize("case", [case for case in CASES if _known_at_first(case)], ids=lambda case: case.name)
def test_a_table_of_the_first_release_still_gives_the_same_figures(case: Path) -> None:
    request = json.loads((case / "request.json").read_text())
    published = read_compiled(FIRST_RELEASE.read_bytes())
    in_use = TableInUse(published.table, published.version, published.sha256)
    answer = decide(DecisionRequest.model_validate(request), in_use, date(2026, 11, 22))
    body = answer.model_dump(mode="json")
    expected = json.loads((case / "expected.json").read_text())["expected"]
    wrong = {
        path
        for path, value in expected.items()
        if not _matches(path, _at(body, path.removesuffix("~").split(".")), value)
    }
    assert wrong == set()
    assert published.version == "2026-11-22-524d80f4"


def test_every_case_expects_something() -> None:
    assert len(CASES) >= 25
    assert sum(map(_known_at_first, CASES)) >= 25
    assert all(json.loads((case / "expected.json").read_text())["expected"] for case in CASES)


def _matches(path: str, found: Any, value: Any) -> bool:
    return value in found if path.endswith("~") else found == value


def _at(body: Any, path: list[str]) -> Any:
    """The value at `path`; what remains of it may contain dots where the last step is looked up by name."""
    while path:
        step, path = path[0], path[1:]
        if step == "rules":
            body = _only(rule for rule in body["rules"] if rule["id"] == path[0])
            path = path[1:]
        elif step == "flips":
            body = _only(flip for flip in body["flips_when"] if flip["input"] == ".".join(path))["value"]
            path = []
        elif step == "alternatives":
            name, field = ".".join(path[:-1]), path[-1]
            approach, _, model = name.partition(":")
            found = (each for each in body["alternatives"] if each["approach"] == approach)
            body, path = _only(each for each in found if model in {"", each["model"]})[field], []
        else:
            body = body[int(step)] if isinstance(body, list) else body[step]
    return body


def _only(found: Any) -> Any:
    (only,) = found
    return only
