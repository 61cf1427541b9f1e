"""The real peers are asked what the real cases cost. Where one of them is wrong, Payback is right."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench import right, rules
from bench.pricing import is_right
from bench.usage_cases import UsageCase
from local.template import ROOT

pytestmark = pytest.mark.peers

LAYOUTS = ("ZEN, one node", "ZEN, a node for each rule")
PAGE = ROOT / "docs" / "performance.md"


@pytest.fixture(scope="module")
def said() -> list[tuple[UsageCase, right.Said]]:
    return right.said()


def test_payback_is_right_in_every_case(said):
    wrong = [case.id for case, answers in said if not is_right(case, answers["Payback"])]
    assert wrong == []


@pytest.mark.parametrize("peer", right.PEERS)
def test_where_a_peer_is_wrong_payback_is_right(said, peer):
    asked = [(case, answers) for case, answers in said if answers[peer] != right.NOT_ASKED]
    wrong = [(case, answers) for case, answers in asked if not is_right(case, answers[peer])]

    assert wrong, "the peer became right everywhere: say so in docs/performance.md"
    assert all(is_right(case, answers["Payback"]) for case, answers in wrong)


@pytest.mark.parametrize("peer", right.PEERS)
def test_a_peer_that_is_asked_does_answer(said, peer):
    """Else no peer would be right, and nobody would notice that it was asked in the wrong way."""
    told = [(case, answers[peer]) for case, answers in said if answers[peer] not in {None, right.NOT_ASKED}]
    assert sum(is_right(case, cost) for case, cost in told) >= 8


def test_the_page_shows_what_they_answer(said):
    assert right.markdown() in PAGE.read_text(encoding="utf-8")


def test_zen_judges_every_golden_case_as_our_rules_do(tmp_path: Path):
    cases = rules.cases()
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([rules.as_zen(*case) for case in cases]))
    ours = [rules.outcomes(case) for case in cases]

    assert {outcome for found in ours for outcome in found.values()} == {"pass", "fail", "unknown"}
    assert rules.zen_outcomes(file) == dict.fromkeys(LAYOUTS, ours)


def test_a_float_counts_as_the_decimal_that_it_stands_for():
    case = UsageCase("a case", {}, Decimal("0.1"))
    assert is_right(case, "0.10000000000000000555")
    assert not is_right(case, "0.1001")
    assert not is_right(case, None)
    assert is_right(UsageCase("a case", {}, None), None)
    assert not is_right(UsageCase("a case", {}, None), "0")
