"""Entries that are added to a published history: backdated ones, prices that fall away, days that are yet to come."""

from datetime import UTC, date, datetime

import pytest

from publishing.publish import RefusedError, publish
from publishing.review import review
from tests.authored import BUCKET
from tests.publishing.files import MODEL, entry, table_with, tokens

TODAY = date(2026, 11, 25)
FIRST = tokens("2.5", "10")
EDIT = "say in `correction` why it comes late, or let it begin on 2026-11-25"


@pytest.fixture
def garden(core_table):
    """A table with one model of one provider."""
    return lambda **model: table_with(core_table, **model)


def _said(table, published, on=TODAY):
    return [str(found) for found in review(table, published, on)]


def _base(garden, *entries):
    return garden(base=f"[{', '.join(entries)}]")


@pytest.mark.parametrize("day", ["2025-10-01", "2026-11-24"])
def test_a_price_change_that_is_noticed_late_needs_a_correction(garden, day):
    said = _said(_base(garden, FIRST, tokens("2", "8", day)), _base(garden, FIRST))
    backdated = f"the entry of {day} is backdated: it is published on 2026-11-25 and changes days gone by"
    assert said == [f"garden.yaml: {MODEL}.base[1]: {backdated}; {EDIT}"]
    explained = tokens("2", "8", day, "correction: noticed late")
    assert _said(_base(garden, FIRST, explained), _base(garden, FIRST)) == []
    silent = tokens("2", "8", day, "correction: ' '")
    assert len(_said(_base(garden, FIRST, silent), _base(garden, FIRST))) == 1


@pytest.mark.parametrize("day", ["2025-01-01", "2026-06-01"])
def test_an_entry_before_a_published_one_needs_a_correction(garden, day):
    """Before the first day that was published there was no price, and between two there was the earlier."""
    later = tokens("3", "12", "2026-09-01")
    new = tokens("2", "8", day)
    entries = sorted((FIRST, new, later), key=lambda each: each.partition(",")[0])
    said = _said(_base(garden, *entries), _base(garden, FIRST, later))
    assert [each.partition(": it is")[0] for each in said] == [
        f"garden.yaml: {MODEL}.base[{entries.index(new)}]: the entry of {day} is backdated"
    ]


@pytest.mark.parametrize("day", ["2026-11-25", "2026-12-01"])
def test_an_entry_from_the_day_of_publishing_on_is_welcome_even_before_an_announced_one(garden, day):
    announced = tokens("3", "12", "2027-01-01")
    assert _said(_base(garden, FIRST, tokens("2", "8", day)), _base(garden, FIRST)) == []
    assert _said(_base(garden, FIRST, tokens("2", "8", day), announced), _base(garden, FIRST, announced)) == []


def test_a_history_that_is_new_may_begin_in_the_past(garden):
    published = _base(garden, FIRST)
    assert _said(garden(base=f"[{FIRST}]", fine_tuned=f"[{FIRST}, {tokens('3', '12', '2026-01-01')}]"), published) == []


def test_a_published_entry_that_is_backdated_is_not_judged_again(garden):
    both = _base(garden, FIRST, tokens("2", "8", "2025-10-01"))
    assert _said(both, both) == []


def test_where_the_day_of_publishing_is_unknown_nothing_is_backdated(garden):
    table = _base(garden, FIRST, tokens("2", "8", "2025-10-01"))
    assert _said(table, _base(garden, FIRST), None) == []


def test_the_day_of_publishing_is_that_of_utc(garden, s3):
    publish(s3, BUCKET, _base(garden, FIRST), datetime(2026, 11, 22, 12, tzinfo=UTC))
    table = _base(garden, FIRST, tokens("2", "8", "2026-11-25"))
    east_of_it = datetime.fromisoformat("2026-11-27T01:00:00+09:00")
    with pytest.raises(RefusedError, match="it is published on 2026-11-26 and changes days gone by"):
        publish(s3, BUCKET, table, east_of_it)
    west_of_it = datetime.fromisoformat("2026-11-25T15:00:00-08:00")
    assert publish(s3, BUCKET, table, west_of_it).published_at == west_of_it


@pytest.mark.parametrize("price", ["cached_input", "cache_write", "cache_write_1h"])
def test_a_price_that_the_entry_before_has_is_repeated_or_its_end_explained(garden, price):
    before = tokens("2.5", "10", **{price: "1.25"})
    published = _base(garden, before)
    assert _said(_base(garden, before, tokens("2", "8", "2027-01-01")), published) == [
        (
            f"garden.yaml: {MODEL}.base[1].usd_per_million_{price}_tokens: no longer sold from 2027-01-01? repeat the "
            "price, or say in `reason` that it ended"
        )
    ]
    assert _said(_base(garden, before, tokens("2", "8", "2027-01-01", "reason: it ended")), published) == []
    assert _said(_base(garden, before, tokens("2", "8", "2027-01-01", **{price: "1.25"})), published) == []


def test_each_price_of_a_long_context_is_looked_at(garden):
    short = "above_input_tokens: 200000, usd_per_million_input_tokens: 5, usd_per_million_output_tokens: 20"
    before = tokens("2.5", "10", more=f"long_context: {{{short}, usd_per_million_cached_input_tokens: 2.5}}")
    published = _base(garden, before)
    gone = _said(_base(garden, before, tokens("2.5", "10", "2027-01-01")), published)
    fewer = _said(
        _base(garden, before, tokens("2.5", "10", "2027-01-01", more=f"long_context: {{{short}}}")), published
    )
    assert [said.partition(": no longer")[0] for said in (*gone, *fewer)] == [
        f"garden.yaml: {MODEL}.base[1].long_context",
        f"garden.yaml: {MODEL}.base[1].long_context.usd_per_million_cached_input_tokens",
    ]


def test_another_unit_is_told_once(garden):
    before, after = entry(million_training_tokens="25"), entry("2027-01-01", training_hour="100")
    [said] = _said(garden(training=f"{{sft: [{before}, {after}]}}"), garden(training=f"{{sft: [{before}]}}"))
    assert "the unit is another one" in said


def test_a_price_that_fell_away_before_it_was_published_is_history(garden):
    both = _base(garden, tokens("2.5", "10", cached_input="1.25"), tokens("2", "8", "2026-01-01"))
    assert _said(both, None) == []
    assert _said(both, both) == []


def test_nothing_was_checked_after_the_day_of_publishing(garden):
    published = _base(garden, FIRST)
    tomorrow, later = (_base(garden, FIRST.replace("2026-11-22", f"2026-11-{day}")) for day in (26, 27))
    assert _said(tomorrow, published) == []
    assert _said(later, published) == [
        (
            f"garden.yaml: {MODEL}.base[0].checked_on: 2026-11-27 is after 2026-11-25, the day of publishing; write "
            "the day on which it was checked"
        )
    ]
    assert _said(later, published, None) == _said(later, later) == []
