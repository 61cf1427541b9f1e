"""What was published of a model and is no history: dates that have passed, limits, ways of calling and billing."""

from datetime import date

import pytest

from publishing.review import review
from tests.publishing.files import KNOWN, MODEL, table_with

TODAY = date(2026, 11, 25)


@pytest.fixture
def garden(core_table):
    """A table with one model of one provider."""
    return lambda **model: table_with(core_table, **model)


def _said(table, published, on=TODAY):
    return [str(found) for found in review(table, published, on)]


def _event(day, note=""):
    return f"{{date: {day}, {KNOWN}{f', note: {note}' if note else ''}}}"


@pytest.mark.parametrize("field", ["retires_on", "fine_tunes_retire_on", "training_closes_on"])
class TestDates:
    def test_a_day_that_is_yet_to_come_may_move(self, garden, field):
        then, now = (garden(**{field: _event(day)}) for day in ("2027-01-14", "2026-11-25"))
        assert _said(now, then) == _said(then, now) == []

    def test_a_day_that_moves_into_the_past_needs_a_note(self, garden, field):
        then = garden(**{field: _event("2027-01-14")})
        said = "2027-01-14 is now 2026-11-24, which has passed on 2026-11-25; check the day, or say why in its note"
        assert _said(garden(**{field: _event("2026-11-24")}), then) == [f"garden.yaml: {MODEL}.{field}: {said}"]
        assert _said(garden(**{field: _event("2026-11-24", "shut down early")}), then) == []

    def test_a_day_that_has_passed_moves_only_with_a_note_of_its_own(self, garden, field):
        then = garden(**{field: _event("2026-10-01", "announced")})
        said = "2026-10-01 has passed, and is now 2027-01-14; put it back, or say why in its note"
        assert _said(garden(**{field: _event("2027-01-14", "announced")}), then) == [
            f"garden.yaml: {MODEL}.{field}: {said}"
        ]
        assert _said(garden(**{field: _event("2027-01-14", "it answered on")}), then) == []
        assert _said(garden(**{field: _event("2027-01-14", "announced")}), then, None) == []

    @pytest.mark.parametrize("on", [TODAY, None])
    def test_a_day_is_removed_only_with_a_correction_of_the_model(self, garden, field, on):
        then = garden(**{field: _event("2027-01-14")})
        edit = "put it back, or say in the model's `correction` why it is gone"
        assert _said(garden(), then, on) == [f"garden.yaml: {MODEL}.{field}: was published and is missing; {edit}"]
        assert _said(garden(correction="called off"), then, on) == []


def test_a_limit_that_is_gone_needs_a_note_or_a_correction(garden):
    then = garden(limits=f"{{minimum_examples: 10, maximum_examples: 99, {KNOWN}}}")
    fewer = f"{{minimum_examples: 10, {KNOWN}"
    assert _said(garden(limits=f"{fewer}}}"), then) == [
        (
            f"garden.yaml: {MODEL}.limits.maximum_examples: was published as 99 and is missing; put it back, or say "
            "why in its note"
        )
    ]
    assert _said(garden(limits=f"{fewer}, note: there is none any more}}"), then) == []
    assert _said(garden(limits=f"{fewer}}}", correction="there is none any more"), then) == []


def test_a_limit_may_change(garden):
    then, now = (garden(limits=f"{{minimum_examples: {number}, {KNOWN}}}") for number in (10, 20))
    assert _said(now, then) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limits", f"{{minimum_examples: 10, {KNOWN}}}"),
        ("prompt_caching", f"{{minimum_tokens: 1024, step_tokens: 128, {KNOWN}}}"),
    ],
)
def test_a_fact_that_is_gone_needs_a_correction(garden, field, value):
    edit = "put it back, or say in the model's `correction` why it is gone"
    assert _said(garden(), garden(**{field: value})) == [
        f"garden.yaml: {MODEL}.{field}: was published and is missing; {edit}"
    ]
    assert _said(garden(correction="it ended"), garden(**{field: value})) == []


@pytest.mark.parametrize(("field", "value"), [("interface", "completions"), ("bills_reasoning", "true")])
def test_how_a_model_is_called_and_billed_changes_only_with_a_correction_of_its_own(garden, field, value):
    edit = "put it back, or say in the model's `correction` why it changed"
    said = [f"garden.yaml: {MODEL}.{field}: was published otherwise; {edit}"]
    assert _said(garden(**{field: value}), garden()) == _said(garden(), garden(**{field: value})) == said
    assert _said(garden(**{field: value}, correction="misread"), garden()) == []
    assert _said(garden(**{field: value}, correction="misread"), garden(correction="misread")) == said
