"""Real names and real usage, collected from providers' documents and from other tools' bug reports, over HTTP."""

from pathlib import Path

import pytest
import yaml

from tests.handlers.http import get, post

DAY = "2026-11-22"


def _cases(file):
    cases = yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [pytest.param(case, id=" ".join(filter(None, (case["id"], str(case.get("title") or ""))))) for case in cases]


def _field(answer, path):
    for name in path.split("."):
        answer = answer[name]
    return answer


def _agree(answer, expected):
    assert {path: _field(answer, path) for path in expected} == expected


@pytest.mark.parametrize("case", _cases("usage_prices.yaml"))
def test_a_call_costs_what_it_was_billed(case):
    answer = post("/v1/usage-prices", {"at": DAY} | case["request"])
    assert answer.status == 200, answer.text
    _agree(answer.json, case["expected"])


@pytest.mark.parametrize("case", _cases("names.yaml"))
def test_a_name_means_what_its_provider_means_by_it(case):
    _agree(get("/v1/models", as_of=DAY, **case["query"]).json["resolution"], case["expected"])


@pytest.mark.parametrize("case", _cases("refused.yaml"))
def test_a_count_that_cannot_be_is_refused(case):
    answer = post("/v1/usage-prices", case["body"])
    assert answer.status == 422
    assert list(answer.errors) == [case["field"]]
