"""What was imported lies under what was checked by hand."""

from decimal import Decimal

import pytest

from publishing.authoring import load_provider
from publishing.merging import with_imported
from ratebook.models import Provider


def _entry(usd: str, source: str) -> str:
    return (
        f"[{{effective_from: 2025-09-01, usd_per_million_input_tokens: {usd}, usd_per_million_output_tokens: 9, "
        f"source: {source}, checked_on: 2026-11-22, confirmed: true}}]"
    )


def _fact(field: str, value: str, source: str) -> str:
    return f"{{{field}: {value}, source: {source}, checked_on: 2026-11-22, confirmed: true}}"


def _provider(source: str, models: str, more: str = "") -> Provider:
    head = f"schema_version: 1\ntitle: By {source}\nsources: {{{source}: {{title: {source}}}}}\n{more}"
    return load_provider("maker.yaml", f"{head}models:\n{models}")


def _checked(models: str, more: str = "") -> Provider:
    return _provider("page", models, more)


def _imported(models: str) -> Provider:
    return _provider("tables", models)


ONE = f"  one: {{base: {_entry('1', 'page')}}}\n"
ONE_IMPORTED = f"  one: {{compared: false, base: {_entry('5', 'tables')}}}\n"


def test_a_provider_that_nobody_checked_is_as_it_was_imported() -> None:
    imported = _imported(ONE_IMPORTED)
    assert with_imported(None, imported) == imported


def test_a_checked_price_wins() -> None:
    merged = with_imported(_checked(ONE), _imported(ONE_IMPORTED))
    assert merged.models["one"].base[0].usd_per_million_input_tokens == 1


def test_a_model_that_only_the_import_has_is_added_with_its_source() -> None:
    merged = with_imported(_checked(ONE), _imported(f"  two: {{compared: false, base: {_entry('5', 'tables')}}}\n"))
    assert list(merged.models) == ["one", "two"]
    assert set(merged.sources) == {"page", "tables"}
    assert not merged.models["two"].compared


def test_a_fact_that_the_hand_does_not_give_comes_from_the_import() -> None:
    retires = _fact("date", "2027-01-14", "tables")
    merged = with_imported(_checked(ONE), _imported(f"  one: {{compared: false, retires_on: {retires}}}\n"))
    assert str(merged.models["one"].retires_on and merged.models["one"].retires_on.date) == "2027-01-14"


def test_a_checked_model_stays_among_those_that_a_decision_offers() -> None:
    assert with_imported(_checked(ONE), _imported(ONE_IMPORTED)).models["one"].compared


def test_what_a_checked_model_says_by_saying_nothing_stays() -> None:
    imported = _imported("  one: {bills_reasoning: true, interface: completions}\n")
    model = with_imported(_checked(ONE), imported).models["one"]
    assert (model.bills_reasoning, model.interface) == (False, "chat")


def test_a_checked_model_that_is_not_offered_stays_so() -> None:
    checked = _checked(f"  one: {{compared: false, base: {_entry('1', 'page')}}}\n")
    assert not with_imported(checked, _imported(f"  one: {{base: {_entry('5', 'tables')}}}\n")).models["one"].compared


def test_an_alias_of_the_hand_is_the_same_model() -> None:
    checked = _checked(f"  one-2025-08-07: {{aliases: [one], base: {_entry('1', 'page')}}}\n")
    merged = with_imported(checked, _imported(ONE_IMPORTED))
    assert list(merged.models) == ["one-2025-08-07"]
    assert merged.models["one-2025-08-07"].aliases == ("one",)


@pytest.mark.parametrize("name", ["one-mini", "on", "ONE"])
def test_a_name_that_is_only_like_another_is_another_model(name: str) -> None:
    merged = with_imported(_checked(ONE), _imported(f"  {name}: {{base: {_entry('5', 'tables')}}}\n"))
    assert list(merged.models) == ["one", name]


def test_the_imported_model_of_the_same_id_goes_before_that_of_an_alias() -> None:
    checked = _checked(f"  one-2025-08-07: {{aliases: [one], base: {_entry('1', 'page')}}}\n")
    early, late = (_fact("date", day, "tables") for day in ("2027-01-01", "2027-06-01"))
    merged = with_imported(
        checked, _imported(f"  one: {{retires_on: {early}}}\n  one-2025-08-07: {{retires_on: {late}}}\n")
    )
    retires = merged.models["one-2025-08-07"].retires_on
    assert str(retires and retires.date) == "2027-06-01"


def test_an_alias_that_the_hand_does_not_have_is_added_and_one_that_it_uses_is_not() -> None:
    checked = _checked(f"{ONE}  two: {{aliases: [second], base: {_entry('2', 'page')}}}\n")
    merged = with_imported(checked, _imported(f"  one: {{aliases: [first, second], base: {_entry('5', 'tables')}}}\n"))
    assert merged.models["one"].aliases == ("first",)
    assert merged.names["second"] == "two"


def test_a_new_model_leaves_an_alias_to_the_hand() -> None:
    checked = _checked(f"  two: {{aliases: [second], base: {_entry('2', 'page')}}}\n")
    merged = with_imported(checked, _imported(f"  one: {{aliases: [second], base: {_entry('5', 'tables')}}}\n"))
    assert merged.models["one"].aliases == ()
    assert merged.names["second"] == "two"


def test_tiers_are_joined_and_the_hand_wins_within_one() -> None:
    checked = _checked(
        f"  one: {{base: {_entry('1', 'page')}, tiers: {{us: {{base: {_entry('2', 'page')}}}, "
        f"developer: {{fine_tuned: {_entry('3', 'page')}}}}}}}\n"
    )
    imported = _imported(
        f"  one: {{tiers: {{us: {{base: {_entry('6', 'tables')}}}, eu: {{base: {_entry('7', 'tables')}}}, "
        f"developer: {{base: {_entry('8', 'tables')}}}}}}}\n"
    )
    tiers = with_imported(checked, imported).models["one"].tiers
    assert {tier: prices.base[0].usd_per_million_input_tokens for tier, prices in tiers.items()} == {
        "us": Decimal(2),
        "eu": Decimal(7),
        "developer": Decimal(8),
    }
    assert tiers["developer"].fine_tuned[0].usd_per_million_input_tokens == 3


def test_what_the_hand_has_withdrawn_does_not_come_back() -> None:
    merged = with_imported(
        _checked(ONE, "withdrawn: {two: never sold}\n"), _imported(f"  two: {{base: {_entry('5', 'tables')}}}\n")
    )
    assert list(merged.models) == ["one"]


def test_what_concerns_the_provider_as_a_whole_is_the_hands() -> None:
    assert with_imported(_checked(ONE), _imported(ONE_IMPORTED)).title == "By page"
