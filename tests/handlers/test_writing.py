"""A decision is written as pydantic would write it, to the byte, and it is what the contract says."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decisions.answer import DecisionAnswer, FlipAnswer, HoursSpan
from decisions.decide import TableInUse, decide
from decisions.request import DecisionRequest
from handlers.writing import written
from ratebook.compiled import read_compiled
from ratebook.sources import read_snapshot

CASES = sorted((Path(__file__).parents[1] / "golden").glob("*/request.json"))
DAY = date(2026, 11, 22)


@cache
def rates() -> TableInUse:
    found = read_compiled(read_snapshot().content)
    return TableInUse(found.table, found.version, found.sha256)


def decided(body: dict[str, object]) -> DecisionAnswer:
    return decide(DecisionRequest.model_validate(body), rates(), DAY)


@cache
def scenario() -> DecisionAnswer:
    return decided(json.loads(CASES[0].read_text(), parse_float=Decimal))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_a_decision_is_written_as_pydantic_writes_it_and_can_be_read_again(case: Path) -> None:
    answer = decided(json.loads(case.read_text(), parse_float=Decimal))
    text = written(answer)
    assert text == answer.model_dump_json(ensure_ascii=True)
    found = DecisionAnswer.model_validate_json(text)
    assert (found.rules, found.rates, found.payback.retires_on) == (
        answer.rules,
        answer.rates,
        answer.payback.retires_on,
    )


texts = st.text(st.characters(exclude_categories=["Cs"]))


@example('"\\/\b\f\n\r\t\x00\x1f\x7f\x80é–实\U0001f600\uffff')
@given(texts)
def test_whatever_letters_a_text_has(text: str) -> None:
    answer = scenario().model_copy(update={"headline": text, "warnings": (text, "and", text)})
    assert written(answer) == answer.model_dump_json(ensure_ascii=True)
    assert json.loads(written(answer))["warnings"] == [text, "and", text]


@example(Decimal("0.0000001"))
@example(Decimal("1E+5"))
@example(Decimal("0.1000"))
@given(st.decimals(0, 100_000, allow_nan=False, allow_infinity=False))
def test_however_many_hours_it_takes(hours: Decimal) -> None:
    first, *others = scenario().alternatives
    changed = first.model_copy(update={"engineering_hours": HoursSpan(low=hours, high=hours)})
    answer = scenario().model_copy(update={"alternatives": (changed, *others)})
    assert written(answer) == answer.model_dump_json(ensure_ascii=True)


@pytest.mark.parametrize("value", [True, "2027-01-01", ["gpt-4o-mini", "o3"]])
def test_whatever_kind_of_value_flips_a_rule(value: bool | str | list[str]) -> None:
    flip = FlipAnswer(input="readiness.prompts_optimized", value=value, text="so")
    first, *others = scenario().rules
    answer = scenario().model_copy(update={"rules": (first.model_copy(update={"flips_when": (flip,)}), *others)})
    assert written(answer) == answer.model_dump_json(ensure_ascii=True)


def test_what_no_answer_has_is_not_written() -> None:
    with pytest.raises(NotImplementedError, match="an answer has no object"):
        written(scenario().model_copy(update={"headline": object()}))


def test_an_answer_that_is_put_together_is_the_one_that_would_be_validated() -> None:
    together = HoursSpan(low=Decimal(2), high=Decimal(4))
    validated = HoursSpan.model_validate({"low": Decimal(2), "high": Decimal(4)})
    assert together == validated
    assert repr(together) == repr(validated)
    assert together.model_fields_set == validated.model_fields_set
    assert together.model_copy(update={"high": Decimal(5)}) == HoursSpan(low=Decimal(2), high=Decimal(5))
