from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ratebook.history import first_day, in_force, thresholds_in_force
from ratebook.sourced import Dated

ONE_DAY = timedelta(days=1)


def _histories(value: Any) -> Iterator[tuple[Dated, ...]]:
    """Every dated list of a table."""
    if isinstance(value, tuple) and value and isinstance(value[0], Dated):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _histories(item)
    elif hasattr(type(value), "model_fields"):
        for field in type(value).model_fields:
            yield from _histories(getattr(value, field))


def test_an_entry_holds_from_its_day_until_the_next_begins(table):
    histories = list(_histories(table))
    assert len(histories) > 80
    for entries in histories:
        for index, entry in enumerate(entries):
            before = entries[index - 1] if index else None
            assert in_force(entries, entry.effective_from) is entry
            assert in_force(entries, entry.effective_from - ONE_DAY) is before
        assert in_force(entries, entries[-1].effective_from + 10_000 * ONE_DAY) is entries[-1]


def test_nothing_is_in_force_in_an_empty_history(table):
    assert in_force((), first_day(table)) is None


def test_who_may_train_changes_on_the_announced_days(table):
    availability = table.providers["openai"].availability
    changes = [(entry.effective_from.isoformat(), entry.open_to.value) for entry in availability]
    assert changes == [
        ("2023-08-22", "everyone"),
        ("2026-05-07", "organizations_that_have_fine_tuned"),
        ("2026-07-02", "organizations_with_recent_fine_tuned_inference"),
        ("2027-01-06", "nobody"),
    ]


def test_the_policy_is_whole_from_its_first_day_and_not_before(table):
    first = first_day(table)
    assert first.isoformat() == "2025-09-01"
    assert thresholds_in_force(table, first).payback_limit_months == 3
    with pytest.raises(LookupError, match="has no value before 2025-09-01"):
        thresholds_in_force(table, first - ONE_DAY)


def test_the_first_day_is_that_of_the_last_threshold_to_begin(edited):
    table = edited("policy.yaml", "effective_from: 2025-09-01", "effective_from: 2026-01-15")
    assert first_day(table).isoformat() == "2026-01-15"


def test_a_changed_threshold_holds_from_its_day(edited):
    added = """value: 3
      source: article
      checked_on: 2026-11-22
      confirmed: true
    - effective_from: 2027-01-01
      value: 6
"""
    table = edited("policy.yaml", "value: 3\n", added)
    day = table.policy.thresholds["payback_limit_months"][1].effective_from
    assert thresholds_in_force(table, day - ONE_DAY).payback_limit_months == 3
    assert thresholds_in_force(table, day).payback_limit_months == 6
